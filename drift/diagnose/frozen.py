"""Frozen: a feature that varied stopped varying."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from drift.diagnose.diagnosis import Diagnosis

if TYPE_CHECKING:
    from drift.profile.column import ColumnProfile


def frozen_probability(reference: ColumnProfile, live: ColumnProfile) -> float:
    """Return a bound on the probability that all live values are one value by chance; 1 where they vary.

    If rows are exchangeable and `c` of all ``n + m`` rows hold the value, all `m` live rows hold it
    with probability ``c (c - 1) … / ((n + m) (n + m - 1) …)``, `m` factors each.
    """
    if not (live.cells.exact and live.cells.keys.size == 1 and reference.cells.keys.size > 1):
        return 1.0
    m, n = live.cells.rows, reference.cells.rows
    value = live.cells.keys[0] >> reference.cells.level
    same = int(reference.cells.counts[reference.cells.keys == value].sum()) + m
    choose = math.lgamma(same + 1) - math.lgamma(same - m + 1)
    return math.exp(min(0.0, choose - math.lgamma(n + m + 1) + math.lgamma(n + 1)))


def diagnose_frozen(value: str | float, levels: int, rows: int) -> Diagnosis:
    """Return the diagnosis of a feature that is `value`, a level or a number, in all its `rows` live rows."""
    told = f"`{value}`" if isinstance(value, str) else f"{value:.6g}"
    many = f"{levels:,}" if levels else "many"
    return Diagnosis(
        fault="frozen",
        story=f"stopped varying: it is {told} in all {rows:,} rows; in training it had {many} values",
        advice="Ask the producer whether the column is still computed, or filled with a default.",
        parameters={"value": value},
        share=1.0,
        proven=True,
    )
