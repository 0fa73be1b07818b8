"""A histogram shows both sides on one axis, and tells what it does not show."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.diagnose.diagnosis import Diagnosis
from drift.profile.table import Plan, profile_batches
from drift.report.html import histogram

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drift.profile.column import ColumnProfile
    from drift.report.html.sides import Side

RNG = np.random.default_rng(20_261_122)
WAIT = RNG.lognormal(5, 1, 4_000).round()
MINUTE = datetime(2026, 11, 22, tzinfo=UTC)


def drawn(reference: pl.Series, live: pl.Series) -> dict[Side, ColumnProfile]:
    """Return the profiles of both sides of a column."""
    one, other = (
        profile_batches([pl.DataFrame({"x": values})], Plan()).columns["x"] for values in (reference, live)
    )
    return {"reference": one, "live": other}


def diagnosis(factor: float, *, offset: float = 0.0, share: float = 1.0) -> Diagnosis:
    """Return a diagnosis of another unit."""
    return Diagnosis(
        fault="unit_change",
        story="…",
        advice="…",
        parameters={"factor": factor, "offset": offset},
        share=share,
    )


def of_numbers(
    reference: Iterable[float], live: Iterable[float], found: Diagnosis | None = None
) -> histogram.Histogram:
    """Return the picture of two sides of numbers."""
    picture = histogram.of_numbers(drawn(pl.Series(reference), pl.Series(live)), found)
    assert picture is not None
    return picture


def test_a_unit_undone_lies_on_the_reference() -> None:
    """The batch is training times 1000, so that undone it is training, and its outline the same."""
    reference, live, undone = of_numbers(WAIT, WAIT * 1000, diagnosis(1000.0)).curves
    assert (reference.role, live.role, undone.role) == ("reference", "live", "undone")
    assert undone.path == reference.path
    assert live.path != reference.path


def test_an_affine_unit_is_undone_with_its_offset() -> None:
    celsius = RNG.integers(-10, 35, 4_000).astype(float)
    reference, _, undone = of_numbers(celsius, celsius * 1.8 + 32, diagnosis(1.8, offset=32.0)).curves
    assert undone.path == reference.path


def test_a_unit_of_some_rows_is_shown_on_the_reference() -> None:
    """A quarter of the rows is converted on both the batch and the third line, which thus agree."""
    live = WAIT.copy()
    live[:1000] *= 1000
    _, now, third = of_numbers(
        np.concatenate([WAIT[:1000], WAIT]), live, diagnosis(1000.0, share=0.25)
    ).curves
    assert third.legend == "reference, 25% of it converted"
    assert len(third.path) == pytest.approx(len(now.path), rel=0.2)


@pytest.mark.parametrize("factor", [0.0, float("nan"), None, "1000", 1e-320])
def test_a_factor_that_cannot_be_undone_draws_no_third_line(factor: object) -> None:
    found = Diagnosis(fault="unit_change", story="…", advice="…", parameters={"factor": factor})
    assert len(of_numbers(WAIT, WAIT, found).curves) == 2


def test_a_small_picture_has_no_third_line() -> None:
    assert len(of_numbers(WAIT, WAIT * 1000, diagnosis(1000.0)).spark) == 2


def test_what_the_axis_does_not_show_is_told() -> None:
    """One of 10,000 rows is far beyond the others."""
    picture = of_numbers(np.append(np.arange(9_999) / 1e4, 1e6), np.arange(1_000) / 1e3)
    [note] = picture.notes
    assert note.startswith("Beyond the axis, of the reference values: 0.01% above ")


def test_infinite_values_are_told() -> None:
    picture = of_numbers([1.0, 2.0], [1.0, float("inf"), float("-inf")])
    assert "2 infinite values of the live rows are on no axis." in picture.notes


def test_without_finite_values_there_is_no_picture() -> None:
    assert histogram.of_numbers(drawn(pl.Series([float("inf")]), pl.Series([float("nan")])), None) is None


def test_the_summary_has_the_quartiles() -> None:
    """0 to 100 in steps of one: quartiles of 25, 50 and 75, within a step."""
    picture = of_numbers(np.arange(101.0), np.arange(101.0))
    assert picture.summary == (
        "Reference: median 50, middle half from 25 to 75. Live: median 50, middle half from 25 to 75."
    )


def test_all_rows_are_on_an_axis_that_is_not_cut() -> None:
    """Values on the very ends of the axis are within: five atoms, two of them at the ends."""
    ends = [-1e300, -1.0, 0.0, 1e-300, 1.7e308]
    assert not any("Beyond" in note for note in of_numbers(ends * 10, ends * 10).notes)


FLOATS = st.lists(st.floats(allow_subnormal=False), min_size=1, max_size=30)


@given(FLOATS, FLOATS)
def test_any_numbers_are_drawn(reference: list[float], live: list[float]) -> None:
    """Also the largest floats, whose differences are none."""
    picture = histogram.of_numbers(drawn(pl.Series(reference), pl.Series(live)), None)
    if picture is None:
        assert not np.isfinite([*reference, *live]).any()
    else:
        assert all(curve.path for curve in picture.curves)


def test_times_are_drawn_by_hour() -> None:
    """All reference times are at 08:xx and all live ones at 20:xx."""
    at = [pl.Series([MINUTE + timedelta(days=day, hours=hour) for day in range(30)]) for hour in (8, 20)]
    picture = histogram.of_times(drawn(*at))
    assert picture.axis == "Hour of the day"
    assert picture.summary == "Reference: most at 08:00. Live: most at 20:00."
    assert picture.curves[1].path == "M833 200V6H875V200"  # 20 to 21 of 24 hours


def test_dates_are_drawn_by_weekday() -> None:
    sundays = pl.Series([date(2026, 11, 22) - timedelta(weeks=week) for week in range(9)])
    picture = histogram.of_times(drawn(sundays, sundays))
    assert picture.axis == "Day of the week"
    assert picture.summary == "Reference: most at Sun. Live: most at Sun."


def test_times_whose_weekdays_moved_are_drawn_by_weekday() -> None:
    at = pl.Series([MINUTE + timedelta(days=day, hours=day % 5) for day in range(30)])
    moved = Diagnosis(
        fault="shape", story="", advice="", parameters={"when": {"Monday": 0.1, "Friday": -0.1}}
    )
    assert histogram.of_times(drawn(at, at), moved).axis == "Day of the week"
    moved = Diagnosis(fault="shape", story="", advice="", parameters={"when": {"08:00": 0.1, "09:00": -0.1}})
    assert histogram.of_times(drawn(at, at), moved).axis == "Hour of the day"


def test_lengths_have_a_bin_each() -> None:
    """Texts of one, two and three characters: three bins of equal height."""
    cells = {side: one.text.lengths for side, one in drawn(*[pl.Series(["a", "bb", "ccc"])] * 2).items()}
    picture = histogram.of_lengths(cells, "Length")
    assert picture is not None
    assert picture.curves[0].path == "M0 200V6H1000V200"
    assert [tick.label for tick in picture.ticks] == ["1", "2", "3"]
