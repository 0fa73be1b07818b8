"""Profiles of tasks added up: one sum of what a task is given, and each task in it once."""

from __future__ import annotations

import polars as pl
import pytest

import drift
from drift.engines.spark.shard import Part
from drift.engines.spark.tree import _require_each_once, sums
from drift.errors import InputUnreadableError
from drift.profile.profiled_file import profiled_bytes, profiled_of_bytes
from runs import training


def parts_of(frame: pl.DataFrame, count: int) -> list[Part]:
    """Return the profiles of so many tasks, each with every so-manieth row."""
    profiles = [drift.profile(frame.gather_every(count, place)) for place in range(count)]
    return [
        Part(first=place, last=place, tasks=1, profile=profiled_bytes(one))
        for place, one in enumerate(profiles)
    ]


def test_the_sum_of_tasks_is_the_profile_of_all_rows() -> None:
    batches = [batch for part in parts_of(training(), 5) for batch in part.batches()]
    (batch,) = sums(batches)
    (row,) = pl.DataFrame(batch).iter_rows(named=True)
    total = Part(**row)
    assert (total.first, total.last, total.tasks) == (0, 4, 5)
    assert total.profile == profiled_bytes(drift.profile(training()))


def test_sums_of_sums_are_the_sum() -> None:
    parts = parts_of(training(), 4)
    halves = [next(sums([b for one in half for b in one.batches()])) for half in (parts[1:3], parts[::3])]
    (row,) = pl.DataFrame(next(sums(halves))).iter_rows(named=True)
    assert profiled_of_bytes(row["profile"], called="a sum").profile.rows == training().height
    assert row["profile"] == profiled_bytes(drift.profile(training()))


def test_of_no_profiles_there_is_no_sum() -> None:
    assert list(sums([])) == []


@pytest.mark.parametrize(
    ("tasks", "fine"),
    [
        ([(0, 0, 1), (1, 3, 3)], True),
        ([], True),
        ([(0, 0, 1), (2, 2, 1)], False),  # one is missing
        ([(0, 1, 2), (1, 1, 1)], False),  # one stands twice
    ],
)
def test_each_task_counts_once(tasks: list[tuple[int, int, int]], *, fine: bool) -> None:
    parts = [Part(first=first, last=last, tasks=count, profile=b"") for first, last, count in tasks]
    if fine:
        _require_each_once(parts)
    else:
        with pytest.raises(InputUnreadableError, match="each task once"):
            _require_each_once(parts)
