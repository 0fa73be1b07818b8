"""Renamed categories: levels that map one to one, by the way they are written or by their frequency.

Texts that differ only in case, white space, accents, encoding, escapes, marks, zeros, a common affix, or
in what a length cuts off, are one level written in two ways, which no movement fakes. Where names have
nothing in common (codes for names, a permutation of codes), levels are matched by frequency: in the order
of their shares, if that leaves no more than chance. Of such a mapping only those are told whose share no
neighbour in the order could have by chance.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from drift.compare.share import share_distance, share_margin
from drift.diagnose.diagnosis import Diagnosis, RunnerUp
from drift.diagnose.explanation import Explanation, Supposes
from drift.diagnose.fault import Fault
from drift.diagnose.level_sets import CHANCE
from drift.diagnose.writings import WRITINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from drift.diagnose.change import Change
    from drift.diagnose.level_sets import Levels
    from drift.diagnose.writings import Writing

MAX_MAPPED = 50  # levels told in a mapping
MAX_TOLD = 3  # of them in the sentence
MAX_AFFIXED = 60  # levels of either side that an affix is looked for in, the most frequent ones
LEAST_AFFIXED = 2  # levels with the same beginning or end more: one may contain another by chance
LEAST_LEFT = 2  # characters of a level that was cut: one may begin another by chance
MOSTLY = 0.5  # of the rows in new levels have to be explained by a way of writing
BY_FREQUENCY = 0.8  # of the distance has to go, where frequency is all that says so
LEAST_PERMUTED = 0.1  # total variation that a permutation of known levels has to make
MAX_UNDO = 160  # characters of an expression within a sentence
APART = 3.0  # standard errors between a share and those that it is not taken for


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """A way to read the batch's levels: from each name to the one that it had, and how it was found."""

    back: dict[str, str]
    words: str
    by_frequency: bool = False
    unsure: frozenset[str] = frozenset()


def explain_renamed(change: Change) -> Explanation | None:
    """Return the mapping of levels that explains a change; None where there is none with evidence."""
    levels = change.levels
    if levels is None or not levels.n or not levels.m:
        return None
    written = [(mapping, _explained(change, levels, mapping)) for mapping in _by_writing(levels)]
    told = [(len(mapping.back), found) for mapping, found in written if found is not None]
    if told:
        return max(told, key=lambda one: one[0])[1]  # the first of those that explain most levels
    mapping_or_none = _by_frequency(change, levels)
    return _explained(change, levels, mapping_or_none) if mapping_or_none else None


def _by_writing(levels: Levels) -> Iterator[Mapping]:
    """Yield the mappings by each way of writing, if it explains most rows of the new levels."""
    for writing in WRITINGS:
        yield Mapping(back=_pairs(levels, writing), words=writing.words)
    yield from (found for found in (_affix(levels), _cut(levels)) if found is not None)


def _pairs(levels: Levels, writing: Writing) -> dict[str, str]:
    """Return the new levels, or those that took in a lost one, with the old level each is by this writing."""
    fresh = np.flatnonzero(levels.unseen).tolist()
    if not fresh or (writing.beyond_ascii and levels.ascii):
        return {}
    known: dict[str, list[int]] = {}
    for place in np.flatnonzero(levels.before > 0).tolist():
        known.setdefault(writing.plain(levels.names[place]), []).append(place)
    back = {}
    for place in fresh:
        alike = known.get(writing.plain(levels.names[place]), ())
        same = [one for one in alike if writing.same(levels.names[one], levels.names[place])]
        if same:
            # Of several old ones the one that is missed most.
            missed = max(same, key=lambda one: _missed(levels, one))
            back[levels.names[place]] = levels.names[missed]
    return back


def _missed(levels: Levels, place: int) -> float:
    return float(levels.before[place] / levels.n - levels.now[place] / levels.m)


def _affix(levels: Levels) -> Mapping | None:
    """Return the mapping by the beginning and end that most new levels have more, or less, than old ones."""
    new = levels.by_rows(levels.unseen, now=True)[:MAX_AFFIXED]
    old = levels.by_rows(levels.before > 0, now=False)[:MAX_AFFIXED]
    votes: Counter[tuple[str, str, bool]] = Counter()
    for fresh in new:
        rows = int(levels.now[levels.place[fresh]])
        for known in old:
            longer, shorter = (fresh, known) if len(fresh) > len(known) else (known, fresh)
            if shorter and shorter in longer and shorter != longer:
                head, _, tail = longer.partition(shorter)
                votes[head, tail, longer is fresh] += rows
    if not votes:
        return None
    (head, tail, came), _ = max(votes.items(), key=lambda one: (one[1], -len(one[0][0] + one[0][1]), one[0]))
    back = {}
    for fresh in levels.by_rows(levels.unseen, now=True):
        known = fresh[len(head) : len(fresh) - len(tail)] if came else f"{head}{fresh}{tail}"
        fits = fresh.startswith(head) and fresh.endswith(tail) if came else True
        if fits and known in levels.place and levels.before[levels.place[known]]:
            back[fresh] = known
    if len(back) < LEAST_AFFIXED:
        return None
    parts = " and ".join([f"`{head}` before them"] * bool(head) + [f"`{tail}` behind them"] * bool(tail))
    return Mapping(back=back, words=f"{'with' if came else 'without'} {parts}")


def _cut(levels: Levels) -> Mapping | None:
    """Return the mapping of new levels onto those that begin as they do, where names end at one length."""
    new = levels.by_rows(levels.unseen, now=True)
    old = sorted(levels.by_rows(levels.before > 0, now=False))
    votes: Counter[int] = Counter()
    for fresh in new[:MAX_AFFIXED]:
        after = bisect_right(old, fresh)
        if after < len(old) and old[after].startswith(fresh):
            votes[len(fresh)] += int(levels.now[levels.place[fresh]])
    if not votes:
        return None
    length = max(votes, key=lambda one: (votes[one], one))
    begun: dict[str, list[str]] = {}
    for known in old:
        if len(known) > length:
            begun.setdefault(known[:length].rstrip(), []).append(known)
    # Of a beginning that several have, nobody can say which it was.
    known_of = {fresh: begun.get(fresh.rstrip(), []) for fresh in new}
    back = {fresh: known[0] for fresh, known in known_of.items() if len(known) == 1}
    every = {*back.values()} == {known for known in old if len(known) > length}  # of Yes and No there is one
    if length < LEAST_LEFT or not (every or len(back) >= LEAST_AFFIXED):
        return None
    return Mapping(back=back, words=f"cut at {length:,} characters")


def _explained(change: Change, levels: Levels, mapping: Mapping) -> Explanation | None:
    """Return the explanation by a mapping, if the evidence is enough."""
    if not mapping.back:
        return None
    undone = levels.renamed(mapping.back)
    if not mapping.by_frequency and not _holds(change, levels, undone, mapping):
        return None
    explains = max(0.0, 1 - undone.gap / levels.gap) if levels.gap else 0.0
    return Explanation(
        diagnosis=_diagnosis(change, levels, mapping, round(explains, 4)),
        left=undone.gap,
        supposes=Supposes.TWO_NUMBERS if mapping.by_frequency else Supposes.NOTHING,
        statistic="unseen_share" if levels.unseen.any() else "total_variation",
        rest=replace(change, levels=undone),
    )


def _holds(change: Change, levels: Levels, undone: Levels, mapping: Mapping) -> bool:
    """Return whether levels are certainly new, mostly these, and had the rows that are missed."""
    certain = levels.certainly_new(change.level)
    if not certain.any():
        return False
    new, old = _mask(levels, mapping.back), _mask(levels, mapping.back.values())
    rows = int(levels.now[new].sum())
    # Of all new levels, or of those that chance does not explain: of many it brings some by itself.
    if not any(
        levels.now[new & of].sum() >= MOSTLY * levels.now[of].sum() for of in (levels.unseen, certain)
    ):
        return False
    # Rows that left no other level would, counted back, only move the distance elsewhere.
    if levels.gap - undone.gap < MOSTLY * rows / levels.m - levels.chance:
        return False
    tolerance = change.tolerance("total_variation")
    if undone.gap <= undone.chance + tolerance:  # of many levels those that are hit had more rows by chance
        return True
    before, now = int(levels.before[old].sum()), int(levels.now[new | old].sum())
    far = share_distance(before, levels.n, now, levels.m)
    margin = share_margin(before, levels.n, now, levels.m, CHANCE)
    stayed = share_distance(before, levels.n, now - rows, levels.m)
    return far <= margin + tolerance or far <= (1 - MOSTLY) * stayed


def _mask(levels: Levels, names: object) -> NDArray[np.bool_]:
    mask = np.zeros(len(levels.names), np.bool_)
    mask[[levels.place[name] for name in names]] = True  # type: ignore[attr-defined]
    return mask


def _by_frequency(change: Change, levels: Levels) -> Mapping | None:
    """Return the mapping by the order of shares, of the new levels onto the lost ones or of all onto all."""
    if not levels.complete or not change.beyond:
        return None
    lost, unseen = levels.certainly_lost(change.level), levels.unseen
    permuted = not lost.any() and not unseen.any()
    if permuted:
        if levels.gap < max(LEAST_PERMUTED, change.enough):
            return None
        lost, unseen = levels.before > 0, levels.now > 0
    elif not (lost.any() and levels.certainly_new(change.level).any()):
        return None
    else:
        lost = levels.lost
    old, new = levels.by_rows(lost, now=False), levels.by_rows(unseen, now=True)
    back = {fresh: known for fresh, known in zip(new, old, strict=False) if fresh != known}
    undone = levels.renamed(back)
    if undone.gap > undone.chance or undone.gap > (1 - BY_FREQUENCY) * levels.gap:
        return None
    unsure = frozenset(_unsure(levels, old, new))
    sure = int(sum(levels.now[levels.place[name]] for name in back if name not in unsure))
    if permuted and sure < BY_FREQUENCY * levels.m:  # of codes that are exchanged hardly any stays as it is
        return None
    words = "by their frequency " + ("permuted" if permuted else "under other names")
    return Mapping(back=back, words=words, by_frequency=True, unsure=unsure)


def _unsure(levels: Levels, old: list[str], new: list[str]) -> Iterator[str]:
    """Yield the new levels whose share another of the old ones may have by chance."""
    shares = np.array([levels.before[levels.place[name]] for name in old]) / levels.n
    for order, fresh in enumerate(new):
        share = levels.now[levels.place[fresh]] / levels.m
        error = math.sqrt(max(share, 1 / levels.m) * (1 / levels.n + 1 / levels.m))
        near = np.abs(shares - share) <= APART * error
        near[order : order + 1] = False
        if order >= len(old) or near.any():
            yield fresh


def _diagnosis(change: Change, levels: Levels, mapping: Mapping, explains: float) -> Diagnosis:
    new = levels.by_rows(_mask(levels, mapping.back), now=True)
    sure = [name for name in new if name not in mapping.unsure]
    share = levels.share_now(_mask(levels, mapping.back))
    told = ", ".join(f"`{mapping.back[name]}` → `{name}`" for name in (sure or new)[:MAX_TOLD])
    more = f" and {len(new) - MAX_TOLD:,} more" if len(new) > MAX_TOLD else ""
    parameters: dict[str, object] = {
        "mapping": {mapping.back[name]: name for name in reversed(sure[:MAX_MAPPED])},
    }
    doubt = ""
    if len(sure) < len(new):
        parameters["unsure"] = len(new) - len(sure)
        doubt = f"; {len(new) - len(sure):,} of them are too alike in frequency to be told apart"
    which = "all rows" if share == 1 else f"{share:.1%} of the rows"
    how = "carries its levels" if mapping.by_frequency else "writes its levels"
    rival = None
    if mapping.by_frequency and not levels.unseen.any():
        rival = RunnerUp(
            fault="shape", parameters={"levels": sorted(mapping.back)[:MAX_TOLD]}, explains=explains
        )
    elif mapping.by_frequency and (mapping.unsure or len(new) == 1):  # of one pair nothing says it is one
        rival = RunnerUp(fault="new_category", parameters={"levels": new}, explains=explains)
    column = f"pl.col({json.dumps(change.name, ensure_ascii=False)})"
    pairs = json.dumps({name: mapping.back[name] for name in new[:MAX_MAPPED]}, ensure_ascii=False)
    whole = len(new) <= MAX_MAPPED
    undo = f"{column}.replace({pairs})" if whole and not mapping.unsure else None
    short = undo is not None and len(undo) <= MAX_UNDO
    told_undo = f"; `{undo}` reads these as before" if short else ", and map these back until then"
    if mapping.by_frequency:
        told_undo = " and which is which: nothing but their shares says so"
        told_undo += f". If it is so, `{undo}` reads them as before" if short else ""
    return Diagnosis(
        fault="renamed_category",
        story=f"{how} {mapping.words}: {told}{more}, in {which}{doubt}",
        advice=f"Ask the producer which names are to last{told_undo}.",
        parameters=parameters,
        share=round(share, 6),
        share_interval=(round(share, 6), round(share, 6)),
        explains=explains,
        runner_up=rival,
        proven=not mapping.by_frequency,
        find=f"{column}.is_in({json.dumps(new, ensure_ascii=False)})" if whole else None,
        undo=undo,
    )


RENAMED_CATEGORY = Fault(
    name="renamed_category",
    meaning="levels map one to one by how they are written, or by frequency",
    few=True,
    kinds=("category",),
    explain=explain_renamed,
)
