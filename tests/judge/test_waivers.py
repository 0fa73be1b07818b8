"""What was accepted is a warning that says so; another fault, a larger one and a later day are not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from drift.config import Acceptance
from drift.judge.result import SegmentResult
from drift.judge.table import JudgedTable
from drift.judge.waivers import waive
from made_runs import in_milliseconds, make_finding

DAY = date(2026, 11, 22)
RUN = in_milliseconds()
JUDGED = JudgedTable(columns=RUN.columns, findings=())


def decision(**changes: Any) -> Acceptance:  # noqa: ANN401 - of any field
    """Return a decision about the fault of `RUN`."""
    fields: dict[str, Any] = {
        "dataset": "trips",
        "column": "wait_s",
        "check": "distribution",
        "fault": "unit_change",
        "parameters": {"factor": 1000.0, "offset": 0.0, "from": "second", "to": "millisecond"},
        "by": "Ana",
        "reason": "new meters",
        "until": date(2027, 3, 31),
    }
    return Acceptance(**{**fields, **changes})


def verdicts(*decisions: Acceptance, day: date = DAY) -> dict[str, str]:
    found = waive(JUDGED, decisions, dataset="trips", day=day)
    return {column.name: column.verdict for column in found.columns}


def test_an_accepted_breach_is_a_warning_that_says_who_why_and_until_when() -> None:
    found = waive(JUDGED, [decision(up_to=1.0, statistic="ks")], dataset="trips", day=DAY)
    (finding,) = found.columns[0].findings
    assert (found.columns[0].verdict, finding.verdict, found.columns[1].verdict) == (
        "warning",
        "warning",
        "ok",
    )
    assert finding.why.endswith("Accepted by Ana until 2027-03-31, up to 1: new meters.")
    assert finding.accepted is not None
    assert (finding.accepted.by, finding.accepted.ended, finding.lapsed) == ("Ana", None, None)


@pytest.mark.parametrize(
    "other",
    [
        {"dataset": "orders"},
        {"column": "age"},
        {"column": None},
        {"check": "range"},
        {"fault": "shift"},
        {"fault": None},
        {"parameters": {"factor": 60.0, "offset": 0.0, "from": "minute", "to": "second"}},
        {"segment": {"city": "Porto"}},
    ],
    ids=str,
)
def test_a_decision_about_something_else_hides_nothing(other: dict[str, Any]) -> None:
    found = waive(JUDGED, [decision(**other)], dataset="trips", day=DAY)
    assert found == JUDGED


def test_a_second_fault_of_the_column_stays_a_breach() -> None:
    column = replace(
        JUDGED.columns[0], findings=(*JUDGED.columns[0].findings, make_finding("wait_s", "frozen"))
    )
    judged = replace(JUDGED, columns=(column, *JUDGED.columns[1:]))
    found = waive(judged, [decision()], dataset="trips", day=DAY).columns[0]
    assert found.verdict == "breach"
    assert [one.verdict for one in found.findings] == ["breach", "warning"]
    assert found.diagnosis is not None
    assert found.diagnosis.fault == "frozen", "the breach comes first"


def test_a_decision_holds_on_its_last_day_and_not_after() -> None:
    last = decision(until=DAY)
    assert verdicts(last)["wait_s"] == "warning"
    found = waive(JUDGED, [last], dataset="trips", day=date(2026, 11, 23)).columns[0]
    assert found.verdict == "breach"
    assert found.findings[0].lapsed is not None
    assert found.findings[0].lapsed.ended == "expired"
    assert "It was accepted by Ana until 2026-11-22, and no longer is" in found.findings[0].why


def test_the_end_is_told_a_week_before() -> None:
    def told(left: int) -> str:
        found = waive(JUDGED, [decision(until=date(2026, 11, 22 + left))], dataset="trips", day=DAY)
        return found.columns[0].findings[0].why

    assert told(8).endswith("new meters.")
    assert told(7).endswith("This ends in 7 days.")
    assert told(0).endswith("This ends today.")


def test_beyond_its_bound_a_finding_is_a_breach_again() -> None:
    """The distance that chance explains does not count: 0.97 less its margin is held to the bound."""
    column = JUDGED.columns[0]
    ks = next(one.measurement for one in column.measurements if one.measurement.statistic == "ks")
    beyond = ks.value - ks.margin
    assert verdicts(decision(up_to=beyond + 1e-9, statistic="ks"))["wait_s"] == "warning"
    tight = decision(up_to=beyond - 1e-3, statistic="ks")
    found = waive(JUDGED, [tight], dataset="trips", day=DAY).columns[0]
    assert found.verdict == "breach"
    assert found.findings[0].lapsed is not None
    assert found.findings[0].lapsed.ended == "exceeded"
    assert found.findings[0].accepted is None


def test_a_bound_of_what_was_not_measured_covers_nothing() -> None:
    assert verdicts(decision(up_to=1.0, statistic="null_share_of_another"))["wait_s"] == "breach"


def test_of_several_decisions_one_that_holds_counts() -> None:
    over, holds = decision(until=date(2026, 1, 1)), decision(by="Bo")
    for given in ((over, holds), (holds, over)):
        found = waive(JUDGED, given, dataset="trips", day=DAY).columns[0]
        assert found.verdict == "warning"
        assert found.findings[0].accepted is not None
        assert found.findings[0].accepted.by == "Bo"


def test_a_level_whose_breaches_were_accepted_is_a_warning_and_another_is_not() -> None:
    """Hand-counted: of Porto one of two columns in breach is accepted, of Faro the only one."""
    porto, faro = {"city": "Porto"}, {"city": "Faro"}
    wait, age = RUN.columns[0], RUN.columns[1]
    found = wait.findings[0]
    columns = (
        replace(wait, findings=(replace(found, segment=porto), replace(found, segment=faro))),
        replace(age, findings=(replace(found, column=age.name, segment=porto),), verdict="breach"),
    )
    levels = [
        SegmentResult(
            segment=segment,
            reference_rows=900,
            live_rows=90,
            verdict="breach",
            reason=None,
            counts={"breach": many, "warning": 0, "undecided": 0, "ok": 3 - many, "skipped": 0},
        )
        for segment, many in ((porto, 2), (faro, 1))
    ]
    judged = JudgedTable(columns=columns, findings=(), segments=tuple(levels))
    decisions = [decision(segment=porto), decision(segment=faro)]
    told = waive(judged, decisions, dataset="trips", day=DAY).segments
    assert [one.verdict for one in told] == ["breach", "warning"]
    assert [(one.counts["breach"], one.counts["warning"]) for one in told] == [(1, 1), (0, 1)]
    assert waive(judged, [decision()], dataset="trips", day=DAY).segments == judged.segments
