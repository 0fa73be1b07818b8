"""Running numbers in another unit are told by their common step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from drift.diagnose.step import MIN_ROWS, Side, diagnose_step
from drift.profile.table import Plan, profile_batches

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drift.diagnose.diagnosis import Diagnosis

LEVEL = 1e-5


def side(values: Iterable[int], *, keep: bool = True) -> Side:
    frame = pl.DataFrame({"id": values})
    column = profile_batches([frame], Plan()).columns["id"]
    return Side(column=column, kept=frame["id"].unique() if keep else pl.Series(dtype=pl.Int64()))


def told(reference: Iterable[int], live: Iterable[int]) -> Diagnosis | None:
    return diagnose_step(side(reference), side(live), "id", LEVEL)


@pytest.mark.parametrize("factor", [1000, 60, 100])
def test_multiples_of_a_known_factor_are_that_conversion(factor: int) -> None:
    found = told(range(500), range(500 * factor, 700 * factor, factor))
    assert found is not None
    assert (found.fault, found.parameters["factor"], found.share) == ("unit_change", factor, 1.0)


def test_later_numbers_of_the_same_step_are_no_fault() -> None:
    assert told(range(500), range(10_000, 10_200)) is None


def test_a_step_that_is_no_units_and_a_handful_of_rows_tell_nothing() -> None:
    assert told(range(500), range(0, 3900, 13)) is None
    few = range(0, 1000 * (MIN_ROWS - 1), 1000)
    assert told(range(500), few) is None


@pytest.mark.parametrize("step", [10, 64, 1000])
def test_numbers_that_are_as_large_as_before_were_rounded_and_not_multiplied(step: int) -> None:
    found = told(range(100_000, 200_000, 7), range(128_000, 192_000, step))
    assert found is not None
    assert (found.fault, found.parameters) == ("rounding", {"step": step})


def test_few_numbers_that_were_mostly_multiples_before_tell_nothing() -> None:
    """Of 1,465 numbers four are no multiples of five; of 300 none is with probability 0.44."""
    mostly = [*range(0, 5 * 1461, 5), 7301, 7302, 7303, 7304]
    assert told(mostly, range(0, 5 * 300, 5)) is None
    assert told(mostly, range(0, 5 * 20_000, 5)) is None  # nor by many, where training has so few
    assert told(range(1465), range(0, 5 * 290, 5)) is not None


def test_where_no_rows_are_kept_numbers_are_taken_to_share_a_step_by_chance_alone() -> None:
    found = diagnose_step(
        side(range(500), keep=False), side(range(0, 500_000, 1000), keep=False), "id", LEVEL
    )
    assert found is not None
    assert found.parameters["factor"] == 1000


def test_long_numbers_are_looked_at_digit_by_digit() -> None:
    first = 4 * 10**15
    mostly = [*range(first, first + 5 * 1461, 5), first + 7301]
    assert told(mostly, range(first, first + 5 * 300, 5)) is None
    assert told(range(first, first + 1465), range(first, first + 5 * 290, 5)) is not None
