"""The most frequent levels of a column, by the hashes that segments have: told when all rows were read."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from drift.profile.keys import mixed
from drift.profile.prepare import prepare
from drift.profile.segments import NULL_LEVEL

if TYPE_CHECKING:
    from drift.profile.table import Profile


def foremost_levels(profile: Profile, name: str, most: int) -> tuple[int, ...]:
    """Return the hashes of the most frequent levels of a column; of equally frequent ones the smaller.

    Counted where the column's values are kept one by one, up to 4,096 of them; else as far as the sampled
    rows tell, which any level of a hundredth of the rows is certain to be among.
    """
    column = profile.columns.get(name)
    if column is None:
        return ()
    if column.cells.exact and column.family in {"text", "number"}:
        keys = column.cells.keys if column.family == "text" else mixed(column.cells.keys)
        rows = Counter(dict(zip(keys.tolist(), column.cells.counts.tolist(), strict=True)))
        rows[NULL_LEVEL] += column.nulls
    else:
        rows = _sampled(profile, name)
    ordered = sorted((-count, key) for key, count in rows.items() if count)
    return tuple(sorted(key for _, key in ordered[:most]))


def _sampled(profile: Profile, name: str) -> Counter[int]:
    """Return how many rows of each level the sample stands for."""
    sample, rows = profile.sample, Counter[int]()
    if name in sample.rows.columns:
        hashes = prepare(sample.rows.get_column(name), None).hashes
        for key, count in zip(hashes.tolist(), sample.counts.tolist(), strict=True):
            rows[key] += count
    return rows
