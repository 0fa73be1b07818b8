"""One schema for several files: every column that any has, in the widest type that they use.

Files of training data must agree on what a column is. In a live batch they may disagree: the contract
says what is wanted, and each file's values are read as that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl
from polars.exceptions import PolarsError

from drift.errors import InputUnreadableError
from drift.sources.schema import dtype_name, family

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from drift.sources.schema import Contract

Named = tuple[str, "Mapping[str, pl.DataType]"]


@dataclass(frozen=True, slots=True, kw_only=True)
class United:
    """The columns of several files.

    Attributes
    ----------
    schema : dict of str to polars.DataType
        Each column in the widest type that a file has it in, in the order in which they are first met.
        One of `mixed` has the type that the contract's values have once they are read, and text where
        the contract does not know it.
    mixed : frozenset of str
        The columns that files have in types that no one type holds.
    """

    schema: dict[str, pl.DataType]
    mixed: frozenset[str] = frozenset()


def unite(schemas: Sequence[Named], contract: Contract | None = None) -> United:
    """Return the columns of all files.

    Parameters
    ----------
    schemas : sequence of (str, mapping of str to polars.DataType)
        Each file's name and schema.
    contract : Contract or None
        What the data should look like, where that is known.

    Raises
    ------
    InputUnreadableError
        If two files have a column in types that no one type holds, and there is no contract.
    """
    united: dict[str, pl.DataType] = {}
    first: dict[str, tuple[str, pl.DataType]] = {}
    mixed: set[str] = set()
    for name, schema in schemas:
        for column, dtype in schema.items():
            wide = widest(united[column], dtype) if column in united else dtype
            if wide is None and contract is None:
                other, other_dtype = first[column]
                raise InputUnreadableError(
                    f"column `{column}` is {dtype_name(other_dtype)} in {other} "
                    f"and {dtype_name(dtype)} in {name}",
                    mend="write it in one type, or give the files apart",
                )
            if wide is None:
                mixed.add(column)
            else:
                united[column] = wide
            if column not in first or isinstance(first[column][1], pl.Null):
                first[column] = (name, dtype)
    known = contract.by_name() if contract else {}
    read = {name: known[name].read_dtype() if name in known else pl.String() for name in mixed}
    return United(schema={**united, **read}, mixed=frozenset(mixed))


def lacking(schemas: Sequence[Named], columns: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return those of the columns that some files lack, with the names of those files."""
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
