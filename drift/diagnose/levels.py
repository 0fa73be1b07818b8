"""New categories: levels of text that the reference does not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.diagnose.diagnosis import Diagnosis
from drift.diagnose.distribution import distribution

if TYPE_CHECKING:
    from drift.profile.column import ColumnProfile

MAX_LEVELS = 10  # named in a diagnosis


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


def diagnose_new_levels(reference: ColumnProfile, live: ColumnProfile, share: float) -> Diagnosis:
    """Return the levels that came, the most frequent first, and the share of rows in them."""
    known = level_names(reference)
    new = {name: rows for name, rows in level_names(live).items() if name not in known}
    most = sorted(new, key=lambda name: (-new[name], name))[:MAX_LEVELS]
    told = ", ".join(f"`{name}` ({new[name]:,} rows)" for name in most[:3])
    more = f" and {len(new) - 3:,} more" if len(new) > 3 else ""  # noqa: PLR2004 - as many as were told
    return Diagnosis(
        fault="new_category",
        story=f"has levels that training did not: {told}{more}; {share:.2%} of the rows",
        advice="Ask whether these are real: no model has learned from them; map them, or train anew.",
        parameters={"levels": most},
        share=round(share, 6),
    )


def _pair(column: ColumnProfile) -> tuple[int, int]:
    rows = dict(zip(column.cells.keys.tolist(), column.cells.counts.tolist(), strict=True))
    return rows.get(0, 0), rows.get(1, 0)
