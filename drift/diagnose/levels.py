"""The levels of a column by name, with their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from drift.diagnose.distribution import distribution
from drift.profile.keys import floats_of

if TYPE_CHECKING:
    from drift.profile.column import ColumnProfile


def level_names(column: ColumnProfile) -> dict[str, int]:
    """Return the rows of each level by name: of all levels, or of those whose names are kept."""
    if column.family == "boolean":
        return dict(zip(("false", "true"), _pair(column), strict=True))
    if column.family == "number":
        values = distribution(column.cells)
        return {f"{value:.6g}": int(rows) for value, rows in zip(values.middle, values.counts, strict=True)}
    counts = column.cells if column.cells.exact else None
    keys = counts.keys if counts else column.text.distinct.hashes
    rows = counts.counts if counts else column.text.distinct.counts
    names = column.text.names
    return {
        names.get(key, f"#{key:016x}"): count for key, count in zip(keys.tolist(), rows.tolist(), strict=True)
    }


def name_of_number(key: int) -> str:
    """Return the name of a level that is a number, by its key; whole ones without a point."""
    value = float(floats_of(np.array([key], np.uint64))[0])
    return str(int(value)) if value.is_integer() else repr(value)


def _pair(column: ColumnProfile) -> tuple[int, int]:
    rows = dict(zip(column.cells.keys.tolist(), column.cells.counts.tolist(), strict=True))
    return rows.get(0, 0), rows.get(1, 0)
