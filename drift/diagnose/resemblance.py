"""Whether a live column carries the distribution of a column of the reference, whatever its name.

What is compared is what each kind is compared by: numbers and times by the Kolmogorov-Smirnov distance,
with many zeros also the others alone; levels by total variation, text by its patterns and lengths. Two
columns that have nothing to do with each other resemble each other by accident, the easier the less there
is that must agree: of two booleans only one share. `accident` says how easily.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from drift.compare.aligned import Aligned, align, aligned_levels
from drift.compare.ks import KS
from drift.compare.levels import align_levels, level_counts
from drift.compare.nonzero import MIN_ROWS, MIN_ZERO_SHARE, align_numbers, without_zeros
from drift.compare.nonzero import NAME as NONZERO
from drift.compare.total_variation import TOTAL_VARIATION
from drift.profile.keys import integers_of
from drift.profile.patterns import count_patterns

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from drift.compare.statistic import Statistic
    from drift.profile.column import ColumnProfile
    from drift.profile.kind import KindName

CHANCE: Final = 1e-4  # a column that came under another name is missed as often
USUALLY: Final = 3.0  # what chance gives in one of ten thousand is so many times what it gives in half
MOST_TOLERANCE: Final = 0.1  # a feature that moves by more resembles too much
MOST_FREEDOM: Final = 4.0  # shares that must agree: of more, not all are free of each other
KNOWN: Final = 0.8  # of the rows are in levels that the other column has: they have the same levels
USUAL: Final = 10  # whole numbers up to it, of either sign, are most of many a column
LEAST_PARTS: Final = 3  # a pattern of so many parts agrees in two shares more; `9` alone agrees with many


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One distance between two columns: what chance reaches of it, and how many shares must agree for it."""

    statistic: str
    distance: float
    chance: float
    freedom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Resemblance:
    """How far a live column is from a column of the reference, in all that it is compared by."""

    parts: tuple[Part, ...]

    @property
    def worst(self) -> Part:
        """The distance that is furthest beyond chance."""
        return max(self.parts, key=lambda one: one.distance - one.chance)

    def fits(self, tolerance: float) -> bool:
        """Return whether chance, and what the feature moves by itself, explain every distance."""
        return self.worst.distance <= self.worst.chance + min(tolerance, MOST_TOLERANCE)

    def accident(self, tolerance: float, *, moved: bool = False) -> float:
        """Return how easily a column of other values would fit as well, 0 to 1.

        Each share that must agree is taken as even from 0 to 1, and may be off to either side. Many columns
        are one value in nearly all rows, so that counts for less than a share; but of one that `moved` there,
        one share at least had to become this one, and as near as it is.
        """
        moves = min(tolerance, MOST_TOLERANCE)
        found = 1.0
        for one in self.parts:
            near = max(one.distance, one.chance / USUALLY) if moved else one.chance
            found *= min(1.0, 2 * (near + moves)) ** max(one.freedom, float(moved))
        return found


def resemblance(before: ColumnProfile, now: ColumnProfile, kind: KindName) -> Resemblance | None:
    """Return how far a live column is from a column of the reference that is of this kind.

    None where they carry different things, or either has no values.
    """
    if before.family != now.family or not before.cells.rows or not now.cells.rows:
        return None
    parts: list[Part | None] = []
    match before.family:
        case "number":
            parts = _numbers(before, now)
        case "time":
            parts = [_part(KS, _ordered(before, now, _moments))]
        case "nested":
            parts = [_part(KS, _ordered(before, now, _lengths))]
        case "boolean":
            parts = [_part(TOTAL_VARIATION, align(before.cells, now.cells, ordered=False))]
        case "text" if kind == "category":
            parts = [_part(TOTAL_VARIATION, align_levels(before, now), more=1)]  # a name agrees, too
        case "text":
            parts = _written(before, now)
        case _:
            pass
    found = tuple(one for one in parts if one is not None)
    return Resemblance(parts=found) if found else None


def known_share(before: ColumnProfile, now: ColumnProfile) -> float:
    """Return the share of the live rows, 0 to 1, whose level the reference has."""
    mine, theirs = level_counts(before, now)
    return float(theirs[mine > 0].sum() / theirs.sum()) if theirs.sum() else 0.0


def continues(before: ColumnProfile, now: ColumnProfile) -> bool:
    """Return whether times or running numbers begin within those of the reference or soon after them."""
    if before.family != now.family or before.family not in {"time", "number"}:
        return False
    mine, theirs = (one.time if one.family == "time" else one.number for one in (before, now))
    ends = [float(e) for e in (mine.lowest, mine.highest, theirs.lowest, theirs.highest) if e is not None]
    if len(ends) != 2 * 2:
        return False
    low, high, first, last = ends
    return low <= first <= high + (high - low) and last <= high + 2 * (high - low)


def _numbers(before: ColumnProfile, now: ColumnProfile) -> list[Part | None]:
    both = align_numbers(before, now)
    if _has_odd_atom(both):
        return [_part(KS, both, more=2)]
    zeros = before.number.zeros + now.number.zeros
    if zeros < MIN_ZERO_SHARE * (before.cells.rows + now.cells.rows):
        return [_part(KS, both)]
    others = without_zeros(before, now)
    few = others.n < MIN_ROWS or others.m < MIN_ROWS
    return [_part(KS, both), None if few else _part(KS, others, name=NONZERO)]


def _has_odd_atom(both: Aligned) -> bool:
    """Return whether most rows of both sides are one value that few other columns have: 999, or 2013."""
    top = int(both.reference.argmax())
    odd = not (-USUAL <= both.lower[top] <= USUAL and both.lower[top].is_integer())
    atom = bool(both.single[top]) and odd
    return atom and 2 * int(both.reference[top]) > both.n and 2 * int(both.live[top]) > both.m


def _written(before: ColumnProfile, now: ColumnProfile) -> list[Part | None]:
    """Return how far texts are by their patterns and lengths."""
    lengths = align(before.text.lengths, now.text.lengths, ordered=True, values=_lengths)
    mine, theirs = count_patterns(before.text), count_patterns(now.text)
    if not mine or not theirs:
        return [_part(KS, lengths, name="length_ks")]
    names = sorted({*mine, *theirs})
    patterns = aligned_levels([mine[name] for name in names], [theirs[name] for name in names])
    usual = max(mine, key=lambda name: (mine[name], name))
    parts = 1 + sum(one != other for one, other in pairwise(usual))
    more = 2 if parts >= LEAST_PARTS else 0
    return [
        _part(KS, lengths, name="length_ks"),
        _part(TOTAL_VARIATION, patterns, name="pattern_total_variation", more=more),
    ]


def _ordered(
    before: ColumnProfile, now: ColumnProfile, values: Callable[[NDArray[np.uint64]], NDArray[np.float64]]
) -> Aligned:
    return align(before.cells, now.cells, ordered=True, values=values)


def _part(statistic: Statistic, both: Aligned, *, name: str = "", more: int = 0) -> Part | None:
    if not statistic.fits(both):
        return None
    share = both.reference / both.n
    # As many levels as would be even are as hard to meet: where nearly all rows have one, hardly any.
    even = 1 / float(share @ share)
    return Part(
        statistic=name or statistic.name,
        distance=statistic.measure(both).value,
        chance=statistic.margin(both, CHANCE),
        freedom=min(even - 1 + more, MOST_FREEDOM),
    )


def _moments(keys: NDArray[np.uint64]) -> NDArray[np.float64]:
    return integers_of(keys).astype(np.float64)


def _lengths(keys: NDArray[np.uint64]) -> NDArray[np.float64]:
    return keys.astype(np.float64)
