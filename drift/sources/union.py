"""One schema for several files: every column that any has, in the widest type that they use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from polars.exceptions import PolarsError

from drift.errors import InputUnreadableError
from drift.sources.schema import dtype_name, family

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Named = tuple[str, "Mapping[str, pl.DataType]"]


def unite(schemas: Sequence[Named]) -> dict[str, pl.DataType]:
    """Return the columns of all files, in the order in which they are first met.

    Parameters
    ----------
    schemas : sequence of (str, mapping of str to polars.DataType)
        Each file's name and schema.

    Raises
    ------
    InputUnreadableError
        If two files have a column in types that no one type holds.
    """
    united: dict[str, pl.DataType] = {}
    first: dict[str, tuple[str, pl.DataType]] = {}
    for name, schema in schemas:
        for column, dtype in schema.items():
            wide = widest(united[column], dtype) if column in united else dtype
            if wide is None:
                other, other_dtype = first[column]
                raise InputUnreadableError(
                    f"column `{column}` is {dtype_name(other_dtype)} in {other} "
                    f"and {dtype_name(dtype)} in {name}",
                    mend="write it in one type, or give the files apart",
                )
            united[column] = wide
            if column not in first or isinstance(first[column][1], pl.Null):
                first[column] = (name, dtype)
    return united


def lacking(schemas: Sequence[Named]) -> dict[str, tuple[str, ...]]:
    """Return the columns that some files lack, with the names of those files."""
    columns = dict.fromkeys(column for _, schema in schemas for column in schema)
    absent = {column: tuple(name for name, schema in schemas if column not in schema) for column in columns}
    return {column: names for column, names in absent.items() if names}


def widest(one: pl.DataType, other: pl.DataType) -> pl.DataType | None:
    """Return a type that holds the values of both, None where only a change of meaning would.

    Null agrees with all. Families must agree. Durations and times of day are not other numbers, and
    a time without a zone is not a time with one; two zones meet in UTC.

    Examples
    --------
    >>> widest(pl.Int8(), pl.Int64())
    Int64
    >>> widest(pl.Int64(), pl.String()) is None
    True
    """
    if one == other or isinstance(other, pl.Null):
        return one
    if isinstance(one, pl.Null):
        return other
    clocks = pl.Duration | pl.Time
    if family(one) != family(other) or isinstance(one, clocks) != isinstance(other, clocks):
        return None
    if family(one) == "text":
        return pl.String()
    return _supertype(_in_utc(one), _in_utc(other))


def _in_utc(dtype: pl.DataType) -> pl.DataType:
    """Return a time with a zone as one in UTC, and other types as they are."""
    zoned = isinstance(dtype, pl.Datetime) and dtype.time_zone
    return pl.Datetime("us", "UTC") if zoned else dtype


def _supertype(one: pl.DataType, other: pl.DataType) -> pl.DataType | None:
    """Return the type in which polars puts both below each other, None where it does not."""
    try:
        return pl.concat(
            [pl.DataFrame(schema={"": one}), pl.DataFrame(schema={"": other})], how="vertical_relaxed"
        ).schema[""]
    except PolarsError:
        return None
