"""Queries to databases that answer in Arrow: PostgreSQL by ADBC, DuckDB by itself.

The home of their drivers. An answer says the type of each column; its batches follow one another, so
that memory does not grow with the rows.
"""

from __future__ import annotations

import importlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from drift.errors import InputUnsupportedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.sources.database import Database, Engine

DRIVERS: Final[dict[Engine, tuple[str, ...]]] = {
    "postgresql": ("adbc_driver_postgresql", "pyarrow"),
    "duckdb": ("duckdb", "pyarrow"),
}
POSTGRES_TYPE: Final = b"ADBC:postgresql:typname"  # where the driver says what it could not translate
INSTALL: Final = "pip install 'driftgate[sql]'"


def require_driver(engine: Engine) -> None:
    """Refuse a database whose driver is not installed, and say how it is."""
    for module in DRIVERS.get(engine, ()):
        try:
            importlib.import_module(module)
        except ModuleNotFoundError as error:
            raise InputUnsupportedError(
                f"reading from {engine} needs the package {module.replace('_', '-')}, which is not installed",
                mend=INSTALL,
                state="nothing was read or written",
            ) from error


def arrow_frames(database: Database, query: str, rows: int) -> Iterator[pl.DataFrame]:
    """Yield the answer to a query, at least one frame, which says the columns and their types."""
    with _answer(database, query, rows) as reader:
        decimals = _refuse_or_cast(reader.schema)
        empty = True
        for batch in reader:
            empty = False
            yield _frame(batch, decimals)
        if empty:
            yield _frame(reader.schema.empty_table(), decimals)


@contextmanager
def _answer(database: Database, query: str, rows: int) -> Iterator[Any]:
    """Give an Arrow reader of the answer, of a connection that may only read."""
    if database.engine == "duckdb":
        import duckdb  # noqa: PLC0415 - only for those who ask it

        with duckdb.connect(database.path or ":memory:", read_only=database.path is not None) as connection:
            connection.execute("SET TimeZone = 'UTC'")
            yield connection.sql(query).to_arrow_reader(rows)
    else:
        from adbc_driver_postgresql import dbapi  # noqa: PLC0415 - as above

        with dbapi.connect(database.uri) as connection, connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
            cursor.execute(query)
            yield cursor.fetch_record_batch()


def _refuse_or_cast(schema: Any) -> list[pl.Expr]:  # noqa: ANN401 - pyarrow has no types of its own
    """Return what makes numbers of the decimals that came as text; refuse what polars has no type for."""
    import pyarrow as pa  # noqa: PLC0415 - as above

    wanted = []
    for place, field in enumerate(schema):
        if pa.types.is_interval(field.type):
            raise InputUnsupportedError(
                f"the query's column `{field.name}` is an interval of months, days and nanoseconds",
                mend="make seconds of it in the query: EXTRACT(EPOCH FROM …)",
                state="nothing was read or written",
            )
        decimal = (field.metadata or {}).get(POSTGRES_TYPE) == b"numeric"
        wanted.append(pl.nth(place).cast(pl.Float64()) if decimal else pl.nth(place))
    return wanted


def _frame(rows: Any, columns: list[pl.Expr]) -> pl.DataFrame:  # noqa: ANN401 - as above
    """Return rows of Arrow as a frame."""
    return pl.DataFrame(rows).lazy().select(columns).collect()
