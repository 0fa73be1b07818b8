"""Day and month exchanged: dates read the wrong way round wherever the day can be a month.

Of a batch of a few months, the rows whose day is above twelve keep their months. Those of days one to
twelve are spread over all months of the year, and lie on the few days that the months are; turned back,
they come in the months of the others.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

from drift.compare.aligned import aligned_levels
from drift.compare.total_variation import TOTAL_VARIATION
from drift.diagnose.diagnosis import Diagnosis
from drift.profile.column import MONTHS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.profile.column import TimeDetail

EXPLAINED = 0.7  # of the distance between the months of early and of late days has to go
FAR_AWAY = 0.15  # of the early days' rows have to be months away from any late day
ALL_YEAR = 10  # months: beyond, nothing is far away; then the months' shares have to say it
SEASON = 0.05  # total variation between the months of early and of late days that no end of a span makes


def diagnose_exchanged(reference: TimeDetail, live: TimeDetail, name: str, level: float) -> Diagnosis | None:
    """Return the diagnosis of dates whose day and month are exchanged; None where nothing says so."""
    now = _gaps(live, level)
    if now is None or now.gap <= now.margin:
        return None
    if now.far < FAR_AWAY and not (now.months >= ALL_YEAR and now.gap >= SEASON + now.margin):
        return None
    before = _gaps(reference, level)
    if before is not None and now.gap - now.margin <= before.gap:
        return None
    explains = 1 - now.left / now.gap
    if explains < EXPLAINED:
        return None
    column = f"pl.col({json.dumps(name, ensure_ascii=False)})"
    undo = f"{column}.dt.replace(month={column}.dt.day(), day={column}.dt.month())"
    return Diagnosis(
        fault="time_shift",
        story=f"has day and month exchanged where the day can be a month: the days up to 12 "
        f"do not come in the months of the others, and turned back {explains:.0%} of that is gone",
        advice=f"Ask the producer in which order its dates are; `{undo}` undoes it for days up to 12.",
        parameters={"exchanged": ["day", "month"]},
        share=round(now.share, 6),
        explains=round(explains, 4),
        proven=True,
        find=f"{column}.dt.day() <= {MONTHS}",
        undo=undo,
    )


class _Gaps:
    """How far the months of early days are from those of late days, as they are and turned back."""

    def __init__(self, early: NDArray[np.int64], late: NDArray[np.int64], level: float) -> None:
        found = TOTAL_VARIATION.compare(aligned_levels(late, early.sum(axis=1)), level)
        turned = TOTAL_VARIATION.compare(aligned_levels(late, early.sum(axis=0)), level)
        self.gap, self.margin, self.left = found.value, found.margin, turned.value
        near = (late > 0) | (np.roll(late, 1) > 0) | (np.roll(late, -1) > 0)
        self.months = int((late > 0).sum())
        rows = int(early.sum())
        self.far = float(early.sum(axis=1)[~near].sum()) / rows
        self.share = float(rows - np.trace(early)) / (rows + int(late.sum()))


def _gaps(detail: TimeDetail, level: float) -> _Gaps | None:
    days = detail.calendar.reshape(MONTHS, -1)
    early, late = days[:, :MONTHS], days[:, MONTHS:].sum(axis=1)
    return _Gaps(early, late, level) if early.any() and late.any() else None
