"""Queries to SQLite, whose values each have a type of their own, and whose times are text.

A first pass in the database itself says which types a column's values have; texts that are all times,
written as ISO 8601 has them, are times where no contract says what is wanted, as in NDJSON. A column
that is declared as a boolean and holds nothing but 0 and 1 is one.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from drift.errors import InputNotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from drift.sources.database import Database

VIEW: Final = "drift_rows"
KINDS: Final = ("integer", "real", "text", "blob")  # what `typeof` says, beside "null"
ASKED: Final = 1_000  # questions at once: SQLite answers with at most 2,000 columns


@contextmanager
def connected(database: Database, query: str) -> Iterator[sqlite3.Connection]:
    """Give a connection that may only read, with the query as the view `drift_rows`.

    Raises
    ------
    InputNotFoundError
        If there is no such file: SQLite would make one.
    """
    path = Path(database.path or "")
    if not path.is_file():
        raise InputNotFoundError(f"{database.shown}: no such file", mend="check the path")
    uri = f"{path.resolve().as_uri()}?mode=ro"
    # Batches are taken by several threads, by one at a time.
    opened = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    with closing(opened) as connection:
        connection.execute(f"CREATE TEMP VIEW {VIEW} AS SELECT * FROM (\n{query}\n)")  # noqa: S608 - the query is the user's own
        connection.execute("BEGIN")  # what follows sees one state, whoever writes meanwhile
        yield connection


def column_types(connection: sqlite3.Connection) -> dict[str, pl.DataType]:
    """Return the columns of the view, each in the type that holds all of its values."""
    declared = {name: kind for _, name, kind, *_ in connection.execute(f"PRAGMA table_info({VIEW})")}
    asked = [f"max(typeof({quoted(name)}) = '{kind}')" for name in declared for kind in KINDS]
    said = _said(connection, asked)
    binary = _said(connection, [f"min({quoted(name)} IN (0, 1))" for name in declared])
    types: dict[str, pl.DataType] = {}
    for place, (name, kind) in enumerate(declared.items()):
        there = {one for one, yes in zip(KINDS, said[place * len(KINDS) :], strict=False) if yes}
        types[name] = _type(there, boolean=kind.upper().startswith("BOOL") and binary[place] == 1)
    return types


def _said(connection: sqlite3.Connection, asked: Sequence[str]) -> list[int | None]:
    """Return the answers to questions about the whole view."""
    said: list[int | None] = []
    for start in range(0, len(asked), ASKED):
        what = ", ".join(asked[start : start + ASKED])
        said += connection.execute(f"SELECT {what} FROM {VIEW}").fetchone()  # noqa: S608 - names are quoted
    return said


def _type(kinds: set[str], *, boolean: bool) -> pl.DataType:
    """Return the type that holds values of these kinds."""
    if not kinds:
        return pl.Null()
    if kinds == {"integer"}:
        return pl.Boolean() if boolean else pl.Int64()
    if kinds <= {"integer", "real"}:
        return pl.Float64()
    return pl.Binary() if kinds == {"blob"} else pl.String()


def frames(
    connection: sqlite3.Connection, types: Mapping[str, pl.DataType], names: Sequence[str], rows: int
) -> Iterator[pl.DataFrame]:
    """Yield columns of the view, in frames of so many rows."""
    columns = [_asked(name, types[name]) for name in names] or ["NULL"]
    cursor = connection.execute(f"SELECT {', '.join(columns)} FROM {VIEW}")  # noqa: S608 - names are quoted
    while fetched := cursor.fetchmany(rows):
        values = zip(*fetched, strict=True)
        yield pl.DataFrame(
            [_series(name, types[name], found) for name, found in zip(names, values, strict=False)]
        )


def _asked(name: str, dtype: pl.DataType) -> str:
    """Return the SQL of a column, in the one type that its values are wanted in."""
    if isinstance(dtype, pl.Float64):
        return f"CAST({quoted(name)} AS REAL)"
    return f"CAST({quoted(name)} AS TEXT)" if isinstance(dtype, pl.String) else quoted(name)


def _series(name: str, dtype: pl.DataType, values: Sequence[object]) -> pl.Series:
    """Return values as a column."""
    if isinstance(dtype, pl.Boolean):
        return pl.Series(name, values, dtype=pl.Int64()).cast(dtype)
    return pl.Series(name, values, dtype=dtype)


def quoted(name: str) -> str:
    """Return a column's name as SQL has it, whatever characters it holds."""
    return '"' + name.replace('"', '""') + '"'
