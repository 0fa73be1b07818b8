"""The sample is the distinct rows of smallest hash, each with the number of its copies."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.profile.sample import Sample, no_sample, sample_rows
from drift.profile.table import Plan, profile_batch

if TYPE_CHECKING:
    from numpy.typing import NDArray

LIMIT: Final = 4


def sampled(hashes: list[int], threshold: int | None = None) -> Sample:
    """Return the sample of rows whose only value is their hash."""
    keys: NDArray[np.uint64] = np.array(hashes, np.uint64)
    return sample_rows(pl.DataFrame({"x": keys}), keys, limit=LIMIT, threshold=threshold)


def content(sample: Sample) -> list[tuple[int, int, int]]:
    rows = sample.rows["x"].to_list() if sample.rows.width else []
    return list(zip(sample.hashes.tolist(), sample.counts.tolist(), rows, strict=True))


def smallest(hashes: list[int]) -> list[tuple[int, int, int]]:
    return [(key, count, key) for key, count in sorted(Counter(hashes).items())[:LIMIT]]


hashes = st.lists(st.integers(0, 9) | st.integers(0, 2**63), max_size=30)


@given(values=hashes, cut=st.integers(0, 30))
def test_the_distinct_rows_of_smallest_hash_are_kept_with_all_their_copies(
    values: list[int], cut: int
) -> None:
    """However many copies the first of them has; of parts in any order; and with a known threshold."""
    assert content(sampled(values)) == smallest(values)
    one, two = sampled(values[:cut]), sampled(values[cut:])
    hinted = sampled(values[cut:], one.threshold)
    assert content(one + two) == content(two + one) == content(one + hinted) == smallest(values)
    assert content(one + no_sample(LIMIT)) == content(one) == content(no_sample(LIMIT) + one)


def test_many_copies_of_one_row_leave_room_for_the_others() -> None:
    assert content(sampled([1] * 50 + [2, 3, 4, 5])) == [(1, 50, 1), (2, 1, 2), (3, 1, 3), (4, 1, 4)]


def test_a_sample_with_room_left_is_complete() -> None:
    assert sampled([1, 1, 2]).complete
    assert sampled([1, 1, 2]).threshold is None
    assert sampled([1, 2, 3, 4]).threshold == 4
    assert not sampled([1, 2, 3, 4]).complete
    assert not no_sample(0).complete


def rows_of(frame: pl.DataFrame) -> pl.DataFrame:
    return profile_batch(frame, Plan(sample=9)).sample.rows


WHEN: Final = datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("column", "kept"),
    [
        (pl.Series("x", [3], dtype=pl.Int8), pl.Series("x", [3])),
        (pl.Series("x", [2**64 - 1], dtype=pl.UInt64), pl.Series("x", [2**64 - 1], dtype=pl.UInt64)),
        (pl.Series("x", [-0.0]), pl.Series("x", [0.0])),
        (pl.Series("x", [0.5], dtype=pl.Float32), pl.Series("x", [0.5])),
        (pl.Series("x", [Decimal("1.10")]), pl.Series("x", [1.1])),
        (pl.Series("x", [timedelta(minutes=1)]), pl.Series("x", [60.0])),
        (pl.Series("x", [time(0, 1)]), pl.Series("x", [60.0])),
        (pl.Series("x", ["a"], dtype=pl.Categorical), pl.Series("x", ["a"])),
        (pl.Series("x", [True]), pl.Series("x", [True])),
        (pl.Series("x", [date(2026, 7, 1)]), pl.Series("x", [date(2026, 7, 1)])),
        (
            pl.Series("x", [WHEN]).dt.convert_time_zone("Europe/Lisbon").dt.cast_time_unit("ns"),
            pl.Series("x", [WHEN.replace(hour=13, tzinfo=None)]),
        ),
        (pl.Series("x", [[1, 2]]), pl.Series("x", [None])),
        (pl.Series("x", [{"a": 1}]), pl.Series("x", [None])),
        (pl.Series("x", [b"a"]), pl.Series("x", [None])),
    ],
    ids=lambda column: str(column.dtype),
)
def test_values_are_kept_as_their_hash_takes_them(column: pl.Series, kept: pl.Series) -> None:
    """One type for each family, so that the same row in another width is kept as the same bytes."""
    for rows in (column, column.extend_constant(None, 1)):
        found = rows_of(pl.DataFrame([rows])).sort("x", nulls_last=True)["x"]
        assert found.dtype == kept.dtype
        assert found[0] == kept[0]
        assert np.signbit(found[0]) == np.signbit(kept[0]) if found.dtype.is_float() else True


def test_rows_of_one_hash_are_one_row() -> None:
    """Both zeros, every NaN, and lists of one length, which are all that their hashes tell apart."""
    frame = pl.DataFrame({"x": [0.0, -0.0], "list": [[1], [2]], "nan": [np.nan, -np.nan]})
    for rows in (frame, frame.reverse()):
        sample = profile_batch(rows, Plan(sample=9)).sample
        assert sample.counts.tolist() == [2]
        assert sample.rows.select("list", "x").rows() == [(None, 0.0)]


def test_columns_are_in_alphabetical_order_and_a_missing_one_is_null() -> None:
    one = profile_batch(pl.DataFrame({"b": [1], "a": ["x"]}), Plan(sample=9)).sample
    two = profile_batch(pl.DataFrame({"c": [True], "a": ["y"]}), Plan(sample=9)).sample
    both = (one + two).rows.sort("a")
    assert both.columns == ["a", "b", "c"]
    assert both.rows() == [("x", 1, None), ("y", None, True)]


def test_a_column_that_is_missing_is_the_same_row_as_one_that_is_null() -> None:
    one = profile_batch(pl.DataFrame({"a": ["x"]}), Plan(sample=9)).sample
    two = profile_batch(pl.DataFrame({"a": ["x"], "b": [None]}), Plan(sample=9)).sample
    assert (one + two).counts.tolist() == [2]


def test_equal_values_of_two_columns_do_not_mix() -> None:
    frame = pl.DataFrame({"a": [1, 2], "b": [2, 1]})
    assert profile_batch(frame, Plan(sample=9)).sample.counts.tolist() == [1, 1]


def test_a_limit_of_none_keeps_nothing() -> None:
    sample = profile_batch(pl.DataFrame({"a": [1]}), Plan()).sample
    assert (sample.hashes.size, sample.rows.shape) == (0, (0, 0))


def test_a_sample_is_drawn_evenly() -> None:
    """Of the numbers 0 to 49,999 a sample of 500 has a mean within four standard errors, n / sqrt(12 k)."""
    frame = pl.DataFrame({"x": np.arange(50_000)})
    sample = profile_batch(frame, Plan(sample=500)).sample
    assert sample.rows.height == 500
    assert abs(float(sample.rows["x"].to_numpy().mean()) - 25_000) < 4 * 50_000 / np.sqrt(12 * 500)


@pytest.mark.parametrize("many", [40, 3_000])
def test_a_frame_in_pieces_gives_the_rows_that_it_gives_in_one(many: int) -> None:
    """Few rows and many are taken in two ways; both give those of the smallest hashes, in that order."""
    values = np.arange(4_000)
    hashes = np.random.default_rng(7).permutation(values).astype(np.uint64) + np.uint64(1)
    pieces = pl.concat([pl.DataFrame({"x": part}) for part in np.split(values, [900, 1_700])], rechunk=False)
    assert pieces.n_chunks() == 3
    for frame in (pieces, pieces.rechunk()):
        found = sample_rows(frame, hashes, limit=many, threshold=None)
        assert found.rows["x"].to_list() == np.argsort(hashes)[:many].tolist()


def test_a_sample_without_some_columns_is_that_of_a_table_that_has_them_not() -> None:
    """The hashes, too, though a list of numbers is in them and is not kept."""
    few = pl.DataFrame(
        {
            "a": [1.5, 1.5, None, 0.0, 1.5],
            "list": [[1], [1], [2], None, [2]],
            "at": [date(2026, 1, 1)] * 4 + [None],
            "word": ["x", "x", None, "", "x"],
        }
    )
    more = few.with_columns(
        pl.Series("new", ["p", "q", "p", None, "p"]), pl.Series("other", [0, -1, 2, 2, 2])
    )
    whole, asked = (profile_batch(frame, Plan(sample=20)).sample for frame in (few, more))
    found = asked.without(("new", "other"))
    assert found.hashes.tolist() == whole.hashes.tolist()
    assert found.counts.tolist() == whole.counts.tolist()
    assert found.rows.equals(whole.rows)
    assert asked.hashes.size == 5
    assert found.hashes.size == 4
