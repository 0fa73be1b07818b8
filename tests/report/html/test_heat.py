"""Maps of two columns: cells hold the rows that a histogram of numpy's counts, on common axes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pytest

from drift.report.html.heat import BINS, SHADES, Map, heat, level_scale, number_scale

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.report.html.sides import Side

RNG = np.random.default_rng(20_261_129)
ONES: dict[Side, NDArray[np.int64]] = {
    "reference": np.ones(1_000, np.int64),
    "live": np.ones(1_000, np.int64),
}


def cells(one: Map, box: tuple[int, int]) -> NDArray[np.int64]:
    """Return the shade of each cell, the first line the lowest, as a browser would paint it."""
    painted = np.zeros((box[1], box[0]), np.int64)
    for shade, path in one.shades:
        for x, y, across in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", path):
            painted[box[1] - 1 - int(y), int(x) : int(x) + int(across)] = shade
    return painted


def test_a_map_shows_what_numpy_counts() -> None:
    x, y = RNG.uniform(0, 1, (2, 1_000))
    across = number_scale("x", {"reference": x, "live": x}, ONES)
    up = number_scale("y", {"reference": y, "live": y[::-1]}, ONES)
    assert across is not None
    assert up is not None
    found = heat(across, up, ONES)
    assert found.box == (BINS, BINS)
    painted = [cells(one, found.box) for one in found.maps]
    edges = [np.linspace(end.min(), end.max(), BINS + 1) for end in (y, x)]
    counts = np.histogram2d(y, x, edges)[0]
    # Ends of the axis are a hair elsewhere, so a row right on one may count beside it.
    assert np.mean((painted[0] > 0) == (counts > 0)) > 0.95
    assert painted[0].max() <= SHADES
    assert max(one.max() for one in painted) == SHADES
    assert (painted[0] != painted[1]).any()


def test_few_numbers_have_a_line_each() -> None:
    values = np.repeat([0.0, 1.0, 2.0, np.nan], 250)
    scale = number_scale("passengers", {"reference": values, "live": values}, ONES)
    assert scale is not None
    assert scale.many == 3
    assert [tick.label for tick in scale.ticks] == ["0", "1", "2"]
    assert scale.cells["live"].tolist() == [0] * 250 + [1] * 250 + [2] * 250 + [-1] * 250


def test_a_number_without_values_has_no_scale() -> None:
    some, none = np.arange(1_000.0), np.full(1_000, np.nan)
    assert number_scale("x", {"reference": some, "live": none}, ONES) is None
    assert level_scale("x", {"reference": [None], "live": ["a"]}) is None


@pytest.mark.parametrize("many", [3, 20])
def test_the_most_frequent_levels_stand_on_top(many: int) -> None:
    names = [f"level {place:02}" for place in range(many) for _ in range(many - place)]
    scale = level_scale("city", {"reference": [*names, None], "live": ["another", names[0]]})
    assert scale is not None
    top = max(scale.ticks, key=lambda tick: tick.place)
    assert top.label == "level 00"
    assert scale.cells["live"].tolist() == [-1, scale.many - 1]
    assert scale.cells["reference"][-1] == -1
    assert bool(scale.note) == (many > scale.many)


def test_a_long_level_is_cut_and_a_hidden_one_shown() -> None:
    scale = level_scale("x", {"reference": ["y" * 99, "a\u202eb"], "live": []})
    assert scale is not None
    assert {tick.label for tick in scale.ticks} == {"yyyyyyyyyyyyy…", "a\\u202eb"}


def test_copies_count() -> None:
    weights: dict[Side, NDArray[np.int64]] = {"reference": np.array([3, 1]), "live": np.array([1, 3])}
    values: dict[Side, NDArray[np.float64]] = {
        "reference": np.array([0.0, 1.0]),
        "live": np.array([0.0, 1.0]),
    }
    scale = number_scale("x", values, weights)
    assert scale is not None
    first, other = heat(scale, scale, weights).maps
    assert first.legend == "reference, 4 sampled rows"
    assert cells(first, (2, 2)).diagonal().tolist() == cells(other, (2, 2)).diagonal().tolist()[::-1]
