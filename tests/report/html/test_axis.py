"""Any two sides have an axis on which both are seen, with bins that hold values, and round ticks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.diagnose.distribution import Distribution
from drift.report.html.axis import MAX_BINS, Axis, choose_axis

RNG = np.random.default_rng(20_261_122)
NORMAL = RNG.normal(100, 10, 4_000)
VALUES = st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=40)


def atoms(values: object) -> Distribution:
    """Return the distribution of values, each a cell of its own."""
    points, counts = np.unique(np.asarray(values, np.float64) + 0.0, return_counts=True)
    return Distribution(lower=points, upper=points, counts=counts.astype(np.int64))


def test_a_thousandfold_change_of_unit_takes_a_logarithmic_axis() -> None:
    axis = choose_axis([atoms(NORMAL), atoms(NORMAL * 1000)], None)
    assert axis.scale == "log"
    # Both medians are well within: 100 and 100,000 of an axis from about 70 to 130,000.
    first, second = axis.place(np.array([100.0, 100_000.0]))
    assert first < 0.15
    assert second > 0.85


def test_a_small_change_keeps_a_linear_axis() -> None:
    assert choose_axis([atoms(NORMAL), atoms(NORMAL * 1.5)], None).scale == "linear"


def test_distance_from_zero_does_not_make_an_axis_logarithmic() -> None:
    """The range is wide next to the middle half, but a logarithm would not part 1e9 and 1.0000001e9."""
    assert (
        choose_axis([atoms(1e9 + np.arange(10)), atoms(1e9 + 100 + np.arange(10) / 10)], 0.1).scale
        == "linear"
    )


def test_zeros_and_negative_values_take_a_logarithm_in_both_directions() -> None:
    change = np.concatenate([NORMAL, -NORMAL, np.zeros(100)])
    axis = choose_axis([atoms(change), atoms(change * 1000)], None)
    assert axis.scale == "signed log"
    assert axis.place(np.array([0.0]))[0] == pytest.approx(0.5, abs=0.05)


def test_a_stray_value_does_not_squeeze_the_rest() -> None:
    axis = choose_axis([atoms(np.append(NORMAL, 1e6)), atoms(NORMAL)], None)
    assert axis.high < 200


def test_tails_that_cost_little_room_are_shown() -> None:
    axis = choose_axis([atoms(NORMAL), atoms(NORMAL)], None)
    assert (axis.low, axis.high) == (NORMAL.min(), NORMAL.max())


@given(VALUES, VALUES)
def test_any_values_have_an_axis(reference: list[float], live: list[float]) -> None:
    """Bins ascend and are few, places run from 0 to 1, ticks are in order, and none looks like another."""
    axis = choose_axis([atoms(reference), atoms(live)], None)
    edges = axis.edges(None)
    places = axis.place(edges)
    ticks = axis.ticks(None)
    assert np.isfinite(edges).all()
    assert 2 <= edges.size <= MAX_BINS + 1
    assert (np.diff(edges) > 0).all()
    assert (places[0], places[-1]) == pytest.approx((0, 1), abs=1e-5)
    assert (np.diff(places) >= 0).all()
    assert all(-0.001 <= tick.place <= 1.001 for tick in ticks)
    assert len({tick.label for tick in ticks}) == len(ticks)


@given(
    st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=40), st.sampled_from([0.01, 0.5, 1.0, 60.0])
)
def test_no_multiple_of_the_step_stands_on_an_edge(counts: list[int], step: float) -> None:
    part = atoms(np.array(counts) * step)
    edges = choose_axis([part], step).edges(step)
    halves = edges / step - 0.5
    assert edges.size <= MAX_BINS + 3
    assert halves == pytest.approx(np.rint(halves), abs=1e-6)


def test_few_whole_numbers_have_a_bin_each() -> None:
    part = atoms([1, 2, 3, 4, 5])
    assert choose_axis([part], 1.0).edges(1.0).tolist() == [0.5, 1.5, 2.5, 3.5, 4.5, 5.5]


def test_ticks_are_round() -> None:
    axis = Axis(low=0.0, high=100.0, scale="linear")
    assert [tick.label for tick in axis.ticks(None)] == ["0", "20", "40", "60", "80", "100"]


def test_ticks_of_a_logarithmic_axis_are_powers_of_ten() -> None:
    axis = Axis(low=1.0, high=1e6, scale="log")
    labels = {tick.label for tick in axis.ticks(None)}
    assert labels <= {"1", "10", "100", "1k", "10k", "100k", "1M"}
    assert len(labels) >= 3


def test_long_labels_are_fewer() -> None:
    axis = Axis(low=1e9, high=1e9 + 10, scale="linear")
    assert 2 <= len(axis.ticks(None)) <= 3
