"""Sentinel: a single value took over a share of the rows, in place of what was there or of nulls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.diagnose.fault import Fault
from drift.diagnose.sentinel_level import explain_sentinel_level
from drift.diagnose.sentinel_value import explain_sentinel_value

if TYPE_CHECKING:
    from drift.diagnose.change import Change
    from drift.diagnose.explanation import Explanation


def explain_sentinel(change: Change) -> Explanation | None:
    """Return the level or the number that took over rows, or None where none stands out."""
    return explain_sentinel_value(change) if change.kind == "number" else explain_sentinel_level(change)


SENTINEL = Fault(
    name="sentinel",
    meaning="a single value took over a share of the rows",
    few=True,
    kinds=("number", "category"),
    explain=explain_sentinel,
)
