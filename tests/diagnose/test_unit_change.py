"""A change of unit among the hypotheses: what it leaves, what it supposes, and what is asked of the rest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from changes import change_between
from drift.diagnose.explain import explain
from drift.diagnose.explanation import Supposes
from drift.diagnose.unit_change import explain_unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

RANDOM = np.random.default_rng(7)
BEFORE, NOW = RANDOM.lognormal(1, 0.8, 20_000), RANDOM.lognormal(1, 0.8, 5_000)


def test_all_rows_converted_leave_what_chance_gives_and_a_rest_that_is_as_the_reference() -> None:
    found = explain_unit(change_between(BEFORE, NOW * 60))
    assert found is not None
    assert found.supposes is Supposes.A_KNOWN_NUMBER
    assert found.left < 0.03
    assert found.rest is not None
    assert found.rest.pair is not None
    assert found.rest.pair.gap == pytest.approx(found.left, abs=0.005)
    assert np.median(found.rest.before_sample) == pytest.approx(60 * np.median(BEFORE), rel=0.05)


def test_a_share_of_the_rows_supposes_one_number_more() -> None:
    found = explain_unit(change_between(BEFORE, np.where(RANDOM.random(5_000) < 0.3, NOW * 1000, NOW)))
    assert found is not None
    assert found.supposes is Supposes.ONE_NUMBER
    assert found.rest is None


def test_what_did_not_change_has_no_unit() -> None:
    assert explain_unit(change_between(BEFORE, NOW)) is None


@pytest.mark.parametrize("way", [np.rint, np.floor, np.ceil])
def test_what_was_rounded_after_it_was_converted_is_no_second_fault(
    way: Callable[..., NDArray[np.float64]],
) -> None:
    """Whole minutes heap up on 1 as seconds do not: that is what rounding makes of them, no sentinel."""
    before, now = (np.floor(RANDOM.lognormal(5, 1.2, rows)) for rows in (20_000, 5_000))
    found = explain(change_between(before, way(now / 60)))
    assert [one.diagnosis.fault for one in found] == ["unit_change"]
    assert found[0].diagnosis.parameters["factor"] == pytest.approx(1 / 60)


def test_a_last_bit_of_a_product_is_no_end_beyond_which_rows_are_gone() -> None:
    """5228.1 × 100 is 522810.00000000006 as a float, and the batch has 522810."""
    values = np.array([4963.6, 5008.7, 5099.1, 5191.0, 5195.8, 5228.1])
    before, now = (RANDOM.choice(values, rows) for rows in (20_000, 5_000))
    found = explain(change_between(before, np.rint(now * 100)))
    assert [one.diagnosis.fault for one in found] == ["unit_change"]


def test_values_without_a_step_that_come_in_whole_ones_were_rounded_whatever_converted_them() -> None:
    """Four of five are zero then, and still the others tell."""
    before, now = (RANDOM.lognormal(1, 3, rows) for rows in (20_000, 5_000))
    found = explain_unit(change_between(before, np.rint(now / 60)))
    assert found is not None
    rival = found.diagnosis.runner_up
    factors = [found.diagnosis.parameters["factor"], *([rival.parameters["factor"]] if rival else [])]
    assert 1 / 60 in factors


def test_tens_of_degrees_that_were_divided_and_rounded_to_ones_are_told() -> None:
    before, now = (RANDOM.integers(1, 37, rows).astype(np.float64) * 10 for rows in (20_000, 5_000))
    found = explain_unit(change_between(before, np.rint(now / 60)))
    assert found is not None
    assert found.diagnosis.parameters["factor"] == pytest.approx(1 / 60)


def test_a_percentage_that_became_a_fraction_is_a_unit_and_its_range_comes_second() -> None:
    before, now = (RANDOM.uniform(0, 100, rows) for rows in (20_000, 5_000))
    found = explain(change_between(before, now / 100))
    assert found[0].diagnosis.parameters["factor"] == pytest.approx(0.01)


def test_a_feature_that_moves_all_over_its_range_does_not_go_on_a_hundredfold() -> None:
    """Training's values span all that it went, so its movement along time is no reason to doubt a factor."""
    change = change_between(BEFORE, NOW / 100)
    moving = replace(change, tolerances={**change.tolerances, "ks": 1.0})
    found = explain_unit(moving)
    assert found is not None
    assert found.diagnosis.parameters["factor"] == pytest.approx(0.01)
    wide = change_between(RANDOM.lognormal(1, 3, 20_000), RANDOM.lognormal(1, 3, 5_000) / 100)
    assert explain_unit(replace(wide, tolerances={**wide.tolerances, "ks": 1.0})) is None


def test_a_new_value_in_another_unit_is_told_though_nothing_of_its_distribution_is_known() -> None:
    """Training saw the months 1 to 6, and the batch has the 7th and 8th as 7,000 and 8,000."""
    before = RANDOM.integers(1, 7, 20_000).astype(np.float64)
    now = RANDOM.integers(7, 9, 5_000).astype(np.float64) * 1000
    change = change_between(before, now)
    found = explain_unit(replace(change, tolerances={**change.tolerances, "ks": 1.0}))
    assert found is not None
    assert found.diagnosis.parameters["factor"] == 1000
    own = change_between(before, now / 1000)
    assert explain_unit(replace(own, tolerances={**own.tolerances, "ks": 1.0})) is None


def test_a_spread_that_brings_finer_steps_is_no_unit() -> None:
    """Hundredths that were drawn together by 0.6 come in thousandths, and stay where they were."""
    before, now = (RANDOM.lognormal(1.9, 0.8, rows).round(2) for rows in (20_000, 5_000))
    middle = float(np.median(now))
    assert explain_unit(change_between(before, middle + 0.6 * (now - middle))) is None


def test_a_price_in_thousands_is_in_no_unit_of_time() -> None:
    """The name says what it is; the factor is all that is known."""
    change = replace(change_between(BEFORE, NOW / 1000), name="price")
    found = explain_unit(change)
    assert found is not None
    assert found.supposes is Supposes.A_KNOWN_NUMBER
    assert (found.diagnosis.parameters["factor"], found.diagnosis.parameters["from"]) == (0.001, None)


def test_a_year_of_birth_is_no_age_times_fifty() -> None:
    """A factor that the data suggested has to fit: half of the distance is what a shift takes away."""
    ages = np.clip(RANDOM.normal(40, 12, 25_000), 18, 95).round()
    assert explain_unit(change_between(ages[:20_000], 2026 - ages[20_000:])) is None


def test_kilowatt_hours_become_megajoules_by_name() -> None:
    found = explain_unit(replace(change_between(BEFORE, NOW * 3.6), name="energy_kwh"))
    assert found is not None
    told = found.diagnosis.parameters
    assert (told["from"], told["to"]) == ("kilowatt_hour", "megajoule")
