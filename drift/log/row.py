"""One row as the live path hands it over, copied so that nothing the caller does later changes it.

This is what runs in the caller's thread, so it does no more than copy: what values become in a file is
settled by the writer's thread, in `values`.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from sys import getsizeof
from types import NoneType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

ROW_BYTES: Final = 500  # of a row beside its features: the tuple, the dict, its time, what it is asked by
VALUE_BYTES: Final = 80  # of a number, and of its place in the dict; names are shared by all rows
MAX_DEPTH: Final = 8  # of lists in lists; what lies deeper is kept as text
MAX_TEXT: Final = 10_000  # characters that are kept of a value that only its text tells

# Nothing can change a value of these.
PLAIN: Final = frozenset(
    {NoneType, bool, int, float, str, bytes, dt.date, dt.datetime, dt.time, dt.timedelta, Decimal}
)

SHORT: Final = PLAIN - {str, bytes, Decimal}  # of a size that hardly varies
TEXTS: Final = (str, bytes)
NEVER_CHANGES: Final = (str, bytes, int, float, dt.date, dt.time, dt.timedelta, Decimal)
NOTHING: Final = ("NAType", "NaTType")  # what pandas calls a missing value's type


class Row(NamedTuple):
    """What a model was asked, and what it said."""

    at: int  # nanoseconds since 1970
    request_id: object
    model: object
    prediction: object
    features: dict[Any, object]
    size: int  # bytes, as far as Python tells


def row_of(
    at: int, request_id: object, features: Mapping[Any, object], model: object, prediction: object
) -> Row:
    """Return a row that is the caller's no longer.

    Raises
    ------
    Exception
        Whatever the caller's objects raise when they are copied.
    """
    own: dict[Any, object] = dict(features)
    kinds = set(map(type, own.values()))
    if not kinds <= PLAIN:
        own = {name: frozen(value) for name, value in own.items()}
    size = ROW_BYTES + VALUE_BYTES * len(own)
    if not kinds <= SHORT:
        size += sum(map(extra, own.values()))
    if type(request_id) not in PLAIN:
        request_id = text_of(request_id)
    if type(prediction) not in PLAIN:
        prediction = frozen(prediction)
    return Row(at, request_id, model if type(model) in PLAIN else text_of(model), prediction, own, size)


def frozen(value: Any, depth: int = 0) -> object:  # noqa: ANN401 - whatever a model is asked
    """Return a value that nothing can change any more: itself, a copy, or its text."""
    kind = type(value)
    if kind in PLAIN or isinstance(
        value, NEVER_CHANGES
    ):  # a subclass may be an enumeration, a time of pandas
        return value
    if kind.__module__ == "numpy":
        return value.copy() if kind.__name__ == "ndarray" else value  # its scalars do not change
    if depth < MAX_DEPTH:
        if isinstance(value, dict):
            return {key: frozen(one, depth + 1) for key, one in value.items()}
        if isinstance(value, (list, tuple, set, frozenset)):
            return [frozen(one, depth + 1) for one in value]
        if hasattr(value, "tolist"):  # tensors, series
            return frozen(value.tolist(), depth + 1)
    return None if kind.__name__ in NOTHING else text_of(value)


def extra(value: Any) -> int:  # noqa: ANN401 - as above
    """Return about how many bytes a frozen value takes beyond those of a number."""
    kind = type(value)
    if kind in SHORT:
        return 0
    if kind in TEXTS:
        return len(value)
    if kind is list:
        return sum(map(extra, value), VALUE_BYTES * len(value))
    if kind is dict:
        return sum(map(extra, value.values()), 2 * VALUE_BYTES * len(value))
    return getsizeof(value)


def text_of(value: object) -> str:
    """Return what an object calls itself; never fails."""
    try:
        return str(value)[:MAX_TEXT]
    except Exception:  # noqa: BLE001 - whatever its own code raises
        return f"<{type(value).__name__}>"
