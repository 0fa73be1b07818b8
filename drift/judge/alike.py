"""Whether two diagnoses of one fault tell of the same thing: their parameters, compared as each is meant.

A factor, a bound or a name is what the fault *is*. Others say how large it is today: how far a median
moved, from which share to which. Of these only the direction is compared, for size has a bound.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

NEAR: Final = 0.01  # of a number: 1000 and 1024 are two conversions, and estimates differ by less

# How large a fault is on the day.
SIZES: Final = frozenset(
    {
        "share",
        "share_interval",
        "unreadable",
        "unreadable_share",
        "lag",
        "lag_seconds",
        "newest",
        "keys",
        "of",
        "exact",
    }
)
_MOVED: Final = frozenset({"effect", "ratio"})
# Of each fault that has no parameter but sizes, the one that tells its direction, and what lies between both.
DIRECTIONS: Final[Mapping[str, tuple[str, float]]] = {"shift": ("effect", 0.0), "spread": ("ratio", 1.0)}


def alike(fault: str | None, before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Return whether the parameters of two diagnoses of a fault, as JSON has them, tell of one thing.

    Levels may be fewer than they were. A level that was not there, another direction or another factor
    make it another fault.

    Examples
    --------
    >>> alike("unit_change", {"factor": 1000.0}, {"factor": 1000.2})
    True
    >>> alike("unit_change", {"factor": 1000.0}, {"factor": 1024.0})
    False
    >>> alike("shift", {"effect": 0.4, "ratio": 1.0}, {"effect": 0.7, "ratio": 0.9})
    True
    >>> alike("shift", {"effect": 0.4, "ratio": 1.0}, {"effect": -0.4, "ratio": 1.0})
    False
    >>> alike("new_category", {"levels": ["a"]}, {"levels": ["a", "c"]})
    False
    """
    direction = DIRECTIONS.get(fault or "")
    if direction is not None:
        name, between = direction
        return _same_side(before.get(name), now.get(name), between)
    if _is_number(before.get("from")) and _is_number(before.get("to")):
        moved, moves = before["to"] - before["from"], _difference(now.get("from"), now.get("to"))
        if not _same_side(moved, moves, 0.0):
            return False
        before, now = ({k: v for k, v in one.items() if k not in {"from", "to"}} for one in (before, now))
    return all(
        name in SIZES or name in _MOVED or _RULES.get(name, _equal)(before.get(name), now.get(name))
        for name in {**before, **now}
    )


def _same_side(before: Any, now: Any, between: float) -> bool:  # noqa: ANN401 - whatever JSON holds
    """Return whether two numbers lie on one side of a third; what is no number is equal or not."""
    if not _is_number(before) or not _is_number(now):
        return bool(before == now)
    return bool((before > between) == (now > between))


def _difference(before: Any, now: Any) -> float | None:  # noqa: ANN401 - as above
    return float(now - before) if _is_number(before) and _is_number(now) else None


def _covered(before: Any, now: Any) -> bool:  # noqa: ANN401 - as above
    """Return whether levels are among those that there were; of levels that moved, with the direction."""
    if isinstance(before, Mapping) and isinstance(now, Mapping):
        largest = max(now, key=lambda name: abs(now[name]) if _is_number(now[name]) else 0, default=None)
        shared = all(
            _same_side(before[name], one, 0.0) if _is_number(one) else before[name] == one
            for name, one in now.items()
            if name in before
        )
        moved = all(_is_number(one) for one in now.values())
        return shared and (largest is None or largest in before if moved else set(now) <= set(before))
    if isinstance(before, list | tuple) and isinstance(now, list | tuple):
        return {str(one) for one in now} <= {str(one) for one in before}
    return _equal(before, now)


def _parts(before: Any, now: Any) -> bool:  # noqa: ANN401 - as above
    """Return whether each of several conversions is among those that there were."""
    if not isinstance(before, list | tuple) or not isinstance(now, list | tuple):
        return _equal(before, now)
    return all(any(alike(None, one, other) for one in before) for other in now)


def _equal(before: Any, now: Any) -> bool:  # noqa: ANN401 - as above
    if _is_number(before) and _is_number(now):
        return math.isclose(before, now, rel_tol=NEAR) or (math.isnan(before) and math.isnan(now))
    if isinstance(before, list | tuple) and isinstance(now, list | tuple):
        return len(before) == len(now) and all(_equal(*pair) for pair in zip(before, now, strict=True))
    return before == now or (before is not None and now is not None and str(before) == str(now))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_RULES: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "levels": _covered,
    "mapping": _covered,
    "when": _covered,
    "parts": _parts,
}
