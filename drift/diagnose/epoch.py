"""Epoch units: integer times in another unit than before, told by their size alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.diagnose.diagnosis import Diagnosis
from drift.diagnose.distribution import distribution
from drift.profile.kind import epoch_unit

if TYPE_CHECKING:
    from drift.profile.column import ColumnProfile

MAIN_ROWS = (0.01, 0.99)  # quantiles between which times must be plausible: a stray one is another fault


def diagnose_epoch(reference: ColumnProfile, live: ColumnProfile) -> Diagnosis | None:
    """Return the diagnosis of integer times that come in another unit; None where they do not."""
    units = []
    for column in (reference, live):
        if column.family != "number" or not column.cells.rows:
            return None
        low, high = (distribution(column.cells).quantile(share) for share in MAIN_ROWS)
        units.append(epoch_unit(low, high))
    before, now = units
    if before is None or now is None or before == now:
        return None
    return Diagnosis(
        fault="epoch_unit",
        story=f"counts {now}s since 1970 where training counted {before}s",
        advice=f"Ask the producer for {before}s again, or convert: as {before}s, these times are absurd.",
        parameters={"from": before, "to": now},
        share=1.0,
        share_interval=(1.0, 1.0),
        explains=1.0,
        proven=True,
    )
