"""Units told by steps: what was multiplied leaves training's for its own, however near 1 the factor is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl
import pytest

import drift
from changes import column_of
from drift.diagnose.unit import Evidence, diagnose_unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from drift.diagnose.diagnosis import Diagnosis

    Rows = NDArray[np.float64]

BEFORE, ROWS = 10_000, 4_000
STEPS: Final[dict[str, Callable[[np.random.Generator, int], Rows]]] = {
    "hundredths": lambda random, rows: np.round(random.lognormal(0.7, 0.8, rows), 2),
    "quarters": lambda random, rows: np.round(random.gamma(6, 5, rows) * 4) / 4,
    "few": lambda random, rows: random.poisson(8, rows).astype(np.float64),
    "whole": lambda random, rows: np.round(random.normal(4_000, 900, rows)),
}
TIMES: Final = {
    "mile → kilometer": 1.609344,
    "as people write it": 1.61,
    "kilometer → mile": 0.621371,
    "inch → centimeter": 2.54,
    "pound → kilogram": 0.45359237,
    "meter → yard": 1 / 0.9144,
}


def diagnosed(before: Rows, now: Rows, tolerance: float = 0.05, name: str = "x") -> Diagnosis | None:
    evidence = Evidence(name=name, unit=None, tolerance=tolerance, reference_sample=before, live_sample=now)
    return diagnose_unit(column_of(before), column_of(now), evidence)


@pytest.mark.parametrize("factor", TIMES.values(), ids=TIMES)
def test_a_finer_step_that_few_of_trainings_rows_have_hides_no_unit(factor: float) -> None:
    """Visibility in miles: ten in most rows, quarters in others, and 0.06 in one of some thousand."""

    def seen(random: np.random.Generator, rows: int) -> Rows:
        near = np.where(random.random(rows) < 0.1, np.round(random.uniform(0, 10, rows) * 4) / 4, 10)
        return np.where(random.random(rows) < 0.002, 0.06, near).astype(np.float64)

    random = np.random.default_rng(6)
    before, now = seen(random, BEFORE), seen(random, ROWS)
    found = diagnosed(before, factor * now[now != 0.06], tolerance=0.13)
    assert found is not None
    assert (found.fault, found.share) == ("unit_change", 1.0)
    assert found.parameters["factor"] == pytest.approx(factor, rel=1e-3)


@pytest.mark.parametrize("factor", TIMES.values(), ids=TIMES)
def test_a_step_that_is_no_decimal_tells_a_unit_whatever_the_season(factor: float) -> None:
    """Whole knots, given in miles an hour."""
    random = np.random.default_rng(7)
    before, now = (
        random.poisson(mean, rows).astype(np.float64) * 1.15078 for mean, rows in ((9, BEFORE), (7, ROWS))
    )
    found = diagnosed(before, factor * now, tolerance=0.3)
    assert found is not None
    assert found.parameters["factor"] == pytest.approx(factor, rel=1e-6)
    assert diagnosed(before, now, tolerance=0.3) is None


@pytest.mark.parametrize("shape", STEPS)
@pytest.mark.parametrize("factor", TIMES.values(), ids=TIMES)
@pytest.mark.parametrize("share", [0.5, 0.1])
def test_a_share_at_a_factor_near_one_is_told_by_its_steps(shape: str, factor: float, share: float) -> None:
    """The rows that were multiplied are known: as many are told, and by the factor that they had."""
    random = np.random.default_rng(1)
    before, now = STEPS[shape](random, BEFORE), STEPS[shape](random, ROWS)
    there = random.random(ROWS) < share
    found = diagnosed(before, np.where(there, now * factor, now))
    assert found is not None
    assert found.parameters["factor"] == pytest.approx(factor, rel=1e-6)
    assert found.share == pytest.approx(there.mean(), abs=0.03)
    assert found.explains == 1
    assert found.proven


@pytest.mark.parametrize("factor", [1.609344, 1 / 0.9144])
def test_all_rows_are_told_too(factor: float) -> None:
    random = np.random.default_rng(2)
    before, now = STEPS["hundredths"](random, BEFORE), STEPS["hundredths"](random, ROWS)
    found = diagnosed(before, now * factor, tolerance=0.2)
    assert found is not None
    assert (found.share, found.parameters["factor"]) == (1.0, pytest.approx(factor))


def test_steps_tell_a_factor_whatever_the_name_says_of_it() -> None:
    """A distance has no pounds: the factor is told, and not the nearest one of a length."""
    random = np.random.default_rng(7)
    before, now = STEPS["hundredths"](random, BEFORE), STEPS["hundredths"](random, ROWS)
    found = diagnosed(before, np.where(random.random(ROWS) < 0.5, now * 0.45359237, now), name="distance")
    assert found is not None
    assert found.parameters["factor"] == pytest.approx(0.45359237)
    assert (found.parameters["from"], found.parameters["to"]) == (None, None)


def test_tenths_of_a_degree_in_fahrenheit_are_told_by_their_steps() -> None:
    random = np.random.default_rng(3)
    before, now = (np.round(random.normal(15, 8, rows), 1) for rows in (BEFORE, ROWS))
    there = random.random(ROWS) < 0.3
    found = diagnosed(before, np.where(there, now * 1.8 + 32, now))
    assert found is not None
    assert (found.parameters["factor"], found.parameters["offset"]) == pytest.approx((1.8, 32.0), rel=1e-6)
    assert found.share == pytest.approx(there.mean(), abs=0.05)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda x: np.round(x + 0.001 * (np.arange(x.size) % 10), 3), id="another decimal"),
        pytest.param(lambda x: x * 1.055, id="dearer by 5.5 %"),
        pytest.param(lambda x: x * 1.1, id="dearer by a tenth"),
        pytest.param(lambda x: x / 1.19, id="without tax"),
        pytest.param(lambda x: (x + np.roll(x, 1) + np.roll(x, 2)) / 3, id="means of three"),
        pytest.param(lambda x: x + np.sin(x), id="any computed value"),
        pytest.param(lambda x: np.round(x * 1.1, 2), id="rounded anew"),
    ],
)
def test_other_values_off_the_steps_are_no_unit(change: Callable[[Rows], Rows], seed: int) -> None:
    random = np.random.default_rng([4, seed])
    before, now = (np.round(random.lognormal(3, 0.5, rows), 2) for rows in (BEFORE, ROWS))
    there = random.random(ROWS) < 0.3
    assert diagnosed(before, np.where(there, change(now), now)) is None


def test_the_rows_found_are_the_rows_in_the_other_unit() -> None:
    """By its own code, and undone by it, a batch is as it was."""
    random = np.random.default_rng(5)
    before, now = (STEPS["hundredths"](random, rows) for rows in (BEFORE, ROWS))
    there = random.random(ROWS) < 0.2
    live = pl.DataFrame({"miles": np.where(there, now * 1.609344, now)})
    run = drift.check(live, drift.fit(pl.DataFrame({"miles": before})))
    told = run["miles"].diagnosis
    assert told is not None
    assert told.fault == "unit_change"
    assert told.find is not None
    assert told.undo is not None
    rows = live.select(eval(told.find, {"pl": pl})).to_series().to_numpy()  # noqa: S307 - our own code
    assert not (rows & ~there).any()
    assert (rows & there).sum() >= 0.98 * there.sum()
    undone = live.select(eval(told.undo, {"pl": pl})).to_series().to_numpy()  # noqa: S307 - our own code
    assert np.isclose(undone, now).mean() >= 0.99
    shown = run["miles"].findings[0].evidence
    assert shown is not None
    assert shown.rows
    assert all(abs(row["miles"] * 100 - round(row["miles"] * 100)) > 1e-4 for row in shown.rows)


def test_one_row_in_a_hundred_is_told_as_a_unit_or_not_at_all() -> None:
    """A few computed values are no news; a few that were converted are."""
    random = np.random.default_rng(6)
    before, now = (STEPS["hundredths"](random, rows) for rows in (BEFORE, ROWS))
    there = random.random(ROWS) < 0.01
    reference = drift.fit(pl.DataFrame({"way": before}))
    computed = drift.check(
        pl.DataFrame({"way": np.where(there, now * (1 + np.sin(now) / 100), now)}), reference
    )
    assert computed.verdict == "ok"
    assert not computed["way"].findings
    converted = drift.check(pl.DataFrame({"way": np.where(there, now * 1.609344, now)}), reference)["way"]
    assert converted.diagnosis is not None
    assert (converted.verdict, converted.diagnosis.fault) == ("breach", "unit_change")
    assert converted.diagnosis.share == pytest.approx(there.mean(), rel=0.15)


@pytest.mark.parametrize("factor", [1000.0, 0.001, 12.0, 1.609344])
def test_a_cap_that_many_rows_hold_hides_no_unit(factor: float) -> None:
    """Earnings, a quarter of them capped, with digits that were rounded after they were converted."""
    random = np.random.default_rng(31)
    before, now = (
        np.minimum(np.float32(random.lognormal(9.5, 1, rows)), 25_564.67) for rows in (30_000, 6_000)
    )
    told = diagnosed(before.astype(float), np.round(now.astype(float) * factor, 6))
    assert told is not None
    assert told.parameters["factor"] == pytest.approx(factor)
    assert told.share == 1
