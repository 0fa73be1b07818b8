"""Running numbers in another unit are told by their common step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from drift.diagnose.step import MIN_ROWS, diagnose_step
from drift.profile.table import Plan, profile_batches

if TYPE_CHECKING:
    from drift.profile.column import ColumnProfile


def column(values: object) -> ColumnProfile:
    return profile_batches([pl.DataFrame({"id": values})], Plan()).columns["id"]


@pytest.mark.parametrize("factor", [1000, 60, 100])
def test_multiples_of_a_known_factor_are_that_conversion(factor: int) -> None:
    found = diagnose_step(column(range(500)), column(range(500 * factor, 700 * factor, factor)), "id")
    assert found is not None
    assert (found.fault, found.parameters["factor"], found.share) == ("unit_change", factor, 1.0)


def test_later_numbers_of_the_same_step_are_no_fault() -> None:
    assert diagnose_step(column(range(500)), column(range(10_000, 10_200)), "id") is None


def test_a_step_that_is_no_units_and_a_handful_of_rows_tell_nothing() -> None:
    assert diagnose_step(column(range(500)), column(range(0, 3900, 13)), "id") is None
    few = range(0, 1000 * (MIN_ROWS - 1), 1000)
    assert diagnose_step(column(range(500)), column(few), "id") is None


@pytest.mark.parametrize("step", [10, 64, 1000])
def test_numbers_that_are_as_large_as_before_were_rounded_and_not_multiplied(step: int) -> None:
    found = diagnose_step(column(range(100_000, 200_000, 7)), column(range(128_000, 192_000, step)), "id")
    assert found is not None
    assert (found.fault, found.parameters) == ("rounding", {"step": step})
