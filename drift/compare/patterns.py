"""How texts are built: the mix of their patterns, and the share of those built as none was before.

Patterns are counted over the sampled distinct texts, one vote each.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from drift.compare.aligned import aligned_levels
from drift.compare.statistic import Measurement
from drift.compare.total_variation import TOTAL_VARIATION
from drift.compare.unseen import unseen_by_chance
from drift.profile.patterns import count_patterns, frame, kept_texts

if TYPE_CHECKING:
    from drift.profile.column import ColumnProfile, TextDetail

MIX = "pattern_total_variation"
CAME = "new_pattern_share"

LEAST_TEXTS = 50  # of training's: fewer are the names of levels, whose writing is asked about one by one
MOST_FRAMES = 0.1  # of the texts: with more, texts are written freely, and new ones are built anew


def measure_patterns(reference: ColumnProfile, live: ColumnProfile, level: float) -> list[Measurement]:
    """Return the distance of the patterns, and the share of texts built as none was; of texts with names."""
    mine, theirs = count_patterns(reference.text), count_patterns(live.text)
    if not mine or not theirs:
        return []
    names = sorted({*mine, *theirs})
    both = aligned_levels(
        np.array([mine.get(name, 0) for name in names], np.int64),
        np.array([theirs.get(name, 0) for name in names], np.int64),
    )
    found = [replace(TOTAL_VARIATION.compare(both, level), statistic=MIX)]
    came = measure_new_patterns(reference, live, level)
    return [*found, came] if came else found


def measure_new_patterns(reference: ColumnProfile, live: ColumnProfile, level: float) -> Measurement | None:
    """Return the share of texts built as none was; None of few texts, which are names and no codes."""
    texts = (reference.text, live.text)
    if min(len(one.names) for one in texts) == 0 or len(texts[0].names) < LEAST_TEXTS:
        return None
    return _came(*texts, level)


def count_frames(detail: TextDetail, *, of_length: bool) -> Counter[str]:
    """Return how many of the sampled distinct texts have each frame, told apart by length if asked for."""
    return Counter(framed(text, of_length=of_length) for text in kept_texts(detail))


def written_freely(frames: Counter[str]) -> bool:
    """Return whether texts are built in so many ways that new ones are built anew."""
    return len(frames) > MOST_FRAMES * frames.total()


def framed(text: str, *, of_length: bool) -> str:
    """Return the frame of a text, with its length if asked for."""
    return f"{len(text)} {frame(text)}" if of_length else frame(text)


def has_one_length(detail: TextDetail) -> bool:
    """Return whether all texts are of one length, so that another length is another way to write them."""
    return detail.lengths.exact and detail.lengths.keys.size == 1


def _came(reference: TextDetail, live: TextDetail, level: float) -> Measurement | None:
    of_length = has_one_length(reference)
    mine = count_frames(reference, of_length=of_length)
    if written_freely(mine):
        return None
    theirs = count_frames(live, of_length=of_length)
    n, m = mine.total(), theirs.total()
    pooled = np.array(list((mine + theirs).values()), np.int64)
    share = sum(votes for name, votes in theirs.items() if name not in mine) / m
    return Measurement(
        statistic=CAME,
        value=share,
        error=0.0,
        margin=min(1.0, unseen_by_chance(pooled, n, m, level) / m),
        p_value=None,
        decides=True,
        reference=0.0,
        live=share,
    )
