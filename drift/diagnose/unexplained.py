"""What a change that no fault explains is told by: which value, side, size or step, from where to where.

It names no cause, so it is no diagnosis. What the profiles know of it is said, for the distance alone
tells nobody where to look.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from drift.compare.atom import NAME as ATOM
from drift.compare.atom import excess, places_of
from drift.compare.lattice import NAME as LATTICE
from drift.compare.lattice import foremost_step, values_of
from drift.compare.magnitude import NAME as SIZE
from drift.compare.nonzero import align_numbers
from drift.compare.outside import NAME as OUTSIDE
from drift.compare.rare_size import NAME as RARE_SIZE
from drift.compare.rare_size import sizes_of
from drift.compare.short import NAME as SHORT
from drift.diagnose.atoms import value_at
from drift.diagnose.distribution import distribution

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from drift.compare.aligned import Aligned
    from drift.compare.lattice import Sampled
    from drift.compare.statistic import Measurement
    from drift.profile.column import ColumnProfile, End

REPEATED: Final = "repeated_share"
LENGTH: Final = "length_ks"

_EXACT: Final = 2.0**53  # up to here a float that is whole is that integer


def story_of(
    before: ColumnProfile, now: ColumnProfile, measured: Measurement, sampled: tuple[Sampled, Sampled]
) -> str | None:
    """Return what is known of a change, in words that follow the column's name; None where nothing is.

    Parameters
    ----------
    before, now : ColumnProfile
        The column on both sides.
    measured : Measurement
        What shows the change.
    sampled : two of Sampled
        Numbers of sampled rows of both sides.
    """
    tell = _TOLD.get(measured.statistic)
    return tell(Seen(before=before, now=now, measured=measured, sampled=sampled)) if tell else None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Seen:
    """What a sentence is made of; see `story_of`."""

    before: ColumnProfile
    now: ColumnProfile
    measured: Measurement
    sampled: tuple[Sampled, Sampled]

    @property
    def both(self) -> Aligned:
        """Both sides of a number on one grid."""
        return align_numbers(self.before, self.now)

    @property
    def was(self) -> str:
        """The share of training that is concerned."""
        return _percent(self.measured.reference or 0.0)

    @property
    def is_(self) -> str:
        """The share of the batch that is concerned."""
        return _percent(self.measured.live or 0.0)


def _atom(seen: Seen) -> str:
    place = excess(places_of(seen.before.cells), places_of(seen.now.cells)).foremost
    value = value_at(distribution(seen.now.cells), place, seen.sampled[1].values)
    return f"is {_number(value)} more often: in {seen.is_} of its values, {seen.was} in training"


def _lattice(seen: Seen) -> str | None:
    sides = [values_of(*side) for side in zip((seen.before, seen.now), seen.sampled, strict=True)]
    step = foremost_step(sides[0], sides[1])
    if step is None:
        return None
    return (
        f"comes in other steps: {seen.is_} of its values are multiples of {_number(step)},"
        f" {seen.was} were in training"
    )


def _repeated(seen: Seen) -> str:
    return (
        f"repeats itself: {seen.is_} of its distinct values stand in more than one row,"
        f" {seen.was} did in training"
    )


def _short(seen: Seen) -> str:
    both, now = seen.both, seen.now
    below, above = _beyond(both.live, both.reference)
    ends = (("below", now.number.lowest, below), ("above", now.number.highest, above))
    told = [
        f"{side} {_number(end)}, where {_percent(rows / both.n)} of training's values are"
        for side, end, rows in ends
        if rows and end is not None
    ]
    return f"has no value {', and none '.join(told)}"


def _outside(seen: Seen) -> str:
    both, before, now = seen.both, seen.before, seen.now
    mine = both.reference.nonzero()[0]
    parts = (slice(0, mine[0]), slice(mine[-1] + 1, None))
    limits = (("below", "lowest", before.number.lowest), ("above", "highest", before.number.highest))
    told = []
    for part, (side, end, limit) in zip(parts, limits, strict=True):
        rows, held = both.live[part], both.live[part] > 0
        if not held.any():
            continue
        least, most = float(both.lower[part][held][0]), float(both.upper[part][held][-1])
        if side == "below" and now.number.lowest is not None:
            least = float(now.number.lowest)
        if side == "above" and now.number.highest is not None:
            most = float(now.number.highest)
        share = _percent(int(rows.sum()) / max(both.m, 1))
        told.append(f"{share} {side} training's {end}, {_number(limit)}: {_between(least, most)}")
    return f"has values beyond all of training's: {'; '.join(told)}"


def _beyond(within: NDArray[np.int64], rows: NDArray[np.int64]) -> tuple[int, int]:
    """Return how many rows are in cells before the first, and after the last, that the other side holds."""
    held = within.nonzero()[0]
    return int(rows[: held[0]].sum()), int(rows[held[-1] + 1 :].sum())


def _rare_size(seen: Seen) -> str | None:
    both = seen.both
    sizes = sizes_of(both.lower, both.upper, both.reference, both.live)
    place = sizes.foremost
    if place is None:
        return None
    low, high = float(sizes.low[place]), float(sizes.high[place])
    if low == 0:
        between = f"below {high:,.6g}"
    elif np.isinf(high):
        between = f"from {low:,.6g} on"
    else:
        between = f"from {low:,.6g} to {high:,.6g}"
    return f"has values {between}, whatever their sign, in {seen.is_} of its rows, {seen.was} in training"


def _size(seen: Seen) -> str:
    was, is_ = _number(seen.measured.reference), _number(seen.measured.live)
    return f"has values of another size: their median, without signs and zeros, went from {was} to {is_}"


def _lengths(seen: Seen) -> str | None:
    sides = [one.text.lengths if one.family == "text" else one.cells for one in (seen.before, seen.now)]
    if not all(side.rows and side.exact for side in sides):
        return None
    was, is_ = (
        int(side.keys[np.searchsorted(np.cumsum(side.counts), (side.rows + 1) // 2)]) for side in sides
    )
    return f"has other lengths: the median went from {was:,} to {is_:,}" if was != is_ else None


_TOLD: Final[Mapping[str, Callable[[Seen], str | None]]] = {
    ATOM: _atom,
    SHORT: _short,
    OUTSIDE: _outside,
    RARE_SIZE: _rare_size,
    LATTICE: _lattice,
    SIZE: _size,
    REPEATED: _repeated,
    LENGTH: _lengths,
}


def _between(low: float, high: float) -> str:
    return _number(low) if low == high else f"{_number(low)} to {_number(high)}"


def _number(value: End | None) -> str:
    """Return a value with the digits that it may be looked for by."""
    if value is None:
        return "none"
    whole = isinstance(value, int) or (float(value).is_integer() and abs(float(value)) < _EXACT)
    return f"{int(value):,}" if whole else f"{value:,.6g}"


def _percent(share: float) -> str:
    return f"{100 * share:.3g}%"
