"""A moment that stands for "no time": the start of 1970, of 1900, the end of 9999."""

from __future__ import annotations

import json
import math
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from drift.compare.outside import log_probability
from drift.diagnose.diagnosis import Diagnosis
from drift.diagnose.moments import MICROSECOND, moments_of, unit_of

if TYPE_CHECKING:
    from drift.profile.column import ColumnProfile

# Zero of many clocks and calendars, and ends of what they hold.
DATES = (
    date(1970, 1, 1),
    date(1900, 1, 1),
    date(1899, 12, 30),
    date(1899, 12, 31),
    date(1904, 1, 1),
    date(1601, 1, 1),
    date(1753, 1, 1),
    date(1, 1, 1),
    date(1980, 1, 1),
    date(2000, 1, 1),
    date(1999, 12, 31),
    date(2099, 12, 31),
    date(2999, 12, 31),
    date(9999, 12, 31),
)
DAY = 86_400


def diagnose_sentinel_time(
    reference: ColumnProfile, live: ColumnProfile, name: str, level: float
) -> Diagnosis | None:
    """Return the moment that took over rows, outside all that training held; None where there is none."""
    unit = unit_of(reference)
    before, now = moments_of(reference, unit), moments_of(live, unit)
    if before is None or now is None:
        return None
    for moment in DATES:
        micros = _microseconds(moment)
        if micros + DAY * MICROSECOND > before.lower[0] and micros < before.upper[-1]:
            continue
        ends = (now.lower[0], now.upper[-1])
        if not any(micros <= end < micros + DAY * MICROSECOND for end in ends):
            continue
        cells = now.within(micros, micros + DAY * MICROSECOND) & ~now.within(
            before.lower[0], before.upper[-1]
        )
        rows = now.count(cells)
        if rows and log_probability(rows, before.all_rows, now.all_rows) <= math.log(level):
            return _diagnosis(name, moment, rows, now.all_rows)
    return None


def _microseconds(moment: date) -> int:
    at = datetime(moment.year, moment.month, moment.day, tzinfo=UTC)
    return round((at - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()) * MICROSECOND


def _diagnosis(name: str, moment: date, rows: int, of: int) -> Diagnosis:
    share = round(rows / of, 6)
    column = f"pl.col({json.dumps(name, ensure_ascii=False)})"
    find = f"{column}.dt.date() == pl.date({moment.year}, {moment.month}, {moment.day})"
    return Diagnosis(
        fault="sentinel",
        story=f"is {moment.isoformat()} in {share:.2%} of its values, outside all that training held",
        advice=f"Ask the producer whether {moment.isoformat()} means that no time is known.",
        parameters={"value": moment.isoformat()},
        share=share,
        share_interval=(share, share),
        proven=True,
        find=find,
        undo=f"pl.when({find}).then(None).otherwise({column})",
    )
