"""What is only compared is small, and tells of repeats and distinct values what the whole profile does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl
import pytest

import drift
from drift.diagnose.duplicates import repeats_of
from drift.profile.compared import for_comparing
from drift.profile.repeats import up_to
from drift.profile.table import Plan, profile_batches

if TYPE_CHECKING:
    from pathlib import Path

ROWS: Final = 40_000
LARGEST_OF_TWENTY: Final = 150_000  # bytes


def numbers(columns: int) -> pl.DataFrame:
    random = np.random.default_rng(1)
    return pl.DataFrame({f"x{place}": random.normal(place, 1 + place, ROWS) for place in range(columns)})


def test_repeats_are_told_as_before_and_texts_keep_their_hashes() -> None:
    frame = numbers(2).with_columns(code=pl.Series([f"c{row % 9000}" for row in range(ROWS)]))
    whole = profile_batches([pl.concat([frame, frame.head(ROWS // 10)])], Plan())
    bare = for_comparing(whole)
    assert repeats_of(bare.repeats) == repeats_of(whole.repeats)
    half = (whole.repeats.threshold or 0) // 2
    assert up_to(bare.repeats, half).counts.size == pytest.approx(
        up_to(whole.repeats, half).counts.size, abs=1
    )
    assert bare.repeats.hashes.tolist() != whole.repeats.hashes.tolist()
    assert bare.columns["code"].detail is whole.columns["code"].detail


def test_a_key_keeps_its_hashes() -> None:
    whole = profile_batches([numbers(1)], Plan(key=("x0",)))
    assert for_comparing(whole).repeats is whole.repeats


def test_a_reference_of_twenty_numbers_is_small(tmp_path: Path) -> None:
    """Of values that hardly repeat, the largest there are, without a sample."""
    path = tmp_path / "twenty.drift"
    drift.fit(numbers(20), config={"sample": 0}).save(path)
    assert path.stat().st_size <= LARGEST_OF_TWENTY
