"""When rows come: the time of day and the day of the week, of times that say no more than they should.

Absolute times are always later live and are never compared. The times of day are, where both sides
span a day and carry any; weekdays where both span a week. A batch of ten days has some weekdays
twice, so the reference is first weighted by how often each weekday is in the batch's span.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from drift.compare.aligned import Aligned, aligned_levels
from drift.compare.ks import KS
from drift.compare.total_variation import TOTAL_VARIATION
from drift.profile.column import HOURS, WEEKDAYS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.compare.statistic import Measurement
    from drift.profile.column import ColumnProfile, TimeDetail

HOUR = "hour_total_variation"
CLOCK = "clock_ks"
WEEKDAY = "weekday_total_variation"

_MICROSECONDS_A_DAY = 86_400_000_000
_NEARLY_A_DAY = _MICROSECONDS_A_DAY * (HOURS - 1) // HOURS
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
    rates = reference.weekdays / np.maximum(days_of_each(reference), 1)
    shares = np.roll(rates, later) * days_of_each(live)
    total = int(reference.weekdays.sum())
    return np.rint(total * shares / max(float(shares.sum()), 1e-300)).astype(np.int64)


def days_of_each(detail: TimeDetail) -> NDArray[np.int64]:
    """Return how many days of each weekday, Monday first, lie within the ends of some times."""
    if detail.lowest is None or detail.highest is None:
        return np.zeros(WEEKDAYS, np.int64)
    first, last = (end // _MICROSECONDS_A_DAY + _MONDAY for end in (detail.lowest, detail.highest))
    weeks, rest = divmod(last - first + 1, WEEKDAYS)
    days = np.full(WEEKDAYS, weeks, np.int64)
    days[(first + np.arange(rest)) % WEEKDAYS] += 1
    return days


def _span(detail: TimeDetail) -> int:
    if detail.lowest is None or detail.highest is None:
        return -1
    return detail.highest - detail.lowest


def _ordered(reference: NDArray[np.int64], live: NDArray[np.int64]) -> Aligned:
    """Return counts of quarter hours as ordered cells of one value each."""
    places = np.arange(reference.size, dtype=np.float64)
    return replace(aligned_levels(reference, live), lower=places, upper=places, ordered=True)
