"""How well each conversion fits: of all rows, and of the share of them that fits best.

All conversions are tried at once, on few points; the finalists again, at every point where either
side or the converted reference changes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from drift.diagnose.curve import curve_of
from drift.diagnose.lattice import RESOLUTION
from drift.diagnose.unit_score import log_place, log_priors, log_shape

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from drift.diagnose.candidates import Candidate
    from drift.diagnose.unit_case import UnitCase

FINALISTS = 6  # conversions of all rows, and as many of a share, that are looked at closely
LEAST_SHARE, ALMOST_ALL = 1e-4, 0.999  # no rows and all rows are hypotheses of their own
MIN_TAIL_ROWS = 8  # fewer rows outside do not tell one factor from another
NEWTON_STEPS = 6  # from the projection, the likeliest share is found within 0.0001
STEP_AGREES = 1e-6  # relative: both steps are exact but for the rounding of the factor
SPARSE = 4.0  # steps of the batch: nearer multiples are near whatever lies there
ROUNDED = (0.0, 0.5 - 1e-6, 1e-6 - 0.5)  # steps: to the nearest, down, up; a multiple stays as it is
HALF_A_ROW = 0.5  # of Krichevsky and Trofimov (1981): what no row was seen of is not impossible
STRAY = 1e-3  # of the live rows may be anything: one alone must not exclude a conversion
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

    def there(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return reference values as each conversion makes them, shape (c, p)."""
        with np.errstate(all="ignore"):  # beyond the largest float is infinity, which will do
            return np.asarray(points[None, :] * self.factors[:, None] + self.offsets[:, None])

    def back(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return live values, shape (p,) or (c, p), undone by each conversion, shape (c, p)."""
        with np.errstate(all="ignore"):
            return np.asarray((points - self.offsets[:, None]) / self.factors[:, None])


def fits_of_all(case: UnitCase, maps: Maps) -> list[Fit]:
    """Return the conversions that fit best if all rows were converted."""
    none = np.zeros(maps.factors.size)
    lattice = case.lattice.support(maps.factors, maps.offsets) if case.lattice else none
    theirs = case.now.thinned
    left = _left(case, maps, case.before.thinned, theirs, case.before.below(maps.back(theirs)))
    place = log_place(maps.factors, maps.offsets, case)
    best = _best(log_shape(left, case) + place + lattice + maps.priors)
    return _whole(case, maps.taken(best), lattice[best])


def fits_of_shares(case: UnitCase, maps: Maps) -> list[Fit]:
    """Return the conversions that fit best if a share of the rows was converted."""
    bins = np.unique(np.concatenate([case.before.thinned, case.now.thinned]))
    best = _best(_shares_between(case, maps, bins).weighed(case) + maps.priors)
    return _part(case, maps.taken(best))


def bins_of(case: UnitCase) -> NDArray[np.float64]:
    """Return points to count rows between, as many again among the rows beyond the reference's ends."""
    parts = [case.before.thinned, case.now.thinned]
    if case.outside.rows >= MIN_TAIL_ROWS:
        parts.append(curve_of(case.outside).thinned)
    bins = np.unique(np.concatenate(parts))
    return bins if case.live_step is None else halfway(bins, case.live_step)


def _best(scores: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.argsort(-scores, kind="stable")[:FINALISTS]


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


def _whole(case: UnitCase, maps: Maps, lattice: NDArray[np.float64]) -> list[Fit]:
    points = case.now.between
    back = case.before.below(maps.back(points))
    left = _left(case, maps, case.before.between, points, back)
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


def _part(case: UnitCase, maps: Maps) -> list[Fit]:
    shares = _shares_between(case, maps, bins_of(case))
    weighed = shares.weighed(case)
    points = np.concatenate([case.before.between, case.now.between])
    as_it_is = _Points.of(case, points)
    anew = None if case.live_step is None else _Points.of(case, halfway(points, case.live_step))
    fits = []
    for place, candidate in enumerate(maps.candidates):
        one, share = maps.taken(np.array([place])), float(shares.share[place])
        if anew is not None and rounded_anew(case, candidate):
            left = anew.left(case, one, share)
        else:
            converted = _Points.of(case, one.there(case.before.between)[0])
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


def off_lattice(case: UnitCase, candidate: Candidate, where: Iterable[tuple[float, float]]) -> bool:
    """Return whether the rows that a conversion is seen by are not the multiples that it makes.

    Whole minutes times 60 are multiples of 60; whole radians, in whole degrees, lie within one of a multiple
    of 57.3. Half of what chance does not put there have to be. Where multiples are no sparser than four
    steps of the batch, they say nothing. `where` are the intervals that those rows lie in.
    """
    if case.step is None or case.live_step is None or candidate.conversion.offset:
        return False
    made = case.step * candidate.conversion.factor
    if made < SPARSE * case.live_step:
        return False
    sample = case.evidence.live_sample
    seen = np.concatenate([sample[(sample >= low) & (sample <= high)] for low, high in where])
    near = np.abs(seen - np.rint(seen / made) * made) <= case.live_step
    by_chance = 2 * case.live_step / made
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
        return np.unique(np.nan_to_num((np.floor(points / step) + 0.5) * step))


def _explains(case: UnitCase, left: float) -> float:
    return max(0.0, 1 - left / case.gap) if case.gap > 0 else 0.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shares:
    """The likeliest share of each conversion, its standard error, and what it gains, in nats."""

    share: NDArray[np.float64]
    error: NDArray[np.float64]
    gain: NDArray[np.float64]

    def weighed(self, case: UnitCase) -> NDArray[np.float64]:
        """Return by how much each gains less than the best one, as if of fewer rows.

        Of so many as there would be if chance blurred the converted rows by what the feature's own
        movement does.
        """
        best = int(np.argmax(self.gain))
        weighed: NDArray[np.float64] = (self.gain - self.gain[best]) / (
            1 + case.rows * self.share[best] * case.evidence.tolerance**2
        )
        return weighed


def _shares_between(case: UnitCase, maps: Maps, bins: NDArray[np.float64]) -> Shares:
    return shares_of(
        case,
        now=np.diff(case.now.below(bins), prepend=0.0, append=1.0),
        before=np.diff(case.before.below(bins), prepend=0.0, append=1.0),
        after=np.diff(case.before.below(maps.back(bins)), axis=1, prepend=0.0, append=1.0),
    )


def shares_of(
    case: UnitCase, *, now: NDArray[np.float64], before: NDArray[np.float64], after: NDArray[np.float64]
) -> Shares:
    """Return the likeliest share of each conversion, and what it gains.

    `now` and `before` are the shares of the live and the reference's rows between points, shape (b,), and
    `after` of the reference's rows converted, shape (c, b). The live counts are multinomial, with the
    mixture's probabilities; half a row of the reference is added to each, beyond either of its ends half a
    row in all, and a few rows of the live ones, which may be anywhere. Newton's steps find the share, for
    its likelihood has one peak.
    """
    stray = half_rows(before) / case.before.rows + STRAY * now
    before, after = before + stray, after + stray
    direction = after - before
    norm = np.maximum((direction**2 / before).sum(axis=1), 1e-300)
    share = np.clip(((now - before) * direction / before).sum(axis=1) / norm, LEAST_SHARE, ALMOST_ALL)
    # Where the likelihood falls from no rows on, it has its peak there: most conversions are done with.
    slope_at_none = (direction / before) @ now
    share = np.where(slope_at_none > 0, share, LEAST_SHARE)
    rising = np.flatnonzero(share > LEAST_SHARE)
    curvature = np.maximum(((direction / (before + LEAST_SHARE * direction)) ** 2) @ now, 1e-300)
    steps = direction[rising]
    for _ in range(NEWTON_STEPS if rising.size else 0):
        ratio = steps / (before + share[rising, None] * steps)
        slope, curvature[rising] = ratio @ now, np.maximum((ratio**2) @ now, 1e-300)
        share[rising] = np.clip(share[rising] + slope / curvature[rising], LEAST_SHARE, ALMOST_ALL)
    # Of hardly any rows the gain is so many times its slope; logarithms are for those that rise.
    gain = case.rows * LEAST_SHARE * slope_at_none
    gain[rising] = case.rows * (np.log1p(share[rising, None] * steps / before) @ now)
    return Shares(share=share, error=1 / np.sqrt(case.rows * curvature), gain=gain)


def half_rows(before: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the rows that chance may have kept from the reference in each bin, shape (b,).

    Half a row where the reference lies. The next row of all is beyond one end of n rows once in n + 1
    times, however finely what is there is cut: so the bins beyond an end have half a row together, lest
    many of them hide a share of a small reference's rows.

    Examples
    --------
    >>> half_rows(np.array([0.0, 0.0, 0.7, 0.0, 0.3, 0.0]))
    array([0.25, 0.25, 0.5 , 0.5 , 0.5 , 0.5 ])
    """
    rows = np.full(before.size, HALF_A_ROW)
    held = np.flatnonzero(before > 0)
    if held.size:
        below, above = slice(0, held[0]), slice(held[-1] + 1, before.size)
        rows[below] /= max(1, rows[below].size)
        rows[above] /= max(1, rows[above].size)
    return rows
