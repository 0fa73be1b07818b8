"""The answer to a SQL query as a stream; each reading asks again. Nothing is ever written.

What a message holds of the database is told by `database`: no user, no password.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import polars as pl

from drift.errors import DriftError, InputUnreachableError, InputUnreadableError, UsageError
from drift.sources.database import database_of, without_secrets
from drift.sources.faults import first_line
from drift.sources.infer import Inferred, follow
from drift.sources.sql_arrow import arrow_frames, require_driver
from drift.sources.sql_lite import column_types, connected, frames, quoted
from drift.sources.stream import Stream, taken
from drift.sources.text import TEXT, TIMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from drift.sources.database import Database
    from drift.sources.options import ReadOptions
    from drift.sources.schema import Contract

SURVEY_ROWS: Final = 100_000  # of texts that are looked at at once
QUERY_TOLD: Final = 80  # characters of a query that stand for it
LATER: Final = "run again later; is the server up, and does nothing else hold the file?"
# SQLSTATEs of PostgreSQL (appendix A of its manual): the connection, too many of them, a shutdown or start,
# transactions that stood in each other's way.
STATES_THAT_PASS: Final = ("08", "53", "57P0", "40001", "40P01")
WORDS_THAT_PASS: Final = (
    "Failed to connect",  # libpq, whatever the reason; what the server itself refuses is FATAL
    "server closed the connection",
    "database is locked",  # SQLite
    "Could not set lock on file",  # DuckDB
)
FATAL: Final = "FATAL"
PASSES_THOUGH_FATAL: Final = ("the database system is", "too many clients", "too many connections")
MEND: Final = "does the query run in the database's own shell, and may this user read what it names?"


def query_of(data: object) -> str:
    """Return the one query that was given as data.

    Raises
    ------
    UsageError
        If it is none, or several.
    """
    parts = list(data) if isinstance(data, list | tuple) else [data]
    if len(parts) != 1 or not isinstance(parts[0], str) or not parts[0].strip():
        raise UsageError(
            "with --sql the data is one query",
            seen=f"{len(parts)} of them" if len(parts) != 1 else type(parts[0]).__name__,
            mend="put it in quotes: 'SELECT * FROM orders'",
            state="nothing was read or written",
        )
    return parts[0].strip().rstrip(";").rstrip()


def query_name(database: Database, query: str) -> str:
    """Return what an answer is called: where it is from, and how the query begins."""
    words = without_secrets(" ".join(query.split()))
    told = words if len(words) <= QUERY_TOLD else words[:QUERY_TOLD] + "…"
    return f"{database.shown}: {told}"


def open_sql(uri: str, query: str, contract: Contract | None, options: ReadOptions) -> tuple[str, Stream]:
    """Return the name and the rows of a query's answer.

    Raises
    ------
    UsageError, NotBuiltError
        If the URI names no database that is read.
    InputUnsupportedError
        If the driver is not installed, or a column is of no type that can be read.
    InputNotFoundError, InputUnreadableError
        If the database cannot be reached, or does not answer the query.
    ColumnNotFoundError
        If a column is asked for that the answer does not have.
    """
    database = database_of(uri)
    name = query_name(database, query)
    if database.engine == "sqlite":
        return name, _open_sqlite(database, query, name, contract, options)
    require_driver(database.engine)
    known = contract.by_name() if contract else {}

    def asked(what: str, rows: int, end: str = "") -> Iterator[pl.DataFrame]:
        sql = f"SELECT {what} FROM (\n{query}\n) AS drift_rows{end}"  # noqa: S608 - the query is the user's own
        return _asking(database, name, lambda: arrow_frames(database, sql, rows))

    there = dict(next(asked("*", 1, " LIMIT 0")).schema)
    names = options.chosen(there, name, known=known)
    what = ", ".join(map(quoted, names)) if len(names) < len(there) else "*"
    return name, Stream(
        schema={one: there[one] for one in names},
        read=lambda rows: _cut(asked(what or "NULL", rows), names, rows),
        left_out=tuple(one for one in there if one not in names),
    )


def _cut(found: Iterator[pl.DataFrame], names: list[str], rows: int) -> Iterator[pl.DataFrame]:
    """Yield frames in pieces of so many rows; of none of the columns, where none was asked for."""
    for frame in found:
        yield from (frame if names else frame.select()).iter_slices(rows)


def _open_sqlite(
    database: Database, query: str, name: str, contract: Contract | None, options: ReadOptions
) -> Stream:
    """Return the rows of a query to SQLite; every value is looked at once here."""
    known = contract.by_name() if contract else {}
    with _told(database, name), connected(database, query) as connection:
        types = column_types(connection)
        names = options.chosen(types, name, known=known)
        texts = [one for one in names if isinstance(types[one], pl.String)]
        native = frozenset(one for one in texts if one in known and known[one].family == "time")
        open_ = {one: Inferred() for one in texts if one not in known}
        if open_:
            for frame in taken(frames(connection, types, list(open_), SURVEY_ROWS), options.head):
                follow(frame, open_, TIMES)
    times = {one: found for one, found in open_.items() if found.type in TIMES}
    dtypes = types | {one: found.dtype for one, found in times.items()}
    dtypes |= {one: known[one].read_dtype() for one in native}

    def read(rows: int) -> Iterator[pl.DataFrame]:
        columns = [
            times[one].read(pl.nth(place)).alias(one) if one in times else pl.nth(place)
            for place, one in enumerate(names)
        ]
        with connected(database, query) as connection:
            for frame in frames(connection, types, names, rows):
                yield frame.lazy().select(columns).collect()

    return Stream(
        schema={one: dtypes[one] for one in names},
        read=lambda rows: _asking(database, name, lambda: read(rows)),
        native_text=native,
        time_formats={
            one: found.type.time_format
            for one, found in times.items()
            if found.type and found.type is not TEXT and found.type.time_format
        },
        left_out=tuple(one for one in dtypes if one not in names),
    )


def _asking(
    database: Database, name: str, start: Callable[[], Iterator[pl.DataFrame]]
) -> Iterator[pl.DataFrame]:
    """Yield the frames of an answer, with what a driver raises told as an error of ours."""
    with _told(database, name):
        found = start()
    try:
        while True:
            with _told(database, name):
                frame = next(found, None)
            if frame is None:
                return
            yield frame
    finally:
        if isinstance(found, Generator):
            found.close()


@contextmanager
def _told(database: Database, name: str) -> Iterator[None]:
    """Turn whatever a driver raises into an error of ours.

    The driver's own error is left out of the traceback too: it may quote the URI.

    Raises
    ------
    InputUnreadableError, InputUnreachableError
        With the first line of what the driver said, without secrets.
    """
    try:
        yield
    except (DriftError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - each driver has errors of its own
        said = database.without_secrets(first_line(error))
        later = may_pass(error)
    else:
        return
    if later:
        raise InputUnreachableError(f"{name}: the database does not answer now", seen=said, mend=LATER)
    raise InputUnreadableError(f"{name}: cannot be read", seen=said, mend=MEND)


def may_pass(error: BaseException) -> bool:
    """Return whether what a driver says may be over later: a server that is away or busy, a file in use."""
    state = getattr(error, "sqlstate", None) or ""
    words = str(error)
    return state.startswith(STATES_THAT_PASS) or (
        any(one in words for one in WORDS_THAT_PASS)
        and (FATAL not in words or any(one in words for one in PASSES_THOUGH_FATAL))
    )
