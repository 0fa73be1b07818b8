"""What a feature was seen to do by itself is judged by its tolerance, however much it looks like a fault."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import polars as pl

import drift

START = datetime(2026, 1, 5)  # noqa: DTZ001 - clocks without a zone
DAYS, ROWS = 60, 100


def bookings(*, groups: bool) -> pl.DataFrame:
    """Return days of prices; on every third one, a group pays one price of its own for half of the rooms."""
    random = np.random.default_rng(20260105)
    at = [START + timedelta(days=day, minutes=14 * row) for day in range(DAYS) for row in range(ROWS)]
    price = np.round(random.lognormal(4, 0.5, DAYS * ROWS), 2)
    if groups:
        for day in range(0, DAYS, 3):
            price[day * ROWS : day * ROWS + ROWS // 2] = 50.0 + day
    return pl.DataFrame({"at": at, "price": price})


def a_group(share: float, price: float = 137.77) -> pl.DataFrame:
    """Return the next day, on which a share of the rows is one price that training never had."""
    day = bookings(groups=False).head(ROWS).with_columns(pl.col("at") + timedelta(days=DAYS))
    return day.with_columns(
        price=pl.when(pl.int_range(pl.len()) < share * ROWS).then(price).otherwise("price")
    )


def test_one_price_for_half_of_a_day_is_no_breach_where_days_were_like_that() -> None:
    learned = drift.fit(bookings(groups=True), time="at")
    verdicts = {
        one.diagnosis.fault: one.verdict
        for one in drift.check(a_group(0.4), learned)["price"].findings
        if one.diagnosis
    }
    assert verdicts.get("sentinel", "warning") == "warning"


def test_one_price_beyond_all_that_were_is_one_though_days_were_like_that() -> None:
    """No day had any price beyond those of the others."""
    learned = drift.fit(bookings(groups=True), time="at")
    (told,) = drift.check(a_group(0.4, price=999.5), learned)["price"].findings
    assert told.diagnosis is not None
    assert (told.verdict, told.diagnosis.fault) == ("breach", "sentinel")
    assert told.statistic == "outside_share"


def test_it_is_one_where_no_day_was() -> None:
    learned = drift.fit(bookings(groups=False), time="at")
    verdicts = {
        one.diagnosis.fault: one.verdict
        for one in drift.check(a_group(0.4), learned)["price"].findings
        if one.diagnosis
    }
    assert verdicts["sentinel"] == "breach"


def test_what_shows_that_a_feature_moved_is_told_with_it() -> None:
    """That it spreads wider names no value; the number that shows it is of those beyond the ends."""
    random = np.random.default_rng(7)
    before = pl.DataFrame({"area": np.round(random.normal(100, 15, 20_000), 1)})
    now = pl.DataFrame({"area": np.round(random.normal(100, 30, 200), 1)})
    (finding,) = drift.check(now, drift.fit(before))["area"].findings
    assert finding.statistic == "outside_share"
    assert finding.diagnosis is not None
    assert finding.diagnosis.fault == "spread"
    assert ". It has values beyond all of training's: " in finding.why


def test_a_single_value_that_came_more_often_is_no_movement() -> None:
    before = pl.DataFrame({"adults": [2] * 14_900 + [1] * 4080 + [3] * 1020})
    now = pl.DataFrame({"adults": [2] * 815 + [1] * 148 + [3] * 37})
    (finding,) = drift.check(now, drift.fit(before))["adults"].findings
    assert (finding.statistic, finding.diagnosis) == ("atom_share", None)
    assert "`adults` is 2 more often: in 81.5% of its values, 74.5% in training. Its share" in finding.why
