"""A moment that stands for "no time": the start of 1970, of 1900, the end of 9999."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import numpy as np

from drift.compare.outside import log_probability
from drift.compare.share import share_distance, share_margin
from drift.diagnose.diagnosis import Diagnosis
from drift.diagnose.moments import MICROSECOND, moments_of, unit_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

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
BESIDE = 15  # days to either side that tell how many rows a day has there
TIMES = 10  # as many rows as on a day beside it, for a moment to stand out
_TWO_SIDED = 1.96  # standard errors of a 95 % interval


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
            where = "outside all that training held"
            return _diagnosis(name, moment, rows, now.all_rows, where)
    return None


def diagnose_sentinel_among(
    before: NDArray[np.int64], now: NDArray[np.int64], name: str, level: float, *, complete: bool
) -> Diagnosis | None:
    """Return the moment that took over rows among times as training has them; None where there is none.

    Dates of birth may well be of 1970, and one in five on its first day is too many. Midnight of that day has
    to have more rows than training explains, and far more than the days beside it.

    Parameters
    ----------
    before, now : int64 arrays
        Times of sampled rows of both sides, in microseconds since 1970.
    name : str
        The column.
    level : float
        The probability up to which chance is no explanation.
    complete : bool
        Whether the batch's rows are all of it.
    """
    n, m = before.size, now.size
    for moment in DATES if n and m else ():
        micros = _microseconds(moment)
        was, rows = int((before == micros).sum()), int((now == micros).sum())
        near = int((np.abs(now - micros) <= BESIDE * DAY * MICROSECOND).sum()) - rows
        if rows / m <= was / n or rows * 2 * BESIDE <= TIMES * near:
            continue
        if share_distance(was, n, rows, m) > share_margin(was, n, rows, m, level / len(DATES)):
            where = f"in training in {was / n:.2%}, and on days beside it in hardly any"
            told = _diagnosis(name, moment, rows, m, where)
            return told if complete else replace(told, share_interval=_interval(rows / m, m))
    return None


def _interval(share: float, of: int) -> tuple[float, float]:
    spread = _TWO_SIDED * math.sqrt(share * (1 - share) / of)
    return round(max(0.0, share - spread), 6), round(min(1.0, share + spread), 6)


def _microseconds(moment: date) -> int:
    at = datetime(moment.year, moment.month, moment.day, tzinfo=UTC)
    return round((at - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()) * MICROSECOND


def _diagnosis(name: str, moment: date, rows: int, of: int, where: str) -> Diagnosis:
    share = round(rows / of, 6)
    column = f"pl.col({json.dumps(name, ensure_ascii=False)})"
    find = f"{column}.dt.date() == pl.date({moment.year}, {moment.month}, {moment.day})"
    return Diagnosis(
        fault="sentinel",
        story=f"is {moment.isoformat()} in {share:.2%} of its values, {where}",
        advice=f"Ask the producer whether {moment.isoformat()} means that no time is known.",
        parameters={"value": moment.isoformat()},
        share=share,
        share_interval=(share, share),
        proven=True,
        find=find,
        undo=f"pl.when({find}).then(None).otherwise({column})",
    )
