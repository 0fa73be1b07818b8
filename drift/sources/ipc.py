"""Arrow IPC files, also called Feather in its version 2: record batches with a footer that finds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from drift.errors import InputUnreadableError
from drift.sources.faults import reading
from drift.sources.stream import scan_batches
from drift.sources.typed_files import TypedForm

MAGIC = b"ARROW1"  # what a file begins with

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.sources.paths import InputFile
    from drift.sources.typed_files import Wanted


def _schema(file: InputFile) -> dict[str, pl.DataType]:
    """Return the columns of one file, from its footer."""
    with reading(file.name), file.open() as bytes_:
        head = bytes_.read(len(MAGIC))
    if head != MAGIC:
        raise InputUnreadableError(
            f"{file.name}: is no Arrow IPC file", seen=f"it begins with {head!r}", mend="what wrote it?"
        )
    with reading(file.name):
        return dict(_scan(file).collect_schema())


def _read(file: InputFile, wanted: Wanted) -> Iterator[pl.DataFrame]:
    """Yield a file's rows."""
    scan = _scan(file).select(wanted.columns)
    if wanted.limit is not None:
        scan = scan.head(wanted.limit)
    return scan_batches(file.name, scan, wanted.rows, ordered=wanted.ordered)


def _scan(file: InputFile) -> pl.LazyFrame:
    """Return a scan of one file, whatever characters are in its path."""
    return pl.scan_ipc(**file.place, glob=False, hive_partitioning=False)


IPC = TypedForm(schema=_schema, read=_read)
