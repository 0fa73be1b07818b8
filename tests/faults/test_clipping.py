"""Clipping by hand: of 1 to 100, the upper fifth is cut at 80."""

from __future__ import annotations

import pytest

from breaking import broken, fits

NUMBERS = list(range(1, 101))


@pytest.mark.parametrize(
    ("name", "bound", "cut"),
    [("upper 20 %", 80, 20), ("upper 5 %", 95, 5), ("lower 20 %", 21, 20), ("lower 5 %", 6, 5)],
)
def test_values_are_cut_at_the_bound(name: str, bound: int, cut: int) -> None:
    found = broken(f"clipping: {name}", NUMBERS)
    assert found.parameters == {"bound": bound, "side": name.split(maxsplit=1)[0]}
    assert int(found.rows.sum()) == cut
    values = found.frame["x"]
    assert (values.max() if "upper" in name else values.min()) == bound
    assert values.to_list().count(bound) == cut + 1
    assert values.dtype.is_integer()


def test_a_heap_at_the_bound_hides_a_cut() -> None:
    assert not fits("clipping: lower 20 %", [0] * 50 + NUMBERS)
    assert not fits("clipping: upper 5 %", [1, 2, 3])
