"""How texts are built: the mix of patterns by scipy's distance, and texts built as none was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from drift.compare.patterns import CAME, MIX, has_one_length, measure_patterns
from drift.profile.table import Plan, profile_batches

if TYPE_CHECKING:
    from drift.compare.statistic import Measurement
    from drift.profile.column import ColumnProfile

LEVEL = 1e-5
IDS = [f"AB-{i:06d}" for i in range(900)]


def column(values: list[str]) -> ColumnProfile:
    return profile_batches([pl.DataFrame({"x": values})], Plan()).columns["x"]


def measured(before: list[str], now: list[str]) -> dict[str, Measurement]:
    return {one.statistic: one for one in measure_patterns(column(before), column(now), LEVEL)}


def test_the_mix_of_patterns_is_half_the_sum_of_differences() -> None:
    assert measured(["A1", "B2", "c3", "d4"], ["A1", "B2", "C3", "d4"])[MIX].value == pytest.approx(0.25)


@pytest.mark.parametrize("share", [1.0, 0.2, 0.05])
def test_texts_built_as_none_was_are_found_in_a_small_share(share: float) -> None:
    rows = round(600 * share)
    now = [f"AB{i:06d}" if i < rows else f"AB-{i:06d}" for i in range(600)]
    found = measured(IDS, now)[CAME]
    assert found.value == pytest.approx(rows / 600)
    assert found.value > found.margin


def test_other_texts_of_the_same_form_are_none() -> None:
    found = measured(IDS, [f"XY-{i:06d}" for i in range(5000, 5400)])[CAME]
    assert (found.value, found.margin >= 0) == (0.0, True)


def test_where_all_were_of_one_length_another_length_is_another_form() -> None:
    assert has_one_length(column(IDS).text)
    assert measured(IDS, [f"AB-{i}" for i in range(300)])[CAME].value == pytest.approx(1.0)


def test_freely_written_texts_have_no_new_form() -> None:
    free = ["a" + ", b" * (i % 40) + "; c" * (i // 40) for i in range(200)]
    assert CAME not in measured(free, IDS)


def test_without_texts_nothing_is_measured() -> None:
    nothing = profile_batches([pl.DataFrame({"x": pl.Series([None], dtype=pl.String)})], Plan())
    assert measure_patterns(nothing.columns["x"], column(IDS), LEVEL) == []
