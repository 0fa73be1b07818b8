"""How well each conversion fits: of all rows, and of the share of them that fits best.

All conversions are tried at once, on few points; finalists that may convince again, at every point where
either side or the converted reference changes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from drift.diagnose.curve import curve_of
from drift.diagnose.distribution import finite, merged
from drift.diagnose.lattice import NEAR, RESOLUTION
from drift.diagnose.unit_score import log_place, log_priors, log_shape
from drift.diagnose.unit_shares import Shares, rows_between, shares_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from drift.diagnose.candidates import Candidate
    from drift.diagnose.unit_case import UnitCase

FINALISTS = 6  # conversions of all rows, and as many of a share, that are looked at closely
SOME, CLOSELY = 16, 32  # one of so many points is looked at first, and all of them for so many conversions
AT_ONCE = 64  # conversions: of more, arrays leave the processor's cache, and each is new memory to the system
MIN_TAIL_ROWS = 8  # fewer rows outside do not tell one factor from another
STEP_AGREES = 1e-6  # relative: both steps are exact but for the rounding of the factor
SPARSE = 4.0  # steps of the batch: nearer multiples are near whatever lies there
ROUNDED = (0.0, 0.5 - 1e-6, 1e-6 - 0.5)  # steps: to the nearest, down, up; a multiple stays as it is
_KOLMOGOROV_95 = 1.358  # the 95 % quantile of Kolmogorov's distribution
_NORMAL_95 = 1.96


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A conversion, fitted.

    Attributes
    ----------
    candidate : Candidate
        The conversion and its rank.
    share, spread : float
        The share of rows it concerns, and half of its 95 % interval.
    left, explains : float
        The gap that is left when it is undone, and the part of the gap that undoing it removes.
    lattice : float
        What the steps of the values say for it, in nats.
    prior, shape : float
        The logarithms of how common it is, and of how likely a gap as large as what is left is, and rows
        that lie where they do when undone; of a share, its gain, as far as the feature's movement does not
        blur it.
    gain : float
        Of a share: how much likelier the counts are with it than without, in nats.
    """

    candidate: Candidate
    share: float
    spread: float
    left: float
    explains: float
    lattice: float = 0.0
    prior: float = 0.0
    shape: float = 0.0
    gain: float = 0.0

    @property
    def data(self) -> float:
        """What the data says, in nats; higher is likelier."""
        return self.shape + self.lattice

    @property
    def score(self) -> float:
        """What the data and experience say, in nats."""
        return self.data + self.prior


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Maps:
    """Candidates as columns of numbers."""

    candidates: tuple[Candidate, ...]
    factors: NDArray[np.float64]
    offsets: NDArray[np.float64]
    priors: NDArray[np.float64]

    @classmethod
    def of(cls, candidates: tuple[Candidate, ...]) -> Maps:
        """Return candidates in the order given."""
        return cls(
            candidates=candidates,
            factors=np.array([one.conversion.factor for one in candidates]),
            offsets=np.array([one.conversion.offset for one in candidates]),
            priors=log_priors(candidates),
        )

    def taken(self, places: NDArray[np.int64]) -> Maps:
        """Return the candidates at some places."""
        return Maps(
            candidates=tuple(self.candidates[place] for place in places),
            factors=self.factors[places],
            offsets=self.offsets[places],
            priors=self.priors[places],
        )

    def in_blocks(self) -> Iterator[Maps]:
        """Yield some of the candidates at a time, none as one block: what is worked out of them is small."""
        places = np.arange(len(self.candidates))
        for start in range(0, max(places.size, 1), AT_ONCE):
            yield self.taken(places[start : start + AT_ONCE])

    def there(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return reference values as each conversion makes them, shape (c, p)."""
        with np.errstate(all="ignore"):  # beyond the largest float is infinity, which will do
            return np.asarray(points[None, :] * self.factors[:, None] + self.offsets[:, None])

    def back(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return live values, shape (p,) or (c, p), undone by each conversion, shape (c, p)."""
        with np.errstate(all="ignore"):
            return np.asarray((points - self.offsets[:, None]) / self.factors[:, None])


def likeliest_of_all(case: UnitCase, maps: Maps) -> Maps:
    """Return the conversions that fit best if all rows were converted, as a few points tell."""
    mine, theirs = _points(case, every=False)

    def left_by(some: Maps, step: int) -> NDArray[np.float64]:
        points = theirs[::step]
        return _left(case, some, mine[::step], points, case.before.below(some.back(points)))

    place, supported = log_place(maps.factors, maps.offsets, case), _supported(case, maps)
    # At some of the points a conversion leaves no more than at all: most are told by them not to be the best.
    left, known = left_by(maps, SOME), np.zeros(maps.factors.size, np.bool_)
    while True:
        best = _best(log_shape(left, case) + place + supported + maps.priors, CLOSELY)
        if known[best[:FINALISTS]].all():
            return maps.taken(best[:FINALISTS])
        rough = best[~known[best]]
        left[rough], known[rough] = left_by(maps.taken(rough), 1), True


def likeliest_of_shares(case: UnitCase, maps: Maps) -> Maps:
    """Return the conversions that fit best if a share of the rows was converted, as a few points tell."""
    bins = merged(case.before.thinned, case.now.thinned)
    return maps.taken(_best(_shares_between(case, maps, bins).weighed(case) + maps.priors))


def _supported(case: UnitCase, maps: Maps) -> NDArray[np.float64]:
    if case.lattice is None:
        return np.zeros(maps.factors.size)
    return case.lattice.support(maps.factors, maps.offsets)


def _points(case: UnitCase, *, every: bool) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return points of either side: of a few of them a gap is never larger than of every one."""
    sides = case.before, case.now
    mine, theirs = (side.between if every else side.thinned for side in sides)
    return mine, theirs


def bins_of(case: UnitCase) -> NDArray[np.float64]:
    """Return points to count rows between, as many again among the rows beyond the reference's ends."""
    parts = [case.before.thinned, case.now.thinned]
    if case.outside.rows >= MIN_TAIL_ROWS:
        parts.append(curve_of(case.outside).thinned)
    bins = merged(*parts)
    return bins if case.live_step is None else halfway(bins, case.live_step)


def _best(scores: NDArray[np.float64], many: int = FINALISTS) -> NDArray[np.int64]:
    return np.argsort(-scores, kind="stable")[:many]


def _left(
    case: UnitCase,
    maps: Maps,
    mine: NDArray[np.float64],
    theirs: NDArray[np.float64],
    back: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the gap that each conversion of all rows leaves, at points of either side.

    `back` are the reference's shares below the live side's points, undone by each.

    Where values were rounded anew after they were converted, only points half a step from the live ones
    are fair: what lies between two of those became one value. Rounded down, what lies half a step above
    did, and rounded up, half a step below: of the three the nearest counts.
    """
    at_mine = np.abs(case.before.below(mine) - case.now.below(maps.there(mine))).max(axis=1)
    at_theirs = np.abs(back - case.now.below(theirs)).max(axis=1)
    left: NDArray[np.float64] = np.maximum(at_mine, at_theirs)
    anew = _all_rounded_anew(case, maps)
    if anew.size and case.live_step is not None:
        points, rounded = halfway(theirs, case.live_step), maps.taken(anew)
        now = case.now.below(points)
        gaps = [
            np.abs(case.before.below(rounded.back(points + shift * case.live_step)) - now).max(axis=1)
            for shift in ROUNDED
        ]
        left[anew] = np.min(gaps, axis=0)
    return left


def fits_of_all(case: UnitCase, maps: Maps, *, every: bool) -> list[Fit]:
    """Return how well conversions of all rows fit, by every point or by a few that leave no more."""
    mine, points = _points(case, every=every)
    back = case.before.below(maps.back(points))
    left, lattice = _left(case, maps, mine, points, back), _supported(case, maps)
    moved = np.abs(back - case.before.below(points)).max(axis=1)
    spread = _KOLMOGOROV_95 / np.sqrt(case.rows) / np.maximum(moved, 1e-9)
    shape = log_shape(left, case) + log_place(maps.factors, maps.offsets, case)
    return [
        Fit(
            candidate=candidate,
            share=1.0,
            spread=float(min(spread[place], 1.0)),
            left=float(left[place]),
            explains=_explains(case, float(left[place])),
            lattice=float(lattice[place]),
            prior=float(maps.priors[place]),
            shape=float(shape[place]),
        )
        for place, candidate in enumerate(maps.candidates)
    ]


def shares_closely(case: UnitCase, maps: Maps) -> Shares:
    """Return the likeliest share of each conversion, by more points where rows lie beyond training's."""
    return _shares_between(case, maps, bins_of(case))


def fits_of_shares(case: UnitCase, maps: Maps, shares: Shares, *, every: bool) -> list[Fit]:
    """Return how well conversions of a share fit, by every point or by a few that leave no more."""
    weighed = shares.weighed(case)
    mine, theirs = _points(case, every=every)
    points = np.concatenate([mine, theirs])
    as_it_is = _Points.of(case, points)
    anew = None if case.live_step is None else _Points.of(case, halfway(points, case.live_step))
    fits = []
    for place, candidate in enumerate(maps.candidates):
        one, share = maps.taken(np.array([place])), float(shares.share[place])
        if anew is not None and rounded_anew(case, candidate):
            left = anew.left(case, one, share)
        else:
            converted = _Points.of(case, one.there(mine)[0])
            left = max(tried.left(case, one, share) for tried in (as_it_is, converted))
        fits.append(
            Fit(
                candidate=candidate,
                share=share,
                spread=float(min(1.0, _NORMAL_95 * shares.error[place] + 1 / case.rows)),
                left=left,
                explains=_explains(case, left),
                prior=float(maps.priors[place]),
                shape=float(weighed[place]),
                gain=float(shares.gain[place]),
                lattice=0.0 if steps_agree(case, candidate) else RESOLUTION,
            )
        )
    return fits


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Points:
    """Points, and the shares of the reference's and of the live rows below each, shape (p,)."""

    points: NDArray[np.float64]
    before: NDArray[np.float64]
    now: NDArray[np.float64]

    @classmethod
    def of(cls, case: UnitCase, points: NDArray[np.float64]) -> _Points:
        return cls(points=points, before=case.before.below(points), now=case.now.below(points))

    def left(self, case: UnitCase, one: Maps, share: float) -> float:
        """Return the gap that a conversion of a share of the rows leaves at these points."""
        after = case.before.below(one.back(self.points)[0])
        return float(np.abs(self.before + share * (after - self.before) - self.now).max())


def steps_agree(case: UnitCase, candidate: Candidate) -> bool:
    """Return whether converted values, as they are, fit the step of the live ones."""
    if case.step is None or case.live_step is None or candidate.conversion.offset:
        return True
    steps = case.step * candidate.conversion.factor / case.live_step
    return steps >= 1 - STEP_AGREES and abs(steps - round(steps)) < STEP_AGREES


def off_lattice(
    case: UnitCase, candidate: Candidate, where: Iterable[tuple[float, float]] | None = None
) -> bool:
    """Return whether the rows that a conversion is seen by are not the multiples that it makes.

    Whole minutes times 60 are multiples of 60; whole radians, in whole degrees, lie within one of a multiple
    of 57.3. Half of what chance does not put there have to be. Where multiples are no sparser than four
    steps of the batch, they say nothing. `where` are the intervals that those rows lie in: where training
    had hardly any, if not given.
    """
    if case.step is None or candidate.conversion.offset:
        return False
    made = case.step * candidate.conversion.factor
    if made < SPARSE * (case.live_step or case.step):
        return False
    # Without a step of the batch's nothing was rounded anew, and products are off by a last bit.
    off = NEAR * made if case.live_step is None else case.live_step
    sample = case.evidence.live_sample
    inside = case.strange if where is None else where
    seen = np.concatenate([sample[(sample >= low) & (sample <= high)] for low, high in inside])
    near = np.abs(seen - np.rint(seen / made) * made) <= off
    by_chance = 2 * off / made
    return seen.size >= MIN_TAIL_ROWS and float(near.mean()) < (1 + by_chance) / 2


def rounded_anew(case: UnitCase, candidate: Candidate) -> bool:
    """Return whether values keep the reference's step or a coarser one though converted ones would not.

    Where the reference's values have no step, those that have one were rounded, whatever converted them.
    """
    if case.live_step is None or candidate.conversion.offset or case.few_heaps:
        return False
    step = case.step or 0.0
    finer = step * candidate.conversion.factor < case.live_step * (1 - STEP_AGREES)
    return finer and case.live_step >= step * (1 - STEP_AGREES)


def _all_rounded_anew(case: UnitCase, maps: Maps) -> NDArray[np.int64]:
    """Return the places of the conversions by which all values were rounded anew.

    To a finer step than the reference's, too, if it is a power of ten: degrees in tens, over 60, in ones.
    """
    step = case.step or 0.0
    if case.live_step is None or case.few_heaps:
        return np.empty(0, np.int64)
    decade = math.log10(case.live_step)
    if case.live_step < step * (1 - STEP_AGREES) and abs(decade - round(decade)) > STEP_AGREES:
        return np.empty(0, np.int64)
    finer = step * maps.factors < case.live_step * (1 - STEP_AGREES)
    return np.flatnonzero(finer & (maps.offsets == 0))


def halfway(points: NDArray[np.float64], step: float) -> NDArray[np.float64]:
    """Return the points halfway between the multiples of a step that are next to some points."""
    with np.errstate(over="ignore", invalid="ignore"):
        return merged(finite((np.floor(points / step) + 0.5) * step))


def _explains(case: UnitCase, left: float) -> float:
    return max(0.0, 1 - left / case.gap) if case.gap > 0 else 0.0


def _shares_between(case: UnitCase, maps: Maps, bins: NDArray[np.float64]) -> Shares:
    """Return the likeliest share of each conversion, by the rows between some points."""
    now, before = rows_between(case.now.below(bins)), rows_between(case.before.below(bins))

    def found(some: Maps) -> Shares:
        after = rows_between(case.before.below(some.back(bins)))
        return shares_of(case, now=now, before=before, after=after)

    return Shares.of_all([found(some) for some in maps.in_blocks()])
