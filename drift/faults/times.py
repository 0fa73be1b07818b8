"""Times that moved: by a zone, by daylight saving, by days; with day and month exchanged, or cut to days."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import polars as pl

from drift.faults.breaker import Breaker, Changed, Request
from drift.faults.values import known, mask_of, merged

HOUR, DAY = 3_600, 86_400  # seconds
LEAST_GAP = 0.05  # between the shares of hours or weekdays before and after, for a shift to show
LEAST_DAYS = 4  # for a clock that changes in the middle of them
LAST_MONTH = 12
# Total variation between the months of days up to 12, exchanged, and of later ones. Over whole years in which
# every month has as many rows the two are alike, and nothing of a day and month shows their order.
LEAST_SEASON = 0.25
CENTURY, MOST_YEARS = 100, 60
SHARES_OF_CENTURIES = (1.0, 0.2, 0.05)
LEAST_OFF_MIDNIGHT = 0.5  # of the values have a time of day to lose


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """How far times move, in seconds."""

    variant: str
    meaning: str
    offset: int


SHIFTS = (
    Shift(variant="+1 h", meaning="times are an hour late, as with daylight saving", offset=HOUR),
    Shift(variant="-5 h", meaning="times came in another zone", offset=-5 * HOUR),
    Shift(
        variant="+5:30 h", meaning="times came in another zone, half an hour off", offset=5 * HOUR + HOUR // 2
    ),
    Shift(variant="+1 day", meaning="times are a day late", offset=DAY),
    Shift(variant="-2 days", meaning="times are two days early", offset=-2 * DAY),
)


def moved(values: pl.Series, seconds: int) -> pl.Series:
    """Return dates or datetimes that are later by so many seconds."""
    return values.to_frame("values").select(pl.col("values") + pl.duration(seconds=seconds)).to_series()


def _shift(request: Request, *, how: Shift) -> Changed:
    values = request.values
    rows = request.chosen(known(values))
    return request.changed(merged(values, moved(values, how.offset), rows), rows, {"offset": how.offset})


def _shows(request: Request, *, how: Shift) -> bool:
    values = request.values
    if not isinstance(values.dtype, pl.Date | pl.Datetime) or not values.count():
        return False
    if how.offset % DAY:
        return isinstance(values.dtype, pl.Datetime) and _apart(values, how.offset, "hour")
    return _apart(values, how.offset, "weekday")


def _apart(values: pl.Series, offset: int, part: str, *, least: float = LEAST_GAP) -> bool:
    """Return whether a shift changes the shares of hours or weekdays enough to be seen."""
    sides = []
    for one in (values.drop_nulls(), moved(values.drop_nulls(), offset)):
        numbered = one.dt.hour() if part == "hour" else one.dt.weekday()
        sides.append(np.bincount(numbered.to_numpy(), minlength=24) / max(len(one), 1))
    return float(np.abs(np.cumsum(sides[0] - sides[1])).max()) >= least


def _in_another_century(request: Request) -> Changed:
    values = request.values
    rows = request.chosen(known(values))
    return request.changed(
        merged(values, values.dt.offset_by(f"-{CENTURY}y"), rows), rows, {"offset": f"-P{CENTURY}Y"}
    )


def _has_years(request: Request) -> bool:
    """Return whether a century is far for times: some are a third as far apart."""
    values = request.values
    if not isinstance(values.dtype, pl.Date | pl.Datetime) or not values.count():
        return False
    years = values.drop_nulls().dt.year().to_numpy()
    return int(years.min()) > CENTURY and int(np.ptp(years)) < MOST_YEARS


def _shift_later(request: Request) -> Changed:
    """Move the times of the later half of the days by an hour, as a clock does that was changed."""
    values = request.values
    first = values.drop_nulls().dt.truncate("1d").sort()[values.count() // 2]
    rows = mask_of(values >= first)
    return request.changed(merged(values, moved(values, HOUR), rows), rows, {"offset": HOUR})


def _shows_later(request: Request) -> bool:
    values = request.values
    if not isinstance(values.dtype, pl.Datetime) or values.drop_nulls().dt.date().n_unique() < LEAST_DAYS:
        return False
    return _apart(values, HOUR, "hour", least=2 * LEAST_GAP)


def _exchange(request: Request) -> Changed:
    """Read the day as the month where it can be one, as a parser does that guesses."""
    values = request.values
    ambiguous = mask_of((values.dt.day() <= LAST_MONTH) & (values.dt.day() != values.dt.month()))
    exchanged = (
        values.to_frame("values")
        .select(
            pl.when(pl.Series(ambiguous))
            .then(
                pl.col("values").dt.replace(month=pl.col("values").dt.day(), day=pl.col("values").dt.month())
            )
            .otherwise(pl.col("values"))
        )
        .to_series()
    )
    return request.changed(exchanged, ambiguous, {})


def _exchanges(request: Request) -> bool:
    values = request.values
    if not isinstance(values.dtype, pl.Date | pl.Datetime) or not values.count():
        return False
    there = values.drop_nulls()
    early = there.filter(there.dt.day() <= LAST_MONTH).dt.day()
    late = there.filter(there.dt.day() > LAST_MONTH).dt.month()
    if not len(early) or not len(late):
        return False
    shares = [np.bincount(one.to_numpy(), minlength=LAST_MONTH + 1) / len(one) for one in (early, late)]
    return float(np.abs(shares[0] - shares[1]).sum() / 2) >= LEAST_SEASON


def _truncate(request: Request) -> Changed:
    values = request.values
    return request.changed(values.dt.truncate("1d"), known(values), {"step": DAY})


def _truncates(request: Request) -> bool:
    values = request.values
    if not isinstance(values.dtype, pl.Datetime) or not values.count():
        return False
    there = values.drop_nulls()
    return bool(mask_of(there != there.dt.truncate("1d")).mean() >= LEAST_OFF_MIDNIGHT)


TIMES = (
    *(
        Breaker(
            fault="time_shift",
            variant=how.variant,
            meaning=how.meaning,
            kinds=("time",),
            change=partial(_shift, how=how),
            fits=partial(_shows, how=how),
        )
        for how in SHIFTS
    ),
    Breaker(
        fault="time_shift",
        variant="-100 years",
        meaning="years of two digits were read as those of a century before",
        kinds=("time",),
        change=_in_another_century,
        fits=_has_years,
        shares=SHARES_OF_CENTURIES,
    ),
    Breaker(
        fault="time_shift",
        variant="+1 h from a day on",
        meaning="a clock was changed on a day within the batch",
        kinds=("time",),
        change=_shift_later,
        fits=_shows_later,
    ),
    Breaker(
        fault="time_shift",
        variant="day and month exchanged",
        meaning="days were read as months where they can be",
        kinds=("time",),
        change=_exchange,
        fits=_exchanges,
        accepts=("format_change", "shape"),
        also=("future", "stale"),
    ),
    Breaker(
        fault="rounding",
        variant="cut to days",
        meaning="times lost their time of day",
        kinds=("time",),
        change=_truncate,
        fits=_truncates,
        accepts=("time_shift",),
        also=("frozen",),
    ),
)
