"""What pandera says that is wrong with a frame: of which column and check, which rows, in which words."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from drift.sources.pandera_home import (
    SchemaError,
    SchemaErrorReason,
    SchemaErrors,
    ValidationDepth,
    config_context,
    pa,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

OUTPUT: Final = "check_output"  # what pandera calls the column that says which rows pass
MAX_TEXT: Final = 200  # characters of another library's message that are repeated


def called(check: Any) -> str:  # noqa: ANN401 - as above
    """Return what a person knows a check by."""
    return str(check.error or check.name or check)


def errors_of(schema: pa.DataFrameSchema, frame: pl.DataFrame) -> list[SchemaError]:
    """Return what pandera finds wrong, however the environment has set it."""
    with (
        config_context(
            validation_enabled=True,
            validation_depth=ValidationDepth.SCHEMA_AND_DATA,
            use_narwhals_backend=False,
        ),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")  # pandera's own, on patterns of columns and the like
        try:
            schema.validate(frame, lazy=True)
        except SchemaErrors as error:
            return list(error.schema_errors)
        except SchemaError as error:
            return [error]
    return []


def absent_of(schema: pa.DataFrameSchema, frame: pl.DataFrame) -> list[str]:
    """Return the columns that a schema wants and a frame does not have, but for those that it would add."""
    if schema.add_missing_columns:
        return []
    return [
        name
        for name, column in schema.columns.items()
        if column.required and not column.regex and name not in frame.columns
    ]


def label_of(error: SchemaError) -> str:
    """Return the name of the check that failed."""
    if error.reason_code == SchemaErrorReason.DATATYPE_COERCION:
        return "coerce"  # pandera's own name lists the types of all columns
    return error.check if isinstance(error.check, str) else called(error.check)


def column_of(error: SchemaError, columns: Iterable[str]) -> str | None:
    """Return the column that an error is about; None where it is of no one."""
    told = getattr(error, "column_name", None)
    if isinstance(told, str):
        return told
    reason = error.reason_code
    if reason in {
        SchemaErrorReason.COLUMN_NOT_IN_DATAFRAME,
        SchemaErrorReason.COLUMN_NOT_IN_SCHEMA,
        SchemaErrorReason.COLUMN_NOT_ORDERED,
        SchemaErrorReason.ADD_MISSING_COLUMN_NO_DEFAULT,
    }:
        return str(error.failure_cases)
    cases = error.failure_cases
    if isinstance(cases, pl.DataFrame) and cases.width == 1 and cases.columns[0] in set(columns):
        return str(cases.columns[0])
    return None


def failing_rows(error: SchemaError, rows: int) -> pl.Series | None:
    """Return which rows fail; None where a check tells only that some do, or could not be run."""
    output = error.check_output
    if isinstance(output, pl.LazyFrame):
        output = output.collect()
    if not isinstance(output, pl.DataFrame) or output.height != rows or OUTPUT not in output.columns:
        return None
    return ~output.get_column(OUTPUT).fill_null(value=True)


def told_of(error: SchemaError) -> str:
    """Return what is wrong with the table, in one bounded line."""
    told = {
        SchemaErrorReason.COLUMN_NOT_IN_SCHEMA: "the schema has no such column",
        SchemaErrorReason.COLUMN_NOT_ORDERED: "it stands in another place than in the schema",
    }
    words = str(error).strip().splitlines()
    return told.get(error.reason_code) or (words[0][:MAX_TEXT] if words else "it does not keep the schema")
