"""The schema that a reference holds its batches to: names and families, learned at fit.

Two columns are of one family when the same values can stand in both, whatever their width: Int8 and
Float64, String and Categorical, Date and Datetime. A batch is held to the family, never to the
width. Whether nulls are fine is left to the statistics, for a share of nulls can be small or large.
pandera does the validating (`drift.sources.validation`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandera.polars as pa

Family = Literal["number", "text", "boolean", "time", "nested", "unknown"]
FAMILIES: tuple[Family, ...] = get_args(Family)
Reason = Literal["missing_column", "new_column", "wrong_type"]

_ZONED = re.compile(r"Datetime\(time_unit='\w+', time_zone='(?P<zone>[^']+)'\)")


def family(dtype: pl.DataType) -> Family:
    """Return the family of a physical type.

    Durations and times of day are numbers. Null, Binary and Object are `unknown`: nothing says what
    their values are.

    Examples
    --------
    >>> family(pl.UInt8()), family(pl.Categorical()), family(pl.Null())
    ('number', 'text', 'unknown')
    """
    if dtype.is_numeric() or isinstance(dtype, pl.Duration | pl.Time):
        return "number"
    if isinstance(dtype, pl.String | pl.Categorical | pl.Enum):
        return "text"
    if isinstance(dtype, pl.Boolean):
        return "boolean"
    if isinstance(dtype, pl.Date | pl.Datetime):
        return "time"
    return "nested" if dtype.is_nested() else "unknown"


def dtype_name(dtype: pl.DataType) -> str:
    """Return a type as polars prints it; an Enum without its levels, which can be thousands."""
    return "Enum" if isinstance(dtype, pl.Enum) else str(dtype)


def zone_of(dtype: str) -> str | None:
    """Return the time zone of a type as polars prints it, None for naive times and for what is no time."""
    match = _ZONED.fullmatch(dtype)
    return match["zone"] if match else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnType:
    """What the reference knows of one column's type.

    Attributes
    ----------
    name : str
        The column's name; any text, the empty one too.
    family : Family
        What a batch is held to.
    dtype : str
        The physical type, as polars prints it, such as ``"Int64"``.
    time_format : str or None
        The strptime format that the column's texts had, where it came as text from a CSV file.
    """

    name: str
    family: Family
    dtype: str
    time_format: str | None = None

    @property
    def integer(self) -> bool:
        """Whether the type is an integer of any width."""
        return self.dtype.startswith(("Int", "UInt"))

    @property
    def zone(self) -> str | None:
        """The time zone of the type, None for naive times and for what is no time."""
        return zone_of(self.dtype)

    def read_dtype(self) -> pl.DataType:
        """Return the type that this column's values have once `conform` has read them from text."""
        match self.family:
            case "number":
                return pl.Int64() if self.integer else pl.Float64()
            case "boolean":
                return pl.Boolean()
            case "time":
                return pl.Date() if self.dtype == "Date" else pl.Datetime("us", self.zone)
            case _:
                return pl.String()


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaFailure:
    """One way in which a batch's schema is not the reference's.

    Attributes
    ----------
    column : str
        The column it is about.
    reason : Reason
        What is wrong with it.
    expected, found : str or None
        The family that was expected and the physical type that was found; None where there is none.
    text : str
        pandera's own words.
    """

    column: str
    reason: Reason
    expected: str | None
    found: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """The columns of the reference, in the order of its data."""

    columns: tuple[ColumnType, ...]

    @classmethod
    def learn(
        cls, schema: Mapping[str, pl.DataType], time_formats: Mapping[str, str] | None = None
    ) -> Contract:
        """Return the contract that data of this schema keeps.

        Parameters
        ----------
        schema : mapping of str to polars.DataType
            Such as `Source.schema`.
        time_formats : mapping of str to str, optional
            The strptime format of the columns that came as text, such as `Source.time_formats`.
        """
        formats = time_formats or {}
        return cls(
            columns=tuple(
                ColumnType(
                    name=name, family=family(dtype), dtype=dtype_name(dtype), time_format=formats.get(name)
                )
                for name, dtype in schema.items()
            )
        )

    def column(self, name: str) -> ColumnType | None:
        """Return the column of this name, None where the contract has none."""
        return next((column for column in self.columns if column.name == name), None)

    def by_name(self) -> dict[str, ColumnType]:
        """Return the columns by their names."""
        return {column.name: column for column in self.columns}

    def to_dict(self) -> dict[str, Any]:
        """Return the contract as what JSON can hold; `from_dict` gives it back."""
        return {
            "columns": [
                {"name": c.name, "family": c.family, "dtype": c.dtype, "time_format": c.time_format}
                for c in self.columns
            ]
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Contract:
        """Return the contract that `to_dict` wrote.

        Raises
        ------
        KeyError, TypeError
            If it is not of that form.
        """
        return cls(columns=tuple(ColumnType(**column) for column in stored["columns"]))

    def pandera_schema(self) -> pa.DataFrameSchema:
        """Return the contract as a pandera schema: each column there, none beside, of its family."""
        from drift.sources.validation import pandera_schema  # noqa: PLC0415 - pandera takes 0.7 s to import

        return pandera_schema(self.columns)

    def pandera_yaml(self) -> str:
        """Return the columns and their types as YAML, which pandera reads without drift."""
        from drift.sources.validation import schema_yaml  # noqa: PLC0415 - pandera takes 0.7 s to import

        return schema_yaml(self.columns)

    def failures(self, schema: Mapping[str, pl.DataType]) -> tuple[SchemaFailure, ...]:
        """Return how a batch of this schema breaks the contract, as pandera finds it.

        A column of nulls only (type Null) agrees with every family, and a column whose family the
        reference could not know accepts every type.

        Parameters
        ----------
        schema : mapping of str to polars.DataType
            The batch's columns as they came, before `conform`.

        Returns
        -------
        tuple of SchemaFailure
            Missing columns in the contract's order, then wrong types, then new columns in the
            batch's order; empty where the batch keeps the contract.
        """
        if {name: dtype_name(dtype) for name, dtype in schema.items()} == {
            column.name: column.dtype for column in self.columns
        }:
            return ()  # the very columns and types of the training data: nothing to ask pandera
        from drift.sources.validation import failures  # noqa: PLC0415 - pandera takes 0.7 s to import

        return failures(self, schema)
