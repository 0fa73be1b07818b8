"""Units: all or a share of the rows multiplied by a factor, or moved by an affine change.

Every conversion is a hypothesis. The reference is converted, mixed with itself by the share that
fits best, and compared with the live rows. A conversion is named only if what is left of the
distance is what chance and the feature's own movement explain, *and* there is evidence that movement
does not give: values outside all that was seen which take the old shape when undone, a lattice of
steps that maps onto the old one, a shape that is kept at a factor too large for a feature to move
by, or a unit that the config or the column's name tells.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from drift.diagnose.candidates import UNNAMED, Candidate, candidates
from drift.diagnose.conversions import COMMON_MISTAKES
from drift.diagnose.distribution import Distribution, distribution, largest_gap, points_between
from drift.diagnose.lattice import share_on_lattice
from drift.diagnose.unit_story import unit_diagnosis

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.diagnose.diagnosis import Diagnosis
    from drift.profile.column import ColumnProfile

CELLS = 1024  # of the distributions that conversions are fitted on: a gap within 0.001
FINALISTS = 8  # conversions of all rows, and as many of a share, that are looked at closely
CHANCE = 0.01  # a gap left that chance gives in one of a hundred explained batches is no contradiction
MIN_EXPLAINS = 0.8  # of the distance; less is a part of the story at best
MIN_EXPLAINS_FAR = 0.5  # at a factor of ten, a season may be the rest
FAR = math.log(3.0)  # a whole feature does not move threefold and keep its shape
VERY_FAR = math.log(9.0)  # a part of one does not move tenfold
FAR_DEVIATIONS = 5.0  # nor by five standard deviations
MIN_TAIL_ROWS = 8  # fewer rows outside do not tell one factor from another
MOST_OUTSIDE_UNDONE = 0.1  # of the rows outside, the share that may stay outside when undone
TAIL_AGREES = 2.0  # how far the share outside may be from the one that the fit predicts, as a ratio
TAIL_APART = 1.5  # how many times as far as the reference's end half of the rows outside must lie
ON_LATTICE = 0.98  # rounding of a last decimal loses few
OFF_LATTICE = 0.8
MORE_THAN_TOLERATED = 2.0  # how often what is tolerated a nearby factor must have moved the feature
STEP_AGREES = 1e-6  # relative: both steps are exact but for the rounding of the factor
MANY_ZEROS = 0.1  # share of both sides from which on zeros are left out
TIE = 0.75  # of what chance gives: two fits closer than this are as good
SHIFT_AS_GOOD = 2.0  # a near factor must leave less than half of what a mere shift leaves
_ALMOST_ALL = 0.999  # all rows are a hypothesis of their own
_KOLMOGOROV_95 = 1.358  # the 95 % quantile of Kolmogorov's distribution


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Evidence:
    """What is known beside the two distributions.

    Attributes
    ----------
    name : str
        The column's name, which may tell the unit.
    unit : str or None
        The unit that the config declares.
    tolerance : float
        How far the feature moves by itself, as a KS distance.
    reference_sample, live_sample : float64 arrays
        Values of whole rows, for the lattice; may be empty.
    """

    name: str
    unit: str | None
    tolerance: float
    reference_sample: NDArray[np.float64]
    live_sample: NDArray[np.float64]


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
    """

    candidate: Candidate
    share: float
    spread: float
    left: float
    explains: float


def diagnose_unit(reference: ColumnProfile, live: ColumnProfile, evidence: Evidence) -> Diagnosis | None:
    """Return the conversion that explains how a number column changed, or None where none does.

    None, too, where either side has no finite values.
    """
    if not reference.cells.rows or not live.cells.rows:
        return None
    case = _case(reference, live, evidence)
    if case is None:
        return None
    fits = _fits(case)
    convincing = [fit for fit in fits if _convinces(fit, case)]
    if not convincing:
        return None
    least = min(fit.left for fit in convincing)
    best = min(
        convincing,
        key=lambda fit: (
            fit.left > least + TIE * case.chance,
            not _on_lattice(fit, case),
            fit.share < 1,
            fit.candidate.rank,
            fit.left,
        ),
    )
    # A factor that the data suggested is no rival of a unit's: it was made to fit.
    named = best.candidate.rank < UNNAMED
    rivals = [fit for fit in fits if not _same(fit, best) and not (named and fit.candidate.rank >= UNNAMED)]
    rival = min(rivals, key=lambda fit: fit.left, default=None)
    tied = rival is not None and rival.left <= best.left + TIE * case.chance
    told_apart = rival is not None and (
        _on_lattice(best, case) != _on_lattice(rival, case)
        or (best.candidate.rank < 0) != (rival.candidate.rank < 0)
    )
    return unit_diagnosis(best, rival, as_good=tied and not told_apart)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Case:
    """Both distributions, and what chance explains."""

    reference: Distribution
    live: Distribution
    evidence: Evidence
    rows: float  # the effective number of rows, n m / (n + m)
    chance: float
    gap: float
    outside: float  # the share of live rows beyond all that the reference holds
    step: float | None
    live_step: float | None


def _case(reference: ColumnProfile, live: ColumnProfile, evidence: Evidence) -> _Case | None:
    mine, theirs = distribution(reference.cells), distribution(live.cells)
    if min(reference.number.zeros / mine.rows, live.number.zeros / theirs.rows) >= MANY_ZEROS:
        # A factor leaves zeros as they are: the other values tell it better by themselves.
        mine, theirs = mine.without_zeros(reference.number.zeros), theirs.without_zeros(live.number.zeros)
    mine, theirs = _coarse(mine), _coarse(theirs)
    if not mine.rows or not theirs.rows:
        return None
    rows = mine.rows * theirs.rows / (mine.rows + theirs.rows)
    points = points_between(mine, theirs)
    return _Case(
        reference=mine,
        live=theirs,
        evidence=evidence,
        rows=rows,
        chance=_chance(rows),
        gap=largest_gap(mine.share_below(points), theirs.share_below(points)),
        outside=_outside(theirs, mine),
        step=reference.number.step.value,
        live_step=live.number.step.value,
    )


def _chance(rows: float) -> float:
    """Return the gap that chance exceeds with probability `CHANCE` (the bound of Massart, 1990)."""
    return math.sqrt(math.log(2 / CHANCE) / (2 * rows))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Shares:
    """The shares of both sides below the same points, taken once for all conversions tried there."""

    points: NDArray[np.float64]
    before: NDArray[np.float64]
    now: NDArray[np.float64]


def _shares(case: _Case, *more: Distribution) -> _Shares:
    points = points_between(case.reference, case.live, *more)
    return _Shares(
        points=points, before=case.reference.share_below(points), now=case.live.share_below(points)
    )


def _fits(case: _Case) -> list[Fit]:
    """Return the conversions that fit best, of all rows and of a share of them.

    All are tried at the points where either side changes; the finalists also where the converted
    reference does, which tells values that became small from zeros, and one atom from another.
    """
    shares = _shares(case)
    tried = [
        fit
        for one in candidates(case.evidence.name, case.evidence.unit, _suggested(case))
        for fit in _fitted(one, case, shares)
    ]
    tried.sort(key=lambda fit: (fit.left, fit.candidate.rank))
    finalists = [
        fit
        for whole in (True, False)
        for hinted in (True, False)
        for fit in _best(
            [one for one in tried if (one.share == 1) == whole and (one.candidate.rank < 0) == hinted], case
        )
    ]
    fits = []
    for fit in finalists:
        conversion = fit.candidate.conversion
        converted = case.reference.moved(conversion.factor, conversion.offset)
        whole, part = _fitted(fit.candidate, case, _shares(case, converted))
        fits.append(whole if fit.share == 1 else part)
    return fits


def _best(fits: list[Fit], case: _Case) -> list[Fit]:
    """Return those of fits in order that leave least, and of those as good the likeliest.

    A few rows in another unit leave about the same at any large factor: without the second half a
    common unit loses its place to rare ones.
    """
    as_good = [fit for fit in fits if fit.left <= fits[0].left + TIE * case.chance]
    likeliest = sorted(as_good, key=lambda fit: fit.candidate.rank)[:FINALISTS]
    return [*fits[:FINALISTS], *(fit for fit in likeliest if fit not in fits[:FINALISTS])]


def _suggested(case: _Case) -> tuple[float, ...]:
    """Return the factors that the data suggests: the ratios of the steps, and of the sizes."""
    found = []
    if case.step is not None and case.live_step is not None:
        found.append(case.live_step / case.step)
    sizes = [_size(side) for side in (case.reference, case.live)]
    if all(0 < size < math.inf for size in sizes):
        found.append(sizes[1] / sizes[0])
    return tuple(float(f"{factor:.6g}") for factor in found if 0 < factor < math.inf and factor != 1)


def _size(side: Distribution) -> float:
    """Return the typical size of values: the geometric mean between the quartiles of the larger sign."""
    quantiles = [side.quantile(share) for share in (0.3, 0.4, 0.5, 0.6, 0.7)]
    same_sign = [q for q in quantiles if q * quantiles[2] > 0]
    return math.exp(sum(math.log(abs(q)) for q in same_sign) / len(same_sign)) if same_sign else 0.0


def _fitted(candidate: Candidate, case: _Case, shares: _Shares) -> tuple[Fit, Fit]:
    """Fit a conversion of all rows, and of the share that is the change's projection on what all would do."""
    conversion = candidate.conversion
    before, now = shares.before, shares.now
    direction = case.reference.moved(conversion.factor, conversion.offset).share_below(shares.points) - before
    spread = _KOLMOGOROV_95 / math.sqrt(case.rows) / max(float(np.abs(direction).max()), 1e-9)
    weight = np.diff(now + before, prepend=0.0) + np.diff(before + direction, prepend=0.0)
    norm = float((weight * direction**2).sum())
    projected = float((weight * direction * (now - before)).sum()) / norm if norm > 0 else 0.0

    def fit(share: float) -> Fit:
        left = largest_gap(now, before + share * direction)
        explains = max(0.0, 1 - left / case.gap) if case.gap > 0 else 0.0
        return Fit(candidate=candidate, share=share, spread=min(spread, 1.0), left=left, explains=explains)

    return fit(1.0), fit(min(max(projected, 0.0), _ALMOST_ALL))


def _far(fit: Fit, case: _Case, distance: float) -> bool:
    """Return whether a conversion changes values by more than features move by themselves."""
    conversion = fit.candidate.conversion
    if conversion.offset == 0:
        return abs(math.log(conversion.factor)) >= distance
    middle = case.reference.quantile(0.5)
    moved = abs(conversion.factor * middle + conversion.offset - middle)
    return moved >= FAR_DEVIATIONS * case.reference.deviation


def _convinces(fit: Fit, case: _Case) -> bool:
    """Return whether a conversion fits, on evidence that a feature's own movement does not give."""
    told = fit.candidate.rank < 0
    fits = fit.left <= case.chance + case.evidence.tolerance and fit.explains >= MIN_EXPLAINS
    if fit.share < 1:
        if fit.candidate.conversion.offset or not _far(fit, case, FAR if told else VERY_FAR):
            return False
        if fit.candidate.rank >= UNNAMED or _too_fine(fit, case):
            return False
        return _tail_agrees(fit, case) or (fits and fit.share > 2 * fit.spread)
    if fit.explains >= MIN_EXPLAINS_FAR and (_on_lattice(fit, case) or _very_far(fit, case)):
        return True
    if fits and _far(fit, case, FAR):
        return True
    return _convinces_nearby(fit, case, told=told)


def _convinces_nearby(fit: Fit, case: _Case, *, told: bool) -> bool:
    """Return whether a factor that a feature may well move by is a unit's all the same.

    It must leave no more than chance does, at a distance that the feature does not go by itself, be a
    common unit's or one that config or name tell, agree with the steps of the values, and a mere shift
    must not do as well.
    """
    common = told or fit.candidate.rank < len(COMMON_MISTAKES)
    moved_more = case.gap - case.chance > MORE_THAN_TOLERATED * case.evidence.tolerance
    fits = fit.left <= case.chance and fit.explains >= MIN_EXPLAINS
    return (
        common and fits and moved_more and _steps_agree(fit, case, told=told) and not _merely_moved(fit, case)
    )


def _steps_agree(fit: Fit, case: _Case, *, told: bool) -> bool:
    """Return whether the live values may be converted ones; rounded anew only where the unit is told."""
    if told or case.step is None or case.live_step is None or fit.candidate.conversion.offset:
        return True
    steps = case.step * fit.candidate.conversion.factor / case.live_step
    return steps >= 1 - STEP_AGREES and abs(steps - round(steps)) < STEP_AGREES


def _very_far(fit: Fit, case: _Case) -> bool:
    """Return whether most rows lie where none lay before, and come back to the middle when undone."""
    conversion = fit.candidate.conversion
    undone = (case.live.quantile(0.5) - conversion.offset) / conversion.factor
    return (
        _far(fit, case, VERY_FAR)
        and case.outside >= MIN_EXPLAINS_FAR
        and _outside(_undone(case.live, fit), case.reference) <= MOST_OUTSIDE_UNDONE
        and case.reference.quantile(0.1) <= undone <= case.reference.quantile(0.9)
    )


def _merely_moved(fit: Fit, case: _Case) -> bool:
    """Return whether a shift alone leaves about as little as the conversion does."""
    shift = case.live.quantile(0.5) - case.reference.quantile(0.5)
    points = points_between(case.reference, case.live)
    left = largest_gap(case.reference.moved(1.0, shift).share_below(points), case.live.share_below(points))
    return left <= SHIFT_AS_GOOD * fit.left or left <= case.chance


def _tail_agrees(fit: Fit, case: _Case) -> bool:
    """Return whether the rows beyond all that was seen are as many and spread as a conversion predicts."""
    tail = _part_outside(case.live, case.reference)
    if tail.rows < MIN_TAIL_ROWS:
        return False
    conversion = fit.candidate.conversion
    converted = case.reference.moved(conversion.factor, conversion.offset)
    predicted = _part_outside(converted, case.reference)
    if predicted.rows == 0:
        return False
    points = points_between(tail, predicted)
    gap = largest_gap(tail.share_below(points), predicted.share_below(points))
    if gap > _chance(tail.rows * predicted.rows / (tail.rows + predicted.rows)) or not _apart(
        tail, case.reference
    ):
        return False
    share = case.outside * converted.rows / predicted.rows
    return share <= 1 and fit.left <= case.gap + case.chance and _near(share, fit)


def _apart(tail: Distribution, reference: Distribution) -> bool:
    """Return whether the rows outside lie well beyond the reference's ends, or well within them at zero."""
    middle = abs(tail.quantile(0.5))
    ends = abs(float(reference.lower[0])), abs(float(reference.upper[-1]))
    return middle >= TAIL_APART * max(ends) or middle * TAIL_APART <= min(ends)


def _near(share: float, fit: Fit) -> bool:
    return fit.share / TAIL_AGREES - fit.spread <= share <= fit.share * TAIL_AGREES + fit.spread


def _on_lattice(fit: Fit, case: _Case) -> bool:
    """Return whether all rows lie on the reference's lattice converted, and the reference does not."""
    if case.step is None or fit.share < 1 or fit.candidate.conversion.offset:
        return False
    step = case.step * fit.candidate.conversion.factor
    if case.live_step is not None and not math.isclose(case.live_step, step, rel_tol=STEP_AGREES):
        return False
    live = share_on_lattice(case.evidence.live_sample, step)
    reference = share_on_lattice(case.evidence.reference_sample, step)
    return live is not None and reference is not None and live >= ON_LATTICE and reference <= OFF_LATTICE


def _too_fine(fit: Fit, case: _Case) -> bool:
    """Return whether converted rows would have a finer step than any of the live rows has."""
    if case.step is None or case.live_step is None:
        return False
    return case.step * fit.candidate.conversion.factor < case.live_step * (1 - 1e-9)


def _undone(live: Distribution, fit: Fit) -> Distribution:
    conversion = fit.candidate.conversion
    return live.moved(1 / conversion.factor, -conversion.offset / conversion.factor)


def _outside(live: Distribution, reference: Distribution) -> float:
    return _part_outside(live, reference).rows / live.rows


def _part_outside(live: Distribution, reference: Distribution) -> Distribution:
    """Return the cells that lie wholly beyond the reference's ends."""
    beyond = (live.lower > reference.upper[-1]) | (live.upper < reference.lower[0])
    return Distribution(lower=live.lower[beyond], upper=live.upper[beyond], counts=live.counts[beyond])


def _coarse(full: Distribution) -> Distribution:
    """Return a distribution with at most about `CELLS` cells, neighbours joined by rank."""
    if full.counts.size <= CELLS:
        return full
    # By the rank of each cell's middle, so that a heavy atom stays by itself.
    rank = (2 * np.cumsum(full.counts) - full.counts) * CELLS // (2 * full.rows)
    starts = np.flatnonzero(np.diff(rank, prepend=-1))
    ends = np.append(starts[1:], full.counts.size) - 1
    return Distribution(
        lower=full.lower[starts], upper=full.upper[ends], counts=np.add.reduceat(full.counts, starts)
    )


def _same(one: Fit, other: Fit) -> bool:
    mine, theirs = one.candidate.conversion, other.candidate.conversion
    return math.isclose(mine.factor, theirs.factor) and math.isclose(mine.offset, theirs.offset, abs_tol=1e-9)
