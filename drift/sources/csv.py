"""CSV files as a stream. Every column is read as text; what it means is decided here, never by polars.

Without a contract a first pass over all rows settles each column's type (`infer`), and the frames are
typed. With one, its columns stay text for `conform` to read as the contract wants, and only columns
that it does not know are inferred.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from drift.sources.csv_file import open_file
from drift.sources.infer import infer
from drift.sources.partitions import partition_columns
from drift.sources.stream import Stream, gather, of_files, taken
from drift.sources.text import with_point
from drift.sources.union import lacking

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drift.sources.csv_file import CsvFile
    from drift.sources.infer import Inferred
    from drift.sources.options import ReadOptions
    from drift.sources.paths import InputFile
    from drift.sources.schema import ColumnType, Contract


def open_csv(
    files: Sequence[InputFile], contract: Contract | None, options: ReadOptions, rows: int
) -> Stream:
    """Return the rows of CSV files.

    Parameters
    ----------
    files : sequence of InputFile
        Their columns may differ in order and number; a column is null for the files that lack it.
    contract : Contract or None
        Its columns stay text, and have in the schema the type that `conform` gives them.
    options : ReadOptions
        Which columns and rows, what stands between values, and the decimal sign.
    rows : int
        How many rows a frame of the first pass has.

    Raises
    ------
    InputUnreadableError
        If a file is not a sound CSV file.
    ColumnNotFoundError
        If a column is asked for that no file has.
    """
    opened = [open_file(file, options.separator) for file in files]
    headers = [(one.name, dict.fromkeys(one.header, pl.String())) for one in opened]
    folders = partition_columns(files, contract)
    known = contract.by_name() if contract else {}
    there = dict.fromkeys([*(name for _, header in headers for name in header), *folders.schema])
    names = options.chosen(there, files[0].name, known=known)
    new = [name for name in names if name not in known and name not in folders.schema]
    types: dict[str, Inferred] = {}
    if new:
        seen = taken((frame for one in opened for frame in one.texts(rows, options.head)), options.head)
        types = infer(gather(seen, rows), new, decimal_comma=options.decimal_comma)

    def read(one: CsvFile, rows: int) -> Iterator[pl.DataFrame]:
        values = folders.values(one.file, names)
        texts = {name: pl.nth(place) for place, name in enumerate(one.header)}
        columns = [
            values[name] if name in values else _value(name, texts.get(name), types.get(name), known, options)
            for name in names
        ]
        for frame in one.texts(rows, options.head):
            yield frame.lazy().select(columns).collect()

    dtypes = {name: inferred.dtype for name, inferred in types.items()} | folders.schema
    stream = Stream(
        schema={name: dtypes[name] if name in dtypes else known[name].read_dtype() for name in names},
        native_text=frozenset(names),
        time_formats={
            name: inferred.type.time_format
            for name, inferred in types.items()
            if inferred.type and inferred.type.time_format
        },
        partial=lacking(headers, [name for name in names if name not in folders.schema]),
        left_out=tuple(name for name in there if name not in names),
    )
    return of_files(stream, [partial(read, one) for one in opened])


def _value(
    name: str,
    text: pl.Expr | None,
    inferred: Inferred | None,
    known: dict[str, ColumnType],
    options: ReadOptions,
) -> pl.Expr:
    """Return the values of one column of a file's frames; nulls where the file has no such column."""
    if text is None:
        return pl.lit(None, dtype=inferred.dtype if inferred else pl.String()).alias(name)
    if inferred:
        return inferred.read(text).alias(name)
    if options.decimal_comma and known[name].family == "number":
        return with_point(text).alias(name)
    return text
