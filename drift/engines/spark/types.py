"""The types of Spark's columns as polars has them: those that it reads from Parquet that Spark wrote.

Spark hands its columns over as Arrow, so what there is to know is how Arrow has them. A time with a zone is
a moment, and Spark shows it in the zone of its session: here it is always that of UTC, as Parquet has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from drift.errors import InputUnreadableError, InputUnsupportedError
from drift.sources.faults import first_line

if TYPE_CHECKING:
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructField


def schema_of(frame: DataFrame, name: str) -> dict[str, pl.DataType]:
    """Return the columns of a query and their types; `name` is what messages call it.

    Raises
    ------
    InputUnreadableError
        If two columns have one name.
    InputUnsupportedError
        If the values of a column cannot leave Spark.
    """
    fields = frame.schema.fields
    twice = sorted({one.name for one in fields if [two.name for two in fields].count(one.name) > 1})
    if twice:
        raise InputUnreadableError(
            f"{name}: two columns are called {', '.join(f'`{one}`' for one in twice)}",
            mend="rename one of them",
        )
    return {one.name: _dtype(one, name) for one in fields}


def _dtype(column: StructField, name: str) -> pl.DataType:
    from pyspark.sql.pandas.types import to_arrow_schema  # noqa: PLC0415 - only where Spark is asked
    from pyspark.sql.types import StructType  # noqa: PLC0415

    try:
        empty = to_arrow_schema(StructType([column]), timezone="UTC").empty_table()
        return pl.DataFrame(empty).dtypes[0]
    except Exception as error:  # PySpark, Arrow and polars each have errors of their own for it
        raise InputUnsupportedError(
            f"{name}: column `{column.name}` cannot leave Spark",
            seen=f"its type is {column.dataType.simpleString()}: {first_line(error)}",
            mend="cast it in Spark, to a string, say, or name the other columns alone",
            state="nothing was profiled",
        ) from error
