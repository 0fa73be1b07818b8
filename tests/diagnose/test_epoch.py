"""Epoch units are told by the size of the numbers alone: 1.7e9 seconds are the same day as 1.7e12 ms."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from drift.diagnose.epoch import diagnose_epoch
from drift.profile.table import Plan, profile_batches

if TYPE_CHECKING:
    from drift.profile.column import ColumnProfile

PER_SECOND = {"second": 1, "millisecond": 10**3, "microsecond": 10**6, "nanosecond": 10**9}
DAYS = 1_700_000_000 + 977 * np.arange(500)  # in seconds: from 2023-11-14 on


def column(values: object) -> ColumnProfile:
    return profile_batches([pl.DataFrame({"at": values}, strict=False)], Plan()).columns["at"]


@pytest.mark.parametrize(("before", "now"), list(permutations(PER_SECOND, 2)))
def test_every_unit_is_told_from_every_other(before: str, now: str) -> None:
    later = DAYS + 86_400 * 30
    found = diagnose_epoch(column(DAYS * PER_SECOND[before]), column(later * PER_SECOND[now]))
    assert found is not None
    assert (found.fault, found.parameters) == ("epoch_unit", {"from": before, "to": now})
    assert found.proven


@pytest.mark.parametrize("unit", PER_SECOND)
def test_later_times_in_the_same_unit_are_no_fault(unit: str) -> None:
    assert diagnose_epoch(column(DAYS * PER_SECOND[unit]), column((DAYS + 10**8) * PER_SECOND[unit])) is None


def test_a_stray_time_hides_nothing() -> None:
    now = (DAYS * 1000).copy()
    now[0] = 0
    assert diagnose_epoch(column(DAYS), column(now)) is not None


def test_numbers_that_are_no_times_have_no_epoch() -> None:
    amounts = np.arange(500)
    assert diagnose_epoch(column(DAYS), column(amounts)) is None
    assert diagnose_epoch(column(amounts), column(DAYS)) is None


def test_what_holds_no_numbers_has_no_epoch() -> None:
    assert diagnose_epoch(column(DAYS), column(["1700000000"])) is None
    assert diagnose_epoch(column(DAYS), column(pl.Series([None], dtype=pl.Int64))) is None
