"""A sample drawn from batches is the sum of the batches' samples, whoever drew which, and holds few rows."""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.profile.drawing import MOST_WAITING, Drawing
from drift.profile.sample import Sample, no_sample, sample_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

LIMIT: Final = 4

batches = st.lists(st.lists(st.integers(0, 20) | st.integers(0, 2**63), max_size=20), max_size=8)


def sampled(hashes: list[int], enters: int | None = None, *, limit: int = LIMIT) -> Sample:
    """Return the sample of rows whose only value is their hash."""
    keys: NDArray[np.uint64] = np.array(hashes, np.uint64)
    return sample_rows(pl.DataFrame({"x": keys}), keys, limit=limit, threshold=enters)


def content(sample: Sample) -> list[tuple[int, int, int]]:
    rows = sample.rows["x"].to_list() if sample.rows.width else []
    return list(zip(sample.hashes.tolist(), sample.counts.tolist(), rows, strict=True))


@given(parts=batches)
def test_what_is_drawn_is_what_the_samples_add_up_to(parts: list[list[int]]) -> None:
    drawing = Drawing(LIMIT)
    for part in parts:
        drawing.add(sampled(part, drawing.threshold))
    wanted = reduce(add, map(sampled, parts), no_sample(LIMIT))
    assert content(drawing.sample()) == content(wanted)
    assert drawing.threshold == wanted.threshold


def test_columns_that_batches_lack_are_null() -> None:
    """Whether rows of theirs are drawn or not."""
    one = sample_rows(pl.DataFrame({"a": [1]}), np.array([1], np.uint64), limit=LIMIT, threshold=None)
    two = sample_rows(pl.DataFrame({"b": ["x"]}), np.array([2], np.uint64), limit=LIMIT, threshold=None)
    bare = sample_rows(pl.DataFrame({"c": [True]}), np.array([9], np.uint64), limit=LIMIT, threshold=3)
    drawing = Drawing(LIMIT)
    for part in (two, bare, one):
        drawing.add(part)
    assert drawing.sample().rows.rows() == [(1, None, None), (None, "x", None)]
    assert drawing.sample().rows.columns == ["a", "b", "c"]


@pytest.mark.parametrize("limit", [0, LIMIT])
def test_rows_in_memory_are_bounded(limit: int) -> None:
    """Batches that each come with smaller hashes, so that all enter."""
    drawing = Drawing(limit)
    for start in range(1000, 0, -LIMIT):
        drawing.add(sampled(list(range(start, start + LIMIT)), limit=limit))
        assert drawing.rows <= MOST_WAITING * limit
    assert drawing.sample().hashes.size == limit
