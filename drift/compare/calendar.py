"""Calendar numbers: a column that is the year, the month or the hour of the time column, in every row.

Its distribution says when the rows are from, which the time column says already: it is later live, and
no distance would tell anything. What it can be held to is that it still is that number of its own row's
time. Rows that hold both are needed: the sampled ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from drift.compare.share import share_measurement

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from drift.compare.statistic import Measurement

NAME: Final = "calendar_share"
MIN_ROWS: Final = 50  # sampled rows; of fewer, chance may make a column agree with the calendar
LEAST_AGREE: Final = 0.999  # of these rows
LEAST_VALUES: Final = 2  # a column of one value agrees with a month as long as the month lasts
_NUMBERS: Final = pl.Float64

_PARTS: Final[Mapping[str, Callable[[pl.Expr], pl.Expr]]] = {
    "year": lambda of: of.dt.year(),
    "ISO year": lambda of: of.dt.iso_year(),
    "quarter": lambda of: of.dt.quarter(),
    "month": lambda of: of.dt.month(),
    "week": lambda of: of.dt.week(),
    "week (from New Year's Day)": lambda of: (of.dt.ordinal_day() - 1) // 7 + 1,
    "week (from Sundays)": lambda of: (
        (of.dt.ordinal_day() + (of.dt.truncate("1y").dt.weekday() % 7) - 1) // 7 + 1
    ),
    "day of the month": lambda of: of.dt.day(),
    "day of the year": lambda of: of.dt.ordinal_day(),
    "day of the week (1 is Monday)": lambda of: of.dt.weekday(),
    "day of the week (0 is Monday)": lambda of: of.dt.weekday() - 1,
    "day of the week (0 is Sunday)": lambda of: of.dt.weekday() % 7,
    "hour": lambda of: of.dt.hour(),
    "minute": lambda of: of.dt.minute(),
}
"""What a number may be of a time."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Calendar:
    """A part of the time column, and what two sides' sampled rows have in its place.

    Attributes
    ----------
    part, time : str
        What the column is of which column.
    values, expected : float64 arrays of shape (k,)
        The batch's sampled rows: what they have, and what their times say.
    before_differ, before_rows : int
        Training's sampled rows that differ, and all of them.
    """

    part: str
    time: str
    values: NDArray[np.float64]
    expected: NDArray[np.float64]
    before_differ: int
    before_rows: int

    @property
    def differ(self) -> NDArray[np.bool_]:
        """Which of the batch's rows are not what their time says."""
        return np.asarray(self.values != self.expected)


def calendar_of(name: str, time: str | None, before: pl.DataFrame, now: pl.DataFrame) -> Calendar | None:
    """Return what a number column is of the time column; None where it is nothing of it.

    Parameters
    ----------
    name, time : str
        The column, and the config's time column, if it names one.
    before, now : DataFrame
        Sampled rows of both sides.
    """
    if time is None or time == name:
        return None
    mine, theirs = _both(before, name, time), _both(now, name, time)
    if mine is None or theirs is None or mine.height < MIN_ROWS or not theirs.height:
        return None
    values = mine["value"].to_numpy()
    for part in _PARTS:
        expected = _part(mine, part)
        differ = int((values != expected).sum())
        if differ > (1 - LEAST_AGREE) * values.size:
            continue
        if np.unique(values).size >= LEAST_VALUES or part == "year":
            return Calendar(
                part=part,
                time=time,
                values=theirs["value"].to_numpy(),
                expected=_part(theirs, part),
                before_differ=differ,
                before_rows=values.size,
            )
    return None


def measure_calendar(found: Calendar, level: float) -> Measurement:
    """Return by how much the share of rows that are not what their time says has changed."""
    return share_measurement(
        NAME, found.before_differ, found.before_rows, int(found.differ.sum()), found.values.size, level
    )


def _both(rows: pl.DataFrame, name: str, time: str) -> pl.DataFrame | None:
    """Return the rows that have both, as a number and a time; None where they are of other types."""
    if name not in rows.columns or time not in rows.columns:
        return None
    values, times = rows.get_column(name), rows.get_column(time)
    if not values.dtype.is_numeric() or not isinstance(times.dtype, pl.Date | pl.Datetime):
        return None
    both = pl.DataFrame({"value": values.cast(_NUMBERS), "time": times})
    return both.filter(pl.col("value").is_finite() & pl.col("time").is_not_null())


def _part(rows: pl.DataFrame, part: str) -> NDArray[np.float64]:
    dated = rows.get_column("time").dtype == pl.Date
    if dated and part in {"hour", "minute"}:
        return np.zeros(rows.height)
    return rows.select(_PARTS[part](pl.col("time")).cast(_NUMBERS)).to_series().to_numpy()
