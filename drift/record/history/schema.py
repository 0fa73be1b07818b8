"""The form of a history: an SQLite file whose header says that it is one, and of which version.

The journal is SQLite's own rollback journal, and not its write-ahead log: the log needs memory that all
processes share, which network file systems do not give, and a second file without which the first lacks
runs. See `benchmarks/history.py` for what that costs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from drift.errors import FileIncompatibleError

if TYPE_CHECKING:
    from sqlite3 import Connection

APPLICATION: Final = int.from_bytes(b"drft", "big")  # in the file's header, where `file` and SQLite look
VERSION: Final = 1

# A batch has one row: what is told of it at once, and the rest compressed. Times are ISO 8601 in UTC with
# microseconds, so that their order as text is that in time.
_TABLES: Final = (
    """
    CREATE TABLE runs (
        dataset TEXT NOT NULL,
        batch TEXT NOT NULL,
        as_of TEXT NOT NULL,
        summary TEXT NOT NULL,
        digest TEXT NOT NULL,
        document BLOB NOT NULL,
        profile BLOB,
        PRIMARY KEY (dataset, batch)
    )
    """,
    "CREATE INDEX runs_in_time ON runs (dataset, as_of)",
)


def is_new(connection: Connection, path: str) -> bool:
    """Return whether the file holds nothing yet; a process killed while it made one leaves such a file.

    Raises
    ------
    FileIncompatibleError
        If it is a database of something else, or a history of a later version.
    """
    version = _pragma(connection, "user_version")
    if _pragma(connection, "application_id") == APPLICATION:
        if version > VERSION:
            raise FileIncompatibleError(
                f"{path}: a history written by a later drift",
                seen=f"version {version}; this drift reads up to {VERSION}",
                mend="upgrade drift here",
                state="nothing was read or written",
            )
        return False
    if connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
        raise FileIncompatibleError(
            f"{path}: a database, and not a history of drift's",
            mend="name another file as the `history`",
            state="nothing was read or written",
        )
    return True


def create(connection: Connection) -> None:
    """Make the tables, within the transaction that the first run is written in."""
    for statement in _TABLES:
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {VERSION}")


def _pragma(connection: Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])
