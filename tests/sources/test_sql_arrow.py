"""What PostgreSQL has and Arrow has not, as a real server sends it; and that nothing is written."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import polars as pl
import pytest
from adbc_driver_postgresql import dbapi

from drift.errors import InputUnreadableError, InputUnsupportedError
from drift.sources.options import ReadOptions
from drift.sources.source import open_source
from postgres import server

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def uri() -> Iterator[str]:
    with server() as started:
        yield started


def rows(uri: str, query: str) -> pl.DataFrame:
    """Return all rows of an answer."""
    return pl.concat([one.frame for one in open_source(query, options=ReadOptions(sql=uri)).batches()])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("numeric '-12.50'", -12.5),
        ("NULL::numeric", None),
        ("uuid '123e4567-e89b-12d3-a456-426614174000'", "123e4567-e89b-12d3-a456-426614174000"),
        ("NULL::uuid", None),
        ("json '{\"a\": 1}'", '{"a": 1}'),
        ("timestamptz '2026-01-01 02:00+02'", datetime(2026, 1, 1, tzinfo=UTC)),
    ],
)
def test_what_arrow_has_no_type_for_is_a_number_or_text(uri: str, value: str, expected: object) -> None:
    assert rows(uri, f"SELECT {value} AS x").to_series().to_list() == [expected]


@pytest.mark.parametrize("value", ["inet '10.0.0.1'", "interval '1 month'"])
def test_a_type_that_is_not_read_is_named(uri: str, value: str) -> None:
    with pytest.raises(InputUnsupportedError, match="column `x`"):
        rows(uri, f"SELECT {value} AS x")


def test_a_function_that_writes_is_refused_by_the_server(uri: str) -> None:
    with dbapi.connect(uri) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE SEQUENCE counter")
        connection.commit()
    with pytest.raises(InputUnreadableError, match="cannot be read") as caught:
        rows(uri, "SELECT nextval('counter')")
    assert "read-only transaction" in str(caught.value)


def test_of_several_statements_none_is_run(uri: str) -> None:
    with dbapi.connect(uri) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept (x integer)")
        connection.commit()
    with pytest.raises(InputUnreadableError):
        rows(uri, "SELECT 1) AS a; COMMIT; DROP TABLE kept; SELECT * FROM (SELECT 1 AS x")
    assert rows(uri, "SELECT count(*) AS n FROM kept").item() == 0
