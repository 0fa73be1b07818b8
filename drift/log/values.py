"""What a value becomes in a file: its family, and itself in the form that the family's column takes.

A family is what may stand in one column together. Where values of one feature are of families that do not
go together, they go to different files (`columns`), and none is bent until it fits.
"""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from types import NoneType
from typing import TYPE_CHECKING, Any, Final, Literal

from drift.log.row import text_of

if TYPE_CHECKING:
    from collections.abc import Callable

Family = Literal[
    "null",
    "boolean",
    "integer",
    "large integer",
    "float",
    "text",
    "binary",
    "moment",
    "zoned",
    "date",
    "time",
    "duration",
    "decimal",
    "numbers",
]

LARGEST: Final = 2**63  # integers of a column are 64 bits wide
EXACT: Final = 2**53  # up to here a float holds every integer

# Types whose values all are of one family, and are in their form already.
FAMILY_OF: Final[dict[type, Family]] = {
    NoneType: "null",
    bool: "boolean",
    float: "float",
    str: "text",
    bytes: "binary",
    dt.date: "date",
    dt.time: "time",
    dt.timedelta: "duration",
}

IN_JSON: Final[frozenset[Family]] = frozenset(
    {"null", "boolean", "integer", "large integer", "float", "text", "numbers"}
)

# Beside a value of the same family and a null: what goes together without a loss.
WIDER: Final[dict[frozenset[Family], Family]] = {
    frozenset({"integer", "large integer"}): "large integer",
    frozenset({"integer", "float"}): "float",
}


def told(value: Any) -> tuple[Family, object]:  # noqa: ANN401 - whatever a model is asked
    """Return a value's family, and the value in that family's form; never fails."""
    family = FAMILY_OF.get(type(value))
    if family is not None:
        return family, value
    try:
        return _told(value)
    except Exception:  # noqa: BLE001 - a time without a year, a number without a value
        return "text", text_of(value)


def together(one: Family, other: Family) -> Family | None:
    """Return the family that holds values of both; None where there is none."""
    if other in {one, "null"}:
        return one
    return other if one == "null" else WIDER.get(frozenset({one, other}))


def _told(value: Any) -> tuple[Family, object]:  # noqa: ANN401 - as above
    if type(value).__module__ == "numpy":
        return _told_of_numpy(value)
    for kind, tell in KINDS:
        if isinstance(value, kind):
            return tell(value)
    return "text", text_of(value)


def _told_of_integer(value: int) -> tuple[Family, object]:
    if -EXACT <= value <= EXACT:
        return "integer", value
    return ("large integer", value) if -LARGEST <= value < LARGEST else ("text", str(value))


def _told_of_moment(value: Any) -> tuple[Family, object]:  # noqa: ANN401 - a datetime, or pandas' own
    if value != value:  # noqa: PLR0124 - pandas' "not a time" is the only one
        return "null", None
    if hasattr(value, "to_pydatetime"):
        value = value.to_pydatetime(warn=False)
    return ("moment", value) if value.tzinfo is None else ("zoned", value.astimezone(dt.UTC))


def _told_of_numpy(value: Any) -> tuple[Family, object]:  # noqa: ANN401 - numpy need not be installed
    if getattr(value, "ndim", 0):
        return told(value.tolist())
    kind = value.dtype.kind
    if kind in "Mm":
        value = value.astype(f"{'datetime' if kind == 'M' else 'timedelta'}64[us]")
    plain = float(value) if kind == "f" else value.item()
    if type(plain).__module__ == "numpy":
        return "text", text_of(value)
    return told(plain)


def _told_of_list(values: list[Any]) -> tuple[Family, object]:
    """Return a list of numbers as one, and any other as JSON."""
    kinds = set(map(type, values))
    if kinds <= {float, int, NoneType} and all(abs(one) <= EXACT for one in values if type(one) is int):
        return "numbers", [None if one is None else float(one) for one in values]
    return "text", _json(values)


def _json(value: object) -> str:
    """Return JSON of something nested, with text for what JSON has no way to write."""
    return json.dumps(_for_json(value), ensure_ascii=False, default=text_of)


def _for_json(value: Any) -> object:  # noqa: ANN401 - as above
    if isinstance(value, dict):
        return {text_of(key): _for_json(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_for_json(one) for one in value]
    family, plain = told(value)
    return plain if family in IN_JSON else text_of(plain)


def _told_of_decimal(value: Decimal) -> tuple[Family, object]:
    return ("decimal", value) if value.is_finite() else ("text", str(value))


def _told_of_duration(value: dt.timedelta) -> tuple[Family, object]:
    return "duration", dt.timedelta(value.days, value.seconds, value.microseconds)


# For what is no value of `FAMILY_OF`: of these types, or of types below them. The first that fits counts.
KINDS: Final[tuple[tuple[type, Callable[[Any], tuple[Family, object]]], ...]] = (
    (int, lambda value: _told_of_integer(int(value))),
    (float, lambda value: ("float", float(value))),
    (str, lambda value: ("text", str.__str__(value))),
    (bytes, lambda value: ("binary", bytes(value))),
    (dt.datetime, _told_of_moment),
    (dt.timedelta, _told_of_duration),
    (Decimal, _told_of_decimal),
    (list, _told_of_list),
    (dict, lambda value: ("text", _json(value))),
)
