"""Rows that are in a window: told by their time, which is read as a check reads it.

A time that is text or a number is a time here if `conform` reads it as one. What a row is dated is
compared as a whole number of its own unit, so that nothing is rounded.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import polars as pl

from drift.errors import ColumnNotFoundError
from drift.sources.conform import conform
from drift.sources.schema import ColumnType, Contract, dtype_name, family
from drift.sources.window import NOTHING_DONE, WindowSeen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from drift.sources.paths import InputFile
    from drift.sources.source import Batch
    from drift.sources.window import Window

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICRO: Final = timedelta(microseconds=1)
INT64: Final = 2**63 - 1
DAY: Final = 86_400 * 10**6  # microseconds
NANOS: Final = 1_000  # in a microsecond
TICKS: Final = {"ms": 1_000, "us": 1}  # microseconds in one
_NAMES_TOLD: Final = 20


class Windowed:
    """Lets those rows of a stream pass that are in a window, and counts the others.

    Parameters
    ----------
    window : Window
        Which rows are wanted.
    contract : Contract or None
        How the column of times is read, where it says so.
    hidden : bool
        Whether the column is read for the window alone, and goes once that is done.
    """

    def __init__(self, window: Window, contract: Contract | None, *, hidden: bool) -> None:
        self.window = window
        self.hidden = hidden
        self.seen = WindowSeen(window=window)
        self._known = contract.column(window.column) if contract else None

    def require(self, schema: Mapping[str, pl.DataType], where: str) -> None:
        """Raise if the data does not have the column that the window is along.

        Raises
        ------
        ColumnNotFoundError
            With the columns that there are.
        """
        if self.window.column not in schema:
            names = [*schema][:_NAMES_TOLD]
            raise ColumnNotFoundError(
                f"{where}: no column `{self.window.column}`, along which the window is",
                seen=", ".join(names) + (" …" if len(schema) > _NAMES_TOLD else ""),
                mend="name the column that dates each row: `--time`, or `time` in the config",
                state=NOTHING_DONE,
            )

    def files(
        self, files: Sequence[InputFile], batch_of: Callable[[pl.DataFrame], Batch]
    ) -> tuple[InputFile, ...]:
        """Return the files that may hold rows of the window, as far as their folders tell; one at least.

        A folder's value goes before a column of the file, so it dates each of the file's rows.
        """
        name = self.window.column
        values = [dict(file.partitions).get(name) for file in files]
        if any(name not in dict(file.partitions) for file in files):
            return tuple(files)
        times = self._times(batch_of(pl.DataFrame({name: values}, schema={name: pl.String()})))
        inside = self._inside(times)
        kept = [file for file, one in zip(files, inside.to_list(), strict=True) if one is not False]
        kept = kept or [files[-1]]  # which tells the columns; its rows are outside as well
        self._note(times)
        self.seen = replace(self.seen, files=len(files) - len(kept))
        return tuple(kept)

    def passing(
        self, frames: Iterator[pl.DataFrame], batch_of: Callable[[pl.DataFrame], Batch]
    ) -> Iterator[pl.DataFrame]:
        """Yield of each frame the rows that are in the window, without the column where it is hidden."""
        for frame in frames:
            times = self._times(batch_of(frame))
            inside = self._inside(times)
            undated, rows = inside.null_count(), int(inside.sum())
            self._note(times)
            self.seen = replace(
                self.seen,
                rows=self.seen.rows + rows,
                undated=self.seen.undated + undated,
                outside=self.seen.outside + frame.height - rows - undated,
            )
            kept = frame if rows == frame.height else frame.filter(inside)
            if self.hidden:  # taken by place: polars reads a name such as `^a$` as a pattern
                others = [place for place, name in enumerate(kept.columns) if name != self.window.column]
                kept = kept.select(pl.nth(others))
            yield kept

    def _times(self, batch: Batch) -> pl.Series:
        """Return the times of a batch's rows; null where there is none, or none that can be read."""
        name = self.window.column
        column = batch.frame.get_column(name)
        wanted = self._known
        if wanted is None or wanted.family != "time":
            dtype = column.dtype if family(column.dtype) == "time" else pl.Datetime("us")
            wanted = ColumnType(name=name, family="time", dtype=dtype_name(dtype))
        read, _ = conform(replace(batch, frame=column.to_frame()), Contract(columns=(wanted,)))
        return read.get_column(name).alias("time")  # polars' series methods take some names for patterns

    def _inside(self, times: pl.Series) -> pl.Series:
        """Return of each time whether it is in the window, null where there is none."""
        if family(times.dtype) != "time":  # nulls alone
            return pl.Series([None], dtype=pl.Boolean()).new_from_index(0, len(times))
        counts = times.to_physical().cast(pl.Int64())
        inside = counts.is_not_null() & True
        if self.window.since is not None:
            inside &= counts >= _first(self.window.since, times.dtype)
        if self.window.until is not None:
            inside &= counts < _first(self.window.until, times.dtype)
        return pl.select(pl.when(counts.is_not_null()).then(inside)).to_series()

    def _note(self, times: pl.Series) -> None:
        """Take note of the earliest and the latest of these times."""
        if family(times.dtype) != "time" or times.null_count() == len(times):
            return
        counts = times.to_physical()
        ends = [_moment(int(end), times.dtype) for end in (counts.min(), counts.max()) if end is not None]  # type: ignore[arg-type]
        earliest = [one for one in (self.seen.earliest, ends[0]) if one is not None]
        latest = [one for one in (self.seen.latest, ends[-1]) if one is not None]
        self.seen = replace(self.seen, earliest=min(earliest, default=None), latest=max(latest, default=None))


def _first(moment: datetime, dtype: pl.DataType) -> int:
    """Return the least count of a type's own unit that is not before a moment, as far as 64 bits go."""
    micros = (moment - EPOCH) // MICRO
    if isinstance(dtype, pl.Datetime) and dtype.time_unit == "ns":
        return max(min(micros * NANOS, INT64), -INT64)
    return -(-micros // _ticks(dtype))


def _moment(count: int, dtype: pl.DataType) -> datetime | None:
    """Return the moment that a count is; None where Python's calendar does not have it."""
    nanos = isinstance(dtype, pl.Datetime) and dtype.time_unit == "ns"
    try:
        return EPOCH + MICRO * (count // NANOS if nanos else count * _ticks(dtype))
    except OverflowError:
        return None


def _ticks(dtype: pl.DataType) -> int:
    """Return how many microseconds one count of a type is; nanoseconds are less than one."""
    return TICKS[dtype.time_unit] if isinstance(dtype, pl.Datetime) else DAY
