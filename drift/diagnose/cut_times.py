"""Times that lost their time of day, or its minutes: all are whole days, or hours, where few were."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from drift.diagnose.diagnosis import Diagnosis
from drift.diagnose.iso_duration import iso_duration

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.profile.column import TimeDetail

MICROSECOND = 1_000_000  # to a second
STEPS = (86_400, 43_200, 3_600, 1_800, 900, 60, 1)  # seconds, the coarsest first
QUARTER = 900
WORDS = {
    86_400: "whole days",
    43_200: "half days",
    3_600: "whole hours",
    1_800: "half hours",
    900: "quarters of an hour",
    60: "whole minutes",
    1: "whole seconds",
}


def diagnose_cut(
    reference: TimeDetail, live: TimeDetail, sampled: NDArray[np.int64], level: float
) -> Diagnosis | None:
    """Return to which step times were cut; None where they were not, or chance explains it.

    Parameters
    ----------
    reference, live : TimeDetail
        Both sides.
    sampled : int64 array
        Times of sampled rows of the reference, in microseconds. Without them, quarters of an hour and
        less cannot be told.
    level : float
        The probability up to which chance is no explanation.
    """
    rows = int(live.week.sum())
    for step in STEPS:
        if not live.step or live.step % (step * MICROSECOND):
            continue
        if reference.step and reference.step % (step * MICROSECOND) == 0:
            return None
        before, of = _on_step(reference, sampled, step)
        if of and _log_all(before, of, rows) <= math.log(level):
            return _diagnosis(step, before / of, rows)
        return None
    return None


def _on_step(reference: TimeDetail, sampled: NDArray[np.int64], step: int) -> tuple[int, int]:
    """Return how many of how many rows of the reference may be on a step: at most, where they are counted."""
    if step > QUARTER and step % QUARTER == 0:
        places = np.arange(reference.clock.size) % (step // QUARTER) == 0
        return int(reference.clock[places].sum()), int(reference.clock.sum())
    return int((sampled % (step * MICROSECOND) == 0).sum()), sampled.size


def _log_all(before: int, n: int, m: int) -> float:
    """Return the log of the probability that all `m` live rows are marked, of `before` and these."""
    marked = before + m
    return math.lgamma(marked + 1) - math.lgamma(before + 1) - math.lgamma(n + m + 1) + math.lgamma(n + 1)


def _diagnosis(step: int, before: float, rows: int) -> Diagnosis:
    words = WORDS[step]
    return Diagnosis(
        fault="rounding",
        story=f"has nothing but {words} in {rows:,} rows; in training at most {before:.1%} were",
        advice=f"Ask the producer what cuts times to {words}: what was lost cannot be brought back.",
        parameters={"step": iso_duration(step), "seconds": step},
        share=1.0,
        proven=True,
    )
