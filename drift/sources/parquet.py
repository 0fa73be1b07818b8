"""Parquet files: the schema is in the footer, and the footer says how many rows there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from drift.errors import InputUnreadableError, NotBuiltError
from drift.sources.faults import reading
from drift.sources.stream import scan_batches
from drift.sources.typed_files import TypedForm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.sources.paths import InputFile
    from drift.sources.typed_files import Wanted


def _schema(file: InputFile) -> dict[str, pl.DataType]:
    """Return the columns of one file, from its footer; what drift wrote itself is refused."""
    with reading(file.name):
        ours = "drift" in pl.read_parquet_metadata(**file.place)
        schema = dict(_scan(file).collect_schema())
    if ours:
        raise NotBuiltError(
            f"{file.name}: a file that drift wrote, given as data",
            mend="name the data itself; profiles in place of data are not built yet",
        )
    return schema


def _read(file: InputFile, wanted: Wanted) -> Iterator[pl.DataFrame]:
    """Yield a file's rows, and raise if they are not as many as its footer says."""
    left = _rows(file)
    scan = _scan(file).select(wanted.columns)
    if wanted.limit is not None:
        scan, left = scan.head(wanted.limit), min(left, wanted.limit)
    if wanted.sparing:
        frames = _slices(file, scan, left, wanted.rows)
    else:
        frames = scan_batches(file.name, scan, wanted.rows, ordered=wanted.ordered)
    for frame in frames:
        left -= frame.height
        yield frame
    if left:
        raise InputUnreadableError(
            f"{file.name}: the rows are not as many as the file says",
            seen=f"{abs(left)} {'missing' if left > 0 else 'too many'}",
            mend="the file is damaged: write it again",
        )


def _slices(file: InputFile, scan: pl.LazyFrame, rows: int, size: int) -> Iterator[pl.DataFrame]:
    """Yield the rows of a scan, so many at a time, of which polars reads none ahead."""
    for start in range(0, rows, size):
        with reading(file.name):
            frame = scan.slice(start, size).collect(engine="streaming")
        yield frame


def _rows(file: InputFile) -> int:
    """Return how many rows a file has, from its footer."""
    with reading(file.name):
        return int(_scan(file).select(pl.len()).collect().item())


def _scan(file: InputFile) -> pl.LazyFrame:
    """Return a scan of one file, whatever characters are in its path."""
    return pl.scan_parquet(**file.place, glob=False, hive_partitioning=False)


PARQUET = TypedForm(schema=_schema, read=_read, rows=_rows)
