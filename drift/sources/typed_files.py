"""Files that say the type of each column themselves, Parquet and Arrow IPC, as one stream.

Files of one batch may differ in widths, order and columns. What a form adds is a `TypedForm`: how a
file's schema is read, and how its rows are.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from drift.sources.partitions import partition_columns
from drift.sources.schema import family
from drift.sources.singles import as_doubles
from drift.sources.stream import Stream, of_files
from drift.sources.union import lacking, unite

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from drift.sources.options import ReadOptions
    from drift.sources.paths import InputFile
    from drift.sources.schema import Contract
    from drift.sources.union import United

PRINTED = ("number", "text", "boolean", "time")  # the families whose values polars writes as text


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is read of one file.

    Attributes
    ----------
    columns : list of polars.Expr
        The columns of each frame, by place.
    rows : int
        How many rows a frame should have.
    limit : int or None
        How many rows are wanted, the first ones; None for all.
    ordered : bool
        Whether they have to come in their order.
    sparing : bool
        Whether nothing is to be read ahead.
    """

    columns: list[pl.Expr]
    rows: int
    limit: int | None
    ordered: bool
    sparing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedForm:
    """A form of files that have types.

    Attributes
    ----------
    schema : callable
        From a file to its columns and their types.
    read : callable
        From a file and what is wanted of it to frames.
    rows : callable or None
        From a file to how many rows it has, where it says so in front or at its end.
    """

    schema: Callable[[InputFile], Mapping[str, pl.DataType]]
    read: Callable[[InputFile, Wanted], Iterator[pl.DataFrame]]
    rows: Callable[[InputFile], int] | None = None


def open_typed(
    files: Sequence[InputFile],
    forms: Mapping[str, TypedForm],
    contract: Contract | None,
    options: ReadOptions,
) -> Stream:
    """Return the rows of files, of which only what they say of their columns is read here.

    The schema is the union of the files' columns; a column is null for the files that lack it. A
    folder's ``key=value`` goes before a column of that name in the file, as in polars and duckdb.

    Raises
    ------
    InputUnreadableError
        If a file is cut off, damaged, of another form or may not be read, or if files disagree on the
        type of a column and there is no contract. Damage beyond the schema shows when rows are read.
    ColumnNotFoundError
        If a column is asked for that no file has.
    """
    schemas = [(file.name, forms[file.form].schema(file)) for file in files]
    united = unite(schemas, contract)
    folders = partition_columns(files, contract)
    known = contract.by_name() if contract else {}
    schema = {**united.schema, **folders.schema}
    names = options.chosen(schema, files[0].name, known=known)

    def read(file: InputFile, own: Mapping[str, pl.DataType], rows: int) -> Iterator[pl.DataFrame]:
        if not own:
            return  # a file without columns has no rows
        columns = _fitted(own, united, names, folders.values(file, names), known)
        wanted = Wanted(
            columns=columns,
            rows=rows,
            limit=options.head,
            ordered=options.ordered,
            sparing=options.memory is not None,
        )
        yield from forms[file.form].read(file, wanted)

    stream = Stream(
        schema={name: schema[name] for name in names},
        native_text=folders.native_text,
        partial=lacking(schemas, [name for name in names if name not in folders.schema]),
        mixed=united.mixed - folders.schema.keys(),
        left_out=tuple(name for name in schema if name not in names),
    )
    counts = [(file, forms[file.form].rows) for file in files]
    return of_files(
        stream,
        [partial(read, file, own) for file, (_, own) in zip(files, schemas, strict=True)],
        [None if count is None else partial(count, file) for file, count in counts],
    )


def _fitted(
    own: Mapping[str, pl.DataType],
    united: United,
    names: Sequence[str],
    folders: Mapping[str, pl.Expr],
    known: Mapping[str, object],
) -> list[pl.Expr]:
    """Return what makes a file's frame one of the united schema.

    Columns are taken by place: polars reads a name such as `^a$` as a pattern.
    """
    places = {name: place for place, name in enumerate(own)}
    fitted: list[pl.Expr] = []
    for name in names:
        if name in folders:
            fitted.append(folders[name])
            continue
        dtype = united.schema[name]
        as_it_is = name in places and (own[name] == dtype or (name in united.mixed and name in known))
        if as_it_is:
            fitted.append(pl.nth(places[name]))
        elif name in places and (name not in united.mixed or family(own[name]) in PRINTED):
            fitted.append(_as(dtype, own[name], pl.nth(places[name])).alias(name))
        else:
            fitted.append(pl.lit(None, dtype=dtype).alias(name))
    return fitted


def _as(dtype: pl.DataType, own: pl.DataType, column: pl.Expr) -> pl.Expr:
    """Return a column of one type as another; singles are doubles of the numbers they stand for."""
    if dtype == pl.Float64 and own in {pl.Float16, pl.Float32}:
        return column.map_batches(as_doubles, return_dtype=pl.Float64)
    return column.cast(dtype)
