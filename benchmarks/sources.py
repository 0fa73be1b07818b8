"""What the sources were tested with, and how much memory the answer of a large query takes.

`python -m benchmarks.sources` prints the versions of all that `tests/test_every_source.py` reads from;
`python -m benchmarks.sources --memory` the peak of `drift profile`, whole process, for tables of a million
rows and of four, from Parquet, SQLite, DuckDB and a PostgreSQL of its own. Run it where `tests/support` is on
the path: `PYTHONPATH=.:tests/support`.
"""

from __future__ import annotations

import argparse
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

import duckdb
import polars as pl
from adbc_driver_postgresql import dbapi

from postgres import programs, server

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGES: Final = (
    "polars",
    "pandas",
    "pyarrow",
    "duckdb",
    "adbc-driver-postgresql",
    "deltalake",
    "pyiceberg",
    "obstore",
    "moto",
)
ROWS: Final = (1_000_000, 4_000_000)
QUERY: Final = "SELECT * FROM rows"
COMMAND: Final = """
from drift.cli import main
try:
    main()
finally:
    print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def main() -> None:
    """Print versions, or measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--memory", action="store_true")
    if parser.parse_args().memory:
        memory()
        return
    for package in PACKAGES:
        print(f"{package:<24} {version(package)}")
    print(f"{'SQLite':<24} {sqlite3.sqlite_version}")
    told = subprocess.run(  # noqa: S603 - the server's own program
        [programs() / "postgres", "--version"], capture_output=True, text=True, check=True
    )
    print(f"{'PostgreSQL':<24} {told.stdout.split()[2]}")
    print(f"{'Python':<24} {sys.version.split()[0]}")


def table(rows: int) -> pl.DataFrame:
    """Return numbers, text and times: ten columns."""
    row = pl.int_range(rows, eager=True)
    return pl.DataFrame({f"x{place}": (row * (37 + place) % 10_007) / 7 for place in range(7)}).with_columns(
        city=("city " + (row % 211).cast(pl.String)),
        request=("r" + row.cast(pl.String)),
        seconds=row,
    )


def memory() -> None:
    """Print the peak of each source and size, in megabytes."""
    print(f"{'source':<12}" + "".join(f"{rows:>14,}" for rows in ROWS))
    with tempfile.TemporaryDirectory() as folder, server() as uri:
        found: dict[str, list[int]] = {}
        for rows in ROWS:
            for source, arguments in written(Path(folder), uri, rows):
                found.setdefault(source, []).append(peak(arguments, Path(folder) / "x.drift"))
        for source, peaks in found.items():
            print(f"{source:<12}" + "".join(f"{one:>11} MB" for one in peaks))


def written(folder: Path, uri: str, rows: int) -> Iterator[tuple[str, list[str]]]:
    """Write the table to each source in turn, and yield how a command names it."""
    frame = table(rows)
    path = folder / f"{rows}"
    frame.write_parquet(f"{path}.parquet")
    yield "Parquet", [f"{path}.parquet"]
    with duckdb.connect(f"{path}.duckdb") as database:
        database.execute(f"CREATE TABLE rows AS SELECT * FROM '{path}.parquet'")  # noqa: S608 - our own path
    yield "DuckDB", ["--sql", f"duckdb:///{path}.duckdb", QUERY]
    with closing(sqlite3.connect(f"{path}.db")) as lite:
        names = ", ".join(f'"{name}"' for name in frame.columns)
        lite.execute(f"CREATE TABLE rows ({names})")
        marks = ", ".join("?" * frame.width)
        lite.executemany(f"INSERT INTO rows VALUES ({marks})", frame.iter_rows())  # noqa: S608 - question marks
        lite.commit()
    yield "SQLite", ["--sql", f"sqlite:///{path}.db", QUERY]
    with dbapi.connect(uri) as connection, connection.cursor() as cursor:
        cursor.adbc_ingest("rows", frame.to_arrow(), mode="replace")
        connection.commit()
    yield "PostgreSQL", ["--sql", uri, QUERY]


def peak(arguments: list[str], out: Path) -> int:
    """Return the most memory that a command took, in megabytes, as it tells itself.

    What the system tells of a process that is over counts what its parent had when it began.
    """
    command = [sys.executable, "-c", COMMAND, "profile", *arguments, "-o", str(out), "--quiet"]
    told = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own program
    return round(int(told.stdout.partition("VmHWM:")[2].split()[0]) / 1024)


if __name__ == "__main__":
    main()
