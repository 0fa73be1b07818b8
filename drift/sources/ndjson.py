"""NDJSON files as a stream: an object a line, whose keys are columns.

JSON says numbers, texts and booleans apart, but not how wide a number is, and it has no times. A first
pass over all rows settles the widths, as it does for CSV; texts that are all times, written as ISO 8601
has them, are times where no contract says what is wanted. Whatever else is text stays text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from drift.sources.infer import Inferred, follow
from drift.sources.json_types import widest_schema
from drift.sources.ndjson_file import pieces
from drift.sources.partitions import partition_columns
from drift.sources.stream import Stream
from drift.sources.text import TEXT, TIMES
from drift.sources.union import lacking

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from drift.sources.options import ReadOptions
    from drift.sources.paths import InputFile
    from drift.sources.schema import ColumnType, Contract

UNSEEN = Inferred()
SETTLED = Inferred(type=TEXT)


def open_ndjson(files: Sequence[InputFile], contract: Contract | None, options: ReadOptions) -> Stream:
    """Return the rows of NDJSON files; every line is looked at once here.

    Parameters
    ----------
    files : sequence of InputFile
        Their columns may differ; a column is null for the rows that lack it.
    contract : Contract or None
        What it wants as times comes as text, for `conform` to read.
    options : ReadOptions
        Which columns and rows are read.

    Raises
    ------
    InputUnreadableError
        If a line is not a JSON object.
    ColumnNotFoundError
        If a column is asked for that no row has.
    """
    known = contract.by_name() if contract else {}
    folders = partition_columns(files, contract)
    schemas, texts = _survey(files, known, options)
    united: dict[str, pl.DataType] = {}
    for _, schema in schemas:
        united = widest_schema(united, schema)
    times = {
        name: inferred
        for name, inferred in texts.items()
        if isinstance(united[name], pl.String) and inferred.type in TIMES
    }
    dtypes = {name: times[name].dtype if name in times else dtype for name, dtype in united.items()}
    written = [name for name, dtype in united.items() if isinstance(dtype, pl.String)]
    native = {name for name in written if _is_time(known, name)}
    dtypes |= {name: known[name].read_dtype() for name in native} | folders.schema
    names = options.chosen(dtypes, files[0].name, known=known)

    def read(rows: int) -> Iterator[pl.DataFrame]:
        for file, (_, own) in zip(files, schemas, strict=True):
            values = folders.values(file, names)
            wanted = {name: united[name] for name in names if name in own and name not in values}
            places = {name: place for place, name in enumerate(wanted)}
            columns = [
                values[name] if name in values else _value(name, places, united, times) for name in names
            ]
            for piece in pieces(file, options.limit) if own else ():
                # With no column of its own to read, a file's first one counts its rows.
                frame = piece.frame(wanted or dict([next(iter(own.items()))]))
                yield from frame.lazy().select(columns).collect().iter_slices(rows)

    return Stream(
        schema={name: dtypes[name] for name in names},
        read=read,
        native_text=(frozenset(native) | folders.native_text) & frozenset(names),
        time_formats={
            name: inferred.type.time_format
            for name, inferred in times.items()
            if name in names and inferred.type and inferred.type.time_format
        },
        partial=lacking(schemas, [name for name in names if name not in folders.schema]),
        left_out=tuple(name for name in dtypes if name not in names),
    )


def _survey(
    files: Sequence[InputFile], known: Mapping[str, ColumnType], options: ReadOptions
) -> tuple[list[tuple[str, dict[str, pl.DataType]]], dict[str, Inferred]]:
    """Return each file's columns, and what the texts of those are that no contract knows."""
    schemas: list[tuple[str, dict[str, pl.DataType]]] = []
    texts: dict[str, Inferred] = {}
    left = options.limit
    for file in files:
        own: dict[str, pl.DataType] = {}
        for piece in pieces(file, left) if left != 0 else ():
            found = piece.schema()
            own = widest_schema(own, found)
            for name, dtype in found.items():
                if name not in known and not isinstance(dtype, pl.Null):
                    # What is a number, say, in some lines can be nothing but text over all of them.
                    texts[name] = texts.get(name, UNSEEN) if isinstance(dtype, pl.String) else SETTLED
            open_ = {name: found[name] for name in texts if texts[name].type is not TEXT and name in found}
            if open_:
                follow(piece.frame(open_), texts, TIMES)
            left = None if left is None else left - piece.rows
        schemas.append((file.name, own))
    return schemas, texts


def _is_time(known: Mapping[str, ColumnType], name: str) -> bool:
    """Return whether a contract wants a time or a time of day, which JSON writes as text."""
    return name in known and (known[name].family == "time" or known[name].dtype == "Time")


def _value(
    name: str,
    places: Mapping[str, int],
    united: Mapping[str, pl.DataType],
    times: Mapping[str, Inferred],
) -> pl.Expr:
    """Return the values of one column of a file's frames; nulls where the file has no such column."""
    if name not in places:
        dtype = times[name].dtype if name in times else united[name]
        return pl.lit(None, dtype=dtype).alias(name)
    value = pl.nth(places[name])
    return times[name].read(value).alias(name) if name in times else value
