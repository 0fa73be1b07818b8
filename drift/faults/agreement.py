"""Whether what was said of a broken table is the truth about it: the fault named, and its parameters."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from drift.faults.epochs import PER_SECOND

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from drift.faults.breaker import Broken

# Names for "it moved", which say no more than that: no wrong name beside a right one.
MOVED = frozenset({"shift", "spread", "shape"})

SAME = 1e-6  # relative: a factor that is the factor
AS_TOLD = 1e-5  # relative: a value is told in six digits
ABOUT = 0.2  # relative: an effect or a ratio is estimated from rows, a lag told by the newest of them
NEAR = 0.02  # a bound or share is read from cells
SHARE_OFF, SHARE_POINTS = 0.15, 0.01  # a share is right within 15 % of the realised one or one point
# How near a number has to be by fault and parameter, relative and absolute; of any fault under "".
EXACTNESS = {
    ("unit_change", "offset"): (0.0, 1e-3),
    ("missing_values", "from"): (SHARE_OFF, SHARE_POINTS),
    ("missing_values", "to"): (SHARE_OFF, SHARE_POINTS),
    ("", "share"): (SHARE_OFF, SHARE_POINTS),
    ("", "bound"): (NEAR, 0.0),
    ("", "effect"): (ABOUT, 0.0),
    ("", "ratio"): (ABOUT, 0.0),
    ("", "lag"): (ABOUT, 0.0),
    ("", "value"): (AS_TOLD, 0.0),
}
SPANS = ("step", "offset", "lag")  # may be spans of time
SECONDS = {
    "s": 1,
    "second": 1,
    "min": 60,
    "minute": 60,
    "h": 3_600,
    "hour": 3_600,
    "day": 86_400,
    "d": 86_400,
}  # by the words for it
DURATION = r"([+-]?)P(?=.)(?:([\d.]+)D)?(?:T(?=.)(?:([\d.]+)H)?(?:([\d.]+)M)?(?:([\d.]+)S)?)?"  # ISO 8601


def names_right(broken: Broken, faults: Collection[str]) -> bool:
    """Return whether the faults named are the truth: the right one is among them, and no wrong one.

    Beside the right one may stand what comes with it (`Broken.also`), and that values moved.

    Parameters
    ----------
    broken : Broken
        The table and the truth.
    faults : collection of str
        All that was named of the columns concerned; of a fault of the batch, of the batch.
    """
    right = {broken.fault, *broken.accepts}
    return bool(right & set(faults)) and set(faults) <= {*right, *broken.also, *MOVED}


def share_right(broken: Broken, share: float | None) -> bool:
    """Return whether a share that was said is the realised one, within 15 % or one point."""
    return share is not None and abs(share - broken.share) <= max(SHARE_OFF * broken.share, SHARE_POINTS)


def parameters_right(broken: Broken, fault: str, parameters: Mapping[str, Any]) -> bool:
    """Return whether parameters that were said are those of the truth, each as exactly as it can be known.

    A parameter that the break does not decide is not asked. Another fault that is accepted as the right
    name has parameters of its own, which are not compared.
    """
    if fault != broken.fault:
        return fault in broken.accepts
    if fault == "epoch_unit":
        return _ratio(parameters) == _ratio(broken.parameters)
    return all(
        name in parameters and _same(fault, name, truth, parameters[name])
        for name, truth in broken.parameters.items()
    )


def _same(fault: str, name: str, truth: object, told: object) -> bool:
    match fault, name:
        case ("outliers", "bound"):
            return _number(told) is not None  # between the healthy end and the nearest outlier it may be any
        case ("transform", "name"):
            return _plain(told) == _plain(truth)
        case (_, "mapping"):
            return _agree(told, truth)
        case ("relation", "columns") if isinstance(truth, list):
            return str(truth[0]) in _texts(told)  # it goes with more than one column no more
        case (_, "levels" | "columns"):
            return _texts(told) == _texts(truth)
        case _:
            relative, absolute = EXACTNESS.get((fault, name)) or EXACTNESS.get(("", name), (SAME, 0.0))
            told = _seconds(told) if name in SPANS else told
            return _is_near(told, truth, relative=relative, absolute=absolute) or str(told) == str(truth)


def _is_near(told: object, truth: object, *, relative: float = 0.0, absolute: float = 0.0) -> bool:
    one, other = _number(told), _number(truth)
    return (
        one is not None and other is not None and math.isclose(one, other, rel_tol=relative, abs_tol=absolute)
    )


def _number(value: object) -> float | None:
    """Return a number, or the one that a text is; None of anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except ValueError:
        return None


def _seconds(value: object) -> object:
    """Return what may be a span of time in seconds, a number as it is: "1 hour", "+05:30", "-PT5H30M"."""
    if not isinstance(value, str):
        return value
    clock = re.fullmatch(r"([+-]?)(\d{1,2}):(\d{2})(?::(\d{2}))?", value)
    if clock:
        hours, minutes, seconds = (float(part or 0) for part in clock.groups()[1:])
        return (-1 if clock[1] == "-" else 1) * (hours * 3_600 + minutes * 60 + seconds)
    duration = re.fullmatch(DURATION, value)
    if duration:
        days, hours, minutes, seconds = (float(part or 0) for part in duration.groups()[1:])
        sign = -1 if duration[1] == "-" else 1
        return sign * (days * 86_400 + hours * 3_600 + minutes * 60 + seconds)
    iso = re.fullmatch(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", value)
    if iso:
        days, hours, minutes, rest = (int(part or 0) for part in iso.groups()[1:])
        return (-1 if iso[1] else 1) * (days * 86_400 + hours * 3_600 + minutes * 60 + rest)
    worded = re.fullmatch(r"([+-]?[\d.]+)\s*([a-z]+?)s?", value)
    if worded and worded[2] in SECONDS:
        return float(worded[1]) * SECONDS[worded[2]]
    return value


def _plain(name: object) -> str:
    """Return the name of a transform however it is spelled: min-max scaled, minmax, min_max."""
    return re.sub(r"[^a-z0-9]|scaled$|i[sz]ed$", "", str(name).lower())


def _ratio(parameters: Mapping[str, Any]) -> float | None:
    """Return how many times as large counts are: what is parsed tells only this of the two units."""
    before, now = (PER_SECOND.get(str(parameters.get(end)), 0) for end in ("from", "to"))
    return now / before if before and now else None


def _agree(told: object, truth: object) -> bool:
    """Return whether a mapping of levels is right in all that it says: frequent levels may be enough."""
    if not (isinstance(told, dict) and isinstance(truth, dict) and told):
        return False
    return all(str(truth.get(old, old)) == str(new) for old, new in told.items())


def _texts(values: object) -> set[str]:
    return {str(value) for value in values} if isinstance(values, list | tuple | dict) else {str(values)}
