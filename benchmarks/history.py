"""What a history costs, and why it is SQLite with a rollback journal: `python -m benchmarks.history`.

Several processes write runs of 50 columns into one file, each run in a transaction of its own that has
reached the disk: SQLite with its rollback journal, as `drift.History` has it; SQLite with a write-ahead log;
and DuckDB, whose file one process has at a time, so that each opens it anew and waits where another has it.
A reader counts the runs meanwhile. Needs `pip install duckdb`; without it, that line is left out.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import multiprocessing
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

WRITERS: Final = 4
BYTES: Final = 200_000  # of a run of 50 columns: its profile, mostly
PATIENCE: Final = 60.0
TABLE: Final = "CREATE TABLE IF NOT EXISTS runs (batch TEXT PRIMARY KEY, profile BLOB)"
WRITE: Final = "INSERT OR REPLACE INTO runs VALUES (?, ?)"
COUNT: Final = "SELECT count(*) FROM runs"


def sqlite(path: Path, journal: str) -> sqlite3.Connection:
    """Return a connection as a history has it, but for the journal."""
    connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    connection.execute(f"PRAGMA journal_mode = {journal}")
    connection.execute("PRAGMA synchronous = EXTRA")
    return connection


def write_sqlite(path: Path, batch: str, blob: bytes, journal: str) -> None:
    """Write a run, and close the file."""
    with closing(sqlite(path, journal)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(TABLE)
        connection.execute(WRITE, (batch, blob))
        connection.execute("COMMIT")


def read_sqlite(path: Path, journal: str) -> int:
    """Return how many runs there are."""
    with closing(sqlite(path, journal)) as connection:
        connection.execute(TABLE)
        return int(connection.execute(COUNT).fetchone()[0])


def write_rollback(path: Path, batch: str, blob: bytes) -> None:
    """Write with the classic journal."""
    write_sqlite(path, batch, blob, "DELETE")


def write_log(path: Path, batch: str, blob: bytes) -> None:
    """Write with the write-ahead log."""
    write_sqlite(path, batch, blob, "WAL")


def read_rollback(path: Path) -> int:
    """Read with the classic journal."""
    return read_sqlite(path, "DELETE")


def read_log(path: Path) -> int:
    """Read with the write-ahead log."""
    return read_sqlite(path, "WAL")


def in_duckdb(path: Path, work: Callable[[object], object], *, read_only: bool = False) -> object:
    """Do something with the file once no other process has it."""
    duckdb = importlib.import_module("duckdb")  # not asked for by the rest, nor by who checks types
    while True:
        try:
            connection = duckdb.connect(str(path), read_only=read_only)
        except (duckdb.IOException, duckdb.ConnectionException):
            time.sleep(0.01)
            continue
        with closing(connection):
            return work(connection)


def write_duckdb(path: Path, batch: str, blob: bytes) -> None:
    """Write, and close the file, which also puts DuckDB's log into it."""

    def work(connection: object) -> None:
        connection.execute(TABLE)  # type: ignore[attr-defined]
        connection.execute(WRITE, [batch, blob])  # type: ignore[attr-defined]

    in_duckdb(path, work)


def read_duckdb(path: Path) -> int:
    """Return how many runs there are."""
    if not path.exists():
        return 0
    found = in_duckdb(path, lambda connection: connection.execute(COUNT).fetchone()[0], read_only=True)  # type: ignore[attr-defined]
    return int(str(found))


STORES: Final = {
    "SQLite, rollback journal": (write_rollback, read_rollback),
    "SQLite, write-ahead log": (write_log, read_log),
    "DuckDB": (write_duckdb, read_duckdb),
}


def write_many(store: str, path: Path, number: int, runs: int) -> list[float]:
    """Write runs, and return the seconds that each took."""
    blob = np.random.default_rng(number).bytes(BYTES)
    taken = []
    for run in range(runs):
        began = time.perf_counter()
        STORES[store][0](path, f"{number}-{run}", blob)
        taken.append(time.perf_counter() - began)
    return taken


def read_many(store: str, path: Path, reads: int) -> list[float]:
    """Count the runs over and over, and return the seconds that each took."""
    taken = []
    for _ in range(reads):
        began = time.perf_counter()
        STORES[store][1](path)
        taken.append(time.perf_counter() - began)
        time.sleep(0.02)
    return taken


def main() -> int:
    """Print a line a store."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.history")
    parser.add_argument("--runs", type=int, default=25, help="of each of the four writers")
    asked = parser.parse_args()
    print(f"{WRITERS} writers of {asked.runs} runs of {BYTES:,} bytes, and a reader: milliseconds a run")
    for store in STORES:
        if store == "DuckDB" and importlib.util.find_spec("duckdb") is None:
            print(f"   {store:<26} not installed")
            continue
        with (
            tempfile.TemporaryDirectory() as folder,
            multiprocessing.get_context("spawn").Pool(WRITERS + 1) as pool,
        ):
            path = Path(folder) / "history.db"
            STORES[store][0](path, "first", b"")
            writing = [pool.apply_async(write_many, (store, path, n, asked.runs)) for n in range(WRITERS)]
            reading = pool.apply_async(read_many, (store, path, asked.runs))
            writes = np.concatenate([one.get() for one in writing]) * 1000
            reads = np.array(reading.get()) * 1000
            kept = STORES[store][1](path)
        write, read = (
            f"{np.quantile(times, 0.5):.1f}, 1 % over {np.quantile(times, 0.99):.0f}"
            for times in (writes, reads)
        )
        print(f"   {store:<26} write {write}; read {read}; {kept:,} runs", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
