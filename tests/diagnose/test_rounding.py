"""Rounding: the step that was lost, the share of rows; the one that was won; and what is no rounding."""

from __future__ import annotations

import numpy as np
import pytest

from changes import change_between
from drift.diagnose.explain import explain
from drift.diagnose.rounding import ALL, explain_rounding
from shapes import drawn


@pytest.mark.parametrize(
    ("shape", "step"),
    [("normal", 0.1), ("normal", 1.0), ("prices", 0.1), ("prices", 1.0), ("integers", 10.0), ("zeros", 1.0)],
)
def test_a_coarser_step_is_named(shape: str, step: float) -> None:
    before, now, _ = drawn(shape)
    found = explain_rounding(change_between(before, np.rint(now / step) * step))
    assert found is not None
    assert (found.diagnosis.fault, found.diagnosis.share) == ("rounding", 1.0)
    assert found.diagnosis.parameters["step"] == pytest.approx(step)


@pytest.mark.parametrize("way", [np.floor, np.ceil, np.trunc])
def test_values_cut_down_or_up_are_rounded_too(way: np.ufunc) -> None:
    before, now, _ = drawn("zeros")
    found = explain_rounding(change_between(before, way(now)))
    assert found is not None
    assert found.diagnosis.parameters == {"step": 1.0}


@pytest.mark.parametrize("way", [np.rint, np.floor, np.trunc])
def test_what_is_rounded_to_zero_is_one_of_the_zeros(way: np.ufunc) -> None:
    """Hits of a season: a fifth are 0, many below 5, and 0 once they are rounded to tens."""
    random = np.random.default_rng(16)
    before, now = (
        np.where(random.random(rows) < 0.2, 0.0, np.floor(random.exponential(12, rows)))
        for rows in (5_000, 2_000)
    )
    found = explain_rounding(change_between(before, way(now / 10) * 10))
    assert found is not None
    assert found.diagnosis.parameters == {"step": 10.0}
    assert explain_rounding(change_between(before, np.zeros(2_000))) is None


def test_whole_minutes_in_seconds() -> None:
    random = np.random.default_rng(7)
    before, now = (np.rint(random.exponential(1_800, rows)) for rows in (20_000, 5_000))
    found = explain_rounding(change_between(before, np.rint(now / 60) * 60))
    assert found is not None
    assert found.diagnosis.parameters == {"step": 60.0}


def test_values_finer_than_before() -> None:
    random = np.random.default_rng(8)
    before, now = np.rint(random.normal(50, 20, 20_000)) + 0.0, random.normal(50, 20, 5_000)
    found = explain_rounding(change_between(before, np.round(now, 2)))
    assert found is not None
    assert "finer" in found.diagnosis.story
    assert found.diagnosis.parameters == {"step": 0.01}


def test_few_values_that_are_finer_now_lie_around_those_of_training() -> None:
    """A third of the rows is one whole number: finer, half of them lie below it, and far from it."""
    random = np.random.default_rng(8)
    before, now = (random.poisson(1.2, rows).astype(float) for rows in (20_000, 5_000))
    found = explain_rounding(change_between(before, np.round(now + random.uniform(-0.5, 0.5, 5_000), 3)))
    assert found is not None
    assert found.diagnosis.parameters == {"step": 0.001}
    other = np.round(now + 1 + random.uniform(-0.5, 0.5, 5_000), 3)
    assert explain_rounding(change_between(before, other)) is None


@pytest.mark.parametrize("shape", ["normal", "prices", "integers", "zeros"])
@pytest.mark.parametrize("factor", [1.0, 60.0, 1.609344])
def test_other_units_are_no_rounding(shape: str, factor: float) -> None:
    before, now, _ = drawn(shape)
    assert explain_rounding(change_between(before, now * factor)) is None


def test_a_batch_of_few_values_has_a_common_step_by_itself() -> None:
    random = np.random.default_rng(9)
    before = np.asarray(random.integers(1, 53, 20_000), float)
    assert explain_rounding(change_between(before, np.full(300, 37.0))) is None


def test_few_whole_numbers_by_twos() -> None:
    """Halves are rounded away from zero: one becomes two."""
    random = np.random.default_rng(10)
    before, now = (np.asarray(1 + random.poisson(1.2, rows), float) for rows in (20_000, 5_000))
    found = explain_rounding(change_between(before, 2 * np.floor(now / 2 + 0.5)))
    assert found is not None
    assert found.diagnosis.parameters == {"step": 2.0}


def test_kilometres_in_cents_of_a_mile_are_no_coarser_than_kilometres_in_cents() -> None:
    """Once the unit is undone, the reference is on no lattice; as it came, it was on the batch's."""
    random = np.random.default_rng(11)
    before = np.round(random.lognormal(2, 0.8, 20_000), 2)
    now = np.round(random.lognormal(2, 0.8, 5_000) * 0.621371, 2)
    assert [one.diagnosis.fault for one in explain(change_between(before, now, name="trip_km"))] == [
        "unit_change"
    ]


def test_whole_numbers_multiplied_and_filled_in_between_are_no_finer_numbers() -> None:
    """Seconds and milliseconds are whole numbers, both."""
    random = np.random.default_rng(12)
    before = np.rint(random.lognormal(6, 0.8, 20_000))
    now = np.rint(random.lognormal(6, 0.8, 5_000) * 1000)
    assert [one.diagnosis.fault for one in explain(change_between(before, now))] == ["unit_change"]


@pytest.mark.parametrize("off", [0.01, 0.03])
@pytest.mark.parametrize("where", ["first", "last"])
def test_a_few_values_off_the_step_do_not_hide_it(off: float, where: str) -> None:
    """Where some values tell that more are off than may be, the others are not looked at."""
    random = np.random.default_rng(12)
    before, now = (random.uniform(0, 100, rows) for rows in (20_000, 5_000))
    order = np.argsort(now) if where == "first" else np.argsort(-now)
    kept = order[: int(off * now.size)]
    rounded = now.round(0)
    rounded[kept] = now[kept]
    found = explain_rounding(change_between(before, rounded))
    assert (found is not None) == (off < 1 - ALL)
