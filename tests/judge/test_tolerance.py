"""Tolerances: the prediction bound by hand, and by calendars that are made to move."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

import numpy as np
import polars as pl
import pytest
from scipy import stats

import drift
from drift.compare.clock import WEEKDAY
from drift.judge.checks import CHECK_OF
from drift.judge.movement import KOLMOGOROV_MEAN
from drift.judge.tolerance import (
    FOREMOST,
    MOST_OF_LARGEST,
    PREDICTION,
    SPAN_SLACK,
    Tolerance,
    _tolerance,
    choose_tolerance,
    largest_foremost,
)

DAY, WEEK = 24, 168
START = datetime(2026, 1, 5)  # noqa: DTZ001 - a Monday; clocks without a zone


def learned(span: int, value: float, statistic: str = "ks") -> Tolerance:
    return Tolerance(statistic=statistic, span_hours=span, value=value, largest=value, pieces=20)


def test_the_bound_is_the_one_of_one_more_draw() -> None:
    """``mean + t sd sqrt(1 + 1 / k)``, with the quantile of scipy's t at ``k - 1`` degrees of freedom."""
    distances = np.random.default_rng(1).uniform(0.10, 0.14, 30)
    t = stats.t(29).ppf(PREDICTION)
    expected = distances.mean() + t * distances.std(ddof=1) * math.sqrt(1 + 1 / 30)
    found = _tolerance("ks", DAY, distances)
    assert found.value == pytest.approx(expected)
    assert (found.largest, found.pieces) == (distances.max(), 30)


def test_the_next_piece_is_above_the_bound_as_rarely_as_was_asked_for() -> None:
    """Normal distances, for which the bound is exact."""
    random = np.random.default_rng(2)
    draws = random.normal(0.3, 0.02, (4000, 13))
    above = [row[-1] > _tolerance("ks", DAY, row[:-1]).value for row in draws]
    assert np.mean(above) == pytest.approx(1 - PREDICTION, abs=3 * math.sqrt((1 - PREDICTION) / 4000))


def test_few_pieces_give_no_more_than_twice_the_largest_and_no_share_above_one() -> None:
    assert _tolerance("ks", DAY, np.array([0.0, 0.0, 0.0, 0.1])).value == MOST_OF_LARGEST * 0.1
    assert _tolerance("ks", DAY, np.array([0.1, 0.9, 0.2, 0.9])).value == 1.0


def test_the_mean_of_kolmogorovs_distribution_is_scipys() -> None:
    assert pytest.approx(stats.kstwobign.mean(), abs=1e-4) == KOLMOGOROV_MEAN


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (DAY, 0.2),
        (DAY / SPAN_SLACK + 0.01, 0.2),
        (WEEK - 1, 0.1),
        (3 * DAY, 0.2),
        (52 * WEEK, 0.1),
        (None, 0.2),
        (6 / SPAN_SLACK, 0.4),
        (0.0, min(1.0, 0.2 * math.sqrt(24))),
    ],
)
def test_the_longest_span_that_fits_a_batch_is_taken(span: float | None, expected: float) -> None:
    """A quarter of a day moves twice as far as a day, if its quarters move independently."""
    spans = (learned(WEEK, 0.1), learned(DAY, 0.2), learned(DAY, 0.9, "null_share"))
    assert choose_tolerance(spans, "ks", span) == pytest.approx(expected)


def test_no_tolerance_is_below_the_floor_of_its_check() -> None:
    assert choose_tolerance((), "ks", None) == CHECK_OF["ks"].floor
    assert choose_tolerance((learned(DAY, 0.0),), "ks", DAY) == CHECK_OF["ks"].floor


def test_days_of_the_week_tell_nothing_where_no_weeks_were_learned_from() -> None:
    """Ten days of one taxi fleet are ten days, however many rides each has."""
    assert choose_tolerance((), WEEKDAY, 10 * DAY) == 1.0
    assert choose_tolerance((learned(0, 0.001, WEEKDAY),), WEEKDAY, 10 * DAY) == 1.0
    assert choose_tolerance((learned(WEEK, 0.08, WEEKDAY),), WEEKDAY, 10 * DAY) == 0.08


def days(shift: float, *, rows: int = 400, count: int = 28, seed: int = 4) -> pl.DataFrame:
    """Return days whose middle moves by normal steps of `shift` standard deviations around zero."""
    random = np.random.default_rng(seed)
    frames = [
        pl.DataFrame(
            {
                "at": [START + timedelta(days=day, minutes=3 * i) for i in range(rows)],
                "x": random.normal(middle, 1, rows),
            }
        )
        for day, middle in enumerate(random.normal(0, shift, count))
    ]
    return pl.concat(frames)


def daily(frame: pl.DataFrame) -> Tolerance:
    tolerances = drift.fit(frame, config={"time": "at"}).tolerances["x"]
    return next(one for one in tolerances if (one.statistic, one.span_hours) == ("ks", DAY))


def test_what_moves_more_is_given_more() -> None:
    values = [daily(days(shift)).value for shift in (0.0, 0.3, 1.0)]
    assert values == sorted(values)
    assert values[0] < 0.08
    assert values[2] > 0.4


def test_distances_of_days_are_scipys_with_the_noise_taken_out() -> None:
    """Each day after a third of them against all days before it."""
    frame = days(0.5)
    x = frame["x"].to_numpy().reshape(28, 400)
    gaps = []
    for day in range(9, 28):
        before = x[:day].ravel()
        noise = KOLMOGOROV_MEAN * math.sqrt(1 / before.size + 1 / 400)
        gaps.append(max(0.0, stats.ks_2samp(before, x[day], method="asymp").statistic - noise))
    found = daily(frame)
    assert found.pieces == len(gaps)
    # Pieces are kept on 256 cells, within 0.01 of the distance on the rows.
    assert found.largest == pytest.approx(max(gaps), abs=0.01)


def test_a_day_like_the_ones_before_is_in_no_breach() -> None:
    """Twenty days more of the same movement: the bound is passed once in 200 by each."""
    frame = days(0.5, count=48)
    reference = drift.fit(frame.filter(pl.col("at") < START + timedelta(days=28)), config={"time": "at"})
    later = frame.filter(pl.col("at") >= START + timedelta(days=28))
    verdicts = [drift.check(later.slice(400 * day, 400), reference)["x"].verdict for day in range(20)]
    assert verdicts.count("breach") <= 1


def test_without_a_time_nothing_is_learned_and_the_tolerance_is_the_floor() -> None:
    """Random pieces differ by chance alone, which the margin holds: 0.02 of ks, as docs/decision.md says."""
    reference = drift.fit(days(1.0).drop("at"))
    assert reference.tolerances["x"] == ()
    assert choose_tolerance(reference.tolerances["x"], "ks", None) == 0.02


def test_few_rows_without_a_time_show_a_shift_that_chance_does_not() -> None:
    """A thousand rows and a thousand: of half a deviation an exact test leaves no doubt."""
    random = np.random.default_rng(4)
    before, now = random.normal(0, 1, 1000), random.normal(0.5, 1, 1000)
    assert stats.ks_2samp(before, now).pvalue < 1e-20
    assert drift.check(pl.DataFrame({"x": now}), drift.fit(pl.DataFrame({"x": before}))).verdict == "breach"


def test_pieces_that_hold_one_value_are_remembered() -> None:
    half = days(0.0).with_columns(x=pl.when(pl.col("at").dt.day() % 2 == 0).then(0.0).otherwise(pl.col("x")))
    tolerances = drift.fit(half, config={"time": "at"}).tolerances["x"]
    foremost = {one.span_hours: one for one in tolerances if one.statistic == FOREMOST}
    assert foremost[DAY].largest == 1.0
    # 5 January to 1 February: days 6, 8 … 30 are even, and no day of February but the first.
    assert foremost[DAY].value == pytest.approx(13 / 28, abs=0.05)
    assert largest_foremost(tolerances, DAY) == 1.0
    assert largest_foremost((), DAY) == 0.0


def test_a_day_nearly_of_one_value_makes_a_day_of_it_no_surprise_and_a_month_of_it_one() -> None:
    """Nine rows of ten are zero on the calmest day: a day of twenty zeros is one of eight such days."""
    rows = [0.0 if row % 10 and day % 3 == 0 else row / 7 for day in range(60) for row in range(20)]
    at = [START + timedelta(days=day, minutes=50 * row) for day in range(60) for row in range(20)]
    reference = drift.fit(pl.DataFrame({"at": at, "x": rows}), config={"time": "at"})
    still = pl.DataFrame({"at": at, "x": [0.0] * len(at)})
    of_a_day, of_all = drift.check(still.head(20), reference)["x"], drift.check(still, reference)["x"]
    assert "frozen" not in {one.diagnosis.fault for one in of_a_day.findings if one.diagnosis}
    assert "frozen" in {one.diagnosis.fault for one in of_all.findings if one.diagnosis}


def test_a_feature_that_leaves_all_that_was_still_tells_a_factor() -> None:
    """Each day lies beyond all days before, so shares tell nothing; its size changes by a thousandth."""
    random = np.random.default_rng(8)
    days = 40
    frame = pl.DataFrame(
        {
            "at": [START + timedelta(days=day, minutes=9 * row) for day in range(days) for row in range(100)],
            "index": np.repeat(1000.0 + np.arange(days), 100) + random.uniform(0, 0.5, days * 100),
        }
    )
    reference = drift.fit(frame.head(3_000), config={"time": "at"})
    later = frame[3_000:3_100]
    assert drift.check(later, reference)["index"].verdict != "breach"
    for factor in (1000.0, 1.609344):
        broken = later.with_columns(pl.col("index") * factor)
        found = drift.check(broken, reference)["index"]
        assert found.verdict == "breach"
        assert "log_size_ratio" in {one.statistic for one in found.findings}


def test_a_holiday_is_no_surprise_where_holidays_came_before_and_one_where_none_did() -> None:
    hours = [datetime(2024, 1, 1) + timedelta(hours=hour) for hour in range(24 * 366)]  # noqa: DTZ001 - local
    holidays = {30, 90, 140, 200, 240, 290, 330, 359}
    days = pl.Series([hour // 24 in holidays for hour in range(len(hours))])
    train = pl.DataFrame(
        {"at": hours, "holiday": days, "closed": [hour // 24 == 290 for hour in range(24 * 366)]}
    )
    live = pl.DataFrame({"at": hours[:24], "holiday": [True] * 24, "closed": [True] * 24}).with_columns(
        pl.col("at") + timedelta(days=366)
    )
    run = drift.check(live, drift.fit(train, config={"time": "at"}))
    assert run["holiday"].verdict != "breach"
    assert run["closed"].verdict == "breach"
