"""Formats by hand."""

from __future__ import annotations

import pytest

from breaking import after, fits

ORDERS = [f"ORD-2026-{place:04d}" for place in range(60)]
DAYS = [f"2026-{1 + place % 12:02d}-{1 + place % 28:02d}" for place in range(120)]


@pytest.mark.parametrize(
    ("name", "values", "first"),
    [
        ("separators dropped", ORDERS, "ORD20260000"),
        ("other separators", ORDERS, "ORD_2026_0000"),
        ("prefix dropped", ORDERS, "2026-0000"),
        ("lower case", ORDERS, "ord-2026-0000"),
        ("in brackets", ORDERS, "{ORD-2026-0000}"),
        ("days first", DAYS, "01/01/2026"),
        ("compact dates", DAYS, "20260101"),
    ],
)
def test_texts_follow_another_pattern(name: str, values: list[object], first: str) -> None:
    assert after(f"format_change: {name}", values)[0] == first


def test_a_pattern_is_left_only_by_texts_that_follow_it() -> None:
    assert not fits("format_change: days first", ORDERS)
    assert not fits("format_change: lower case", [text.lower() for text in ORDERS])
    assert not fits("format_change: lower case", ["A", "B"] * 50)
