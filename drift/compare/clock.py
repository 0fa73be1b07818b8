"""When rows come: the time of day and the day of the week, of times that say no more than they should.

Absolute times are always later live and are never compared. The times of day are, where both sides
span a day and carry any; weekdays where both span a week. A batch of ten days has some weekdays
twice, so the reference is first weighted by how often each weekday is in the batch's span. Its first
and its last day are seldom whole ones: from six in the evening on, a Monday counts as that evening, and
where hardly a row of it came, as these rows.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from drift.compare.aligned import Aligned, aligned_levels
from drift.compare.ks import KS
from drift.compare.total_variation import TOTAL_VARIATION
from drift.profile.column import DAYS_OF_MONTH, HOURS, MONTHS, QUARTERS, WEEKDAYS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.compare.statistic import Measurement
    from drift.profile.column import ColumnProfile, TimeDetail

HOUR = "hour_total_variation"
CLOCK = "clock_ks"
WEEKDAY = "weekday_total_variation"

HARDLY_ANY = 0.1  # of the rows that a day should have: with fewer, an outer day of a batch counts as these

_MICROSECONDS_A_DAY = 86_400_000_000
_NEARLY_A_DAY = _MICROSECONDS_A_DAY * (HOURS - 1) // HOURS
_DAYS_APART = 365  # of more days, two may be of one date in the calendar
_MONDAY = 3  # days from 1970-01-01, a Thursday, back to a Monday


def measure_clock(reference: ColumnProfile, live: ColumnProfile, level: float) -> list[Measurement]:
    """Return the distances of hours, of times of day and of weekdays, as far as both sides tell them."""
    found = []
    if all(has_clock(column.time) for column in (reference, live)):
        hours = aligned_levels(reference.time.hours, live.time.hours)
        found.append(replace(TOTAL_VARIATION.compare(hours, level), statistic=HOUR))
        quarters = _ordered(reference.time.clock, live.time.clock)
        found.append(replace(KS.compare(quarters, level), statistic=CLOCK))
    if all(_span(column.time) >= (WEEKDAYS - 1) * _MICROSECONDS_A_DAY for column in (reference, live)):
        days = aligned_levels(expected_weekdays(reference.time, live.time), live.time.weekdays)
        found.append(replace(TOTAL_VARIATION.compare(days, level), statistic=WEEKDAY))
    return found


def has_clock(detail: TimeDetail) -> bool:
    """Return whether times span a day, and carry a time of day at all."""
    return _span(detail) >= _NEARLY_A_DAY and not (detail.step and detail.step % _MICROSECONDS_A_DAY == 0)


def expected_weekdays(reference: TimeDetail, live: TimeDetail, later: int = 0) -> NDArray[np.int64]:
    """Return the reference's rows by weekday as they would be in the batch's span.

    Parameters
    ----------
    reference, live : TimeDetail
        Of at least a row each.
    later : int
        By how many days the batch's times may be wrong: its Tuesdays are Mondays if it is 1.
    """
    # Where one side's times are days, the other's tell no part of a day that it could be held to.
    parts = WEEKDAYS * QUARTERS if has_clock(reference) and has_clock(live) else WEEKDAYS
    rows = reference.week.reshape(parts, -1).sum(axis=1)
    rates = np.roll(rows / np.maximum(times_of_each(reference, parts), 1), later * parts // WEEKDAYS)
    shares = (rates * times_of_each(live, parts)).reshape(WEEKDAYS, -1).sum(axis=1)
    shares -= _never_came(live, rates)
    total = int(reference.week.sum())
    expected: NDArray[np.int64] = np.rint(total * shares / max(float(shares.sum()), 1e-300)).astype(np.int64)
    return expected


def times_of_each(detail: TimeDetail, parts: int = WEEKDAYS) -> NDArray[np.int64]:
    """Return how often each part of the week, Monday first, lies within the ends of some times.

    Parameters
    ----------
    detail : TimeDetail
        The times.
    parts : int
        Into how many the week is cut: 7 are days.
    """
    if detail.lowest is None or detail.highest is None:
        return np.zeros(parts, np.int64)
    length = _MICROSECONDS_A_DAY * WEEKDAYS // parts
    first, last = (end // length + _MONDAY * parts // WEEKDAYS for end in (detail.lowest, detail.highest))
    weeks, rest = divmod(last - first + 1, parts)
    times = np.full(parts, weeks, np.int64)
    times[(first + np.arange(rest)) % parts] += 1
    return times


def _never_came(live: TimeDetail, rates: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the rows by weekday that `rates` have on a batch's outer days, and of which hardly any came.

    From both ends inwards, up to the first day that has a tenth of what it should: a few rows after
    midnight, or some that are late by days, make no days of theirs.
    """
    missed = np.zeros(WEEKDAYS)
    came = _by_day(live)
    if came is None or live.lowest is None:
        return missed
    first = live.lowest // _MICROSECONDS_A_DAY + _MONDAY
    weekdays = (first + np.arange(came.size)) % WEEKDAYS
    by_day = rates.reshape(WEEKDAYS, -1)
    due = by_day.sum(axis=1)[weekdays]
    parts = by_day.shape[1]
    # Of the first and the last day, the part that lies within the ends.
    begun, ended = (
        end % _MICROSECONDS_A_DAY * parts // _MICROSECONDS_A_DAY for end in (live.lowest, live.highest or 0)
    )
    due[0] -= by_day[weekdays[0], :begun].sum()
    due[-1] -= by_day[weekdays[-1], ended + 1 :].sum()
    there = came * due.sum() / came.sum()
    whole = np.flatnonzero(there >= HARDLY_ANY * due)
    outer = np.ones(came.size, np.bool_)
    outer[whole[0] : whole[-1] + 1] = False
    np.add.at(missed, weekdays[outer], (due - there)[outer])
    return missed


def _by_day(detail: TimeDetail) -> NDArray[np.int64] | None:
    """Return the rows of each day within the ends of some times; None where that is longer than is told."""
    if detail.lowest is None or detail.highest is None:
        return None
    first, last = (end // _MICROSECONDS_A_DAY for end in (detail.lowest, detail.highest))
    if last - first >= _DAYS_APART:
        return None
    dates = np.arange(first, last + 1).astype("M8[D]")
    months = dates.astype("M8[M]")
    place = months.astype(np.int64) % MONTHS * DAYS_OF_MONTH + (dates - months).astype(np.int64)
    by_day: NDArray[np.int64] = detail.calendar[place]
    return by_day


def _span(detail: TimeDetail) -> int:
    if detail.lowest is None or detail.highest is None:
        return -1
    return detail.highest - detail.lowest


def _ordered(reference: NDArray[np.int64], live: NDArray[np.int64]) -> Aligned:
    """Return counts of quarter hours as ordered cells of one value each."""
    places = np.arange(reference.size, dtype=np.float64)
    return replace(aligned_levels(reference, live), lower=places, upper=places, ordered=True)
