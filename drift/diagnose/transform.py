"""Transforms: a logarithm, a root, a square or a scaling came or went.

Each is a map without a number to fit: the reference, mapped, must be the batch.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np

from drift.diagnose.conversions import conversions, free_factors
from drift.diagnose.diagnosis import Diagnosis, RunnerUp
from drift.diagnose.explanation import Explanation, Supposes
from drift.diagnose.fault import Fault
from drift.diagnose.image import Image, Possible, images
from drift.diagnose.lattice import ON_LATTICE, lattice_of, share_on_lattice
from drift.diagnose.moved import shifted_gap
from drift.diagnose.pair import beside_zeros, pair_of
from drift.diagnose.scaling import scalings
from drift.diagnose.transform_share import share_transformed
from drift.diagnose.unit_evidence import SOME_LATTICE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from drift.diagnose.change import Change
    from drift.diagnose.pair import Pair

MIN_EXPLAINS = 0.8  # of the distance; less is a part of the story at best
HELD_LEAVES = 0.5  # of the distance at most, where the values are those of the image one by one
SHIFT_AS_GOOD = 2.0  # a transform must leave less than half of what a mere shift leaves
STEP_AGREES = 1e-6  # relative: a step is exact but for the rounding of a float
TIE = 0.75  # of what chance gives: two maps that leave about the same are as good
_BELOW = 1e-4  # the last digit that is told

_WORDS = {
    "standardised": "the mean is taken off, and what is left divided by the standard deviation",
    "min-max": "the range is brought to 0 to 1",
    "sqrt": "each is the square root of its value",
    "square": "each is the square of its value",
}


def explain_transform(change: Change) -> Explanation | None:
    """Return the transform that explains a change, of all rows or of a share; None where none does."""
    pair = change.pair
    if pair is None or beside_zeros(pair).gap <= change.enough:
        return None
    most = _most(change, pair)
    possible = (*images(pair), *scalings(pair))
    found = {place: one.image() for place, one in enumerate(possible) if one.held or one.gap <= most}
    best = next((one for one in _ranked(found) if _fits(one, change, pair)), None)
    if best is None:
        return share_transformed(change, pair, _WORDS)
    rival = _rival(best, possible, found)
    return Explanation(
        diagnosis=_diagnosis(change, best, rival),
        left=best.left * pair.gap,
        supposes=Supposes.NOTHING if _steps_say(best, change, pair) else best.supposes,
        rest=_rest(change, best, pair),
    )


def _ranked(found: Mapping[int, Image | None]) -> list[Image]:
    """Return images, those with a mark or with the very values first, then those that leave least."""
    known = [one for _, one in sorted(found.items(), key=itemgetter(0)) if one is not None]
    return sorted(known, key=lambda one: (not (one.signed or one.held), one.left))


def _rival(best: Image, possible: tuple[Possible, ...], found: dict[int, Image | None]) -> Image | None:
    """Return the image that leaves least but for the best; none is worked out that leaves more at least."""
    while True:
        others = [one for one in _ranked(found) if one is not best]
        rival = min(others, key=lambda one: one.left, default=None)
        most = math.inf if rival is None else rival.left
        rest = [place for place, one in enumerate(possible) if place not in found and one.left <= most]
        if not rest:
            return rival
        place = min(rest, key=lambda place: possible[place].left)
        found[place] = possible[place].image()


def _steps_say(image: Image, change: Change, pair: Pair) -> bool:
    """Return whether the batch's values are multiples of the step that only this scaling gives them."""
    return image.name == "min-max" and _are_parts_of_the_range(change, pair)


@lru_cache(maxsize=1)  # asked of one change several times
def _are_parts_of_the_range(change: Change, pair: Pair) -> bool:
    """Return whether values are multiples of the reference's step over its range, and of no unit's.

    Counts over a range of 1,341 are multiples of 1/1341, which no unit makes of them.
    """
    before, now = change.before.number.step.value, change.now.number.step.value
    lattice = lattice_of(before, now, change.before_sample, change.now_sample)
    low, high = float(pair.all_reference.lower[0]), float(pair.all_reference.upper[-1])
    if lattice is None or not high > low:
        return False
    factor, offset = np.array([1 / (high - low)]), np.array([-low / (high - low)])
    units = (one.factor for one in (*conversions(), *free_factors()) if not one.offset)
    unit = low == 0 and any(math.isclose(factor[0], one) for one in units)
    return not unit and float(lattice.support(factor, offset)[0]) >= SOME_LATTICE


def _rest(change: Change, image: Image, pair: Pair) -> Change | None:
    """Return what is left to explain; nothing of a batch scaled by its own numbers, which are not known."""
    if image.signed:
        return None
    return replace(change, pair=pair_of(image.reference, pair.all_live), before_sample=np.empty(0))


def _most(change: Change, pair: Pair) -> float:
    """Return the largest gap that an image may leave, of all rows or of those beside zeros."""
    moved = change.tolerance("ks") / pair.gap
    return max(
        min((1 - MIN_EXPLAINS) * one.gap, one.chance + moved * one.gap) for one in (pair, beside_zeros(pair))
    )


def _fits(image: Image, change: Change, pair: Pair) -> bool:
    """Return whether an image leaves what chance and movement explain, and a mere shift clearly more."""
    if image.held and image.left < HELD_LEAVES:
        return True
    if not (_may_have_steps(image, change) or _steps_say(image, change, pair)):
        return False
    movement = change.tolerance("ks") / pair.gap
    if image.left > min(1 - MIN_EXPLAINS, image.chance + movement):
        return False
    left = shifted_gap(pair)
    return image.signed or left > max(SHIFT_AS_GOOD * image.left * pair.gap, pair.chance)


def _may_have_steps(image: Image, change: Change) -> bool:
    """Return whether an image may have the batch's step.

    Any image may have been rounded to decimals; else the batch has a step only where it is of squares, whose
    roots have training's: multiples of 60 are no transform of whole numbers.
    """
    before, now = change.before.number.step.value, change.now.number.step.value
    if before is None or now is None or image.signed:
        return True
    decade = math.log10(now)
    if now <= 1 and abs(decade - round(decade)) < STEP_AGREES:
        return True
    on = share_on_lattice(np.sqrt(np.abs(change.now_sample)), before)
    return image.name == "square" and (on is None or on >= ON_LATTICE)


def _diagnosis(change: Change, image: Image, rival: Image | None) -> Diagnosis:
    explains = round(1 - image.left, 4)
    runner_up = None
    if rival is not None:
        tied = rival.left <= image.left + TIE * image.chance and rival.signed == image.signed
        of_rival = explains if tied else round(max(0.0, min(1 - rival.left, explains - _BELOW)), 4)
        runner_up = RunnerUp(fault="transform", parameters={"name": rival.name}, explains=of_rival)
    undo = image.undo.replace("{x}", f"pl.col({change.name!r})")
    words = _WORDS.get(image.name, f"each is the {image.name} of its value")
    return Diagnosis(
        fault="transform",
        story=f"all rows look transformed: {words}",
        advice=f"Ask the producer whether a transform came before or went; `{undo}` undoes it.",
        parameters={"name": image.name},
        share=1.0,
        share_interval=(1.0, 1.0),
        explains=explains,
        runner_up=runner_up,
        proven=True,
        undo=undo,
    )


TRANSFORM = Fault(
    name="transform",
    meaning="a logarithm, root, square or scaling came or went",
    kinds=("number",),
    explain=explain_transform,
)
