"""The same table through every source gives the same profile, byte for byte: one test, and the list of them.

docs/sources.md lists them as well, with what each was tested with.
"""

from __future__ import annotations

import gzip
import io
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

import duckdb
import polars as pl
import pytest
from adbc_driver_postgresql import dbapi
from pyiceberg.catalog.sql import SqlCatalog

import drift
from drift.sources.options import READ_ALL, ReadOptions
from drift.sources.schema import Contract
from one_table import TABLE, digest
from postgres import server
from stores import s3, web

if TYPE_CHECKING:
    from collections.abc import Callable

    Given = tuple[object, ReadOptions]
    Giving = Callable[["Places"], Given]

SPAN: Final = ReadOptions(since="2026-02-01", until="2026-03-01T06:00", time="at")


def in_sqlite(path: Path) -> str:
    """Write the rows to SQLite, which has no times: they are text there; return the database's URI."""
    types = dict.fromkeys(("city", "code", "at", "day", "zoned"), "TEXT") | {
        "paid": "BOOLEAN",
        "whole": "REAL",
    }
    told = ", ".join(f'"{name}" {types.get(name, "NUMERIC")}' for name in TABLE.columns)
    rows = TABLE.with_columns(
        pl.col("at").dt.strftime("%Y-%m-%dT%H:%M:%S%.6f"),
        pl.col("day").dt.strftime("%Y-%m-%d"),
        pl.col("zoned").dt.strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
    with closing(sqlite3.connect(path / "x.db")) as connection:
        connection.execute(f"CREATE TABLE rows ({told})")
        connection.executemany(f"INSERT INTO rows VALUES ({', '.join('?' * TABLE.width)})", rows.iter_rows())  # noqa: S608 - question marks
        connection.commit()
    return f"sqlite:///{path}/x.db"


def in_duckdb(path: Path) -> str:
    """Write the rows to DuckDB; return the database's URI."""
    with duckdb.connect(path / "x.duckdb") as connection:
        connection.register("given", TABLE.to_arrow())
        connection.execute("CREATE TABLE rows AS SELECT * FROM given")
    return f"duckdb:///{path}/x.duckdb"


def in_delta(path: Path) -> Path:
    """Write a table of Delta that once had other rows, whose files are still there."""
    TABLE.head(7).write_delta(path / "x")
    TABLE.write_delta(path / "x", mode="overwrite")
    return path / "x"


def in_iceberg(path: Path) -> Path:
    """Write a table of Iceberg, likewise."""
    catalog = SqlCatalog("tests", uri=f"sqlite:///{path}/catalog.db", warehouse=path.as_uri())
    catalog.create_namespace("space")
    rows = TABLE.to_arrow()
    made = catalog.create_table("space.x", schema=rows.schema)
    made.append(rows.slice(0, 7))
    made.overwrite(rows)
    catalog.close()
    return path / "space" / "x"


class Places:
    """Where a table can be put for a test: a folder, a bucket, a server of files, standard input."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.patch = patch

    def file(self, name: str, content: bytes) -> Path:
        """Write a file."""
        (self.folder / name).write_bytes(content)
        return self.folder / name


def parquet() -> bytes:
    """Return the rows as Parquet."""
    return written(TABLE.write_parquet)


def written(write: Callable[[io.BytesIO], object]) -> bytes:
    """Return what one of polars' methods writes."""
    buffer = io.BytesIO()
    write(buffer)
    return buffer.getvalue()


def piped(places: Places) -> Given:
    """Pipe the rows in as CSV."""
    text = io.TextIOWrapper(io.BytesIO(TABLE.write_csv().encode()))
    places.patch.setattr("sys.stdin", text)
    return "-", READ_ALL


def hive(places: Places) -> Given:
    """Write a folder for each region, as numbers that stand in no file."""
    for (region,), part in TABLE.partition_by("region", as_dict=True, include_key=False).items():
        folder = places.folder / f"region={region}"
        folder.mkdir()
        part.write_parquet(folder / "x.parquet")
    return places.folder, READ_ALL


QUERY: Final = "SELECT * FROM rows"
SOURCES: Final[dict[str, Giving]] = {
    "Parquet": lambda places: (places.file("x.parquet", parquet()), READ_ALL),
    "CSV": lambda places: (places.file("x.csv", TABLE.write_csv().encode()), READ_ALL),
    "CSV in gzip": lambda places: (
        places.file("x.csv.gz", gzip.compress(TABLE.write_csv().encode())),
        READ_ALL,
    ),
    "NDJSON": lambda places: (places.file("x.ndjson", written(TABLE.write_ndjson)), READ_ALL),
    "Arrow IPC": lambda places: (places.file("x.arrow", written(TABLE.write_ipc)), READ_ALL),
    "Arrow IPC stream": lambda places: (places.file("x.arrows", written(TABLE.write_ipc_stream)), READ_ALL),
    "hive partitions": hive,
    "standard input": piped,
    "SQLite": lambda places: (QUERY, ReadOptions(sql=in_sqlite(places.folder))),
    "DuckDB": lambda places: (QUERY, ReadOptions(sql=in_duckdb(places.folder))),
    "Delta": lambda places: (in_delta(places.folder), READ_ALL),
    "Iceberg": lambda places: (in_iceberg(places.folder), READ_ALL),
    "polars DataFrame": lambda _: (TABLE, READ_ALL),
    "polars LazyFrame": lambda _: (TABLE.lazy(), READ_ALL),
    "pandas DataFrame": lambda _: (TABLE.to_pandas(), READ_ALL),
    "Arrow C stream": lambda _: (TABLE.to_arrow(), READ_ALL),
}
# Of these the server is started for the test; S3 has each form that its readers differ for.
STORED: Final[dict[str, Callable[[], bytes]]] = {
    "x.parquet": parquet,
    "x.csv": lambda: TABLE.write_csv().encode(),
    "x.csv.gz": lambda: gzip.compress(TABLE.write_csv().encode()),
    "x.ndjson": lambda: written(TABLE.write_ndjson),
    "x.arrow": lambda: written(TABLE.write_ipc),
    "x.arrows": lambda: written(TABLE.write_ipc_stream),
}
SERVED: Final = ("S3", "https", "PostgreSQL")


@pytest.fixture(scope="module")
def expected() -> str:
    """Return the digest of the rows as a frame in memory."""
    return digest(TABLE)


@pytest.fixture(scope="module")
def inside() -> str:
    """Return that of the rows of a span of time."""
    at = pl.col("at")
    return digest(TABLE.filter(at >= pl.datetime(2026, 2, 1), at < pl.datetime(2026, 3, 1, 6)))


def with_span(options: ReadOptions) -> ReadOptions:
    """Return the options with a span of time."""
    return ReadOptions(sql=options.sql, since=SPAN.since, until=SPAN.until, time=SPAN.time)


def hold(data: object, options: ReadOptions, expected: str, inside: str) -> None:
    """Hold a source to the profile: by its own types, by those of a reference, and of a span of time."""
    assert digest(data, options) == expected
    if isinstance(data, str) and data == "-":
        return  # read once
    assert digest(data, options, Contract.learn(TABLE.schema)) == expected
    assert digest(data, with_span(options)) == inside


@pytest.mark.parametrize("name", SOURCES)
def test_a_source(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected: str, inside: str
) -> None:
    hold(*SOURCES[name](Places(tmp_path, monkeypatch)), expected, inside)


def test_files_in_s3(monkeypatch: pytest.MonkeyPatch, expected: str, inside: str) -> None:
    with s3(monkeypatch) as bucket:
        for name, content in STORED.items():
            hold(bucket.put(f"one/{name}", content()), READ_ALL, expected, inside)
        shuffled = TABLE.sample(fraction=1, shuffle=True, seed=1)
        for number, part in enumerate(shuffled.iter_slices(450)):
            bucket.put(f"many/{number}.parquet", written(part.write_parquet))
        hold(f"{bucket.url}/many", READ_ALL, expected, inside)
        hold(f"{bucket.url}/many/*.parquet", READ_ALL, expected, inside)


def test_files_on_the_web(expected: str, inside: str) -> None:
    with web() as server_of_files:
        server_of_files.files = {f"/{name}": content() for name, content in STORED.items()}
        for name in STORED:
            hold(f"{server_of_files.url}/{name}", READ_ALL, expected, inside)


def test_the_document_lists_every_source() -> None:
    text = (Path(__file__).parents[1] / "docs" / "sources.md").read_text(encoding="utf-8")
    text = text.partition("## The same profile")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| ([^|]+?) \| [^|]+ \| [^|]+ \|$", text, re.MULTILINE)) - {"source", "---"} == {
        *SOURCES,
        *SERVED,
    }


@pytest.mark.slow
def test_a_query_to_postgresql(expected: str, inside: str) -> None:
    """With a password, which this server does not ask for, and no message may hold."""
    with server() as uri:
        with dbapi.connect(uri) as connection, connection.cursor() as cursor:
            cursor.adbc_ingest("rows", TABLE.to_arrow())
            connection.commit()
        hold("SELECT * FROM rows", ReadOptions(sql=uri), expected, inside)
        with pytest.raises(drift.DriftError) as caught:
            digest("SELECT * FROM nowhere", ReadOptions(sql=uri))
        assert "nowhere" in str(caught.value)
        assert "s3cret" not in str(caught.value)
        with pytest.raises(drift.DriftError):  # a transaction that only reads
            digest("WITH gone AS (DELETE FROM rows RETURNING *) SELECT * FROM gone", ReadOptions(sql=uri))
        assert digest("SELECT * FROM rows", ReadOptions(sql=uri)) == expected
