"""What a column is for a model: a number, a category, an identifier, a time … decided on its profile.

The physical type says little: a running number is an integer, a timestamp may be one. Each rule gives
its reason in words, and a config's `kind` overrides it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from drift.profile.keys import floats_of
from drift.profile.patterns import count_patterns

if TYPE_CHECKING:
    from drift.profile.column import ColumnProfile

KindName = Literal["number", "category", "text", "identifier", "time", "boolean", "nested", "unknown"]

# Integers that are all between 2001-09-09 (a second count of ten digits) and 2096 are taken for times
# if the column's name says so; of any other name, if they are between 2000 and 2040 and span an hour at
# least and twenty years at most: amounts and numbers of ten digits lie there, too, and spread wider. A
# name that tells an identifier is believed.
EPOCH_SECONDS = (1_000_000_000, 4_000_000_000)
RECENT_SECONDS = (946_684_800, 2_208_988_800)
EPOCH_UNITS = {"second": 1, "millisecond": 1_000, "microsecond": 1_000_000, "nanosecond": 1_000_000_000}
MIN_EPOCH_SPAN_SECONDS = 3_600
MAX_EPOCH_SPAN_SECONDS = 20 * 366 * 86_400

# Whole numbers that all are dates of these years, written one digit after another, are taken for dates:
# of random ones of eight digits one in thirty is a date.
DATE_YEARS = (1900, 2100)
MIN_DATES = 3

# If values fell at random in their range, repeats would be expected; where at least this many are
# expected among those sampled and there is none, the values are unique by design.
MIN_EXPECTED_REPEATS = 10
MIN_IDENTIFIER_ROWS = 20
UNIQUE_SHARE = 0.99  # of the sampled texts that stand in one row only
FREE_TEXT_SHARE = 0.5  # distinct texts to a row: above, they are no levels
MAIN_SHARE = 0.8  # of the sampled texts of one pattern, or of all of one length: identifiers are built alike

_DAYS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
_FEBRUARY = 2
_IDENTIFIER_NAME = re.compile(
    r"(^|[_\s\W])(u?u?id|guid|key|hash|token|serial|no|nr|number)$|Id$|ID$", re.IGNORECASE
)
_TIME_NAME = re.compile(
    r"(^|[_\s])(ts|time|timestamp|date|datetime|epoch|at|when|utc)$|_at_|_time_|_ts_", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind and the reason for it, in words."""

    kind: KindName
    reason: str


def infer_kind(column: ColumnProfile) -> Kind:
    """Return what a column is."""
    match column.family:
        case "number":
            return _number(column)
        case "text":
            return _text(column)
        case "boolean" | "time" | "nested":
            return Kind(kind=column.family, reason=f"its type is {', '.join(column.dtypes)}")
        case _:
            return Kind(
                kind="unknown", reason="it holds no values" if not column.valid else "its type is not read"
            )


def epoch_unit(lowest: float, highest: float) -> str | None:
    """Return the unit in which both ends are plausible times since 1970; None where there is none."""
    first, last = EPOCH_SECONDS
    for unit, per_second in EPOCH_UNITS.items():
        if first * per_second <= lowest <= highest <= last * per_second:
            return unit
    return None


def _recent(lowest: float, highest: float, per_second: int) -> bool:
    """Return whether times are of this half of the century and span an hour, twenty years at most."""
    first, last = (second * per_second for second in RECENT_SECONDS)
    span = (highest - lowest) / per_second
    return first <= lowest <= highest <= last and MIN_EPOCH_SPAN_SECONDS <= span <= MAX_EPOCH_SPAN_SECONDS


def _all_dates(column: ColumnProfile) -> bool:
    """Return whether all values, where they are counted one by one, are dates of eight digits."""
    if not column.cells.exact or column.cells.keys.size < MIN_DATES:
        return False
    values = floats_of(column.cells.keys)
    first, last = (year * 10_000 for year in DATE_YEARS)
    if values.min() < first or values.max() > last + 9_999:
        return False
    year, rest = np.divmod(values.astype(np.int64), 10_000)
    month, day = np.divmod(rest, 100)
    if month.min() < 1 or month.max() > len(_DAYS) or day.min() < 1:
        return False
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    return bool((day <= _DAYS[month - 1] + (leap & (month == _FEBRUARY))).all())


def _number(column: ColumnProfile) -> Kind:
    detail = column.number
    if detail.lowest is None or detail.highest is None:
        return Kind(kind="number", reason="its type is a number")
    lowest, highest = float(detail.lowest), float(detail.highest)
    unit = epoch_unit(lowest, highest)
    recent = unit is not None and _recent(lowest, highest, EPOCH_UNITS[unit])
    if unit is not None and (
        _TIME_NAME.search(column.name) or (recent and not _IDENTIFIER_NAME.search(column.name))
    ):
        return Kind(kind="time", reason=f"all values are times in {unit}s since 1970")
    if detail.step.decimals == 0 and _all_dates(column):
        return Kind(kind="time", reason="all values are dates, written as year, month and day (20261122)")
    if detail.step.decimals == 0 and _unique_by_design(column, highest - lowest):
        return Kind(
            kind="identifier", reason="every value is another whole number: a running or unique number"
        )
    return Kind(kind="number", reason="its type is a number")


def _unique_by_design(column: ColumnProfile, span: float) -> bool:
    detail = column.number
    counts = detail.distinct.counts
    if column.valid < MIN_IDENTIFIER_ROWS or (counts > 1).any():
        return False
    expected = counts.size * column.valid / (span + 1)
    return bool(expected >= MIN_EXPECTED_REPEATS or _IDENTIFIER_NAME.search(column.name))


def _text(column: ColumnProfile) -> Kind:
    detail = column.text
    counts = detail.distinct.counts
    if counts.size == 0:
        return Kind(kind="category", reason="its type is text")
    distinct = detail.distinct.estimate / column.valid
    unique = float(np.mean(counts == 1)) >= UNIQUE_SHARE
    named = _IDENTIFIER_NAME.search(column.name) is not None
    if column.valid >= MIN_IDENTIFIER_ROWS and (unique or (named and not column.cells.exact)):
        if _built_alike(column):
            how = "nearly every row has another value" if unique else "its name says so"
            return Kind(kind="identifier", reason=f"{how}, and the values are built alike")
        if unique:
            return Kind(kind="text", reason="nearly every row has another value")
    if distinct > FREE_TEXT_SHARE and column.valid >= MIN_IDENTIFIER_ROWS:
        return Kind(kind="text", reason=f"about {distinct:.0%} of the rows have a value of their own")
    return Kind(kind="category", reason=f"{detail.distinct.estimate:,.0f} levels in {column.valid:,} rows")


def _built_alike(column: ColumnProfile) -> bool:
    """Return whether nearly all texts have one pattern or, as UUIDs and digests have, one length."""
    patterns, lengths = count_patterns(column.text), column.text.lengths
    one_pattern = bool(patterns) and max(patterns.values()) >= MAIN_SHARE * patterns.total()
    return one_pattern or (lengths.exact and bool(lengths.counts.max() >= MAIN_SHARE * lengths.rows))
