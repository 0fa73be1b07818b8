"""Parquet files as a stream. Files of one batch may differ in widths, order and columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from drift.errors import InputUnreadableError, NotBuiltError
from drift.sources.faults import reading
from drift.sources.stream import Stream, scan_batches
from drift.sources.union import lacking, unite

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from drift.sources.paths import InputFile


def open_parquet(files: Sequence[InputFile]) -> Stream:
    """Return the rows of Parquet files, of which only the footers are read here.

    The schema is the union of the files' columns, each in the widest type that a file has it in; a
    column is null for the files that lack it.

    Raises
    ------
    InputUnreadableError
        If a file is cut off, damaged, not Parquet or may not be read, or if files disagree on the
        type of a column. Damage beyond the footer shows when the rows are read.
    """
    for file in files:
        _refuse_our_own(file)
    schemas = [(file.name, _schema(file)) for file in files]
    united = unite(schemas)

    def read(rows: int) -> Iterator[pl.DataFrame]:
        for file, (_, schema) in zip(files, schemas, strict=True):
            if schema:  # a file without columns has no rows
                yield from _counted(file, _scan(file).select(_fitted(schema, united)), rows)

    return Stream(schema=united, read=read, partial=lacking(schemas))


def _refuse_our_own(file: InputFile) -> None:
    """Refuse what drift wrote itself: it is Parquet too, and its rows are no data."""
    with reading(file.name):
        ours = "drift" in pl.read_parquet_metadata(file.path)
    if ours:
        raise NotBuiltError(
            f"{file.name}: a file that drift wrote, given as data",
            mend="name the data itself; profiles in place of data are not built yet",
        )


def _counted(file: InputFile, scan: pl.LazyFrame, rows: int) -> Iterator[pl.DataFrame]:
    """Yield a file's rows, and raise if they are not as many as its footer says."""
    with reading(file.name):
        left = _scan(file).select(pl.len()).collect().item()
    for frame in scan_batches(file.name, scan, rows):
        left -= frame.height
        yield frame
    if left:
        raise InputUnreadableError(
            f"{file.name}: the rows are not as many as the file says",
            seen=f"{abs(left)} {'missing' if left > 0 else 'too many'}",
            mend="the file is damaged: write it again",
        )


def _scan(file: InputFile) -> pl.LazyFrame:
    """Return a scan of one file, whatever characters are in its path."""
    return pl.scan_parquet(file.path, glob=False, hive_partitioning=False)


def _schema(file: InputFile) -> dict[str, pl.DataType]:
    """Return the columns of one file, from its footer."""
    with reading(file.name):
        return dict(_scan(file).collect_schema())


def _fitted(schema: Mapping[str, pl.DataType], united: Mapping[str, pl.DataType]) -> list[pl.Expr]:
    """Return what makes a file's frame one of the united schema.

    Columns are taken by place: polars reads a name such as `^a$` as a pattern.
    """
    places = {name: place for place, name in enumerate(schema)}
    fitted = []
    for name, dtype in united.items():
        if name not in places:
            fitted.append(pl.lit(None, dtype=dtype).alias(name))
        elif schema[name] == dtype:
            fitted.append(pl.nth(places[name]))
        else:
            fitted.append(pl.nth(places[name]).cast(dtype).alias(name))
    return fitted
