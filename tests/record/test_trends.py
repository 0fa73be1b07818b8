"""When each fault came and went, told from runs made by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from drift.record.trends import trends_of
from made_pasts import past_column, past_run

if TYPE_CHECKING:
    from drift.record.history.past import PastColumn, PastRun

OK = past_column()
SHIFT = past_column("breach", 0.3, ("shift",))
KNOWN = past_column("warning", 0.3, ("shift",), ("shift",))
UNKNOWN = past_column("breach", 0.3)
NOT_TOLD = past_column("undecided")


def runs_of(*columns: PastColumn) -> tuple[PastRun, ...]:
    return tuple(past_run(day, {"a": column}) for day, column in enumerate(columns))


@pytest.mark.parametrize(
    ("columns", "episodes"),
    [
        ((OK, OK), []),
        ((SHIFT,), [("shift", 0, 0, 1, 0, True)]),
        ((OK, SHIFT, SHIFT, OK), [("shift", 1, 2, 2, 0, False)]),
        ((SHIFT, OK, SHIFT), [("shift", 0, 0, 1, 0, False), ("shift", 2, 2, 1, 0, True)]),
        ((SHIFT, NOT_TOLD, KNOWN), [("shift", 0, 2, 2, 1, True)]),
        ((SHIFT, NOT_TOLD), [("shift", 0, 0, 1, 0, True)]),
        ((UNKNOWN, UNKNOWN, OK), [("unexplained", 0, 1, 2, 0, False)]),
    ],
)
def test_a_fault_is_there_from_its_first_batch_to_its_last(
    columns: tuple[PastColumn, ...], episodes: list[tuple[object, ...]]
) -> None:
    (column,) = trends_of(runs_of(*columns), "trips").columns
    found = [
        (one.fault, one.first, one.last, one.batches, one.accepted, one.ongoing) for one in column.episodes
    ]
    assert found == episodes


def test_distances_stand_beside_their_limits() -> None:
    """The limit is what chance explains and what is tolerated: 0.01 and 0.02."""
    (column,) = trends_of(runs_of(OK, SHIFT), "trips").columns
    assert column.values == (0.01, 0.3)
    assert column.limits == pytest.approx((0.03, 0.03))
    assert (column.verdict, column.verdicts, column.breaches) == ("breach", ("ok", "breach"), 1)


def test_a_batch_that_was_checked_again_counts_once_by_its_last_run() -> None:
    first = past_run(0, {"a": SHIFT})
    again = replace(past_run(0, {"a": OK}), started_at=first.started_at + timedelta(hours=1))
    assert [run.verdict for run in trends_of((again, first), "trips").runs] == ["ok"]


def test_other_references_and_other_datasets_are_told_apart() -> None:
    runs = (past_run(0, {"a": OK}), past_run(1, {"a": OK}, reference="sha256:bb"), past_run(2, {"a": OK}))
    assert trends_of(runs, "trips").reference_changes == (1, 2)
    other = replace(runs[1], dataset="orders")
    assert len(trends_of((*runs, other), "trips").runs) == 3


def test_the_worst_of_the_newest_batch_comes_first_and_none_is_left_out() -> None:
    runs = (past_run(0, {"a": OK, "b": SHIFT, "gone": OK}), past_run(1, {"a": OK, "b": OK, "c": SHIFT}))
    found = trends_of(runs, "trips")
    assert [column.name for column in found.columns] == ["c", "b", "a", "gone"]
    assert found.columns[-1].verdicts == ("ok", None)
    assert found.to_dict()["columns"][0]["values"] == [None, 0.3]
