"""Times that moved by whole or half hours, or by days: told by when rows come.

Rows of most columns come at some hours and weekdays more than at others. A zone turns the day's profile
round, a wrong date the week's: of all turns the likeliest is asked whether it leaves no more than
chance, and the feature's own movement, of the distance round the circle (Kuiper's).
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

import numpy as np

from drift.compare.clock import expected_weekdays
from drift.diagnose.diagnosis import Diagnosis
from drift.diagnose.iso_duration import DAY, iso_duration

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from drift.profile.column import TimeDetail

QUARTER = 900  # seconds: zones differ by whole, half and, in a few places, quarter hours
EXPLAINED = 0.7  # of the distance has to go
MOSTLY = 0.4  # of it, where no other turn is nearly as likely and what is left is chance
ALONE = 8.0  # in logarithms of likelihood, above the second-best turn
KUIPER = 2.001  # times the root of effective rows: chance gives more in one of a hundred batches
CLEARLY = 5.0  # in logarithms of likelihood: by so much must a finer offset be better than a coarser one
NEAR = 6  # quarter hours: a turn that is near the best one leaves little more than it
MICROSECOND = 1_000_000  # to a second
HALF_A_ROW = 0.5  # in every place, so that an hour without rows is not impossible


def diagnose_hours(reference: TimeDetail, live: TimeDetail, name: str, tolerance: float) -> Diagnosis | None:
    """Return by how many hours times moved; None where no turn of the day explains the change."""
    before, now = reference.clock, live.clock
    turns = before.size
    smooth = smoothed(reference)
    likely = {turn: _likelihood(np.roll(smooth, turn), now) for turn in range(turns)}
    hours = [turn for turn in likely if turn % 4 == 0]
    halves = [turn for turn in likely if turn % 2 == 0]
    best = max(likely, key=likely.__getitem__)
    for coarser in (hours, halves):
        of_these = max(coarser, key=likely.__getitem__)
        if likely[of_these] >= likely[best] - CLEARLY:
            best = of_these
            break
    moved = best if best <= turns // 2 else best - turns
    if not moved:
        return None
    explains = _explained(before, np.roll(before, best), now, tolerance)
    if explains is None or _others_explain(before, now, best, explains):
        return None
    return _diagnosis(name, moved * QUARTER, explains, "the hours of the day")


def diagnose_days(reference: TimeDetail, live: TimeDetail, name: str, tolerance: float) -> Diagnosis | None:
    """Return by how many days times moved; None where no turn of the week explains the change."""
    now = live.weekdays
    turned = {days: expected_weekdays(reference, live, days) for days in (0, 1, -1, 2, -2, 3, -3)}
    likely = {days: _likelihood(rows, now) for days, rows in turned.items()}
    best, second = sorted(likely, key=lambda days: -likely[days])[:2]
    if not best:
        return None
    # The reference's shares are of rows, too: of a likelihood that takes them as known, a part is chance.
    n, m = int(reference.week.sum()), int(now.sum())
    alone = (likely[best] - likely[second]) * n / (n + m) >= ALONE
    explains = _explained(turned[0], turned[best], now, tolerance, alone=alone)
    if explains is None:
        return None
    return _diagnosis(name, best * DAY, explains, "the days of the week")


def _on_quarters(detail: TimeDetail) -> bool:
    """Return whether all times are whole quarters of an hour, so that no neighbour tells of another."""
    return bool(detail.step) and detail.step % (QUARTER * MICROSECOND) == 0


def smoothed(detail: TimeDetail, rows: NDArray[np.int64] | None = None) -> NDArray[np.float64]:
    """Return rows by place, each the mean of its neighbours: a profile of the day has no single quarters.

    They are all rows by quarter hour, or those that are given; as they are where times are whole quarters.
    """
    of = detail.clock if rows is None else rows
    if _on_quarters(detail):
        return of.astype(np.float64)
    smooth: NDArray[np.float64] = np.mean([np.roll(of, turn) for turn in range(-2, 3)], axis=0)
    return smooth


def _likelihood(before: NDArray[np.int64] | NDArray[np.float64], now: NDArray[np.int64]) -> float:
    """Return the logarithm of the likelihood of live rows by place, but for a constant."""
    smooth = before + HALF_A_ROW
    return float(now @ np.log(smooth / smooth.sum()))


def _explained(
    before: NDArray[np.int64],
    turned: NDArray[np.int64] | NDArray[np.float64],
    now: NDArray[np.int64],
    tolerance: float,
    *,
    alone: bool = False,
) -> float | None:
    """Return which part of Kuiper's distance a turn takes off; None where it leaves too much.

    Of few places little more can be taken off than chance leaves: where the turn stands `alone`, no other
    being nearly as likely, it is enough that no more than chance is left.
    """
    n, m = int(before.sum()), int(now.sum())
    gap, left = kuiper(before, now), kuiper(turned, now)
    chance = chance_of(n, m)
    by_chance = alone and left <= min(chance, (1 - MOSTLY) * gap)
    if not by_chance and (gap <= 0 or left > chance + tolerance or left > (1 - EXPLAINED) * gap):
        return None
    return 1 - left / gap


def chance_of(n: int, m: int) -> float:
    """Return what chance gives of Kuiper's distance between so many rows in 99 of 100 batches."""
    return KUIPER * math.sqrt((n + m) / (n * m))


def kuiper(before: NDArray[np.int64] | NDArray[np.float64], now: NDArray[np.int64]) -> float:
    """Return the distance of two profiles round a circle, 0 to 1."""
    ahead = np.cumsum(before / before.sum() - now / now.sum())
    return float(max(ahead.max(), 0.0) - min(ahead.min(), 0.0))


def _others_explain(before: NDArray[np.int64], now: NDArray[np.int64], best: int, explains: float) -> bool:
    """Return whether a turn far from the best one takes off about as much: then neither is told."""
    gap, turns = kuiper(before, now), before.size
    chance = chance_of(int(before.sum()), int(now.sum()))
    far: Iterable[int] = (t for t in range(turns) if min((t - best) % turns, (best - t) % turns) > NEAR)
    return any(kuiper(np.roll(before, t), now) <= (1 - explains) * gap + chance / 2 for t in far)


def _diagnosis(name: str, seconds: int, explains: float, by: str) -> Diagnosis:
    offset = iso_duration(seconds)
    unit, many = ("day", abs(seconds) / DAY) if seconds % DAY == 0 else ("hour", abs(seconds) / 3600)
    span = f"{many:g} {unit}{'' if many == 1 else 's'}"
    later = "later" if seconds > 0 else "earlier"
    column = f"pl.col({json.dumps(name, ensure_ascii=False)})"
    undo = f"{column} - pl.duration(seconds={seconds})"
    return Diagnosis(
        fault="time_shift",
        story=f"is {span} {later} than it should be, by {by}",
        advice=f"Ask the producer for the zone of these times and whether it changed; `{undo}` undoes it.",
        parameters={"offset": offset, "seconds": seconds},
        share=1.0,
        explains=round(explains, 4),
        proven=True,
        undo=undo,
    )
