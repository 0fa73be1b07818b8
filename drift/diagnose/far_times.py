"""Times in another century: far before all that training held, or far after the batch's own time.

Absolute times are never compared as a distribution, for live ones are always later. But none comes that
lies a year and more before the first that training had, nor one that lies a year after what the batch
stands for, and further ahead than training's were when it was learned from. Years that were read from
two digits, or that another calendar counts, lie so many years off.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from drift.compare.outside import log_probability
from drift.diagnose.diagnosis import Diagnosis
from drift.diagnose.expression import column_text
from drift.diagnose.moments import MICROSECOND, moments_of, unit_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.diagnose.moments import Moments
    from drift.profile.column import ColumnProfile

DAY = 86_400 * MICROSECOND
YEAR = 365.2425 * DAY
OF_SPAN = 0.25  # of training's span, too, before its first: of dates of birth older ones come
MOST_YEARS = 50  # that a batch may be later than its time says
MOST_YEARS_OLD = 5  # that a batch as a whole may be behind; more is another century's, or another calendar's
LEAST_SHARE = 0.001  # of the rows, as of those that are outside all that training held
NEARLY_ALL = 0.98  # of the rows come back where others lie
ALL_ROWS = 0.97  # of the rows: beyond, the others are strays
# Years of two digits, of the Buddhist calendar, counted from 1900 or 1970, or mistyped.
YEARS = (100, 543, 2000, 1900, 1000, 70, 10)
SPREADSHEET_DAYS = 1_462  # between the calendars that begin in 1900 and in 1904
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Offset:
    """A span by which times are off, in microseconds, as ISO 8601 and polars write it, and in words."""

    size: float
    written: str
    polars: str
    words: str


OFFSETS = (
    *(_Offset(size=n * YEAR, written=f"P{n}Y", polars=f"{n}y", words=f"{n:,} years") for n in YEARS),
    _Offset(
        size=SPREADSHEET_DAYS * DAY,
        written=f"P{SPREADSHEET_DAYS}D",
        polars=f"{SPREADSHEET_DAYS}d",
        words=f"{SPREADSHEET_DAYS:,} days",
    ),
)


def diagnose_far_times(
    reference: ColumnProfile, live: ColumnProfile, name: str, *, until: float, learned: float, level: float
) -> Diagnosis | None:
    """Return by how much times are off, or that some are far from all; None where none are.

    Parameters
    ----------
    reference, live : ColumnProfile
        Both sides, of times or of counts since 1970.
    name : str
        The column.
    until, learned : float
        What the batch stands for, and when training was learned from, in microseconds since 1970.
    level : float
        The probability up to which chance is no explanation.
    """
    unit = unit_of(reference)
    before, now = moments_of(reference, unit), moments_of(live, unit)
    if before is None or now is None:
        return None
    first, last = float(before.lower[0]), float(before.upper[-1])
    start, present = _plausible(now, first, last, until)
    earliest = start - max(YEAR, OF_SPAN * (last - first)) - _older(now, last, until, learned)
    latest = present + max(0.0, last - learned) + YEAR
    # A batch of before training, as its own time says, has earlier times.
    early = (now.upper < earliest) & (until >= first)
    late = now.lower > latest
    rows = now.count(early | late)
    if rows < LEAST_SHARE * now.all_rows or not rows:
        return None
    if log_probability(rows, before.all_rows, now.all_rows) > math.log(level):
        return None
    is_early = now.count(early) >= now.count(late)
    side = early if is_early else late
    found = None
    if now.count(side) >= NEARLY_ALL * rows:
        found = _offset(before, now, side, (first, max(last, until)), later=is_early)
    bound = earliest if is_early else latest
    find = _find(name, bound, early=is_early) if live.family == "time" else None
    share = rows / now.all_rows
    if found is None:
        return _outliers(rows, share, first if is_early else last, find, early=is_early)
    offset, back = found
    explains = (now.all_rows - rows + back) / now.all_rows
    return _shift(name, offset, (share, explains), find, early=is_early)


def _older(now: Moments, last: float, until: float, learned: float) -> float:
    """Return by how much more the batch's newest row is behind its own time than training's was.

    An old batch that is sent again is stale, which its age tells; all of its rows are as much earlier. What
    was learned from only after the batch's time does not say how far training was behind.
    """
    usual = max(0.0, learned - last) if learned <= until else 0.0
    return min(max(0.0, until - float(now.upper[-1]) - usual), MOST_YEARS_OLD * YEAR)


def _plausible(now: Moments, first: float, last: float, until: float) -> tuple[float, float]:
    """Return between which times rows may be without being early or late.

    Where most rows are later than the batch stands for, or before training, its time was not told right: they
    are those of another day, unless they are another century's.
    """
    present, middle = max(last, until), now.quantile(0.5)
    if present < middle <= present + MOST_YEARS * YEAR:
        return first, middle + (last - first)
    if first - MOST_YEARS * YEAR <= middle < first:
        return middle - (last - first), present
    return first, present


def _offset(
    before: Moments, now: Moments, side: NDArray[np.bool_], ends: tuple[float, float], *, later: bool
) -> tuple[_Offset, int] | None:
    """Return the offset that brings nearly all of some rows nearest to training's, and how many of them."""
    rows, middle = now.rows[side], before.quantile(0.5)
    found: list[tuple[float, _Offset, int]] = []
    for offset in OFFSETS:
        moved = offset.size if later else -offset.size
        lower, upper = now.lower[side] + moved, now.upper[side] + moved
        back = (upper >= ends[0] - DAY) & (lower <= ends[1] + DAY)
        if rows[back].sum() >= NEARLY_ALL * rows.sum():
            away = abs(float(np.average((lower + upper) / 2, weights=rows)) - middle)
            found.append((away, offset, int(rows[back].sum())))
    return min(found, key=lambda one: one[0])[1:] if found else None


def _shift(
    name: str, offset: _Offset, shares: tuple[float, float], find: str | None, *, early: bool
) -> Diagnosis:
    """Return the diagnosis; `shares` are those of the rows concerned, and of the plausible once undone."""
    share, explains = shares
    whole = share >= ALL_ROWS
    which = "all rows" if whole else f"about {share:.1%} of the rows"
    column = column_text(name)
    back = f"{column}.dt.offset_by('{'' if early else '-'}{offset.polars}')"
    return Diagnosis(
        fault="time_shift",
        story=f"{which} lie {offset.words} too {'early' if early else 'late'}",
        advice="Ask the producer how years are written: with two digits, or by another calendar.",
        parameters={"offset": f"{'-' if early else ''}{offset.written}"},
        share=1.0 if whole else round(share, 6),
        explains=round(explains, 4),
        proven=True,
        find=find,
        undo=f"pl.when({find}).then({back}).otherwise({column})" if find else None,
    )


def _outliers(rows: int, share: float, end: float, find: str | None, *, early: bool) -> Diagnosis:
    day = _day(end)
    told = "" if day is None else f", which {'begins' if early else 'ends'} on {day:%Y-%m-%d}"
    return Diagnosis(
        fault="outliers",
        story=f"has {rows:,} rows ({share:.2%}) far {'before' if early else 'after'} "
        f"all that training held{told}",
        advice="Look at these rows, and ask the producer what writes such times.",
        parameters={"bound": None if day is None else f"{day:%Y-%m-%d}"},
        share=round(share, 6),
        proven=True,
        find=find,
    )


def _find(name: str, bound: float, *, early: bool) -> str | None:
    day = _day(bound)
    if day is None:
        return None
    sign = "<" if early else ">"
    return f"{column_text(name)}.dt.date() {sign} pl.date({day.year}, {day.month}, {day.day})"


def _day(micros: float) -> datetime | None:
    """Return the day of a moment, None where Python has none."""
    try:
        return EPOCH + timedelta(microseconds=micros)
    except OverflowError:
        return None
