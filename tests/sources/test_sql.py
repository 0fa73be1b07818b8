"""Answers to SQL queries: types, errors, and that a database is only read."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import duckdb
import polars as pl
import pytest

import drift
from drift.errors import (
    InputNotFoundError,
    InputUnreachableError,
    InputUnreadableError,
    InputUnsupportedError,
    UsageError,
)
from drift.sources import sql_arrow
from drift.sources.options import ReadOptions
from drift.sources.source import open_source
from drift.sources.sql import may_pass

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


ORDERS = "CREATE TABLE orders (id INTEGER, city TEXT, paid BOOLEAN, at TEXT, mixed, empty REAL)"
ROWS = [
    (1, "Porto", 1, "2026-11-25T08:30:00", 1, None),
    (2, 'say "x"', 0, "2026-11-25T09:30:00", 2.5, None),
    (3, None, None, None, None, None),
]


@pytest.fixture
def lite(tmp_path: Path) -> Path:
    path = tmp_path / "shop.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(ORDERS)
        connection.executemany("INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?)", ROWS)
        connection.commit()
    return path


@pytest.fixture
def duck(tmp_path: Path) -> Path:
    path = tmp_path / "shop.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute("CREATE TABLE orders AS SELECT range AS id, range * 0.5 AS price FROM range(5000)")
    return path


def rows(uri: str, query: object, **options: object) -> pl.DataFrame:
    """Return what a query answers, as it is read."""
    source = open_source(query, options=ReadOptions(sql=uri, **options))  # type: ignore[arg-type]
    return pl.concat([batch.frame for batch in source.batches()])


def test_values_of_sqlite_have_types_of_their_own(lite: Path) -> None:
    found = rows(f"sqlite:///{lite}", "SELECT * FROM orders")
    assert [str(dtype) for dtype in found.dtypes[:3]] == ["Int64", "String", "Boolean"]
    assert found["at"].dtype.is_temporal()
    assert found["mixed"].to_list() == [1.0, 2.5, None]
    assert found["city"].to_list() == ["Porto", 'say "x"', None]
    assert found["paid"].to_list() == [True, False, None]


def test_columns_and_a_limit_are_asked_of_the_database(lite: Path, duck: Path) -> None:
    assert rows(f"sqlite:///{lite}", "SELECT * FROM orders;", columns=["city"], limit=2).shape == (2, 1)
    assert rows(f"duckdb:///{duck}", "SELECT * FROM orders", columns=["price"], limit=7).shape == (7, 1)


def test_an_answer_comes_in_batches(duck: Path) -> None:
    source = open_source("SELECT * FROM orders", options=ReadOptions(sql=f"duckdb:///{duck}"), batch_rows=600)
    sizes = [batch.frame.height for batch in source.batches()]
    assert sum(sizes) == 5_000
    assert max(sizes) <= 600


def test_no_rows_are_a_table_with_columns(lite: Path, duck: Path) -> None:
    for uri in (f"sqlite:///{lite}", f"duckdb:///{duck}"):
        source = open_source("SELECT id FROM orders WHERE id < 0", options=ReadOptions(sql=uri))
        assert list(source.schema) == ["id"]
        assert sum(batch.frame.height for batch in source.batches()) == 0


@pytest.mark.parametrize(
    "query", ["SELECT * FROM nowhere", "SELEC", "DROP TABLE orders", "1) ; DROP TABLE orders; --"]
)
def test_no_answer_is_an_error_and_nothing_is_written(lite: Path, duck: Path, query: str) -> None:
    before = [path.read_bytes() for path in (lite, duck)]
    for uri in (f"sqlite:///{lite}", f"duckdb:///{duck}"):
        with pytest.raises(InputUnreadableError, match="cannot be read"):
            rows(uri, query)
    assert [path.read_bytes() for path in (lite, duck)] == before


def test_of_several_statements_none_is_run(lite: Path, duck: Path, tmp_path: Path) -> None:
    """One of them might write a file, whatever the database may."""
    there = sorted(tmp_path.iterdir())
    copy = f"COPY (SELECT 1) TO '{tmp_path}/x.csv'"
    query = f"SELECT 1) AS a; {copy}; SELECT * FROM (SELECT 1 AS x"  # noqa: S608 - what is refused
    for uri in (f"sqlite:///{lite}", f"duckdb:///{duck}", "duckdb:///:memory:"):
        with pytest.raises(drift.DriftError):
            rows(uri, query)
    assert sorted(tmp_path.iterdir()) == there


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(InputNotFoundError):
        rows(f"sqlite:///{tmp_path}/none.db", "SELECT 1")
    with pytest.raises((InputNotFoundError, InputUnreadableError)):
        rows(f"duckdb:///{tmp_path}/none.duckdb", "SELECT 1")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("query", [["SELECT 1", "SELECT 2"], "  ", pl.DataFrame()])
def test_the_data_is_one_query(lite: Path, query: object) -> None:
    with pytest.raises(UsageError, match="one query"):
        rows(f"sqlite:///{lite}", query)


def test_what_is_said_of_files_is_refused(lite: Path) -> None:
    with pytest.raises(UsageError, match="are of files"):
        rows(f"sqlite:///{lite}", "SELECT 1", separator=";")


def test_a_driver_that_is_missing_is_named(duck: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sql_arrow.DRIVERS, "duckdb", ("no_such_driver",))
    with pytest.raises(InputUnsupportedError, match="no-such-driver"):
        rows(f"duckdb:///{duck}", "SELECT 1")


def test_a_refused_password_is_not_told() -> None:
    with pytest.raises(InputUnreachableError) as caught:
        rows("postgresql://ana:x1y2@127.0.0.1:1/shop", "SELECT 1")
    assert caught.value.retryable
    assert "x1y2" not in f"{caught.value}{caught.value.__cause__}{caught.value.__context__}"


@pytest.mark.parametrize(
    ("said", "state", "passes"),
    [
        ('connection to server at "db", port 5432 failed: Connection refused', None, True),
        ('could not translate host name "db" to address: Name or service not known', None, True),
        (
            'connection to server on socket "/s" failed: FATAL:  the database system is starting up',
            None,
            True,
        ),
        ("connection failed: FATAL:  sorry, too many clients already", None, True),
        ('connection to server failed: FATAL:  database "nodb" does not exist', None, False),
        ('connection failed: FATAL:  password authentication failed for user "a"', None, False),
    ],
)
def test_a_server_that_is_away_may_come_back_and_a_refusal_stays(
    said: str, state: str | None, *, passes: bool
) -> None:
    """As libpq words what PostgreSQL 15 and the network say."""
    error = RuntimeError(f"IO: [libpq] Failed to connect: {said}")
    error.sqlstate = state  # type: ignore[attr-defined]
    assert may_pass(error) is passes


@pytest.mark.parametrize(
    ("state", "passes"),
    [("08006", True), ("57P01", True), ("53300", True), ("40P01", True), ("42703", False), ("57014", False)],
)
def test_the_state_that_postgresql_tells_says_whether_to_try_again(state: str, *, passes: bool) -> None:
    error = RuntimeError("ERROR: whatever")
    error.sqlstate = state  # type: ignore[attr-defined]
    assert may_pass(error) is passes


def test_a_file_that_another_program_holds_may_be_free_later(duck: Path) -> None:
    held = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print(1, flush=True); sys.stdin.read()"
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", held, str(duck)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(InputUnreachableError, match="does not answer now"):
            rows(f"duckdb:///{duck}", "SELECT 1 AS one")
        other.communicate()
    assert rows(f"duckdb:///{duck}", "SELECT 1 AS one").height == 1


@pytest.fixture
def made(tmp_path: Path) -> Callable[[int], str]:
    """Return what makes a database with a column in seconds, times a factor."""

    def write(factor: int) -> str:
        path = tmp_path / f"{factor}.duckdb"
        with duckdb.connect(path) as connection:
            connection.sql(
                "SELECT (1 + range % 997) * $1 AS wait_s FROM range(5000)", params=[factor]
            ).create("t")
        return f"duckdb:///{path}"

    return write


def test_a_batch_of_a_query_is_diagnosed(made: Callable[[int], str]) -> None:
    reference = drift.fit("SELECT * FROM t", options=ReadOptions(sql=made(1)))
    run = drift.check("SELECT * FROM t", reference, options=ReadOptions(sql=made(1000)))
    [finding] = run.to_dict()["columns"][0]["findings"]
    assert finding["diagnosis"]["fault"] == "unit_change"
    assert finding["diagnosis"]["parameters"]["factor"] == 1000


def test_an_answer_of_many_batches_is_counted_by_several_threads(tmp_path: Path) -> None:
    """What SQLite made in one thread it refuses to another, unless it is told that they take turns."""
    rows = 250_000
    with closing(sqlite3.connect(tmp_path / "many.db")) as connection:
        connection.execute("CREATE TABLE rows (n INTEGER)")
        connection.executemany("INSERT INTO rows VALUES (?)", ((n,) for n in range(rows)))
        connection.commit()
    options = drift.ReadOptions(sql=f"sqlite:///{tmp_path}/many.db")
    found = drift.profile("SELECT * FROM rows", options=options)
    assert found.profile.rows == rows
    assert drift.fit(found).digest == drift.fit(pl.DataFrame({"n": range(rows)})).digest
