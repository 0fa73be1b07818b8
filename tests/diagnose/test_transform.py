"""Transforms: each map is named, what cannot be told apart is said to be as good, movement is none."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

import drift
from changes import change_between
from drift.diagnose.image import TRANSFORMS, images
from drift.diagnose.scaling import scalings
from drift.diagnose.transform import explain_transform
from shapes import drawn

MAPS = {one.name: one.to for one in TRANSFORMS}


@pytest.mark.parametrize("name", MAPS)
@pytest.mark.parametrize("shape", ["lognormal", "exponential"])
def test_a_map_is_named(shape: str, name: str) -> None:
    before, now, _ = drawn(shape)
    found = explain_transform(change_between(before, MAPS[name](now)))
    assert found is not None
    assert (found.diagnosis.fault, found.diagnosis.parameters) == ("transform", {"name": name})
    assert found.diagnosis.explains is not None
    assert found.diagnosis.explains > 0.8


@pytest.mark.parametrize("name", MAPS)
def test_the_runner_up_is_the_one_of_all_others_that_leaves_least(name: str) -> None:
    """Those that a few points tell to leave more are not worked out."""
    before, now, _ = drawn("lognormal")
    change = change_between(before, MAPS[name](now))
    found = explain_transform(change)
    assert found is not None
    assert found.diagnosis.runner_up is not None
    assert change.pair is not None
    every = [one.image() for one in (*images(change.pair), *scalings(change.pair))]
    others = [image for image in every if image is not None and image.name != name]
    least = min(others, key=lambda image: image.left)
    assert found.diagnosis.runner_up.parameters == {"name": least.name}


@pytest.mark.parametrize("shape", ["normal", "lognormal", "integers", "zeros", "narrow", "negative"])
def test_a_column_standardised_by_its_own_numbers_is_named(shape: str) -> None:
    before, now, _ = drawn(shape)
    found = explain_transform(change_between(before, (now - now.mean()) / now.std()))
    assert found is not None
    assert found.diagnosis.parameters == {"name": "standardised"}


@pytest.mark.parametrize("shape", ["normal", "lognormal", "integers", "zeros", "narrow", "negative"])
def test_a_range_brought_to_0_to_1_is_named(shape: str) -> None:
    before, now, _ = drawn(shape)
    found = explain_transform(change_between(before, (now - now.min()) / (now.max() - now.min())))
    assert found is not None
    assert found.diagnosis.parameters == {"name": "min-max"}


def test_two_logarithms_of_large_values_are_both_said() -> None:
    """The logarithms of 10⁶ and of 10⁶ + 1 differ in the seventh place."""
    random = np.random.default_rng(4)
    before, now = (random.lognormal(14, 0.5, rows) for rows in (20_000, 5_000))
    found = explain_transform(change_between(before, np.log(now)))
    assert found is not None
    rival = found.diagnosis.runner_up
    assert rival is not None
    assert {found.diagnosis.parameters["name"], rival.parameters["name"]} == {"log", "log1p"}
    assert rival.explains == found.diagnosis.explains


@pytest.mark.parametrize("shape", ["normal", "lognormal", "zeros", "integers"])
@pytest.mark.parametrize("deviations", [-1.0, 0.3, 2.0])
def test_what_moved_is_not_transformed(shape: str, deviations: float) -> None:
    before, now, _ = drawn(shape)
    assert explain_transform(change_between(before, now + deviations * before.std())) is None


def test_what_undoes_a_map_is_polars() -> None:
    import polars as pl  # noqa: PLC0415

    before, now, _ = drawn("lognormal")
    found = explain_transform(change_between(before, np.log(now), name="it's"))
    assert found is not None
    assert found.diagnosis.undo is not None
    frame = pl.DataFrame({"it's": np.log(now)})
    undone = frame.select(eval(found.diagnosis.undo, {"pl": pl}))  # noqa: S307 - our own expression
    assert np.allclose(undone.to_series().to_numpy(), now)


def test_multiples_of_sixty_are_no_squares_of_whole_numbers() -> None:
    """However well the shape fits: the root of 120 is no whole number."""
    random = np.random.default_rng(8)
    before, now = (random.integers(40, 60, rows).astype(float) for rows in (20_000, 5_000))
    assert explain_transform(change_between(before, now**2)) is not None
    sixty = 60 * np.rint(now**2 / 60)
    assert explain_transform(change_between(before, sixty)) is None


def test_a_logarithm_that_was_rounded_to_decimals_is_one() -> None:
    random = np.random.default_rng(9)
    before, now = (random.integers(1, 5_000, rows).astype(float) for rows in (20_000, 5_000))
    found = explain_transform(change_between(before, np.log(now).round(2)))
    assert found is not None
    assert found.diagnosis.parameters == {"name": "log"}


@pytest.mark.parametrize("rows", [500, 5_000])
@pytest.mark.parametrize("name", ["visits", "x1"])
def test_counts_scaled_by_the_ends_of_training_are_in_no_unit(name: str, rows: int) -> None:
    """Visits of up to 1,341 a day over 1,341 are no horsepower in megawatts, and no milliseconds."""
    random = np.random.default_rng(5)
    before, now = (random.negative_binomial(2, 0.01, size).astype(float) for size in (20_000, rows))
    reference = drift.fit(pl.DataFrame({name: before}))
    scaled = (now - before.min()) / (before.max() - before.min())
    told = [one.diagnosis for one in drift.check(pl.DataFrame({name: scaled}), reference)[name].findings]
    assert [(one.fault, one.parameters["name"]) for one in told if one] == [("transform", "min-max")]


def test_a_narrow_count_scaled_by_the_ends_of_training_is_that() -> None:
    """Forty orders a day, of 500 days: a batch so small has a step, 1/58, and no unit makes it."""
    random = np.random.default_rng(5)
    before, now = (random.poisson(40, size).astype(float) for size in (20_000, 500))
    reference = drift.fit(pl.DataFrame({"orders": before}))
    scaled = (now - before.min()) / (before.max() - before.min())
    told = [
        one.diagnosis for one in drift.check(pl.DataFrame({"orders": scaled}), reference)["orders"].findings
    ]
    assert [(one.fault, one.parameters["name"]) for one in told if one] == [("transform", "min-max")]


def test_a_percentage_over_a_hundred_stays_a_unit() -> None:
    random = np.random.default_rng(7)
    before, now = (random.integers(0, 101, size).astype(float) for size in (20_000, 5_000))
    told = drift.check(pl.DataFrame({"x1": now / 100}), drift.fit(pl.DataFrame({"x1": before})))[
        "x1"
    ].diagnosis
    assert told is not None
    assert (told.fault, told.parameters["factor"]) == ("unit_change", 0.01)


@pytest.mark.parametrize("name", ["log", "log1p", "log10", "exp", "sqrt", "square"])
def test_few_values_tell_a_map_though_their_shares_moved(name: str) -> None:
    """Four values that agree in seven digits are no accident."""
    values, random = np.array([0.1, 0.25, 0.3, 0.75]), np.random.default_rng(2)
    before, now = (
        values[random.choice(4, rows, p=shares)]
        for rows, shares in ((20_000, [0.4, 0.3, 0.2, 0.1]), (4_000, [0.32, 0.3, 0.23, 0.15]))
    )
    found = explain_transform(change_between(before, MAPS[name](now)))
    assert found is not None
    assert found.diagnosis.parameters == {"name": name}


def test_few_values_that_others_stand_for_are_no_map() -> None:
    random = np.random.default_rng(2)
    before, now = (random.choice([1.0, 2.0, 3.0, 4.0], rows) for rows in (20_000, 4_000))
    assert explain_transform(change_between(before, now + 3.0)) is None
    assert explain_transform(change_between(before, now % 4)) is None


def test_squares_of_a_few_counts_are_told_though_most_are_counts_too() -> None:
    """Of 1 to 6 the squares 1 and 4 are among them: what a few points tell must not count half of a value."""
    random, shares = np.random.default_rng(2), [0.25, 0.35, 0.2, 0.12, 0.06, 0.02]
    before, now = (random.choice(np.arange(1.0, 7.0), rows, p=shares) for rows in (5_000, 2_000))
    found = explain_transform(change_between(before, np.square(now)))
    assert found is not None
    assert found.diagnosis.parameters == {"name": "square"}
