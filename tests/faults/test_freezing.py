"""Frozen by hand."""

from __future__ import annotations

from breaking import after, broken, fits

FREEZE = "frozen: at its last value"


def test_all_rows_hold_the_last_value_and_nulls_stay() -> None:
    assert after(FREEZE, [1, None, 3]) == [3, None, 3]
    assert after(FREEZE, ["a", "b", None]) == ["b", "b", None]
    assert broken(FREEZE, [True, False, True, False]).parameters == {"value": False}


def test_a_column_that_is_frozen_cannot_be_frozen() -> None:
    assert not fits(FREEZE, [5] * 95 + [6] * 5)
