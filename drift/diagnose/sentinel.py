"""Sentinel: a single value took over a share of the rows, in place of what was there or of nulls."""

from __future__ import annotations

from drift.diagnose.fault import Fault
from drift.diagnose.sentinel_level import explain_sentinel_level

SENTINEL = Fault(
    name="sentinel",
    meaning="a single value took over a share of the rows",
    kinds=("category",),
    explain=explain_sentinel_level,
)
