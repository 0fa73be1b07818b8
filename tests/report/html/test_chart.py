"""Outlines are shares: what is drawn larger is more."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.report.html import chart

EVEN = np.array([0.0, 0.25, 0.5, 0.75, 1.0])


def area(path: str) -> float:
    """Return the area under an outline, by its own commands."""
    x = y = total = 0.0
    for command, number, rest in re.findall(r"([MHV])(\d+)(?: (\d+))?", path):
        match command:
            case "M":
                x, y = float(number), float(rest)
            case "V":
                y = float(number)
            case _:
                total += (float(number) - x) * (chart.HEIGHT - y)
                x = float(number)
    return total


def test_the_highest_bin_reaches_the_top() -> None:
    [path] = chart.outlines([np.array([0.5, 0.5])], np.array([0.0, 0.5, 1.0])).paths
    assert path == f"M0 {chart.HEIGHT}V{chart.TOP}H1000V{chart.HEIGHT}"


def test_an_empty_bin_has_no_line() -> None:
    [path] = chart.outlines([np.array([0.5, 0.0, 0.0, 0.5])], EVEN).paths
    assert path == "M0 200V6H250V200M750 200V6H1000V200"


def test_areas_are_shares() -> None:
    """Two sides with all their rows have equal areas, however they are spread over bins of any width."""
    places = np.array([0.0, 0.1, 0.6, 1.0])
    one, other = chart.outlines([np.array([0.2, 0.5, 0.3]), np.array([0.3, 0.3, 0.4])], places).paths
    assert area(one) == pytest.approx(area(other), rel=0.01)


def test_what_is_there_at_all_is_seen() -> None:
    [path] = chart.outlines([np.array([0.999999, 0.0, 0.0, 0.000001])], EVEN).paths
    assert f"M750 200V{chart.HEIGHT - chart.LEAST}H1000" in path


def test_a_rounding_error_is_nothing() -> None:
    [path] = chart.outlines([np.array([1.0, 1e-17, 0.0, 0.0])], EVEN).paths
    assert path == "M0 200V6H250V200"


def test_a_spike_is_cut_for_the_other_side_to_be_seen() -> None:
    wide, spike = np.full(100, 0.01), np.zeros(100)
    spike[50] = 1.0
    drawn = chart.outlines([wide, spike], np.arange(101) / 100)
    assert drawn.cut
    assert area(drawn.paths[0]) == pytest.approx(1000 * (chart.HEIGHT - chart.TOP) / chart.SPIKE_TO, rel=0.01)


def test_a_spike_that_both_sides_share_is_cut_for_their_tails_to_be_seen() -> None:
    """Of 94 and 95 % zeros nothing is to be seen; the highest other bin is a third as high as the box."""
    one, other = np.array([0.95, 0.02, 0.02, 0.01]), np.array([0.94, 0.03, 0.02, 0.01])
    drawn = chart.outlines([one, other], EVEN)
    third = chart.HEIGHT - round((chart.HEIGHT - chart.TOP) / 3)
    assert drawn.cut
    assert f"V{third}" in drawn.paths[1]


def test_a_spike_that_grew_is_not_cut() -> None:
    drawn = chart.outlines([np.array([0.5, 0.25, 0.25, 0.0]), np.array([0.94, 0.03, 0.02, 0.01])], EVEN)
    assert not drawn.cut


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60))
def test_outlines_stay_in_their_box(shares: list[float]) -> None:
    [path] = chart.outlines([np.array(shares)], np.arange(len(shares) + 1) / len(shares)).paths
    assert all(0 <= int(x) <= chart.WIDTH for x in re.findall(r"[MH](\d+)", path))
    assert all(0 <= int(y) <= chart.HEIGHT for y in re.findall(r"V(\d+)", path))


def test_nothing_to_draw_is_an_empty_path() -> None:
    assert chart.outlines([np.zeros(4)], EVEN).paths == ("",)


@pytest.mark.parametrize(
    ("share", "most", "length"),
    [
        (0.5, 0.5, "100%"),
        (0.25, 0.5, "50%"),
        (0.0, 0.5, "0"),
        (1e-9, 0.5, "0.5%"),
        (2.0, 1.0, "100%"),
        (0.0, 0.0, "0"),
    ],
)
def test_bars_are_shares_of_the_longest(share: float, most: float, length: str) -> None:
    assert chart.length(share, most) == length


def test_longer_shares_have_longer_bars() -> None:
    lengths = [float(chart.length(share, 1.0).rstrip("%")) for share in (0.01, 0.1, 0.5, 0.9)]
    assert all(one < other for one, other in pairwise(lengths))


def test_a_place_is_a_percentage() -> None:
    assert chart.place(0.12345) == "12.35%"
