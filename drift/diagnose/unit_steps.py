"""All or a share of the rows in another unit, told by steps: what is no multiple of training's was computed.

Miles in hundredths, a fifth of them times 1.609344, are multiples of 0.01609344 wherever they are not of
0.01. Movement puts no values there, so a factor is told that is so near 1 that both units make one heap,
which no distribution tells from a heap that moved. Rounded anew, values tell nothing of it.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from drift.diagnose.candidates import UNNAMED
from drift.diagnose.conversions import COMMON_MISTAKES
from drift.diagnose.distribution import merged
from drift.diagnose.lattice import ON_LATTICE, Lattice, on_steps, some_of
from drift.diagnose.pair import chance_gap
from drift.diagnose.unit_evidence import MOST_SHARE, PROVEN_LATTICE
from drift.diagnose.unit_fit import MIN_TAIL_ROWS, Fit, Maps
from drift.diagnose.valued_rows import ValuedRows, off_steps
from drift.profile.step import MAX_DECIMALS, Step, step_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.diagnose.candidates import Candidate
    from drift.diagnose.unit_case import UnitCase

CERTAIN = 2 * PROVEN_LATTICE  # nats: as if the lattice were proven twice, for the distribution says little
ROUNDED_FACTOR = 2.5e-3  # relative: people write 1.61, 2.2, 0.62
FIRST = 9  # values by which a factor that was written with few digits is told: the smallest, of fewest steps
LAST_BIT = 1e-12  # of the largest value: a product is off its decimal by so much
_NORMAL_95 = 1.96


def fit_of_steps(case: UnitCase, candidates: tuple[Candidate, ...]) -> Fit | None:
    """Return the conversion of some rows, or all, that the values off training's lattice show, or None.

    They have to be on the conversion's own lattice, which is the coarsest of all that they are on, and to be
    spread, undone, as training's values are. Nothing is told where training has no step.
    """
    if case.step is None:
        return None
    known, now = (
        ValuedRows.of(column, sample)
        for column, sample in zip(
            case.profiles, (case.evidence.reference_sample, case.evidence.live_sample), strict=True
        )
    )
    off = now.where(off_steps(now.values, case.step))
    if off.rows < MIN_TAIL_ROWS or not known.rows:
        return None
    values = merged(off.values)
    some, own = some_of(values), _decimal_step(values)
    places = 10.0**-own.decimals if own.decimals >= 0 else None  # their own step is the conversion's, if any
    lattice = Lattice(step=case.step, live_step=places, reference=some_of(known.values), live=some, seen=0.0)
    named = tuple(one for one in candidates if one.rank < UNNAMED)
    common = Maps.of(tuple(one for one in named if one.rank < len(COMMON_MISTAKES)))
    for tried in (Maps.of(named), _as_written(common, _ratios(common, values, own, case.step))):
        support = lattice.support(tried.factors, tried.offsets)
        certain = np.flatnonzero(support >= CERTAIN)
        for place in certain[np.argsort(-(support + tried.priors)[certain], kind="stable")]:
            one = tried.taken(np.array([place]))
            if _coarsest(one.back(some)[0] / case.step, replace(known, values=known.values / case.step)):
                return _fit(case, one, (known, now, off), float(support[place]))
    return None


def _decimal_step(values: NDArray[np.float64]) -> Step:
    """Return the common step of values but for their last bits: 0.11270000000000001 is 0.1127."""
    with np.errstate(all="ignore"):
        plain = np.round(values, MAX_DECIMALS)
        near = np.abs(values - plain).max() <= LAST_BIT * np.abs(values).max()
    return step_of(plain if near else values)


def _coarsest(steps: NDArray[np.float64], known: ValuedRows) -> bool:
    """Return whether values are on no coarser lattice: in tenths, what is 16.1 times a number is 161.

    But for one that nearly all of training's rows, numbers of steps too, are on: quarters, and a few of 0.06.
    """
    on, _ = on_steps(steps)
    common = int(np.gcd.reduce(np.abs(np.rint(steps[on])).astype(np.int64)))
    if common <= 1:
        return common == 1
    multiples = known.where(np.rint(known.values) % common == 0)
    return multiples.rows >= ON_LATTICE * known.rows


def _ratios(maps: Maps, values: NDArray[np.float64], own: Step, step: float) -> NDArray[np.float64]:
    """Return the factor that values tell over each conversion's: by their own step, or the smallest ones."""
    if own.value is not None:
        return own.value / step / maps.factors
    some = values[np.argsort(np.abs(values), kind="stable")[:FIRST]]
    steps = maps.back(some) / step
    with np.errstate(all="ignore"):  # what is less than half a step has no number
        return np.asarray(np.median(steps / np.rint(steps), axis=1))


def _as_written(maps: Maps, ratios: NDArray[np.float64]) -> Maps:
    """Return the conversions whose factor, written with few digits, may be the one that values tell."""
    places = np.flatnonzero((np.abs(ratios - 1) <= ROUNDED_FACTOR) & (maps.offsets == 0))
    near = maps.taken(places)
    return replace(near, factors=near.factors * ratios[places])


def _fit(
    case: UnitCase, one: Maps, rows: tuple[ValuedRows, ValuedRows, ValuedRows], support: float
) -> Fit | None:
    """Return a conversion and its share; None where its rows, undone, are not spread as training's."""
    known, now, off = rows
    leaves = known.where(
        off_steps(one.there(known.values)[0], case.step or 1.0)
    )  # that would be off, converted
    if not leaves.rows:
        return None
    part, all_of_it = off.rows / now.rows, leaves.rows / known.rows
    share, spread = part / all_of_it, _NORMAL_95 * math.sqrt(part * (1 - part) / now.rows) / all_of_it
    if share > MOST_SHARE:
        share, spread = 1.0, 0.0
    undone, leaves = (  # by their numbers of steps, for a quotient is off by a last bit
        replace(side, values=np.rint(values / (case.step or 1.0)))
        for side, values in ((off, one.back(off.values)[0]), (leaves, leaves.values))
    )
    points = np.concatenate([undone.values, leaves.values])
    apart = float(np.abs(undone.below(points) - leaves.below(points)).max())
    if apart > chance_gap(undone.rows, leaves.rows) + case.evidence.tolerance:
        return None
    mine = case.before.between
    points = np.concatenate([mine, case.now.between, one.there(mine)[0]])
    was = case.before.below(points)
    mixed = was + share * (case.before.below(one.back(points)[0]) - was)
    left = float(np.abs(mixed - case.now.below(points)).max())
    if left > case.chance + case.evidence.tolerance:
        return None
    back_on, _ = on_steps(one.back(off.values)[0] / (case.step or 1.0))
    conversion = replace(one.candidates[0].conversion, factor=float(f"{one.factors[0]:.12g}"))
    return Fit(
        candidate=replace(one.candidates[0], conversion=conversion),
        share=share,
        spread=spread + 1 / case.rows if share < 1 else spread,
        left=left,
        explains=off.where(back_on).rows / off.rows,  # of the rows off the step: they are all of it
        lattice=support,
        prior=float(one.priors[0]),
    )
