"""Spans of time from rows to a run: what is checked, what is left out and told, and what adds up."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import polars as pl
import pytest

import drift
from drift.report.contents_text import render_contents

if TYPE_CHECKING:
    from pathlib import Path

ROWS: Final = 2_000
START: Final = datetime(2026, 11, 1)  # noqa: DTZ001 - taken as UTC
SPAN: Final = drift.ReadOptions(since="2026-11-01", until="2026-12-01", time="at")


def rows(nulls: int) -> pl.DataFrame:
    """Return rows of November, of which the first ones have no time."""
    times = [None if n < nulls else START + timedelta(minutes=n) for n in range(ROWS)]
    return pl.DataFrame({"at": times, "x": [n * 37 % 101 for n in range(ROWS)]})


@pytest.mark.parametrize(("before", "now", "told"), [(0, 30, True), (0, 0, False), (300, 310, False)])
def test_more_undated_rows_than_training_lets_expect_are_a_warning(
    before: int, now: int, *, told: bool
) -> None:
    run = drift.check(rows(now), drift.fit(rows(before)), options=SPAN)
    found = [one for one in run.findings if one.check == "window"]
    assert bool(found) is told
    assert run.live.window is not None
    assert (run.live.window.rows, run.live.window.undated) == (ROWS - now, now)
    if told:
        assert found[0].verdict == "warning"
        assert found[0].diagnosis is not None
        assert found[0].diagnosis.parameters == {"from": 0.0, "to": 30 / ROWS}
        assert "30 of 2,000 rows without a time in `at`" in found[0].why
        assert run.exit_code == 0
        assert drift.check(rows(now), drift.fit(rows(before)), options=SPAN, fail_on="warning").exit_code == 1


def test_a_window_without_a_dated_row_is_undecided_though_rows_are_there() -> None:
    run = drift.check(rows(ROWS), drift.fit(rows(0)), options=SPAN)
    assert (run.verdict, run.exit_code) == ("undecided", 3)
    assert "no row has a time that can be read" in run.to_text()


def test_a_run_and_a_reference_keep_which_rows_they_are_of(tmp_path: Path) -> None:
    reference = drift.fit(rows(0), options=SPAN)
    reference.save(tmp_path / "r.drift")
    kept = drift.Reference.load(tmp_path / "r.drift")
    assert kept.window == kept.describe().to_dict()["window"] == reference.window
    assert reference.window is not None
    assert reference.window in " ".join(render_contents(kept.describe()).split())
    run = drift.check(rows(5), reference, options=drift.ReadOptions(until="2026-11-02", time="at"))
    run.save(tmp_path / "run.drift")
    again = drift.Run.load(tmp_path / "run.drift")
    assert again.live.window == run.live.window
    window = run.to_dict()["live"]["window"]
    assert (window["since"], window["until"], window["undated"]) == (None, "2026-11-02T00:00:00Z", 5)
    for text in (again.to_text(), again.to_markdown(), again.to_html()):
        assert "2026-11-02" in text
        assert "without a time that can be read" in " ".join(text.split())


def test_evidence_is_of_the_rows_that_were_checked() -> None:
    """The data is read a second time for it, by the same ends though they count back from now."""
    live = rows(0).with_columns(x=pl.when(pl.col("at").dt.day() == 2).then(pl.col("x") * 1000).otherwise("x"))
    options = drift.ReadOptions(window="1d", time="at", columns=("x",))
    run = drift.check(live, drift.fit(rows(0)), options=options, as_of="2026-11-03")
    evidence = run["x"].findings[0].evidence
    assert run["x"].diagnosis is not None
    assert run["x"].diagnosis.fault == "unit_change"
    assert run.live.rows == ROWS - 24 * 60
    assert evidence is not None
    assert {row["x"] % 1000 for row in evidence.rows} == {0}


def test_shards_by_time_of_one_file_add_up_and_none_counts_twice(tmp_path: Path) -> None:
    rows(0).write_parquet(tmp_path / "x.parquet")
    days = [drift.ReadOptions(since=f"2026-11-0{day}", window="1d", time="at") for day in (1, 2)]
    one, two = (drift.profile(tmp_path / "x.parquet", time="at", options=day) for day in days)
    assert (one + two).profile.rows == ROWS
    assert drift.fit(one + two).digest == drift.fit(rows(0), time="at").digest
    half = drift.ReadOptions(since="2026-11-01T12:00", window="1d", time="at")
    with pytest.raises(drift.DriftError, match="would count twice"):
        _ = one + drift.profile(tmp_path / "x.parquet", time="at", options=half)


def test_compare_cuts_the_live_side_alone() -> None:
    run = drift.compare(rows(0), rows(0), time="at", options=drift.ReadOptions(since="2026-11-02"))
    assert (run.reference.rows, run.live.rows) == (ROWS, ROWS - 24 * 60)
