"""Queries to databases that answer in Arrow: PostgreSQL by ADBC, DuckDB by itself.

The home of their drivers. An answer says the type of each column; its batches follow one another, so
that memory does not grow with the rows.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from drift.errors import InputUnsupportedError, UsageError
from drift.extras import require

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.sources.database import Database, Engine

DRIVERS: Final[dict[Engine, tuple[str, ...]]] = {
    "postgresql": ("adbc_driver_postgresql", "pyarrow"),
    "duckdb": ("duckdb", "pyarrow"),
}
# Start and length of the digits between a UUID's dashes.
UUID_PARTS: Final = ((0, 8), (8, 4), (12, 4), (16, 4), (20, 12))


def require_driver(engine: Engine) -> None:
    """Refuse a database whose driver is not installed, and say how it is."""
    for package in DRIVERS.get(engine, ()):
        require(package, f"reading from {engine}", extra="sql")


def arrow_frames(database: Database, query: str, rows: int) -> Iterator[pl.DataFrame]:
    """Yield the answer to a query, at least one frame, which says the columns and their types."""
    with _answer(database, query, rows) as reader:
        columns = [_column(place, field) for place, field in enumerate(reader.schema)]
        empty = True
        for batch in reader:
            empty = False
            yield _frame(batch, columns)
        if empty:
            yield _frame(reader.schema.empty_table(), columns)


@contextmanager
def _answer(database: Database, query: str, rows: int) -> Iterator[Any]:
    """Give an Arrow reader of the answer, of a connection that may only read."""
    if database.engine == "duckdb":
        import duckdb  # noqa: PLC0415 - only for those who ask it

        with duckdb.connect(database.path or ":memory:", read_only=database.path is not None) as connection:
            # Of several statements each is run, and one may write a file. The other drivers take only one.
            if len(connection.extract_statements(query)) != 1:
                raise UsageError(
                    "with --sql the data is one query",
                    seen="several statements",
                    mend="leave out all but the last SELECT",
                    state="nothing was read or written",
                )
            # DuckDB draws a bar on standard output where Python has no program, as in `python -c`.
            connection.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
            yield connection.sql(query).to_arrow_reader(rows)
    else:
        from adbc_driver_postgresql import dbapi  # noqa: PLC0415 - as above

        with dbapi.connect(database.uri) as connection, connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
            cursor.execute(query)
            yield cursor.fetch_record_batch()


def _column(place: int, field: Any) -> pl.Expr:  # noqa: ANN401 - pyarrow has no types of its own
    """Return what makes of a column what files hold: numbers of decimals, text of UUIDs and JSON."""
    import pyarrow as pa  # noqa: PLC0415 - as above

    column = pl.nth(place)
    if isinstance(field.type, pa.UuidType):
        digits = column.bin.encode("hex")
        parts = [digits.str.slice(start, length) for start, length in UUID_PARTS]
        return pl.concat_str(parts, separator="-").alias(field.name)
    if isinstance(field.type, pa.JsonType):
        return column.ext.storage()
    if isinstance(field.type, pa.OpaqueType) and field.type.type_name == "numeric":
        return column.ext.storage().cast(pl.Float64())
    if pa.types.is_interval(field.type):
        raise InputUnsupportedError(
            f"the query's column `{field.name}` is an interval of months, days and nanoseconds",
            mend="make seconds of it in the query: EXTRACT(EPOCH FROM …)",
            state="nothing was read or written",
        )
    if isinstance(field.type, pa.OpaqueType):
        raise InputUnsupportedError(
            f"the query's column `{field.name}` is of the type {field.type.type_name}, which is not read",
            mend="make text or a number of it in the query: CAST(… AS text)",
            state="nothing was read or written",
        )
    return column


def _frame(rows: Any, columns: list[pl.Expr]) -> pl.DataFrame:  # noqa: ANN401 - as above
    """Return rows of Arrow as a frame."""
    return pl.DataFrame(rows).lazy().select(columns).collect()
