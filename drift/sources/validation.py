"""The contract as a pandera schema, and pandera's verdict on a batch's schema.

A contract asks for a family of types where pandera asks for a
type, so a type of our own stands in between (`FamilyType`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import polars as pl

from drift.sources.dtypes import dtype_of
from drift.sources.pandera_home import (
    SchemaError,
    SchemaErrorReason,
    SchemaErrors,
    ValidationDepth,
    config_context,
    pa,
    polars_engine,
)
from drift.sources.schema import (
    ColumnType,
    Contract,
    Family,
    Reason,
    SchemaFailure,
    dtype_name,
    family,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

REASONS: dict[SchemaErrorReason | None, Reason] = {
    SchemaErrorReason.COLUMN_NOT_IN_DATAFRAME: "missing_column",
    SchemaErrorReason.COLUMN_NOT_IN_SCHEMA: "new_column",
    SchemaErrorReason.WRONG_DATATYPE: "wrong_type",
}
# pandera's time grows with the square of the columns: 1,000 at once take 2.7 s, in blocks 0.3 s.
BLOCK = 50
ORDER: tuple[Reason, ...] = ("missing_column", "wrong_type", "new_column")


class FamilyType(polars_engine.DataType):
    """A pandera type that every physical type of one family is, and Null too."""

    family: Family

    def __init__(self, accepted: Family) -> None:
        # The base is frozen, and warns of types that it does not know if it sets these itself.
        object.__setattr__(self, "type", pl.Object)
        object.__setattr__(self, "family", accepted)

    def check(self, pandera_dtype: Any, data_container: Any = None) -> bool:  # noqa: ANN401, ARG002
        """Return whether a physical type, as polars or pandera has it, is of the family."""
        dtype = getattr(pandera_dtype, "type", pandera_dtype)
        found = family(dtype() if isinstance(dtype, type) else dtype)
        return found == self.family or isinstance(dtype, pl.Null)

    def __str__(self) -> str:
        """Return the family's name, which pandera puts into its messages."""
        return str(self.family)

    def __eq__(self, other: object) -> bool:
        """Return whether `other` is the same family's type."""
        return isinstance(other, FamilyType) and str(other) == str(self)

    def __hash__(self) -> int:
        """Return a hash that equal types share."""
        return hash(("FamilyType", str(self)))


def pandera_schema(columns: Iterable[ColumnType]) -> pa.DataFrameSchema:
    """Return the schema: every column there, of its family, nullable; no other column."""
    return pa.DataFrameSchema(
        {_key(column.name): pa.Column(_pandera_type(column), nullable=True) for column in columns},
        strict=True,
    )


def schema_yaml(columns: Iterable[ColumnType]) -> str:
    """Return a schema that `pandera.io.polars_io.from_yaml` reads: the columns and their types.

    The types are those of the training data, to the width, where a batch of drift's is held to the
    family: `FamilyType` is no type that a file can name.
    """
    from pandera.io.polars_io import to_yaml  # noqa: PLC0415 - only for a user who asks for the file

    schema = pa.DataFrameSchema(
        {
            _pattern(column.name): pa.Column(
                _exact_type(column), nullable=True, regex=_is_pattern(column.name)
            )
            for column in columns
        },
        strict=True,
    )
    return str(to_yaml(schema))


def failures(contract: Contract, schema: Mapping[str, pl.DataType]) -> tuple[SchemaFailure, ...]:
    """Return what pandera finds wrong with a batch of this schema; see `Contract.failures`."""
    wanted = contract.by_name()
    errors: list[SchemaError] = []
    for start in range(0, len(contract.columns), BLOCK):
        block = contract.columns[start : start + BLOCK]
        there = {c.name: schema[c.name] for c in block if c.name in schema}
        errors += _errors(pandera_schema(block), there)
    # pandera stops at the first column too many, so each one is shown to a schema that has none.
    no_columns = pandera_schema(())
    for name, dtype in schema.items():
        if name not in wanted:
            errors += _errors(no_columns, {name: dtype})
    keys = {_key(name): name for name in (*wanted, *schema)}
    found = [_failure(error, keys, wanted, schema) for error in errors]
    places = {name: place for place, name in enumerate(keys.values())}
    return tuple(sorted(found, key=lambda f: (ORDER.index(f.reason), places[f.column])))


def _pandera_type(column: ColumnType) -> Any:  # noqa: ANN401 - pandera's hint leaves its own types out
    """Return what pandera checks a column's type with; None, which accepts all, for `unknown`."""
    return None if column.family == "unknown" else FamilyType(column.family)


def _exact_type(column: ColumnType) -> Any:  # noqa: ANN401 - as above
    """Return the physical type; None, which accepts all, where a file cannot name it."""
    return None if column.family == "unknown" or "Enum" in column.dtype else dtype_of(column.dtype)


def _failure(
    error: SchemaError,
    keys: Mapping[str, str],
    wanted: Mapping[str, ColumnType],
    schema: Mapping[str, pl.DataType],
) -> SchemaFailure:
    """Return one error of pandera's as ours."""
    reason = REASONS[error.reason_code]
    # An error about presence is the whole schema's, and names its column as the failing case.
    column = keys[error.schema.name if reason == "wrong_type" else error.failure_cases]
    return SchemaFailure(
        column=column,
        reason=reason,
        expected=wanted[column].family if column in wanted else None,
        found=dtype_name(schema[column]) if column in schema else None,
        text=str(error).splitlines()[0],
    )


def _errors(schema: pa.DataFrameSchema, columns: Mapping[str, pl.DataType]) -> list[SchemaError]:
    """Return what pandera says of an empty frame with these columns."""
    frame = pl.DataFrame(schema={_key(name): dtype for name, dtype in columns.items()})
    # The environment can turn pandera off, which is meant for a user's own schemas.
    with config_context(validation_enabled=True, validation_depth=ValidationDepth.SCHEMA_ONLY):
        try:
            schema.validate(frame, lazy=True)
        except SchemaErrors as error:
            return list(error.schema_errors)
    return []


def _key(name: str) -> str:
    """Return the name under which pandera and polars take a column literally.

    Such a name as is a pattern to both stands in backticks, and so does one that starts with a
    backtick, so that no two columns share a key.
    """
    return f"`{name}`" if _is_pattern(name) or name.startswith("`") else name


def _is_pattern(name: str) -> bool:
    """Return whether pandera and polars take a name for a pattern: ``*`` and ``^…$``."""
    return name == "*" or (name.startswith("^") and name.endswith("$"))


def _pattern(name: str) -> str:
    """Return a pattern that only this name fits, where the name would be one itself."""
    return f"^{re.escape(name)}$" if _is_pattern(name) else name
