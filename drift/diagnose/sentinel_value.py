"""Sentinels: a single value took over a share of the rows: 0, -1 or 999 where there was nothing to say.

That a value of training gained rows, movement explains too. So a value is a sentinel only if it stands
out as movement does not make values stand out: it lies far from all that training held, or among
values that training hardly had while its neighbours stayed as they were, or as many nulls went as it
gained; or, of a value that training knew, if nothing else changed.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from drift.compare.outside import log_probability
from drift.diagnose.atoms import foremost_atom, stands_out, without
from drift.diagnose.diagnosis import Diagnosis
from drift.diagnose.explanation import Explanation, Supposes
from drift.diagnose.pair import pair_of

if TYPE_CHECKING:
    from drift.diagnose.atoms import Atom
    from drift.diagnose.change import Change
    from drift.diagnose.pair import Pair

RARE = 0.2  # of what the batch has: a value that training had as rarely was none
ONE_VALUE = 0.5  # of the rows beyond an end of training's: else the distribution went there, and no value
CHANCE = 3.0  # deviations, by which a count may fall short
MOVED = 0.5  # of the excess: a value of training that lost as much was moved there
FAR = 0.1  # of the range between training's outer percentiles, beyond its ends
NEXT = 2.0  # steps: a value right beside training's end is the next one, and not far
MIN_EXPLAINS = 0.8  # of the distance, for a value that training knew
NULLS_AGREE = 0.25  # how far the nulls that went may be from the rows that came, as a share of these
CUSTOMARY = frozenset(
    sign * value
    for sign in (1.0, -1.0)
    for value in (
        0.0, 1.0, 9.0, 99.0, 999.0, 9999.0, 99999.0, 999999.0, 9999999.0, 1e6, 1e9,
        2.0**31, 2.0**31 - 1, 2.0**63,
    )
)  # fmt: skip
_Z_95 = 1.96


def explain_sentinel_value(change: Change) -> Explanation | None:
    """Return the single value that took over rows, or None where none stands out."""
    pair = change.pair
    if pair is None or pair.all_reference.counts.size == 1:  # of one value, any other one is news
        return None
    atom = foremost_atom(pair, change.level, change.now_sample)
    if atom.now >= 1 or not _is_significant(change, pair, atom):
        return None
    rest = pair_of(
        pair.all_reference, without(pair.all_live, atom.place, round(atom.share * pair.all_live.rows))
    )
    if rest is None:
        return None
    evidence = _evidence(change, pair, rest, atom)
    if not evidence:
        return None
    return Explanation(
        diagnosis=_diagnosis(change, atom, pair, rest, evidence),
        left=min(rest.gap, pair.gap),
        supposes=Supposes.A_KNOWN_NUMBER if atom.value in CUSTOMARY else Supposes.TWO_NUMBERS,
        # Beyond training's ends no movement of training's own values tells what is tolerated.
        statistic="atom_share" if _within(pair, atom.value) else "outside_share",
        evidence=evidence,
        rest=replace(change, pair=rest),
    )


def _is_significant(change: Change, pair: Pair, atom: Atom) -> bool:
    """Return whether chance does not explain a value, by its excess or by so many rows beyond the ends."""
    n, m = pair.all_reference.rows, pair.all_live.rows
    beyond = atom.before == 0 and not _within(pair, atom.value)
    return atom.excess > atom.margin or (
        beyond and log_probability(round(atom.now * m), n, m) <= math.log(change.level)
    )


def _within(pair: Pair, value: float) -> bool:
    return float(pair.all_reference.lower[0]) <= value <= float(pair.all_reference.upper[-1])


def _evidence(change: Change, pair: Pair, rest: Pair, atom: Atom) -> tuple[str, ...]:
    """Return what speaks for a sentinel and not for movement, in words."""
    found: list[str] = []
    if _moved_there(pair, atom):
        return ()
    if _nulls_went(change, atom):
        found.append("as many missing values went as it gained")
    beyond = atom.excess - atom.margin > change.tolerance("atom_share")
    if _is_far(pair, atom.value, change.before.number.step.value or 0.0):
        found.append("no value of training lies near it")
    elif not stands_out(pair, atom):
        pass
    elif atom.before <= RARE * atom.now and (atom.value in CUSTOMARY or found):
        found.append("training hardly had it, and the values beside it are as they were")
    elif (
        beyond
        and rest.gap <= rest.chance
        and (atom.before <= RARE * atom.now or 1 - rest.gap / pair.gap >= MIN_EXPLAINS)
    ):
        found.append("all other values are as they were")
    return tuple(found)


def _nulls_went(change: Change, atom: Atom) -> bool:
    """Return whether the share of missing values fell by as much as the value gained, of all rows."""
    missing = change.measurements.get("null_share")
    if missing is None or missing.value <= missing.margin:
        return False
    went = (missing.reference or 0.0) - (missing.live or 0.0)
    came = atom.share * (1 - (missing.live or 0.0))
    return went > 0 and abs(went - came) <= NULLS_AGREE * came


def _is_far(pair: Pair, value: float, step: float) -> bool:
    """Return whether a value lies beyond training's ends: far, with another sign, or a customary one.

    The next one after an end is none of these.
    """
    reference = pair.all_reference
    low, high = float(reference.lower[0]), float(reference.upper[-1])
    if low <= value <= high:
        return False
    live = pair.all_live
    side = live.counts[live.upper < low] if value < low else live.counts[live.lower > high]
    if side.max(initial=0) < ONE_VALUE * side.sum():
        return False
    if _went_there(pair, value):
        return False
    beyond = max(low - value, value - high)
    wide = reference.quantile(0.99) - reference.quantile(0.01)
    signed = value < 0 <= low and beyond > NEXT * step
    return signed or beyond > max(FAR * wide, NEXT * step) or (value in CUSTOMARY and value != high + step)


def _went_there(pair: Pair, value: float) -> bool:
    """Return whether most of the other rows lie beyond training's ends, too.

    A year, a month or a running number goes on: the largest of the new values took over no rows of others.
    """
    live, reference = pair.all_live, pair.all_reference
    others = live.counts * ((live.upper < value) | (live.lower > value))
    outside = (live.upper < reference.lower[0]) | (live.lower > reference.upper[-1])
    return bool(others[outside].sum() > (1 - ONE_VALUE) * others.sum())


def _moved_there(pair: Pair, atom: Atom) -> bool:
    """Return whether a value of training went as this one came: it was converted, not overwritten."""
    reference, live = pair.all_reference, pair.all_live
    heavy = np.flatnonzero(reference.counts >= max(1.0, MOVED * atom.excess * reference.rows))
    rows = np.concatenate([[0], np.cumsum(live.counts)])
    first = np.searchsorted(live.upper, reference.lower[heavy], side="left")
    last = np.searchsorted(live.lower, reference.upper[heavy], side="right")
    now = rows[np.maximum(first, last)] - rows[first]
    expected = (1 - atom.share) * reference.counts[heavy] / reference.rows * live.rows
    return bool((now < (1 - MOVED) * expected - CHANCE * np.sqrt(expected)).any())


def _diagnosis(change: Change, atom: Atom, pair: Pair, rest: Pair, evidence: tuple[str, ...]) -> Diagnosis:
    rows = pair.all_live.rows
    spread = _Z_95 * math.sqrt(max(atom.now * (1 - atom.now), 1 / rows) / rows)
    value = _number(atom.value)
    filled = any("missing" in one for one in evidence)
    return Diagnosis(
        fault="sentinel",
        story=f"is {value:,} in {atom.now:.2%} of the rows, in training in {atom.before:.2%}: {evidence[0]}",
        advice=f"Ask the producer what {value:,} stands for"
        + (": missing values seem to be filled with it" if filled else "")
        + f"; a model takes it for a number. `pl.when(x != {value}).then(x)` makes these rows null.",
        parameters={"value": value},
        share=round(atom.share, 4),
        share_interval=(round(max(0.0, atom.share - spread), 4), round(min(1.0, atom.share + spread), 4)),
        explains=round(max(0.0, 1 - rest.gap / pair.gap), 4) if pair.gap > 0 else 0.0,
        proven=True,
        find=f"pl.col({change.name!r}) == {value}",
        undo=f"pl.when(pl.col({change.name!r}) != {value}).then(pl.col({change.name!r}))",
    )


def _number(value: float) -> int | float:
    return int(value) if value.is_integer() and abs(value) < 2**53 else value
