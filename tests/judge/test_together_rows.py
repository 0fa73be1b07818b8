"""Sampled rows stand as often as they do in their tables, and are dealt into halves of both sides."""

from __future__ import annotations

import numpy as np
import polars as pl

from drift.judge.related_rows import RelatedRows
from drift.judge.taught import Taught
from drift.judge.together_rows import MOST_ROWS, rows_together


def rows(copies: int = 3) -> RelatedRows:
    before = pl.DataFrame({"a": [1, 2, 3], "b": ["x", "y", "x"], "same": [7, 7, 7]})
    now = pl.DataFrame({"a": [2, 5], "b": ["y", "x"], "same": [7, 7]})
    teaching = np.array([1.0, 0.0, 2.0])
    return RelatedRows(
        before=before,
        now=now,
        teaching=teaching,
        taught=Taught(before, teaching),
        compared=np.array([copies - 1.0, 1.0, 0.0]),
        live=np.array([1.0, 4.0]),
        moments=np.array([10.0, 20.0, np.nan]),
    )


def test_a_row_stands_as_often_as_it_has_copies() -> None:
    """Hand-counted: three, one and two of training, one and four of the batch; `same` tells nothing."""
    found = rows_together(["a", "b", "same"], rows())
    assert found.names == ("a", "b")
    assert found.live.tolist() == [False] * 6 + [True] * 5
    assert found.codes[:, 0].tolist() == [1, 1, 1, 2, 3, 3, 2, 4, 4, 4, 4]
    assert found.moments is not None
    assert found.moments[:4].tolist() == [10.0, 10.0, 10.0, 20.0]
    assert np.isnan(found.moments[4:]).all()


def test_halves_hold_each_row_once_and_half_of_each_side() -> None:
    found = rows_together(["a", "b"], rows(copies=5))
    one, other = found.halves()
    assert sorted(map(tuple, np.concatenate([one.codes, other.codes]).tolist())) == sorted(
        map(tuple, found.codes.tolist())
    )
    assert [int(half.live.sum()) for half in (one, other)] == [3, 2]
    assert [int((~half.live).sum()) for half in (one, other)] == [4, 4]


def test_many_copies_are_drawn_from_evenly() -> None:
    """Of 50,000 rows 49,997 are one: so are nearly all that are drawn."""
    found = rows_together(["a"], rows(copies=49_997))
    before = found.codes[~found.live, 0]
    assert before.size == MOST_ROWS
    assert (before == 1).mean() > 0.999
