"""Repeats of keys and rows: what pandas counts, on any cut of the rows."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from drift.diagnose.duplicates import repeats_of
from drift.profile.distinct import Distinct
from drift.profile.repeats import KEYS_KEPT, ROWS_KEPT, count_repeats, no_repeats, up_to
from drift.profile.table import Plan, profile_batches

FRAME = pl.DataFrame(
    {
        "id": [1, 1, 2, 3, 3, 3, None, None],
        "day": ["a", "a", "a", "a", "b", "b", "a", "a"],
        "x": [0.5, 0.5, 1.0, 1.5, 1.5, 1.5, 0.0, 0.0],
    }
)


@pytest.mark.parametrize("key", [("id",), ("id", "day"), ("day", "id"), ("x",), ()])
@pytest.mark.parametrize("rows", [1, 3, 8])
def test_keys_and_rows_repeat_as_polars_counts_them(key: tuple[str, ...], rows: int) -> None:
    """A key with a null in it is none, as SQL has it; a whole row may have nulls."""
    profile = profile_batches(FRAME.iter_slices(rows), Plan(key=key))
    wanted = (FRAME.drop_nulls(list(key)) if key else FRAME).group_by(list(key) or FRAME.columns).len()
    assert sorted(profile.repeats.counts.tolist()) == sorted(wanted["len"].to_list())


def test_a_hidden_column_counts_for_the_key_and_is_kept_nowhere() -> None:
    profile = profile_batches([FRAME], Plan(sample=9, key=("id",), hidden=("id",)))
    seen = profile_batches([FRAME], Plan(key=("id",)))
    assert profile.repeats.hashes.tolist() == seen.repeats.hashes.tolist()
    assert sorted(profile.columns) == profile.sample.rows.columns == ["day", "x"]
    assert profile.sample.hashes.size == FRAME.select("day", "x").n_unique()


def test_a_key_of_which_a_column_is_missing_is_none() -> None:
    profile = profile_batches([FRAME.drop("day")], Plan(key=("id", "day")))
    assert profile.repeats.hashes.size == 0


@pytest.mark.parametrize(("keyed", "limit"), [(True, KEYS_KEPT), (False, ROWS_KEPT)])
def test_beyond_the_limit_an_even_sample_tells_the_share(keyed: bool, limit: int) -> None:  # noqa: FBT001
    random = np.random.default_rng(3)
    once = random.integers(0, 2**64, 4 * limit, dtype=np.uint64)
    twice = once[: once.size // 10]
    hashes = np.concatenate([once, twice])
    sketch = count_repeats(hashes, np.zeros(hashes.size, np.bool_) if keyed else None, threshold=None)
    told = repeats_of(sketch)
    assert (told.keys, told.exact) == (limit, False)
    assert told.share == pytest.approx(0.1, abs=5 * np.sqrt(0.09 / limit))
    assert told.copies == pytest.approx(0.1 / 1.1, abs=5 * np.sqrt(0.09 / limit))
    assert sketch.limit == no_repeats(keyed=keyed).limit


def test_a_window_of_hashes_is_a_sample_at_a_lower_rate() -> None:
    sketch = Distinct(limit=9, hashes=np.array([1, 5, 9], np.uint64), counts=np.array([1, 2, 3]))
    assert up_to(sketch, None) is sketch
    assert up_to(sketch, 5).counts.tolist() == [1, 2]
    assert up_to(sketch, 0).counts.tolist() == []
