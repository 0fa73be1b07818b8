"""Units: what was multiplied is named by its factor, and what merely moved is not."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drift.diagnose.unit import Evidence, diagnose_unit
from drift.profile.table import Plan, profile_batches

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from drift.diagnose.diagnosis import Diagnosis
    from drift.profile.column import ColumnProfile

    Rows = NDArray[np.float64]
    Draw = Callable[[np.random.Generator, int], Rows]

REFERENCE, LIVE = 20_000, 5_000
TOLERANCE = 0.02  # the least that the judge has
MORE_CHANGES: Final = ("down", "far up", "narrower", "other half")
SHAPES: Final[dict[str, Draw]] = {
    "normal": lambda random, rows: random.normal(10, 2, rows),
    "lognormal": lambda random, rows: random.lognormal(1, 0.8, rows),
    "exponential": lambda random, rows: random.exponential(3, rows),
    "integers": lambda random, rows: random.integers(1, 500, rows).astype(float),
    "prices": lambda random, rows: np.round(random.lognormal(3, 0.8, rows), 2),
    "zeros": lambda random, rows: np.where(random.random(rows) < 0.5, 0.0, random.exponential(50, rows)),
    "negative": lambda random, rows: -random.gamma(3, 2, rows),
    "narrow": lambda random, rows: random.normal(100, 1, rows),
}
FACTORS: Final = [
    pytest.param(1000.0, id="× 1000"),
    pytest.param(1e-3, id="÷ 1000", marks=pytest.mark.slow),
    pytest.param(60.0, id="× 60", marks=pytest.mark.slow),
    pytest.param(1 / 3600, id="÷ 3600", marks=pytest.mark.slow),
    pytest.param(1.609344, id="mile → km"),
]


def column(rows: object, name: str = "x") -> ColumnProfile:
    return profile_batches([pl.DataFrame({name: rows})], Plan()).columns[name]


def diagnosed(before: Rows, now: Rows, name: str = "x", unit: str | None = None) -> Diagnosis | None:
    evidence = Evidence(
        name=name, unit=unit, tolerance=TOLERANCE, reference_sample=before[:10_000], live_sample=now
    )
    return diagnose_unit(column(before, name), column(now, name), evidence)


def drawn(shape: str) -> tuple[Rows, Rows, np.random.Generator]:
    random = np.random.default_rng([20261122, *shape.encode()])
    return SHAPES[shape](random, REFERENCE), SHAPES[shape](random, LIVE), random


@pytest.mark.parametrize("factor", FACTORS)
@pytest.mark.parametrize("shape", SHAPES)
def test_a_column_that_was_multiplied_is_named_by_its_factor(shape: str, factor: float) -> None:
    before, now, _ = drawn(shape)
    found = diagnosed(before, now * factor)
    assert found is not None
    assert math.isclose(found.parameters["factor"], factor, rel_tol=1e-9)
    assert (found.fault, found.share, found.proven) == ("unit_change", 1.0, True)
    assert found.explains is not None
    assert found.explains > 0.8


@pytest.mark.parametrize("shape", SHAPES)
def test_an_inverse_undoes_the_fault(shape: str) -> None:
    """What was read as multiplied is, divided by the factor that was named, no fault any more."""
    before, now, _ = drawn(shape)
    broken = now * 60
    found = diagnosed(before, broken)
    assert found is not None
    assert diagnosed(before, broken / found.parameters["factor"]) is None


@pytest.mark.parametrize("share", [pytest.param(0.2, marks=pytest.mark.slow), 0.02])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_share_of_the_rows_is_named_and_sized(shape: str, share: float) -> None:
    before, now, random = drawn(shape)
    changed = random.permutation(LIVE) < share * LIVE
    found = diagnosed(before, np.where(changed, now * 1000, now))
    assert found is not None
    assert found.parameters["factor"] == 1000
    assert found.share == pytest.approx(share, abs=0.02)
    assert found.share_interval is not None
    low, high = found.share_interval
    assert low <= share <= high


@pytest.mark.parametrize("shape", SHAPES)
def test_what_did_not_change_has_no_unit(shape: str) -> None:
    before, now, _ = drawn(shape)
    assert diagnosed(before, now) is None


@pytest.mark.parametrize(
    "change", ["up", "wider", *(pytest.param(change, marks=pytest.mark.slow) for change in MORE_CHANGES)]
)
@pytest.mark.parametrize("shape", [shape for shape in SHAPES if shape != "zeros"])
def test_what_merely_moved_has_no_unit(shape: str, change: str) -> None:
    before, now, _ = drawn(shape)
    middle, deviation = now.mean(), now.std()
    moved = {
        "up": now + 0.5 * deviation,
        "down": now - 0.5 * deviation,
        "far up": now + 2.0 * deviation,
        "wider": middle + 1.3 * (now - middle),
        "narrower": middle + 0.7 * (now - middle),
        "other half": now[now > np.median(now)],
    }[change]
    assert diagnosed(before, moved) is None


@pytest.mark.parametrize(("name", "unit"), [("temp_c", None), ("x", "degree_Celsius")])
def test_celsius_that_became_fahrenheit_are_named_with_their_offset(name: str, unit: str | None) -> None:
    """By definition F = 9 / 5 C + 32."""
    random = np.random.default_rng(5)
    found = diagnosed(random.normal(12, 8, REFERENCE), random.normal(12, 8, LIVE) * 1.8 + 32, name, unit)
    assert found is not None
    assert found.parameters["factor"] == pytest.approx(1.8)
    assert found.parameters["offset"] == pytest.approx(32)
    assert (found.parameters["from"], found.parameters["to"]) == ("degree_Celsius", "degree_Fahrenheit")


def test_a_declared_unit_names_both_ends() -> None:
    before, now, _ = drawn("lognormal")
    found = diagnosed(before, now * 1.609344, unit="mile")
    assert found is not None
    assert (found.parameters["from"], found.parameters["to"]) == ("mile", "kilometer")


def test_a_thousand_and_1024_are_told_apart_by_no_wide_shape_and_both_are_said() -> None:
    random = np.random.default_rng(6)
    found = diagnosed(random.lognormal(5, 2, REFERENCE), random.lognormal(5, 2, LIVE) * 1000)
    assert found is not None
    assert found.runner_up is not None
    factors = {found.parameters["factor"], found.runner_up.parameters["factor"]}
    assert found.parameters["factor"] == 1000
    assert all(950 < factor < 1050 for factor in factors)
    assert found.runner_up.explains == found.explains


def test_a_step_tells_a_thousand_from_1024() -> None:
    """Whole numbers times 1,000 end in three zeros; not one in 128 of them is a multiple of 1,024."""
    random = np.random.default_rng(7)
    before, now = (np.rint(random.lognormal(5, 2, rows)) for rows in (REFERENCE, LIVE))
    for factor in (1000.0, 1024.0):
        found = diagnosed(before, now * factor)
        assert found is not None
        assert found.parameters["factor"] == factor


def test_without_finite_values_on_either_side_there_is_no_unit() -> None:
    some, none = np.arange(50.0), np.array([math.inf, math.nan])
    assert diagnosed(some, none) is None
    assert diagnosed(none, some) is None


WILD = st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=0, max_size=25)


@settings(max_examples=10)  # each is a tenth of a second
@given(WILD, WILD)
def test_whatever_the_values_a_diagnosis_is_finite_or_none(mine: list[float], theirs: list[float]) -> None:
    before, now = (pl.Series(rows, dtype=pl.Float64).to_numpy() for rows in (mine, theirs))
    found = diagnosed(before, now)
    if found is not None:
        assert found.share is not None
        assert found.explains is not None
        assert 0 <= found.share <= 1
        assert 0 <= found.explains <= 1
        assert math.isfinite(found.parameters["factor"])


@pytest.mark.parametrize("factor", [1.609344, 1 / 0.45359237])
def test_a_share_at_a_near_factor_is_named_where_both_heaps_lie_apart(factor: float) -> None:
    random = np.random.default_rng(8)
    before, now = random.normal(100, 8, REFERENCE), random.normal(100, 8, LIVE)
    changed = random.permutation(LIVE) < 0.2 * LIVE
    found = diagnosed(before, np.where(changed, now * factor, now))
    assert found is not None
    assert found.parameters["factor"] == pytest.approx(factor)
    assert found.share == pytest.approx(0.2, abs=0.02)


def test_whole_numbers_that_doubled_in_part_are_in_no_unit_that_would_break_them() -> None:
    """Pounds of whole kilograms are no whole numbers."""
    random = np.random.default_rng(9)
    before, now = (random.integers(0, 3, rows).astype(float) for rows in (REFERENCE, LIVE))
    found = diagnosed(before, np.where(random.random(LIVE) < 0.3, now + 2, now))
    assert found is None


@pytest.mark.parametrize("factor", [1000.0, 60.0, 1.609344, 1 / 3600])
def test_after_the_feature_moved_the_steps_still_tell_the_factor(factor: float) -> None:
    """Prices that rose by a third since training: by what is left alone, 80 would fit better than 60."""
    random = np.random.default_rng(10)
    before = np.round(random.lognormal(3, 0.8, REFERENCE), 2)
    now = np.round(random.lognormal(3 + np.log(4 / 3), 0.8, LIVE), 2)
    found = diagnosed(before, now * factor)
    assert found is not None
    assert found.parameters["factor"] == pytest.approx(factor)
    assert found.share == 1


@pytest.mark.parametrize("share", [1.0, 0.2])
def test_seconds_that_became_whole_minutes_are_named(share: float) -> None:
    random = np.random.default_rng(11)
    before, now = (np.rint(random.lognormal(7, 0.8, rows)) for rows in (REFERENCE, LIVE))
    changed = random.permutation(LIVE) < share * LIVE
    found = diagnosed(before, np.where(changed, np.rint(now / 60), now))
    assert found is not None
    assert found.parameters["factor"] == pytest.approx(1 / 60)
    assert found.share == pytest.approx(share, abs=0.02)


def test_rain_in_inches_is_no_hours_that_became_days() -> None:
    """1/25.4 and 1/24 are one on a wide shape of another year; the name tells a length."""
    random = np.random.default_rng(12)
    before, now = (np.round(random.gamma(0.6, 9, rows), 1) for rows in (1_500, 365))
    found = diagnosed(before, np.round(now / 25.4, 2), "precipitation")
    assert found is not None
    assert (found.parameters["from"], found.parameters["to"]) == ("millimeter", "inch")


def test_few_rows_of_a_calm_day_are_in_no_unit_of_their_own() -> None:
    """Three quarters of the winds of a day are light ones, and 3.6 is a factor between units of speed."""
    random = np.random.default_rng(17)
    before = random.lognormal(2.5, 0.5, REFERENCE)
    calm = np.concatenate([random.lognormal(2.5, 0.5, 18) / 3.6, random.lognormal(2.5, 0.5, 6)])
    found = diagnosed(before, calm, name="wind_speed")
    assert found is None or found.share == 1


@pytest.mark.parametrize("factor", [1000.0, 1 / 1000, 100.0])
def test_a_share_of_a_few_rows_is_sized_by_its_rows_and_not_by_how_finely_they_are_cut(factor: float) -> None:
    """A thousand rows against a thousand, one of twenty in another unit: fifty of these, as counted."""
    random = np.random.default_rng(11)
    before, now = random.normal(76, 12, 1_000), random.normal(76, 12, 1_000)
    converted = random.permutation(1_000) < 50
    found = diagnosed(before, np.where(converted, now * factor, now))
    assert found is not None
    assert found.parameters["factor"] == pytest.approx(factor)
    assert found.share == pytest.approx(0.05, abs=0.01)


def test_counts_that_became_zero_are_in_no_unit() -> None:
    """Any factor of 1,000 rounds hits to zero: one value tells of no conversion."""
    random = np.random.default_rng(12)
    before, now = (random.poisson(40, rows).astype(float) for rows in (10_000, 5_000))
    assert diagnosed(before, np.where(random.random(5_000) < 0.2, 0.0, now)) is None


def test_larger_counts_that_are_no_multiples_of_sixty_are_no_minutes_in_seconds() -> None:
    """A tail that grew is in no unit; its values times 60 would be multiples of 60."""
    random = np.random.default_rng(13)
    before, now = (np.ceil(random.lognormal(3, 0.6, rows)) for rows in (20_000, 5_000))
    grew = random.random(5_000) < 0.1
    spread = np.ceil(now * 60 * random.uniform(0.97, 1.03, 5_000))
    assert diagnosed(before, np.where(grew, spread, now)) is None
    times_60 = diagnosed(before, np.where(grew, now * 60, now))
    assert times_60 is not None
    assert times_60.parameters["factor"] == 60.0


def test_a_name_that_tells_what_is_measured_lets_few_rows_tell_a_rare_factor() -> None:
    """Minutes that became milliseconds are no common mistake, but a duration may be either."""
    random = np.random.default_rng(14)
    before, now = (np.round(random.gamma(4, 40, rows)) + 20 for rows in (20_000, 5_000))
    few = np.where(random.random(5_000) < 0.05, now * 60_000, now)
    found = diagnosed(before, few, name="air_time")
    assert found is not None
    assert (found.parameters["from"], found.parameters["to"]) == ("minute", "millisecond")


def carats(random: np.random.Generator, rows: int) -> Rows:
    return np.round(0.2 + random.gamma(1.5, 0.4, rows), 2)


@pytest.mark.parametrize("factor", [0.2, 200.0])
def test_a_factor_that_no_unit_has_is_told_by_the_step_of_the_products(factor: float) -> None:
    """Carats in grams or milligrams; the nearest power of ten leaves half of the distance."""
    random = np.random.default_rng(21)
    found = diagnosed(carats(random, 20_000), carats(random, 2_000) * factor, name="carat")
    assert found is not None
    assert found.parameters["factor"] == pytest.approx(factor)
    assert found.parameters["from"] is None


def test_a_share_whose_products_are_no_multiples_of_a_conversion_is_not_named_by_it() -> None:
    random = np.random.default_rng(22)
    before, now = carats(random, 20_000), carats(random, 2_000)
    found = diagnosed(before, np.where(random.random(2_000) < 0.2, now * 200, now), name="carat")
    assert found is None or found.parameters["from"] is None


def test_years_of_age_that_became_months_are_named() -> None:
    random = np.random.default_rng(23)
    before, now = (np.round(random.gamma(1.2, 14, rows), 1) for rows in (8_000, 4_000))
    for share in (0.2, 1.0):
        found = diagnosed(before, np.where(random.random(4_000) < share, now * 12, now), name="age")
        assert found is not None
        assert (found.parameters["from"], found.parameters["to"]) == ("year", "month")


def test_pounds_of_a_part_that_became_whole_kilograms_are_named_where_the_name_tells_a_mass() -> None:
    random = np.random.default_rng(24)
    before, now = (np.rint(random.normal(186, 21, rows)) for rows in (12_000, 6_000))
    part = np.where(random.random(6_000) < 0.2, np.rint(now * 0.45359237), now)
    found = diagnosed(before, part, name="weight")
    assert found is not None
    assert (found.parameters["from"], found.parameters["to"]) == ("pound", "kilogram")


def test_a_feature_that_grew_a_hundredfold_on_its_own_steps_has_no_unit() -> None:
    """The volume of an exchange in tens of thousands, of which some now come to the hundred."""
    random = np.random.default_rng(25)
    before = np.rint(random.lognormal(6, 1.1, 8_000)) * 10_000
    now = np.rint(random.lognormal(11.2, 1.4, 4_000)) * 10_000
    now[:40] += 400
    assert diagnosed(before, now, name="volume") is None


@pytest.mark.parametrize("side", ["reference", "live"])
@pytest.mark.parametrize(("name", "factor", "offset"), [("PRES", 0.1, 0.0), ("TEMP", 1.0, 273.15)])
def test_a_few_values_in_thirds_among_whole_ones_hide_no_conversion(
    name: str, factor: float, offset: float, side: str
) -> None:
    """A mean of three readings stands for one that was missing, and the finest of all values is no step."""
    random = np.random.default_rng(26)
    middle, width = (1016, 10) if name == "PRES" else (12, 12)
    before, now = (np.rint(random.normal(middle, width, rows)) for rows in (10_000, 2_000))
    (before if side == "reference" else now)[:2] = np.round([middle + 1 / 3, middle - 7 / 3], 6)
    found = diagnosed(before, now * factor + offset, name=name)
    assert found is not None
    assert (found.parameters["factor"], found.parameters["offset"]) == (factor, offset)


@pytest.mark.parametrize("factor", [1 / 12, 1 / 6, 1 / 30, 1 / 52, 1 / 7, 7.0, 12.0, 52.0])
def test_whole_numbers_and_fractions_of_one_are_told_by_the_steps(factor: float) -> None:
    """Amounts over twelve that are not rounded are on the steps of ÷ 24 as well, but all at even ones."""
    random = np.random.default_rng(3)
    before, now = (np.round(random.lognormal(3, 0.6, 4_000), 2) for _ in range(2))
    found = diagnosed(before, now * factor)
    assert found is not None
    assert found.parameters["factor"] == pytest.approx(factor, rel=1e-9)


def test_a_factor_is_told_by_steps_where_the_sizes_hardly_tell_it() -> None:
    """Degrees in tenths, about zero, over twelve."""
    random = np.random.default_rng(6)
    before, now = (np.round(random.normal(0.5, 8, 4_000), 1) for _ in range(2))
    found = diagnosed(before, now / 12)
    assert found is not None
    assert found.parameters["factor"] == pytest.approx(1 / 12)


@pytest.mark.parametrize("seed", [2, 4, 6])
def test_a_factor_is_told_where_nearly_all_amounts_are_halves(seed: int) -> None:
    """Fares: over 60 all are at every fifth step, and the few in cents are rounder than they were."""
    random = np.random.default_rng(seed)

    def fares() -> Rows:
        exact = np.round(random.lognormal(2.3, 0.5, 3_200), 2)
        return np.where(random.random(3_200) < 0.993, np.round(exact * 2) / 2, exact)

    found = diagnosed(fares(), fares() / 12)
    assert found is not None
    assert found.parameters["factor"] == pytest.approx(1 / 12)


@pytest.mark.parametrize("factor", [10.0, 12.0, 60.0, 100.0, 1000.0])
def test_where_most_amounts_are_round_they_stay_so(factor: float) -> None:
    """Nineteen in twenty are multiples of a hundred."""
    random = np.random.default_rng(4)

    def amounts() -> Rows:
        exact = np.round(random.lognormal(11, 0.5, 4_000))
        return np.where(random.random(4_000) < 0.955, np.round(exact, -2), exact)

    found = diagnosed(amounts(), amounts() * factor)
    assert found is not None
    assert found.parameters["factor"] == factor
