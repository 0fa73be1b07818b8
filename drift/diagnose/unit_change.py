"""A change of unit as one hypothesis among others; how it is fitted is in `unit.py`."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from drift.compare.rare_size import NAME as RARE_SIZE
from drift.diagnose.conversions import COMMON_MISTAKES, canonical
from drift.diagnose.explanation import Explanation, Supposes
from drift.diagnose.fault import Fault
from drift.diagnose.pair import pair_of
from drift.diagnose.rounds import WAYS, met, rounded, to_decimals
from drift.diagnose.substances import of_substance
from drift.diagnose.unit import Evidence, diagnose_unit
from drift.diagnose.unit_evidence import SMALL_SHARE
from drift.diagnose.unit_names import dimension_hint

if TYPE_CHECKING:
    from drift.diagnose.change import Change
    from drift.diagnose.diagnosis import Diagnosis
    from drift.diagnose.distribution import Distribution
    from drift.diagnose.pair import Pair


def explain_unit(change: Change) -> Explanation | None:
    """Return the conversion that explains a change, or None where none does."""
    pair = change.pair
    if pair is None:
        return None
    evidence = Evidence(
        name=change.name,
        unit=change.unit,
        tolerance=change.tolerance("ks"),
        reference_sample=change.before_sample,
        live_sample=change.now_sample,
        rare=_has_rare_sizes(change),
    )
    diagnosis = diagnose_unit(change.before, change.now, evidence)
    if diagnosis is None:
        return None
    return Explanation(
        diagnosis=diagnosis,
        left=(1 - (diagnosis.explains or 0.0)) * pair.gap,
        supposes=_supposes(change, diagnosis),
        rest=_rest(change, diagnosis),
    )


def _has_rare_sizes(change: Change) -> bool:
    """Return whether more rows are of a size that training hardly had than chance and movement put there."""
    found = change.measurements.get(RARE_SIZE)
    return found is not None and found.value - found.margin > change.tolerance(RARE_SIZE)


def _supposes(change: Change, diagnosis: Diagnosis) -> Supposes:
    """Return how much a conversion supposes: a share is a number more, a factor that few confuse another.

    Of all units that people use some pair has about any factor. One that is not often confused, nor told by
    config or name, nor a power of ten, is a number that was fitted.
    """
    if "step" in diagnosis.parameters:  # where values lie now is told to the last digit, and nothing fitted
        return Supposes.A_KNOWN_NUMBER
    units = diagnosis.parameters["from"], diagnosis.parameters["to"]
    common = units in COMMON_MISTAKES or units[::-1] in COMMON_MISTAKES
    if diagnosis.share == 1:
        known = common or _is_told(change, units[0]) or _is_power_of_ten(diagnosis.parameters["factor"])
        return Supposes.A_KNOWN_NUMBER if known else Supposes.ONE_NUMBER
    few = diagnosis.share is not None and diagnosis.share <= SMALL_SHARE  # only likely ones are told of few
    return Supposes.ONE_NUMBER if common or few or change.unit is not None else Supposes.TWO_NUMBERS


def _is_told(change: Change, unit: str | None) -> bool:
    """Return whether config or name speak for a conversion from a unit."""
    if unit is None:
        return False
    substance = any(one.source == unit for one in of_substance(change.name))
    return change.unit is not None or substance or canonical(unit)[1] == dimension_hint(change.name)


def _is_power_of_ten(factor: float) -> bool:
    power = math.log10(factor)
    return math.isclose(power, round(power), abs_tol=1e-9)


def _rest(change: Change, diagnosis: Diagnosis) -> Change | None:
    """Return what is left where all rows were converted: the reference converted, against the batch."""
    if change.pair is None or diagnosis.share != 1:
        return None
    factor, offset = diagnosis.parameters["factor"], diagnosis.parameters["offset"]
    moved = change.pair.all_reference.moved(factor, offset)
    return replace(
        change,
        pair=_nearest(moved, change.pair.all_live, change.now.number.step.value),
        before_sample=change.before_sample * factor + offset,
    )


def _nearest(moved: Distribution, live: Distribution, step: float | None) -> Pair | None:
    """Return the pair of the converted reference and the batch, rounded as the batch's values are.

    Values that were rounded after they were converted heap up on the batch's steps, and products differ from
    the batch's by a last bit: neither is a value that took over, nor an end beyond which rows are gone.
    """
    found = [pair_of(met(moved, live), live)]
    tried = (rounded(moved, step, way) for way in WAYS) if step is not None else ()
    decimals = to_decimals(moved, step) if step is not None else None
    for one in chain([] if decimals is None else [decimals], tried):
        found.append(pair_of(met(one, live), live))
        if found[-1] is not None and found[-1].gap <= found[-1].chance:
            return found[-1]
    # Of those that leave more, rounded ones come first: 48 °F are no 8.9 °C where the batch has 8 and 9.
    told = [one for one in found[1:] or found if one is not None]
    return min(told, key=lambda one: one.gap, default=None)


UNIT_CHANGE = Fault(
    name="unit_change",
    meaning="all or a share of the rows are in another unit",
    kinds=("number",),
    explain=explain_unit,
)
