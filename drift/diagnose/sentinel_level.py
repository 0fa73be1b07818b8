"""A word that stands for "not known" took over a share of a category's rows, or of its nulls."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from drift.compare.share import share_margin
from drift.diagnose.diagnosis import Diagnosis
from drift.diagnose.explanation import Explanation, Supposes
from drift.diagnose.level_sets import CHANCE
from drift.diagnose.writings import plain

if TYPE_CHECKING:
    from drift.diagnose.change import Change
    from drift.diagnose.level_sets import Levels

# As `plain` writes them.
_WORDS = """
unknown unk n/a na nan nil null none undefined unspecified notavailable notapplicable notspecified notknown
notset noanswer nodata novalue missing missingvalue tbd empty blank invalid ? ?? ??? - -- --- -1 999 9999
99999 -99 -999 -9999 unbekannt inconnu desconocido desconhecido sconosciuto
"""
WORDS = frozenset(_WORDS.split())
MOST_GAINED = 3  # levels that are looked at, those that gained most
FILLED_WITHIN = 0.2  # relative: the level gained as many rows as nulls went, by and large


def explain_sentinel_level(change: Change) -> Explanation | None:
    """Return the word, or the level in place of nulls, that took over rows; None where there is none."""
    levels = change.levels
    if levels is None or not levels.n or not levels.m:
        return None
    excess = levels.now / levels.m - levels.before / levels.n
    filled = _nulls_filled(change)
    for place in np.argsort(-excess, kind="stable").tolist()[:MOST_GAINED]:
        if excess[place] <= 0:
            break
        before, now = int(levels.before[place]), int(levels.now[place])
        margin = share_margin(before, levels.n, now, levels.m, change.level)
        if excess[place] <= margin + (change.tolerance("total_variation") if before else 0.0):
            continue
        fills = filled > 0 and abs(excess[place] - filled) <= FILLED_WITHIN * filled
        if fills or _is_word(levels.names[place]):
            return _explanation(change, levels, place, fills=fills)
    return None


def _is_word(name: str) -> bool:
    return plain(name) in WORDS or name.strip().casefold() in WORDS


def _nulls_filled(change: Change) -> float:
    """Return the share of values that would be nulls by training's share, 0 where nulls did not go."""
    missing = change.measurements.get("null_share")
    if missing is None or missing.live is None or missing.reference is None:
        return 0.0
    if missing.value <= missing.margin or missing.live >= missing.reference:
        return 0.0
    return (missing.reference - missing.live) / max(1 - missing.live, CHANCE)


def _explanation(change: Change, levels: Levels, place: int, *, fills: bool) -> Explanation:
    name, share = levels.names[place], float(levels.now[place] / levels.m)
    usual = float(levels.before[place] / levels.n)
    taken = max(0, round((share - usual) / max(1 - usual, CHANCE) * levels.m))
    now = levels.now.copy()
    now[place] = max(0, int(levels.now[place]) - taken)
    left = levels.of(levels.before, now)
    column = f"pl.col({json.dumps(change.name, ensure_ascii=False)})"
    value = json.dumps(name, ensure_ascii=False)
    instead = "where nothing was known: as many nulls are gone" if fills else "in place of other levels"
    was = f"; in training in {usual:.2%}" if usual else ", which training did not have"
    part = round(taken / levels.m, 6)
    return Explanation(
        diagnosis=Diagnosis(
            fault="sentinel",
            story=f"has `{name}` in {share:.2%} of its values {instead}{was}",
            advice=f"Ask the producer whether `{name}` stands for a missing value, and for null instead.",
            parameters={"value": name},
            share=part,
            share_interval=(part, part),
            explains=round(max(0.0, 1 - left.gap / levels.gap), 4) if levels.gap and left.m else None,
            proven=True,
            find=f"{column} == {value}",
            undo=f"{column}.replace({value}, None)",
        ),
        left=left.gap if left.m else levels.gap,
        supposes=Supposes.ONE_NUMBER,
        statistic="total_variation" if usual else "new_level_share",
        rest=replace(change, levels=left) if left.m else None,
    )
