"""Units: all or a share of the rows multiplied by a factor, or moved by an affine change.

Every conversion is a hypothesis. The reference is converted, mixed with itself by the share that
fits best, and compared with the live rows (`unit_fit.py`). A conversion is named only if what is left
of the distance is what chance and the feature's own movement explain, *and* there is evidence that
movement does not give (`unit_evidence.py`). Of those that are, the likeliest is told (`unit_score.py`),
and whether another one is as good.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from drift.diagnose.candidates import UNNAMED, candidates
from drift.diagnose.lattice import common_step
from drift.diagnose.unit_case import Evidence, UnitCase, unit_case
from drift.diagnose.unit_evidence import SMALL_SHARE, convinces
from drift.diagnose.unit_fit import (
    Fit,
    Maps,
    fits_of_all,
    fits_of_shares,
    likeliest_of_all,
    likeliest_of_shares,
    shares_closely,
)
from drift.diagnose.unit_heaps import heaps_of
from drift.diagnose.unit_mix import mix_of
from drift.diagnose.unit_steps import fit_of_steps
from drift.diagnose.unit_story import mix_diagnosis, unit_diagnosis

if TYPE_CHECKING:
    from typing import Protocol

    from drift.diagnose.candidates import Candidate
    from drift.diagnose.diagnosis import Diagnosis
    from drift.diagnose.distribution import Distribution
    from drift.profile.column import ColumnProfile

    class Fitted(Protocol):
        """How well conversions fit, by every point or by a few."""

        def __call__(self, *, every: bool) -> list[Fit]: ...


__all__ = ["Evidence", "diagnose_unit"]

NEAR_SIZE = 0.1  # relative: the ratio of two typical sizes is off by less, of some hundred rows
MOST_TIMES = 60.0  # beyond, one of so many whole numbers fits by accident
BETTER_MIX = 1.5  # times: several conversions must leave so much less than one
AS_GOOD = 1.5  # nats: the data holds one for less than five times as likely as the other


def diagnose_unit(reference: ColumnProfile, live: ColumnProfile, evidence: Evidence) -> Diagnosis | None:
    """Return the conversion that explains how a number column changed, or None where none does.

    None, too, where either side has no finite values.
    """
    case = unit_case(reference, live, evidence)
    if case is None:
        return None
    suggested = _suggested(case)
    tried = candidates(evidence.name, evidence.unit, suggested)
    maps, whole, fits, best = _of_all(case, tried)
    coarser = _coarser(best, case)
    if coarser is not None:
        tried = candidates(evidence.name, evidence.unit, (*suggested, coarser))
        maps, whole, fits, best = _of_all(case, tried)
        fits, best = _of_coarser(coarser, fits, best, case)
    # Steps tell a factor whatever the name says of it.
    by_steps = None if best else fit_of_steps(case, (*tried, *candidates("", None)))
    if by_steps is not None:
        return unit_diagnosis(_of_its_kind(by_steps, tried), None, as_good=False, step=case.step)
    shares = [] if best else _shared(case, maps)
    if shares:
        # That a share of the rows was converted is asked only where not all were: it takes half of the time.
        # One that leaves more than a conversion of all rows does is no better for supposing a share; of a
        # small one the distance tells nothing.
        least = min(fit.left for fit in fits or fits_of_all(case, whole, every=True))
        fits = [fit for fit in shares if fit.share <= SMALL_SHARE or fit.left <= least]
        fits.sort(key=lambda fit: -fit.score)
        best = next((fit for fit in fits if convinces(fit, case)), None)
    if best is None or (SMALL_SHARE < best.share < 1 and best.left > case.chance / 2):
        mix = mix_of(case, tried)
        if mix is not None and (best is None or mix.left < best.left / BETTER_MIX):
            return mix_diagnosis(mix)
    if best is None:
        heaps = heaps_of(case, tried)
        return None if heaps is None else unit_diagnosis(heaps, None, as_good=False)
    best, *fits = (_of_its_kind(fit, tried) for fit in (best, *fits))
    return _told(best, fits)


def _of_all(case: UnitCase, tried: tuple[Candidate, ...]) -> tuple[Maps, Maps, list[Fit], Fit | None]:
    """Return all candidates, those that are likeliest of all rows, how well these fit, and the best."""
    maps = Maps.of(tried)
    whole = likeliest_of_all(case, maps)
    fits = _fits(case, partial(fits_of_all, case, whole))
    return maps, whole, fits, max(_pool(fits, case), key=lambda fit: fit.score, default=None)


def _coarser(best: Fit | None, case: UnitCase) -> float | None:
    """Return the factor of the coarsest lattice that values are on, where the best one's is finer."""
    if best is None or case.lattice is None or best.candidate.conversion.offset:
        return None
    factor = best.candidate.conversion.factor
    times = case.lattice.multiple(factor)
    return factor * times if 1 < times <= MOST_TIMES else None


def _of_coarser(
    factor: float, fits: list[Fit], best: Fit | None, case: UnitCase
) -> tuple[list[Fit], Fit | None]:
    """Return the fits, and the best, without those that leave more than the one on the coarsest lattice.

    A few amounts that are not round are so by accident at every fifth step of a finer one.
    """
    on = (
        fit for fit in fits if math.isclose(fit.candidate.conversion.factor, factor) and convinces(fit, case)
    )
    coarsest = next(on, None)
    if coarsest is None or best is None or best.left <= coarsest.left:
        return fits, best
    return [fit for fit in fits if fit.left <= coarsest.left], coarsest


def _shared(case: UnitCase, maps: Maps) -> list[Fit]:
    """Return how well conversions of a share fit; nothing where none convinces."""
    likeliest = likeliest_of_shares(case, maps)
    return _fits(case, partial(fits_of_shares, case, likeliest, shares_closely(case, likeliest)))


def _fits(case: UnitCase, fitted: Fitted) -> list[Fit]:
    """Return how well conversions fit; nothing where a few points tell that none convinces.

    The less a conversion leaves, the more it convinces, and at a few points it leaves no more than at all.
    """
    if any(convinces(fit, case) for fit in fitted(every=False)):
        return fitted(every=True)
    return []


def _of_its_kind(fit: Fit, tried: tuple[Candidate, ...]) -> Fit:
    """Return a fit without units that config or name speak against: a price has no milliseconds."""
    conversion = fit.candidate.conversion
    told = any(one.rank < 0 for one in tried)
    strange = told and fit.candidate.rank >= 0 and conversion.source is not None and not conversion.offset
    return replace(fit, candidate=fit.candidate.plain) if strange else fit


def _told(best: Fit, fits: list[Fit]) -> Diagnosis:
    """Return the diagnosis of the likeliest conversion, with the next likeliest."""
    # A factor that the data suggested is no rival of a unit's: it was made to fit.
    named = best.candidate.rank < UNNAMED
    rivals = [fit for fit in fits if not _same(fit, best) and not (named and fit.candidate.rank >= UNNAMED)]
    rival = max(rivals, key=lambda fit: fit.score, default=None)
    as_good = (
        rival is not None
        and rival.data >= best.data - AS_GOOD
        and (best.candidate.rank < 0) <= (rival.candidate.rank < 0)
    )
    return unit_diagnosis(best, rival, as_good=as_good)


def _pool(fits: list[Fit], case: UnitCase) -> list[Fit]:
    """Return the conversions of all rows of which the likeliest is told; none where none convinces.

    That some conversion of all rows explains the change is one question; which one, another: all that
    leave no more than movement does are asked.
    """
    convincing = [fit for fit in fits if convinces(fit, case)]
    if not convincing:
        return []
    most = max(case.chance + case.evidence.tolerance, min(fit.left for fit in convincing))
    return [fit for fit in fits if fit in convincing or fit.left <= most]


def _suggested(case: UnitCase) -> tuple[float, ...]:
    """Return the factors that the data suggests: the ratios of the steps, and of the sizes."""
    found = []
    # A factor of 0.2 leaves 0.06000000000000001, which is no multiple of any decimal.
    live_step = case.live_step or common_step(case.evidence.live_sample)
    if case.step is not None and live_step is not None:
        found.append(live_step / case.step)
    sizes = [_size(side) for side in (case.reference, case.live)]
    if all(0 < size < math.inf for size in sizes):
        found.append(sizes[1] / sizes[0])
    rounded = [float(f"{factor:.6g}") for factor in found if 0 < factor < math.inf and factor != 1]
    if not found or case.lattice is None:
        return tuple(rounded)
    return (*rounded, *(factor for factor in _whole_near(found[-1]) if case.lattice.multiple(factor)))


def _whole_near(factor: float) -> tuple[float, ...]:
    """Return the whole numbers near a factor, or the fractions of one: by months, weeks or a dozen."""
    upward = factor >= 1
    size = factor if upward else 1 / factor
    if size > MOST_TIMES:
        return ()
    low, high = math.ceil(size * (1 - NEAR_SIZE)), math.floor(size * (1 + NEAR_SIZE))
    return tuple(float(times) if upward else 1 / times for times in range(max(low, 2), high + 1))


def _size(side: Distribution) -> float:
    """Return the typical size of values: the geometric mean between the quartiles of the larger sign."""
    quantiles = [side.quantile(share) for share in (0.3, 0.4, 0.5, 0.6, 0.7)]
    same_sign = [q for q in quantiles if q * quantiles[2] > 0]
    return math.exp(sum(math.log(abs(q)) for q in same_sign) / len(same_sign)) if same_sign else 0.0


def _same(one: Fit, other: Fit) -> bool:
    mine, theirs = one.candidate.conversion, other.candidate.conversion
    return math.isclose(mine.factor, theirs.factor) and math.isclose(mine.offset, theirs.offset, abs_tol=1e-9)
