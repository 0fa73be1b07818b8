"""Faults of rows by hand."""

from __future__ import annotations

import pytest

from breaking import broken, fits

IDS = [f"A{place}" for place in range(100)]


def test_nine_tenths_of_the_rows_are_missing() -> None:
    found = broken("row_count: one tenth", IDS)
    assert found.frame["x"].to_list() == IDS[:10]
    assert found.parameters == {"to": 10}


@pytest.mark.parametrize(("share", "copies"), [(0.5, 100), (0.2, 25)])
def test_rows_come_twice(share: float, copies: int) -> None:
    found = broken("duplicate_rows: rows twice", IDS, share=share)
    assert found.frame.height == 100 + copies
    assert found.share == share == copies / (100 + copies)
    assert found.rows.tolist() == [False] * 100 + [True] * copies
    assert found.frame["x"].n_unique() == 100


def test_other_rows_come_under_the_same_key() -> None:
    found = broken("duplicate_rows: keys twice", IDS, share=0.2)
    assert found.frame["x"].n_unique() == 80
    assert not fits("duplicate_rows: keys twice", ["a", "a"], share=0.2)
