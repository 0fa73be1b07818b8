"""The type of JSON values: of one, of some lines together, and of two kinds of lines.

JSON has one kind of number, so whole and broken ones in a column are numbers with fractions. What has
nothing in common (a number and a word) is text: as a number stands in the file, it stands in the text.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl
from polars.exceptions import PanicException, PolarsError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from polars.datatypes import DataTypeClass

PLAIN_TYPES: dict[type, pl.DataType] = {
    bool: pl.Boolean(),
    int: pl.Int64(),
    float: pl.Float64(),
    str: pl.String(),
    type(None): pl.Null(),
}
MAX_INT64 = 2**63 - 1
MAX_INT128 = 2**127 - 1


def schema_of_lines(lines: bytes) -> dict[str, pl.DataType]:
    """Return the columns of lines that hold one object each, every one looked at.

    Raises
    ------
    ValueError
        If a line is not JSON, or not an object.
    """
    try:
        found = pl.read_ndjson(lines, infer_schema_length=None)
    except (PolarsError, PanicException):
        # Values that differ in kind, such as `1` and `[1]`, are more than polars' own look takes.
        objects = [parsed(line) for line in lines.splitlines() if line.strip()]
        return {name: type_of([one[name] for one in objects if name in one]) for name in _names(objects)}
    return dict(found.schema)


def widest_json(one: pl.DataType, other: pl.DataType) -> pl.DataType:
    """Return the type that holds the values of both; text where they are of different kinds.

    Examples
    --------
    >>> widest_json(pl.Int64(), pl.Float64()), widest_json(pl.Int64(), pl.Boolean())
    (Float64, String)
    """
    if one == other or isinstance(other, pl.Null):
        return one
    if isinstance(one, pl.Null):
        return other
    if one.is_numeric() and other.is_numeric():
        return pl.Float64() if one.is_float() or other.is_float() else pl.Int128()
    if isinstance(one, pl.List) and isinstance(other, pl.List):
        return pl.List(widest_json(_instance(one.inner), _instance(other.inner)))
    if isinstance(one, pl.Struct) and isinstance(other, pl.Struct):
        return pl.Struct(
            widest_schema(
                {field.name: _instance(field.dtype) for field in one.fields},
                {field.name: _instance(field.dtype) for field in other.fields},
            )
        )
    return pl.String()


def widest_schema(one: Mapping[str, pl.DataType], other: Mapping[str, pl.DataType]) -> dict[str, pl.DataType]:
    """Return the columns of both, each in a type that holds the values of both."""
    both = {name: widest_json(one[name], dtype) for name, dtype in other.items() if name in one}
    return {**one, **other, **both}


def type_of(values: Sequence[object]) -> pl.DataType:
    """Return the type of parsed values together."""
    found: pl.DataType = pl.Null()
    for value in values:
        found = widest_json(found, _type_of_one(value))
    return found


def parsed(line: bytes) -> dict[str, object]:
    """Return the object that a line holds.

    Raises
    ------
    ValueError
        If it is not JSON, or not an object.
    """
    value = json.loads(line, parse_constant=_refuse_constant)
    if not isinstance(value, dict):
        msg = f"a {_KINDS[type(value)]} where an object belongs"
        raise ValueError(msg)  # noqa: TRY004 - what is wrong is the line's value, as for all that is not JSON
    return value


_KINDS = {list: "list", str: "text", bool: "boolean", int: "number", float: "number", type(None): "null"}


def _type_of_one(value: object) -> pl.DataType:
    """Return the type of one parsed value."""
    if isinstance(value, list):
        return pl.List(type_of(value))
    if isinstance(value, dict):
        return pl.Struct({name: _type_of_one(inner) for name, inner in value.items()})
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > MAX_INT64:
        return pl.Int128() if abs(value) <= MAX_INT128 else pl.Float64()
    return PLAIN_TYPES[type(value)]


def _names(objects: Sequence[Mapping[str, object]]) -> dict[str, None]:
    """Return the names that any of the objects has, in the order in which they are first met."""
    return dict.fromkeys(name for one in objects for name in one)


def _instance(dtype: DataTypeClass | pl.DataType) -> pl.DataType:
    """Return a type as polars' frames have it; some inner ones are classes."""
    return dtype() if isinstance(dtype, type) else dtype


def _refuse_constant(name: str) -> object:
    """Refuse what Python reads as a number, and JSON does not have."""
    msg = f"{name} is not JSON"
    raise ValueError(msg)
