"""The third line lies where it should: held to the same change made with numpy on raw rows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl
import pytest

from drift.diagnose.diagnosis import Diagnosis
from drift.diagnose.distribution import distribution
from drift.profile.table import Plan, profile_batches
from drift.report.html.undone import Third, third_line, turned_back

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from drift.profile.column import ColumnProfile
    from drift.report.html.sides import Side

    Floats = NDArray[np.float64]

RNG: Final = np.random.default_rng(20_261_122)
BEFORE: Final = RNG.lognormal(2, 0.8, 4_000)
NOW: Final = RNG.lognormal(2, 0.8, 4_000)
BOUND: Final = 6.0
NEARLY: Final = 2e-3  # cells, and not rows, are moved


def told(fault: str, share: float | None = 1.0, /, **parameters: Any) -> Diagnosis:  # noqa: ANN401 - of any fault
    return Diagnosis(fault=fault, story="…", advice="…", parameters=parameters, share=share)


def line(live: Floats, diagnosis: Diagnosis) -> Third:
    parts = {
        side: distribution(profile(pl.Series(x)).cells) for side, x in (("reference", BEFORE), ("live", live))
    }
    found = third_line(parts, diagnosis)  # type: ignore[arg-type]
    assert found is not None
    return found


def profile(values: pl.Series) -> ColumnProfile:
    return profile_batches([pl.DataFrame({"x": values})], Plan()).columns["x"]


def gap(third: Third, rows: Floats) -> float:
    """Return the largest difference to the share of raw rows below a point."""
    points = np.quantile(np.concatenate([BEFORE, NOW, rows]), np.linspace(0, 1, 301)) + 1e-7
    return float(np.abs(third.below(points) - (rows[:, None] < points).mean(axis=0)).max())


@pytest.mark.parametrize(
    ("diagnosis", "change"),
    [
        (told("unit_change", factor=1000.0, offset=0.0), lambda x: x * 1000),
        (told("unit_change", factor=1.8, offset=32.0), lambda x: x * 1.8 + 32),
        (told("sign_flip"), np.negative),
        (told("epoch_unit", **{"from": "second", "to": "millisecond"}), lambda x: x * 1000),
        (told("transform", name="log"), np.log),
        (told("transform", name="sqrt"), np.sqrt),
        (told("transform", name="square"), np.square),
        (told("transform", name="standardised"), lambda x: (x - BEFORE.mean()) / BEFORE.std()),
    ],
)
def test_a_fault_of_all_rows_is_undone(diagnosis: Diagnosis, change: Callable[[Floats], Floats]) -> None:
    third = line(change(NOW), diagnosis)
    assert third.legend == "live, undone"
    assert gap(third, NOW) < NEARLY


@pytest.mark.parametrize(("fault", "factor"), [("unit_change", 60.0), ("sign_flip", -1.0)])
def test_a_fault_of_some_rows_is_done_to_the_reference(fault: str, factor: float) -> None:
    parameters = {"factor": factor, "offset": 0.0} if fault == "unit_change" else {}
    third = line(NOW, told(fault, 0.25, **parameters))
    assert third.legend == "reference, 25% of it converted"
    assert gap(third, np.concatenate([np.tile(BEFORE, 3), BEFORE * factor])) < NEARLY


@pytest.mark.parametrize("name", ["log1p", "standardised"])
def test_a_transform_of_some_rows_is_done_to_the_reference(name: str) -> None:
    image = np.log1p(BEFORE) if name == "log1p" else (BEFORE - BEFORE.mean()) / BEFORE.std()
    third = line(NOW, told("transform", 0.25, name=name))
    assert third.legend == "reference, 25% of it transformed"
    assert gap(third, np.concatenate([np.tile(BEFORE, 3), image])) < NEARLY


def test_several_units_are_done_to_the_reference() -> None:
    parts = [{"factor": 60.0, "offset": 0.0, "share": 0.25}, {"factor": 1000.0, "offset": 0.0, "share": 0.25}]
    third = line(NOW, told("unit_change", 0.5, factor=60.0, offset=0.0, parts=parts))
    assert gap(third, np.concatenate([BEFORE, BEFORE, BEFORE * 60, BEFORE * 1000])) < NEARLY


def test_without_its_sentinel_the_batch_is_as_before() -> None:
    third = line(np.append(NOW, np.full(1_000, -1.0)), told("sentinel", 0.2, value=-1.0))
    assert third.legend == "live, without -1"
    assert gap(third, NOW) < NEARLY


@pytest.mark.parametrize(("side", "cut"), [("upper", np.minimum), ("lower", np.maximum)])
def test_a_cut_is_done_to_the_reference(side: str, cut: Callable[[Floats, float], Floats]) -> None:
    third = line(cut(NOW, BOUND), told("clipping", bound=BOUND, side=side))
    assert gap(third, cut(BEFORE, BOUND)) < NEARLY


@pytest.mark.parametrize(
    "diagnosis",
    [
        None,
        told("shift"),
        told("unit_change"),
        told("unit_change", factor=60.0, parts=[{"factor": "60", "share": 0.5}]),
        told("epoch_unit", **{"from": "second", "to": "fortnight"}),
        told("transform", name="a later one"),
        told("sentinel", 0.1, value=1e9),
        told("sentinel", value="unknown"),
        told("clipping", bound=None, side="upper"),
    ],
)
def test_what_cannot_be_undone_has_no_line(diagnosis: Diagnosis | None) -> None:
    part = distribution(profile(pl.Series(BEFORE)).cells)
    assert third_line({"reference": part, "live": part}, diagnosis) is None
    assert third_line({"reference": part}, told("sign_flip")) is None


@pytest.mark.parametrize(("hours", "by_hour"), [(1, True), (-5.5, True), (24, False), (-72, False)])
def test_a_shift_of_times_is_undone(hours: float, *, by_hour: bool) -> None:
    start = datetime(2026, 11, 2, tzinfo=UTC)
    times = pl.Series([start + timedelta(minutes=15 * int(place)) for place in RNG.integers(0, 672, 500)])
    sides: dict[Side, ColumnProfile] = {
        "reference": profile(times),
        "live": profile(times + timedelta(hours=hours)),
    }
    back = turned_back(sides, told("time_shift", seconds=int(hours * 3600)))
    assert back is not None
    assert back.by_hour is by_hour
    assert (back.week == sides["reference"].time.week).all()
