"""Opening a history, for one reading or one writing, and what SQLite says in the words of drift.

A connection lives as long as one transaction. So nothing is shared between threads or copies of a
process, and nobody holds a lock longer than it takes to read or write some rows.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from drift.errors import (
    DriftError,
    FileDamagedError,
    InputNotFoundError,
    InputUnreadableError,
    OutputNotWrittenError,
)
from drift.record.history.schema import create, is_new

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE: Final = 60.0  # seconds to wait for others: a run is written in some hundredths of one
_PRIMARY: Final = 0xFF  # of an extended code of SQLite's, the part that says what failed
_DAMAGED: Final = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_TAKEN: Final = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


@contextmanager
def reading(path: str, *, patience: float = PATIENCE) -> Iterator[sqlite3.Connection | None]:
    """Yield a connection that sees one state of the history; None where it holds nothing yet.

    Raises
    ------
    InputNotFoundError, InputUnreadableError, FileDamagedError, FileIncompatibleError
        If there is no such file, it may not be read, is damaged, or is something else.
    """
    if not Path(path).exists():
        raise InputNotFoundError(
            f"{path}: no such history",
            mend="check the path; the first `drift check` with `history` in its config makes one",
        )
    with _told(path, writes=False), closing(_open(path, patience)) as connection:
        connection.execute("BEGIN")
        yield None if is_new(connection, path) else connection
        connection.execute("COMMIT")


@contextmanager
def writing(path: str, *, patience: float = PATIENCE) -> Iterator[sqlite3.Connection]:
    """Yield a connection that alone may write; when the block ends, all that it wrote is kept, or nothing.

    Raises
    ------
    OutputNotWrittenError, FileDamagedError, FileIncompatibleError
        If the file cannot be written, is held by others for too long, is damaged, or is something else.
    """
    with _told(path, writes=True):
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        with closing(_open(path, patience, create=True)) as connection:
            # At once, for a lock that is asked for after reading could only be refused.
            connection.execute("BEGIN IMMEDIATE")
            if is_new(connection, path):
                create(connection)
            yield connection
            connection.execute("COMMIT")


def shrink(path: str) -> None:
    """Give the room of removed rows back to the file system, if the others let us; else it is used again."""
    with suppress(sqlite3.OperationalError), closing(_open(path, PATIENCE)) as connection:
        connection.execute("VACUUM")


def _open(path: str, patience: float, *, create: bool = False) -> sqlite3.Connection:
    """Return a connection; a reader's may write, to undo what a killed writer left half done."""
    name = quote(str(Path(path).absolute()))
    try:
        connection = _connect(f"file:{name}?mode={'rwc' if create else 'rw'}", patience)
        connection.execute("PRAGMA schema_version")
    except sqlite3.OperationalError as error:
        if create or _code(error) not in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}:
            raise
        connection = _connect(f"file:{name}?mode=ro", patience)
    # Extra: when the journal's removal has reached the disk the run is there, and not before.
    connection.execute("PRAGMA synchronous = EXTRA")
    return connection


def _connect(uri: str, patience: float) -> sqlite3.Connection:
    return sqlite3.connect(uri, uri=True, timeout=patience, isolation_level=None)


@contextmanager
def _told(path: str, *, writes: bool) -> Iterator[None]:
    """Turn what fails into an error that a user can mend."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise _in_words(path, error, writes=writes) from error


def _in_words(path: str, error: sqlite3.Error | OSError, *, writes: bool) -> DriftError:
    code = _code(error)
    state = "the history is as it was" if writes else None
    if code in _DAMAGED:
        return FileDamagedError(
            f"{path}: damaged, or not a history of drift's",
            seen=str(error),
            mend="restore it from a copy, or move it away: the next check begins a new one",
            state=state,
        )
    if code in _TAKEN:
        return OutputNotWrittenError(
            f"{path}: others have held the history for too long",
            seen=f"no turn within {PATIENCE:.0f} seconds",
            mend="try again, and look for a process that hangs while it writes there",
            state=state,
        )
    form = OutputNotWrittenError if writes else InputUnreadableError
    return form(
        f"{path}: the history cannot be {'written' if writes else 'read'}",
        seen=(error.strerror if isinstance(error, OSError) else None) or str(error),
        mend="check who may write there, in its folder too, and that the disk is not full"
        if writes
        else "check what it is and who may read it",
        state=state,
    )


def _code(error: BaseException) -> int | None:
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else int(code) & _PRIMARY
