"""Whether a conversion that fits is named: on evidence that a feature's own movement does not give."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from drift.diagnose.candidates import TOLD, UNNAMED
from drift.diagnose.conversions import COMMON_MISTAKES
from drift.diagnose.curve import curve_of
from drift.diagnose.distribution import Distribution, largest_gap, points_between
from drift.diagnose.lattice import ON_LATTICE, share_on_lattice
from drift.diagnose.pair import chance_gap
from drift.diagnose.rounds import rounded
from drift.diagnose.unit_case import beyond, logarithm
from drift.diagnose.unit_fit import MIN_TAIL_ROWS, off_lattice, rounded_anew, steps_agree
from drift.diagnose.unit_rows import agreement

if TYPE_CHECKING:
    from drift.diagnose.unit_case import UnitCase
    from drift.diagnose.unit_fit import Fit

MIN_EXPLAINS = 0.8  # of the distance; less is a part of the story at best
MIN_EXPLAINS_FAR = 0.5  # at a factor of ten, or on the lattice, a season may be the rest
FAR = math.log(3.0)  # a whole feature does not move threefold and keep its shape
VERY_FAR = math.log(9.0)  # a part of one does not move tenfold
FAR_DEVIATIONS = 5.0  # nor by five standard deviations
PROVEN_LATTICE = 14.0  # nats: by itself a batch lies on the converted lattice once in a million
MOST_SHARE = 0.97  # beyond it is all rows, and a few that moved
LEAST_ROWS_OF_A_PART = 300  # of a batch: the rows of a day depend on each other, and a calm day is no unit
APART_DEVIATIONS = 12.0  # nor a temperature by so many from one summer to one winter: kelvin lie beyond
SEEN_DEVIATIONS = 2.5  # of a feature that training saw move over most of its range
MOVED_ALL_OVER = 0.6  # a KS distance that training's own pieces go from the rest
RARE_END = 0.005  # of training's rows at either end may be glitches
WITHIN_WIDTHS = 1.5  # of the reference's range, from its middle: the next year is as near
PARTED = 2.2  # deviations of the logarithm: a nearer factor leaves one heap, which may as well have moved
SMALL_SHARE = 0.1  # of the rows: whether so few keep the shape of the column, only they themselves tell
CERTAIN_GAIN = 25.0  # nats: the counts are so much likelier with the share than without
THERE_GAIN = 10.0  # nats, where the rows that training hardly had are as the conversion has them
MOST_OUTSIDE_UNDONE = 0.1  # of the rows outside, the share that may stay outside when undone
TAIL_AGREES = 2.0  # how far the share outside may be from the one that the fit predicts, as a ratio
TAIL_APART = 1.5  # how many times as far as the reference's end half of the rows outside must lie
NEARBY_TOLERATED = 0.25  # of the tolerance may be left by a nearby factor
SOME_LATTICE = 7.0  # nats: by itself a batch lies on the converted lattice once in a thousand
NEARBY_LATTICE = 3.5  # nats: what moving twice as far as is tolerated says, rather than just as far
OFF_LATTICE = 0.25  # of the distinct live values may be on the reference's lattice where all were converted
MORE_THAN_TOLERATED = 2.0  # how often what is tolerated a nearby factor must have moved the feature
MANY_TRIED = 200  # conversions are tried on a column whose name tells nothing
ACCIDENT = 0.01  # the probability up to which one of them may fit a few values by accident
SHIFT_AS_GOOD = 2.0  # a near factor must leave less than half of what a mere shift leaves


def convinces(fit: Fit, case: UnitCase) -> bool:
    """Return whether a conversion fits, on evidence that a feature's own movement does not give."""
    return _convinces_part(fit, case) if fit.share < 1 else _convinces_whole(fit, case)


def _convinces_whole(fit: Fit, case: UnitCase) -> bool:
    told = fit.candidate.rank < 0
    fits = fit.left <= case.chance + case.evidence.tolerance and fit.explains >= MIN_EXPLAINS
    proven = fit.lattice >= PROVEN_LATTICE
    # A factor that the data suggested was made to fit: it has to, and half of the distance is a shift's.
    made_to_fit = fit.candidate.rank >= UNNAMED and fit.explains < MIN_EXPLAINS
    # Nor is it one where the values are on training's own steps, and not on converted ones.
    if made_to_fit or fit.lattice <= -PROVEN_LATTICE:
        return False
    if fit.explains >= MIN_EXPLAINS_FAR and (proven or _very_far(fit, case)):
        return True
    # Steps alone tell a feature that moved as far as can be; one that is near as it came stays there.
    if fit.lattice >= 2 * PROVEN_LATTICE and fit.left <= case.gap and _comes_back(fit, case):
        return True
    if (
        fit.lattice >= SOME_LATTICE
        and _far(fit, case, VERY_FAR)
        and _all_apart(case)
        and _comes_back(fit, case)
    ):
        return True
    # What the feature goes by itself is no evidence, however well a conversion fits it. But training's
    # values span all that it went: it does not go on by five times their spread and keep its shape.
    beyond_its_own = case.gap - case.chance > case.evidence.tolerance or _far(
        fit, case, FAR_DEVIATIONS * case.log_deviation
    )
    if fits and beyond_its_own and _far(fit, case, FAR):
        return True
    return _back_in_range(fit, case) or _convinces_nearby(fit, case, told=told)


def _back_in_range(fit: Fit, case: UnitCase) -> bool:
    """Return whether a change of temperatures takes rows back from where training had none to where it had.

    A season leaves a large distance whatever is undone, but it does not leave what all of training spans.
    Kelvin are far beyond that; degrees Celsius and Fahrenheit are nearer than a season may be, so of these
    training must have seen the feature move over most of its range, and stay there.
    """
    conversion = fit.candidate.conversion
    if not conversion.offset:
        return False
    apart = _far(fit, case, 0.0, APART_DEVIATIONS)
    seen = case.evidence.tolerance >= MOVED_ALL_OVER and _far(fit, case, 0.0, SEEN_DEVIATIONS)
    ends = case.reference.quantile(RARE_END), case.reference.quantile(1 - RARE_END)
    back = case.live.moved(1 / conversion.factor, -conversion.offset / conversion.factor)
    return (
        (apart or seen)
        and _share_within(case.live, ends) <= MOST_OUTSIDE_UNDONE
        and _share_within(back, ends) >= 1 - MOST_OUTSIDE_UNDONE
    )


def _share_within(of: Distribution, ends: tuple[float, float]) -> float:
    """Return the share of rows between two values."""
    below, above = of.share_below(np.array(ends))
    return float(above - below)


def _convinces_part(fit: Fit, case: UnitCase) -> bool:
    told = fit.candidate.rank < 0
    common = told or fit.candidate.rank < len(COMMON_MISTAKES)
    if fit.share > MOST_SHARE or fit.candidate.rank >= UNNAMED or case.live.rows < LEAST_ROWS_OF_A_PART:
        return False
    if _contradicted(fit, case) or (fit.share <= SMALL_SHARE and fit.gain < THERE_GAIN):
        return False
    if fit.share <= SMALL_SHARE and not (_likely(fit) and _keeps_shape(fit, case)):
        return False
    explains = fit.explains >= MIN_EXPLAINS or (fit.gain >= CERTAIN_GAIN and fit.explains >= MIN_EXPLAINS_FAR)
    certain = explains and fit.share > 2 * fit.spread
    # Rounded anew only where the unit is told; of few rows not even there, but for what movement never makes.
    agrees = steps_agree(case, fit.candidate) or (told and fit.share > SMALL_SHARE)
    if _far(fit, case, FAR if told and agrees else VERY_FAR):
        fits = fit.left <= case.chance + case.evidence.tolerance
        return _tail_agrees(fit, case) or (fits and (certain or (common and _are_there(fit, case))))
    parted = _far(fit, case, PARTED * case.log_deviation, PARTED)
    return common and parted and agrees and fit.left <= case.chance and (certain or _are_there(fit, case))


def _keeps_shape(fit: Fit, case: UnitCase) -> bool:
    """Return whether the rows where training had hardly any, if any, are spread as the column's are."""
    rows = agreement(fit, case)
    return rows is None or rows.keeps_shape


def _are_there(fit: Fit, case: UnitCase) -> bool:
    """Return whether the rows that training hardly had are as many and spread as a conversion has them."""
    rows = agreement(fit, case) if fit.gain >= THERE_GAIN else None
    return rows is not None and rows.whole


def _contradicted(fit: Fit, case: UnitCase) -> bool:
    """Return whether steps and values say that no share of the rows went through a conversion."""
    # Rounded anew, small values become zeros, which many a batch has more of.
    within = case.gap - case.chance <= case.evidence.tolerance
    anew = rounded_anew(case, fit.candidate)
    return (
        _too_fine(fit, case)
        or (anew and (within or _few_values(fit, case)))
        or off_lattice(case, fit.candidate)
        or not (
            _likely(fit) or steps_agree(case, fit.candidate)
        )  # a rare conversion, and rounded anew as well
    )


def _likely(fit: Fit) -> bool:
    """Return whether few rows may tell a conversion: a common one, one of what is told, a power of ten.

    Where only the dimension is told, a rare one that is nearby (yards and feet) is but what few rows do.
    """
    power = math.log10(fit.candidate.conversion.factor)
    return (
        fit.candidate.rank < -TOLD
        or (fit.candidate.rank < 0 and logarithm(fit.candidate.conversion.factor) >= VERY_FAR)
        or fit.candidate.rank % TOLD < len(COMMON_MISTAKES)
        or (not fit.candidate.conversion.offset and math.isclose(power, round(power), abs_tol=1e-9))
    )


def _few_values(fit: Fit, case: UnitCase) -> bool:
    """Return whether rounding left so few values of the converted rows that they fit many a change.

    A share of zeros is all that is left of counts, over 1000. By as many values as there would be if they
    were even, less one, another change agrees with the conversion: each time with probability ``2 d``, if it
    may be off by `d`; and many conversions are tried.
    """
    conversion = fit.candidate.conversion
    image = rounded(
        case.reference.moved(conversion.factor, conversion.offset), case.live_step or 1.0, np.rint
    )
    agreeing = 1 / float(((image.counts / image.rows) ** 2).sum()) - 1
    off = case.chance + case.evidence.tolerance
    return bool(MANY_TRIED * min(1.0, 2 * off) ** agreeing > ACCIDENT)


def _far(fit: Fit, case: UnitCase, distance: float, deviations: float = FAR_DEVIATIONS) -> bool:
    """Return whether a conversion changes values by more than features move by themselves.

    That is by more than a distance of the logarithm, or by more deviations where it has an offset.
    """
    conversion = fit.candidate.conversion
    if conversion.offset == 0:
        return logarithm(conversion.factor) >= distance
    middle = case.reference.quantile(0.5)
    moved = abs(conversion.factor * middle + conversion.offset - middle)
    return moved >= deviations * case.reference.deviation


def _convinces_nearby(fit: Fit, case: UnitCase, *, told: bool) -> bool:
    """Return whether a factor that a feature may well move by is a unit's all the same.

    It must leave no more than chance does, at a distance that the feature does not go by itself, be a
    common unit's or one that config or name tell, agree with the steps of the values, and a mere shift
    must not do as well.
    """
    common = told or fit.candidate.rank < len(COMMON_MISTAKES)
    steps = max(0.0, fit.lattice)
    moved_more = case.gap - case.chance > case.evidence.tolerance * (
        1 if steps >= NEARBY_LATTICE else MORE_THAN_TOLERATED
    )
    most = case.chance + NEARBY_TOLERATED * case.evidence.tolerance
    fits = fit.left <= most and fit.explains >= MIN_EXPLAINS
    return (
        common
        and fits
        and moved_more
        and (told or steps_agree(case, fit.candidate))  # rounded anew only where the unit is told
        and not _merely_moved(fit, case)
    )


def _comes_back(fit: Fit, case: UnitCase) -> bool:
    """Return whether the middle rows, undone, are no farther from the reference than it is wide.

    Where the live rows are on the reference's own lattice, they may be rounded ones: undoing must bring
    them nearer.
    """
    rounded = share_on_lattice(case.evidence.live_sample, case.step or 1.0) or 0.0
    if rounded >= OFF_LATTICE and case.gap < MIN_EXPLAINS:
        return False
    conversion = fit.candidate.conversion
    lowest, highest = float(case.reference.lower[0]), float(case.reference.upper[-1])
    now = case.live.quantile(0.5)
    undone = (now - conversion.offset) / conversion.factor
    near = abs(undone - lowest / 2 - highest / 2) <= WITHIN_WIDTHS * (highest - lowest)
    middle = case.reference.quantile(0.5)
    possible = undone >= 0 or lowest < 0  # a speed is not below zero
    return near and possible and (rounded < ON_LATTICE or abs(undone - middle) < abs(now - middle))


def _very_far(fit: Fit, case: UnitCase) -> bool:
    """Return whether most rows lie where none lay before, and come back to the middle when undone."""
    conversion = fit.candidate.conversion
    undone = (case.live.quantile(0.5) - conversion.offset) / conversion.factor
    back = case.live.moved(1 / conversion.factor, -conversion.offset / conversion.factor)
    return (
        _far(fit, case, VERY_FAR)
        and case.outside.rows >= MIN_EXPLAINS_FAR * case.live.rows
        and beyond(back, case.reference).rows <= MOST_OUTSIDE_UNDONE * case.live.rows
        and case.reference.quantile(0.1) <= undone <= case.reference.quantile(0.9)
    )


def _all_apart(case: UnitCase) -> bool:
    """Return whether all rows lie where none lay before, well beyond the reference's ends."""
    return case.outside.rows == case.live.rows and _apart(case.outside, case.reference)


def _merely_moved(fit: Fit, case: UnitCase) -> bool:
    """Return whether a shift alone leaves about as little as the conversion does."""
    shift = case.live.quantile(0.5) - case.reference.quantile(0.5)
    points = case.now.between
    left = largest_gap(case.before.below(points - shift), case.now.below(points))
    return left <= SHIFT_AS_GOOD * fit.left or left <= case.chance


def _tail_agrees(fit: Fit, case: UnitCase) -> bool:
    """Return whether the rows beyond all that was seen are as many and spread as a conversion predicts."""
    tail = case.outside
    if tail.rows < MIN_TAIL_ROWS:
        return False
    conversion = fit.candidate.conversion
    converted = case.reference.moved(conversion.factor, conversion.offset)
    predicted = beyond(converted, case.reference)
    if predicted.rows == 0:
        return False
    points = points_between(tail, predicted)
    gap = largest_gap(curve_of(tail).below(points), curve_of(predicted).below(points))
    if gap > chance_gap(tail.rows, predicted.rows) or not _apart(tail, case.reference):
        return False
    share = tail.rows / case.live.rows * converted.rows / predicted.rows
    return share <= 1 and fit.left <= case.gap + case.chance and _near(share, fit)


def _apart(tail: Distribution, reference: Distribution) -> bool:
    """Return whether the rows outside lie well beyond the reference's ends, or well within them at zero."""
    middle = abs(tail.quantile(0.5))
    ends = abs(float(reference.lower[0])), abs(float(reference.upper[-1]))
    return middle >= TAIL_APART * max(ends) or middle * TAIL_APART <= min(ends)


def _near(share: float, fit: Fit) -> bool:
    return fit.share / TAIL_AGREES - fit.spread <= share <= fit.share * TAIL_AGREES + fit.spread


def _too_fine(fit: Fit, case: UnitCase) -> bool:
    """Return whether converted rows would have a finer step than live ones have, and did not before.

    Of few rows none may have the finest step: it is enough that some have a finer one than training's.
    """
    if case.step is None or case.live_step is None or rounded_anew(case, fit.candidate):
        return False
    if fit.share <= SMALL_SHARE and case.live_step < case.step * (1 - 1e-9):
        return False
    return case.step * fit.candidate.conversion.factor < case.live_step * (1 - 1e-9)
