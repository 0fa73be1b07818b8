"""What a batch leaves for those after it: a few numbers a column, each a fixed function of its rows.

Given the reference, the scores of batches that come from one source are exchangeable, whatever the score.
So its choice decides what drift is seen, and never how often nothing is taken for one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from drift.compare.column import missing_rows
from drift.compare.location import mean_rank
from drift.compare.nonzero import align_numbers

if TYPE_CHECKING:
    from drift.judge.result import ColumnResult
    from drift.profile.column import ColumnProfile

LOCATION: Final = "location"  # the mean rank among the reference's values, 0 to 1
DISTANCE: Final = "distance"  # the first of these that was measured
MISSING: Final = "missing"  # the share of rows without a value, 0 to 1
SCORES: Final = (LOCATION, DISTANCE, MISSING)
DISTANCES: Final = ("ks", "total_variation", "length_ks", "hour_total_variation")


def scores_of(
    result: ColumnResult, before: ColumnProfile | None, now: ColumnProfile | None
) -> dict[str, float]:
    """Return the scores of a column, none where it is on one side only, or the batch has no rows."""
    if before is None or now is None or not now.rows or result.verdict == "skipped":
        return {}
    found = {}
    if (
        result.kind == "number"
        and before.family == now.family == "number"
        and before.cells.rows
        and now.cells.rows
    ):
        found[LOCATION] = mean_rank(align_numbers(before, now))
    measured = {one.measurement.statistic: one.measurement.value for one in result.measurements}
    distance = next((measured[name] for name in DISTANCES if name in measured), None)
    if distance is not None:
        found[DISTANCE] = distance
    return found | {MISSING: missing_rows(now) / now.rows}
