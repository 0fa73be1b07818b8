"""Which rows show a fault, from what it was found to be; nothing where no row shows it by itself.

A column that moved as a whole has no such rows: what moved is how many there are of each.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from drift.diagnose.condition import Condition, Value
from drift.diagnose.distribution import distribution
from drift.sources.schema import zone_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from drift.diagnose.diagnosis import Diagnosis
    from drift.profile.column import ColumnProfile

    Rows = Callable[[Diagnosis, ColumnProfile], Condition | None]

ENDS: Final = (0.01, 0.99)  # shares of the reference's rows below and above which a value stands apart

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def rows_of(diagnosis: Diagnosis, before: ColumnProfile) -> Condition | None:
    """Return the condition on the column that the rows concerned meet; None where no row shows it."""
    found = _ROWS.get(diagnosis.fault)
    return found(diagnosis, before) if found else None


def outside(before: ColumnProfile) -> Condition | None:
    """Return the condition of values beyond all that training held."""
    if before.family == "number":
        low, high = before.number.lowest, before.number.highest
        return None if low is None or high is None else Condition(below=float(low), above=float(high))
    if before.family == "time":
        ends = before.time.lowest, before.time.highest
        moments = [_moment(end) for end in ends if end is not None]
        return Condition(below=moments[0], above=moments[1]) if len(moments) == len(ENDS) else None
    return None


def _moment(microseconds: int) -> datetime | None:
    try:
        return _EPOCH + timedelta(microseconds=microseconds)
    except OverflowError:
        return None


def _all_known(diagnosis: Diagnosis, before: ColumnProfile) -> Condition | None:  # noqa: ARG001 - as the others
    return Condition(known=True)


def _missing(diagnosis: Diagnosis, before: ColumnProfile) -> Condition | None:
    if diagnosis.share is None:
        return None
    return Condition(missing=True, nan=before.family == "number", empty=before.family == "text")


def _value(diagnosis: Diagnosis, before: ColumnProfile) -> Condition | None:
    value = _as_family(diagnosis.parameters.get("value"), before)
    return None if value is None else Condition(values=(value,))


def _levels(diagnosis: Diagnosis, before: ColumnProfile) -> Condition | None:
    values = tuple(_as_family(name, before) for name in diagnosis.parameters.get("levels", ()))
    known = tuple(value for value in values if value is not None)
    return Condition(values=known) if known else None


def _renamed_levels(diagnosis: Diagnosis, before: ColumnProfile) -> Condition | None:
    mapping: Mapping[str, str] = diagnosis.parameters.get("mapping", {})
    if before.family == "boolean":  # true and false, one for the other
        return Condition(known=True)
    known = tuple(value for name in mapping.values() if (value := _as_family(name, before)) is not None)
    return Condition(values=known) if known else None


def _as_family(value: Any, before: ColumnProfile) -> Value | None:  # noqa: ANN401 - a parameter
    """Return a parameter as the column holds such values."""
    try:
        match before.family:
            case "number":
                return float(value)
            case "text":
                return str(value)
            case "time":
                return datetime.fromisoformat(str(value)).replace(tzinfo=None)
            case "boolean":
                return bool(value)
    except (TypeError, ValueError):
        return None
    return None


def _other_unit(diagnosis: Diagnosis, before: ColumnProfile) -> Condition | None:
    """Return the rows in the other unit: those off the step that told it, else those beyond a middle.

    Where both heaps lie apart, that is the middle between them.
    """
    if diagnosis.share is None or diagnosis.share >= 1:
        return Condition(known=True)
    if "step" in diagnosis.parameters:
        return Condition(off=diagnosis.parameters["step"])
    factor, offset = diagnosis.parameters["factor"], diagnosis.parameters.get("offset", 0.0)
    held = distribution(before.cells)
    low, median, high = (held.quantile(share) for share in (ENDS[0], 0.5, ENDS[1]))
    if offset or factor <= 0 or low <= 0:
        return outside(before) if factor > 1 else None
    middle = median * math.sqrt(factor)
    return Condition(above=max(middle, high)) if factor > 1 else Condition(below=min(middle, low))


def _transformed(diagnosis: Diagnosis, before: ColumnProfile) -> Condition | None:  # noqa: ARG001 - as the others
    if diagnosis.share is None or diagnosis.share >= 1:
        return Condition(known=True)
    step = diagnosis.parameters.get("step")
    return Condition(off=step) if step is not None else None


def _other_sign(diagnosis: Diagnosis, before: ColumnProfile) -> Condition | None:
    if diagnosis.share is None or diagnosis.share >= 1:
        return Condition(known=True)
    return Condition(below=0.0) if distribution(before.cells).quantile(0.5) > 0 else Condition(above=0.0)


def _cut(diagnosis: Diagnosis, before: ColumnProfile) -> Condition | None:
    if before.family != "number":  # of a text it is how long it is, which no value tells
        return None
    bound, side = diagnosis.parameters["bound"], diagnosis.parameters["side"]
    if isinstance(bound, list):
        return Condition(at_most=min(bound), at_least=max(bound))
    return Condition(at_most=bound) if side == "lower" else Condition(at_least=bound)


def _beyond(diagnosis: Diagnosis, before: ColumnProfile) -> Condition | None:  # noqa: ARG001 - as the others
    return outside(before)


def _ahead(diagnosis: Diagnosis, before: ColumnProfile) -> Condition | None:
    """Return the rows later than the time that the batch stands for, as the clocks of the column show it."""
    newest, lag = diagnosis.parameters.get("newest"), diagnosis.parameters.get("lag_seconds")
    if newest is None or lag is None:
        return None
    zone = next(filter(None, map(zone_of, before.dtypes)), None)
    try:
        as_of = datetime.fromisoformat(newest) + timedelta(seconds=lag)
    except OverflowError:
        return None
    clock = as_of.astimezone(ZoneInfo(zone)) if zone else as_of
    return Condition(above=clock.replace(tzinfo=None))


_ROWS: Final[Mapping[str, Rows]] = {
    "unit_change": _other_unit,
    "sign_flip": _other_sign,
    "transform": _transformed,
    "sentinel": _value,
    "clipping": _cut,
    "rounding": _all_known,
    "frozen": _all_known,
    "outliers": _beyond,
    "missing_values": _missing,
    "new_category": _levels,
    "renamed_category": _renamed_levels,
    "epoch_unit": _beyond,
    "time_shift": _all_known,
    "future": _ahead,
    "swapped_columns": _all_known,
    "renamed_column": _all_known,
}
