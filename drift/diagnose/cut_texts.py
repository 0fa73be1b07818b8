"""Texts that are cut at so many characters: all of them, as by a narrower field, or a share of them.

The lengths of texts move by themselves, but then no single length takes all that was longer. So the
lengths of training, cut at one length in a share of the rows, have to be those of the batch.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from drift.diagnose.diagnosis import Diagnosis
from drift.diagnose.expression import column_text
from drift.diagnose.level_sets import levels_of
from drift.diagnose.pair import chance_gap
from drift.profile.patterns import frame, kept_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from drift.profile.cells import Cells
    from drift.profile.column import ColumnProfile, TextDetail

LEAST_CUT = 0.02  # of the texts: fewer were hardly to be seen, as with numbers that are cut at a bound
MIN_EXPLAINS = 0.8  # of the distance between the lengths
ALL = 0.97  # of the longer texts: beyond, the others are chance's
MOST_LENGTHS = 3  # that gained most are tried
ALIKE = 0.5  # as many of the texts that end there are built as training's are if cut as would be by chance
ALONE = 0.5  # of the rows that end there may hold one text: a default is one length, too
SEVERAL = 2  # levels that begin as known ones do: a single one may be a default that one begins with
BEGIN = 0.9  # of the rows that look cut are in levels that known ones begin with


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cut:
    length: int
    share: float
    gap: float
    left: float
    concerned: float


def diagnose_cut_texts(
    before: ColumnProfile, now: ColumnProfile, name: str, *, of_one: bool = False
) -> Diagnosis | None:
    """Return at which length texts are cut; None where they are not, or have too many lengths to tell.

    With `of_one` most of them may be one text, which may as well be a default: others have to speak for it.
    """
    if before.family != "text" or now.family != "text":
        return None
    mine, theirs = before.text.lengths, now.text.lengths
    if not (mine.exact and theirs.exact and mine.rows and theirs.rows):
        return None
    cut = _cut(mine, theirs)
    if cut is None or not _look_cut(before.text, now.text, cut.length, of_one=of_one):
        return None
    who = "all longer texts are" if cut.share == 1 else f"about {cut.share:.1%} of the longer texts look"
    return Diagnosis(
        fault="clipping",
        story=f"{who} cut: {cut.concerned:.1%} of all end at {cut.length:,} characters that were longer",
        advice="Ask the producer whether a field on the way is narrower than before: what is cut is lost.",
        parameters={"bound": cut.length, "side": "upper"},
        share=round(cut.concerned, 4),
        explains=round(1 - cut.left / cut.gap, 4),
        proven=True,
        find=f"{column_text(name)}.str.len_chars() == {cut.length}",
    )


def diagnose_cut_levels(before: ColumnProfile, now: ColumnProfile, name: str) -> Diagnosis | None:
    """Return at which length levels are cut; None where those that came are not how known ones begin."""
    cut = diagnose_cut_texts(before, now, name, of_one=True)
    levels = levels_of(before, now) if cut is not None else None
    if cut is None or cut.share is None or levels is None:
        return None
    known = sorted(levels.by_rows(levels.before > 0, now=False))
    new, rows, begun = levels.by_rows(levels.unseen, now=True), 0, 0
    for level in new:
        after = bisect_right(known, level)
        if after < len(known) and known[after].startswith(level):
            rows += int(levels.now[levels.place[level]])
            begun += 1
    return cut if begun >= SEVERAL and rows >= BEGIN * cut.share * levels.m else None


def _cut(mine: Cells, theirs: Cells) -> _Cut | None:
    lengths = np.union1d(mine.keys, theirs.keys)
    before, now = (_shares(side, lengths) for side in (mine, theirs))
    chance = chance_gap(mine.rows, theirs.rows)
    gap = _gap(before, now)
    found = []
    for place in np.argsort(before - now, kind="stable")[:MOST_LENGTHS].tolist():
        was, is_ = float(before[place + 1 :].sum()), float(now[place + 1 :].sum())
        share = 1 - is_ / was if was > 0 else 0.0
        share = 1.0 if share >= ALL and is_ <= chance else share
        if share * was < LEAST_CUT:
            continue
        made = before.copy()
        made[place + 1 :] *= 1 - share
        made[place] += share * was
        left = _gap(made, now)
        found.append(_Cut(length=int(lengths[place]), share=share, gap=gap, left=left, concerned=share * was))
    best = min(found, key=lambda one: one.left, default=None)
    if best is None or best.left > min(chance, (1 - MIN_EXPLAINS) * gap) or best.length == 0:
        return None
    return best


def _look_cut(before: TextDetail, now: TextDetail, length: int, *, of_one: bool) -> bool:
    """Return whether the texts that end there are built as training's are if cut, and none is most of them.

    With `of_one`, one may be.

    How often that is by chance, one half of training's texts tells of the other.
    """
    longer = [text[:length] for text in kept_texts(before) if len(text) > length]
    theirs = {now.names[key]: rows for key, rows in _kept_rows(now) if len(now.names[key]) == length}
    if not longer or not theirs:
        return True  # of texts without names nothing more is known
    half = len(longer) // 2
    usual = _built_alike(longer[half:], longer[:half])
    alone = max(theirs.values()) > ALONE * sum(theirs.values()) and len(set(longer)) > 1
    return (of_one or not alone) and _built_alike(list(theirs), longer) >= ALIKE * usual


def _built_alike(texts: list[str], others: list[str]) -> float:
    """Return the share of texts that are built as some of the others are."""
    frames = {frame(other) for other in others}
    return sum(frame(text) in frames for text in texts) / max(len(texts), 1)


def _kept_rows(detail: TextDetail) -> Iterator[tuple[int, int]]:
    """Yield the keys of the sampled distinct texts whose names are kept, with their rows."""
    kept = zip(detail.distinct.hashes.tolist(), detail.distinct.counts.tolist(), strict=True)
    return ((key, rows) for key, rows in kept if key in detail.names)


def _shares(side: Cells, lengths: NDArray[np.uint64]) -> NDArray[np.float64]:
    found = np.zeros(lengths.size)
    found[np.searchsorted(lengths, side.keys)] = side.counts / side.rows
    return found


def _gap(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    return float(np.abs(np.cumsum(one - other)).max())
