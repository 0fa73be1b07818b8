"""The worst counts: of findings for a column, of columns for a batch."""

from __future__ import annotations

import pytest

from drift.judge.result import VERDICTS, ColumnResult, Finding, Verdict, batch_verdict, worst


@pytest.mark.parametrize(
    ("columns", "findings", "verdict"),
    [
        (["ok", "breach", "warning"], [], "breach"),
        (["ok", "warning", "undecided"], [], "warning"),
        (["ok"], ["breach"], "breach"),
        (["undecided"], ["warning"], "warning"),
        (["ok", "undecided", "skipped"], [], "ok"),
        (["undecided", "skipped"], [], "undecided"),
        (["skipped"], [], "undecided"),
        ([], [], "undecided"),
    ],
)
def test_a_batch_is_as_bad_as_its_worst_and_undecided_only_where_nothing_was_judged(
    columns: list[Verdict], findings: list[Verdict], verdict: Verdict
) -> None:
    assert batch_verdict(columns, findings) == verdict
    assert batch_verdict(reversed(columns), findings) == verdict


def test_the_worst_of_all_is_a_breach_and_of_nothing_ok() -> None:
    assert worst(VERDICTS) == "breach"
    assert worst(["ok", "warning", "ok"]) == "warning"
    assert worst([]) == "ok"


def test_a_column_without_findings_has_no_diagnosis() -> None:
    finding = Finding(check="rows", verdict="warning", column="x", statistic=None, why="…", diagnosis=None)
    for findings in ((), (finding,)):
        result = ColumnResult(
            name="x",
            kind="number",
            kind_reason="",
            reference_dtype=None,
            live_dtype=None,
            verdict="ok",
            reason=None,
            findings=findings,
        )
        assert result.diagnosis is None
