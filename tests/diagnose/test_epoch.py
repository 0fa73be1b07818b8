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
    from numpy.typing import NDArray

    from drift.diagnose.diagnosis import Diagnosis
    from drift.profile.column import ColumnProfile

PER_SECOND = {"second": 1, "millisecond": 10**3, "microsecond": 10**6, "nanosecond": 10**9}
DAYS = 1_700_000_000 + 977 * np.arange(500)  # in seconds: from 2023-11-14 on


LEVEL = 1e-5
UNTIL = 1_800_000_000 * 10**6  # 2027-01-15


def diagnosed(before: ColumnProfile, now: ColumnProfile) -> Diagnosis | None:
    return diagnose_epoch(before, now, "at", UNTIL, LEVEL)


def column(values: object) -> ColumnProfile:
    return profile_batches([pl.DataFrame({"at": values}, strict=False)], Plan()).columns["at"]


@pytest.mark.parametrize(("before", "now"), list(permutations(PER_SECOND, 2)))
def test_every_unit_is_told_from_every_other(before: str, now: str) -> None:
    later = DAYS + 86_400 * 30
    found = diagnosed(column(DAYS * PER_SECOND[before]), column(later * PER_SECOND[now]))
    assert found is not None
    assert (found.fault, found.parameters) == ("epoch_unit", {"from": before, "to": now})
    assert found.proven


@pytest.mark.parametrize("unit", PER_SECOND)
def test_later_times_in_the_same_unit_are_no_fault(unit: str) -> None:
    assert diagnosed(column(DAYS * PER_SECOND[unit]), column((DAYS + 10**8) * PER_SECOND[unit])) is None


def test_a_stray_time_hides_nothing() -> None:
    now = (DAYS * 1000).copy()
    now[0] = 0
    assert diagnosed(column(DAYS), column(now)) is not None


def test_numbers_that_are_no_times_have_no_epoch() -> None:
    amounts = np.arange(500)
    assert diagnosed(column(DAYS), column(amounts)) is None
    assert diagnosed(column(amounts), column(DAYS)) is None


def test_what_holds_no_numbers_has_no_epoch() -> None:
    assert diagnosed(column(DAYS), column(["1700000000"])) is None
    assert diagnosed(column(DAYS), column(pl.Series([None], dtype=pl.Int64))) is None


@pytest.mark.parametrize("share", [0.2, 0.05, 0.01])
def test_a_share_of_the_rows_is_counted_row_by_row(share: float) -> None:
    now = DAYS.copy()
    now[: round(500 * share)] *= 1000
    found = diagnosed(column(np.tile(DAYS, 10)), column(now))
    assert found is not None
    assert found.share == pytest.approx(share)
    assert found.explains == pytest.approx(1.0)
    assert found.parameters == {"from": "second", "to": "millisecond"}


def times(seconds: NDArray[np.int64], factor: float = 1.0) -> ColumnProfile:
    """Return parsed times that are `factor` times as far from 1970 as they should be."""
    micros = (seconds * 10**6 * factor).astype(np.int64)
    return column(pl.Series(micros).cast(pl.Datetime("us")))


@pytest.mark.parametrize(
    ("factor", "units", "where"),
    [
        (1e3, ("second", "millisecond"), "thousands of years ahead"),
        (1e-3, ("millisecond", "second"), "in 1970"),
        (1e-6, ("microsecond", "second"), "in 1970"),
    ],
)
def test_parsed_times_tell_by_where_they_lie(factor: float, units: tuple[str, str], where: str) -> None:
    """Python's calendar is the witness: 1.7e9 s is 2023, and 1.7e6 s is 20 January 1970."""
    found = diagnosed(times(DAYS), times(DAYS + 86_400 * 30, factor))
    assert found is not None
    assert found.parameters == dict(zip(("from", "to"), units, strict=True))
    assert where in found.story
    assert found.explains == 1.0


def test_the_expression_brings_parsed_times_back() -> None:
    found = diagnosed(times(DAYS), times(DAYS, 1e3))
    assert found is not None
    assert found.undo is not None
    wrong = pl.DataFrame({"at": pl.Series(DAYS * 10**9).cast(pl.Datetime("us"))})
    back = wrong.select(eval(found.undo, {"pl": pl}))["at"]  # noqa: S307 - our own text
    assert back.to_list() == pl.Series(DAYS * 10**6).cast(pl.Datetime("us")).to_list()


def test_midnight_of_1970_is_no_count() -> None:
    now = pl.Series([0] * 100 + (DAYS * 10**6).tolist()).cast(pl.Datetime("us"))
    assert diagnosed(times(DAYS), column(now)) is None


def test_where_training_starts_in_1970_no_unit_is_told() -> None:
    old = np.linspace(0, 1.7e9, 500).astype(np.int64)
    assert diagnosed(times(old), times(DAYS, 1e-3)) is None
