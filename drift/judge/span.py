"""How much time a batch spans: what of the learned tolerances it is judged by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from drift.profile.table import Profile

_MICROSECONDS_AN_HOUR: Final = 3_600_000_000


def span_hours_of(live: Profile, time: str | None) -> float | None:
    """Return the hours from a batch's first row to its last; None where it does not tell."""
    column = live.columns.get(time or "")
    if column is None or column.family != "time" or column.time.lowest is None or column.time.highest is None:
        return None
    return (column.time.highest - column.time.lowest) / _MICROSECONDS_AN_HOUR
