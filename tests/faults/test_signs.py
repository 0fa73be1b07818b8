"""Signs by hand."""

from __future__ import annotations

import polars as pl

from breaking import after, broken, fits

FLIP = "sign_flip: negated"


def test_all_values_have_the_other_sign() -> None:
    assert after(FLIP, [1, 2, None, 4]) == [-1, -2, None, -4]
    assert after(FLIP, pl.Series([1, 2], dtype=pl.UInt8)) == [-1, -2]


def test_a_share_has_the_other_sign() -> None:
    found = broken(FLIP, [float(place) for place in range(1, 101)], share=0.2)
    assert int((found.frame["x"] < 0).sum()) == 20 == int(found.rows.sum())


def test_a_symmetric_column_has_no_sign_to_flip() -> None:
    assert not fits(FLIP, [-2, -1, 0, 1, 2])
    assert not fits(FLIP, [0, 0, 0])
    assert fits(FLIP, [-1, 1, 2, 3, 4, 5, 6])
    assert not fits(FLIP, [-1, 1, 2, 3, 4, 5, 6], share=0.05)
