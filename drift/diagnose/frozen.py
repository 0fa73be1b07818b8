"""Frozen: a feature that varied stopped varying."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from drift.diagnose.diagnosis import Diagnosis

if TYPE_CHECKING:
    from drift.profile.column import ColumnProfile


def frozen_probability(reference: ColumnProfile, live: ColumnProfile) -> float:
    """Return a bound on the probability that all live values are one value by chance; 1 where they vary.

    If rows are exchangeable and `c` of all ``n + m`` rows hold a value, all `m` live rows hold it with
    probability ``c (c - 1) … / ((n + m) (n + m - 1) …)``, `m` factors each. Any value could have been
    the one, so this is summed over all values: a single live row is always of one value.
    """
    if not (live.cells.exact and live.cells.keys.size == 1 and reference.cells.keys.size > 1):
        return 1.0
    m, n = live.cells.rows, reference.cells.rows
    value = live.cells.keys[0] >> reference.cells.level
    pooled = reference.cells.counts + m * (reference.cells.keys == value)
    if not (reference.cells.keys == value).any():
        pooled = np.append(pooled, m)
    counts, values = np.unique(pooled[pooled >= m], return_counts=True)
    all_ways = math.lgamma(n + m + 1) - math.lgamma(n + 1)
    each = [math.lgamma(count + 1) - math.lgamma(count - m + 1) - all_ways for count in counts.tolist()]
    return min(1.0, float(values @ np.exp(np.minimum(each, 0.0))))


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
