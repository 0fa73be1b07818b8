"""Times that moved by hours from a day on, or until one: a clock was changed in one place and not in another.

Each row says how much likelier its time of day is if it moved: by training's profile of that day of the
week, turned. Summed over the days of a part this is a likelihood ratio, which without a fault exceeds
``1 / p`` with probability `p` at most; over all days, turns and sides the bound is split. It has to exceed
that of any shift of all rows by as much: half of the rows an hour late are no half hour. When the
part is moved back no more may be left than chance and the feature's own movement.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from drift.diagnose.diagnosis import Diagnosis
from drift.diagnose.iso_duration import iso_duration
from drift.diagnose.time_shift import QUARTER, chance_of, kuiper, smoothed
from drift.profile.column import QUARTERS, WEEKDAYS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.profile.column import TimeDetail

TURNS: Final = tuple(turn for turn in range(-48, 48, 2) if turn)  # whole and half hours, in quarters
LEAST_PART: Final = 0.05  # of the rows on either side of the day; of fewer, all rows moved, or none
POOLED: Final = 96.0  # rows of the whole week's profile that each day of the week is given
HALF_A_ROW: Final = 0.5  # in every place, so that a quarter without rows is not impossible

_MICROSECOND: Final = 1_000_000
_MONDAY: Final = 3  # days from 1970-01-01, a Thursday, back to a Monday
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC).replace(tzinfo=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """Rows that moved: from a day on or until before it, by how many quarters, and how likely that is."""

    day: int
    side: Literal["from", "until"]
    turn: int
    gain: float
    share: float


def diagnose_part_of_times(
    reference: TimeDetail,
    live: TimeDetail,
    moments: NDArray[np.int64],
    name: str,
    *,
    level: float,
    tolerance: float,
) -> Diagnosis | None:
    """Return by how many hours times moved from a day on, or until one; None where no part explains it.

    Parameters
    ----------
    reference, live : TimeDetail
        All times of both sides.
    moments : int64 array
        Microseconds since 1970 of the batch's rows, or of an even sample of them.
    name : str
        The column.
    level, tolerance : float
        The error probability, and how far the time of day moves by itself.
    """
    part = _likeliest(reference, moments, level)
    if part is None:
        return None
    before = reference.clock
    turned = (1 - part.share) * before + part.share * np.roll(before, part.turn)
    gap, left = kuiper(before, live.clock), kuiper(turned, live.clock)
    # The likelihood has said that the part moved; nothing else may be left to say.
    if left > min(gap, chance_of(int(before.sum()), int(live.clock.sum())) + tolerance):
        return None
    return _diagnosis(name, part, 1 - left / gap)


def _likeliest(reference: TimeDetail, moments: NDArray[np.int64], level: float) -> _Part | None:
    """Return the part that is likelier moved than not, beyond all chance; None where none is."""
    quarters = moments // (QUARTER * _MICROSECOND)
    days, place = np.unique(quarters // QUARTERS, return_inverse=True)
    if days.size < 2:  # noqa: PLR2004 - a day before, and one from which on
        return None
    profiles = _profiles(reference)
    weekday = (days[place] + _MONDAY) % WEEKDAYS
    of_day = quarters % QUARTERS
    usual = profiles[weekday, of_day]
    rows = np.cumsum(np.bincount(place))[:-1] / moments.size  # before each day but the first
    known = int(reference.week.sum())
    # Training's profile is of rows, too: of a likelihood that takes it as known, a part is chance.
    sure = known / (known + moments.size)
    enough = math.log(2 * len(TURNS) * days.size / level)
    by_turn = {
        turn: np.bincount(place, weights=profiles[weekday, (of_day - turn) % QUARTERS] - usual) * sure
        for turn in TURNS
    }
    enough += max(0.0, *(float(gains.sum()) for gains in by_turn.values()))
    best: _Part | None = None
    for turn, gains in by_turn.items():
        until = np.cumsum(gains)[:-1]
        sides = (("until", until, rows), ("from", gains.sum() - until, 1 - rows))
        for side, gain, share in sides:
            fit = np.where((share >= LEAST_PART) & (share <= 1 - LEAST_PART), gain, -np.inf)
            at = int(fit.argmax())
            if fit[at] >= max(enough, best.gain if best else enough):
                best = _Part(
                    day=int(days[at + 1]),
                    side="until" if side == "until" else "from",
                    turn=turn,
                    gain=float(fit[at]),
                    share=float(share[at]),
                )
    return best


def _profiles(reference: TimeDetail) -> NDArray[np.float64]:
    """Return the logarithms of the shares of each quarter hour, by day of the week."""
    week = reference.week.reshape(WEEKDAYS, QUARTERS)
    pooled = smoothed(reference) + HALF_A_ROW
    pooled /= pooled.sum()
    each = np.array([smoothed(reference, day) for day in week]) + POOLED * pooled
    shares: NDArray[np.float64] = np.log(each / each.sum(axis=1, keepdims=True))
    return shares


def _diagnosis(name: str, part: _Part, explains: float) -> Diagnosis:
    seconds = part.turn * QUARTER
    day = f"{_EPOCH + timedelta(days=part.day):%Y-%m-%d}"
    hours = abs(seconds) / 3600
    span = f"{hours:g} hour{'' if hours == 1 else 's'}"
    column = f"pl.col({json.dumps(name, ensure_ascii=False)})"
    when = f'{column} {">=" if part.side == "from" else "<"} pl.lit("{day}").str.to_datetime()'
    undo = f"pl.when({when}).then({column} - pl.duration(seconds={seconds})).otherwise({column})"
    which = f"from {day} on" if part.side == "from" else f"until {day}"
    return Diagnosis(
        fault="time_shift",
        story=f"is {span} {'later' if seconds > 0 else 'earlier'} than it should be {which}, "
        "by the hours of the day",
        advice="Ask the producer whether a clock changed on that day, for daylight saving say, "
        f"and whether these are times of one zone; `{undo}` undoes it.",
        parameters={"offset": iso_duration(seconds), "seconds": seconds, part.side: day},
        share=round(part.share, 6),
        explains=round(explains, 4),
        proven=True,
        find=when,
        undo=undo,
    )
