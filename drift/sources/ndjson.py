"""NDJSON files as a stream: an object a line, whose keys are columns.

JSON says numbers, texts and booleans apart, but not how wide a number is, and it has no times. A first
pass over all rows settles the widths, as it does for CSV; texts that are all times, written as ISO 8601
has them, are times where no contract says what is wanted. Whatever else is text stays text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial, reduce
from typing import TYPE_CHECKING

import polars as pl

from drift.sources.infer import Inferred, follow
from drift.sources.json_mixed import apart, kinds_of_rows
from drift.sources.json_types import widest_schema
from drift.sources.ndjson_file import pieces
from drift.sources.partitions import partition_columns
from drift.sources.stream import Stream, of_files
from drift.sources.text import TEXT, TIMES
from drift.sources.union import lacking

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from drift.sources.ndjson_file import Piece
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
    found = _survey(files, known, options)
    united = found.united()
    if not united:  # no line, so nothing says which columns there would be
        united = {name: one.read_dtype() for name, one in known.items()}
    times = {name: one for name, one in found.texts.items() if one.type in TIMES}
    dtypes = {name: times[name].dtype if name in times else dtype for name, dtype in united.items()}
    written = [name for name, dtype in united.items() if isinstance(dtype, pl.String)]
    native = frozenset(name for name in written if _is_time(known, name))
    dtypes |= {name: known[name].read_dtype() for name in (*native, *found.mixed)} | folders.schema
    names = options.chosen(dtypes, files[0].name, known=known)
    mixed = [name for name in names if name in found.mixed and name not in folders.schema]

    def read(file: InputFile, own: Mapping[str, pl.DataType], rows: int) -> Iterator[pl.DataFrame]:
        values = folders.values(file, names)
        wanted = {name: united[name] for name in names if name in own and name not in values}
        places = {name: place for place, name in enumerate(wanted)}
        columns = [values[name] if name in values else _value(name, places, united, times) for name in names]
        for piece in pieces(file, options.head) if own else ():
            # With no column of its own to read, a file's first one counts its rows.
            frame = piece.frame(wanted or dict([next(iter(own.items()))]))
            frame = frame.lazy().select(columns).collect()
            kinds = {name: kinds_of_rows(piece, name) for name in mixed if name in places}
            for part in apart(frame, kinds) if kinds else (frame,):
                yield from part.iter_slices(rows)

    stream = Stream(
        schema={name: dtypes[name] for name in names},
        native_text=(native | folders.native_text) & frozenset(names),
        time_formats={
            name: inferred.type.time_format
            for name, inferred in times.items()
            if name in names and inferred.type and inferred.type.time_format
        },
        partial=lacking(found.schemas, [name for name in names if name not in folders.schema]),
        mixed=frozenset(mixed),
        left_out=tuple(name for name in dtypes if name not in names),
    )
    return of_files(
        stream, [partial(read, file, own) for file, (_, own) in zip(files, found.schemas, strict=True)]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What a look at every line found.

    Attributes
    ----------
    schemas : list of (str, dict of str to polars.DataType)
        Each file's name and columns.
    texts : dict of str to Inferred
        What the texts are of those columns that no contract knows.
    mixed : set of str
        The columns that a contract wants as numbers or booleans, and that are text in some rows.
    """

    schemas: list[tuple[str, dict[str, pl.DataType]]] = field(default_factory=list)
    texts: dict[str, Inferred] = field(default_factory=dict)
    mixed: set[str] = field(default_factory=set)

    def united(self) -> dict[str, pl.DataType]:
        """Return the columns of all files, each in a type that holds the values of all."""
        return reduce(widest_schema, (schema for _, schema in self.schemas), {})


def _survey(files: Sequence[InputFile], known: Mapping[str, ColumnType], options: ReadOptions) -> Survey:
    """Return what every line of the files says, of those that are wanted."""
    found = Survey()
    whole: dict[str, pl.DataType] = {}
    left = options.head
    for file in files:
        own: dict[str, pl.DataType] = {}
        for piece in pieces(file, left) if left != 0 else ():
            schema = piece.schema()
            own, before = widest_schema(own, schema), whole
            whole = widest_schema(whole, schema)
            _follow_texts(piece, schema, known, found.texts)
            found.mixed.update(_mixed(piece, schema, before, known))
            left = None if left is None else left - piece.rows
        found.schemas.append((file.name, own))
    return found


def _follow_texts(
    piece: Piece,
    schema: Mapping[str, pl.DataType],
    known: Mapping[str, ColumnType],
    texts: dict[str, Inferred],
) -> None:
    """Widen what is known of texts, of columns that no contract knows, to those of a piece."""
    for name, dtype in schema.items():
        if name not in known and not isinstance(dtype, pl.Null):
            # What is a number, say, in some lines can be nothing but text over all of them.
            texts[name] = texts.get(name, UNSEEN) if isinstance(dtype, pl.String) else SETTLED
    open_ = {name: schema[name] for name in texts if texts[name].type is not TEXT and name in schema}
    open_ = {name: dtype for name, dtype in open_.items() if isinstance(dtype, pl.String)}
    if open_:
        follow(piece.frame(open_), texts, TIMES)


def _mixed(
    piece: Piece,
    schema: Mapping[str, pl.DataType],
    before: Mapping[str, pl.DataType],
    known: Mapping[str, ColumnType],
) -> Iterator[str]:
    """Yield the columns that are wanted as numbers or booleans, and are those and text as well."""
    for name, dtype in schema.items():
        if name not in known or known[name].family not in {"number", "boolean"} or _is_time(known, name):
            continue
        kinds = {isinstance(one, pl.String) for one in (dtype, before.get(name)) if _has_values(one)}
        if kinds == {True, False} or (True in kinds and kinds_of_rows(piece, name).any()):
            yield name


def _has_values(dtype: pl.DataType | None) -> bool:
    """Return whether a column of this type, where there is one, holds anything but nulls."""
    return dtype is not None and not isinstance(dtype, pl.Null)


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
