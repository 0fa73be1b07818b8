"""Which columns drift over the batches so far, since when, and how sure that is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from drift.judge.sequential.martingale import log_capital, ranks
from drift.judge.sequential.scores import DISTANCE, SCORES
from drift.profile.keys import mixed, text_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from numpy.typing import NDArray

RECENT: Final = 7  # batches whose scores are told as those of now: a week of daily ones
TELLING: Final = 0.5  # of the best score's logarithm of capital: the first score with so much is told
_BITS: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What a batch left for those after it.

    Attributes
    ----------
    name : str
        The batch's.
    as_of : datetime
        The time that it stands for, in UTC.
    rows : int
        How many it had.
    scores : dict of str to dict of str to float
        Of each column, as `scores_of` gives them.
    """

    name: str
    as_of: datetime
    rows: int
    scores: Mapping[str, Mapping[str, float]]

    @property
    def kind(self) -> tuple[int, int]:
        """What it is compared within: its weekday, and the octave of its rows, with which noise changes."""
        return self.as_of.weekday(), round(math.log2(self.rows)) if self.rows else -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """A column that drifts.

    Attributes
    ----------
    column, score : str
        What drifts, and the score that it is told by.
    since : str
        The first batch of the drift, as near as can be told.
    batches, rows : int
        How many batches there are since then, and the rows of the last `RECENT` of them.
    odds : float
        The capital that was won: as much is ever won by chance with probability ``1 / odds`` at most.
    before, now : float
        The score's mean before the drift, and in the last `RECENT` batches of it.
    """

    column: str
    score: str
    since: str
    batches: int
    rows: int
    odds: float
    before: float
    now: float


def drifts(batches: Sequence[Batch], levels: Mapping[str, float]) -> tuple[Drift, ...]:
    """Return the columns on which more was won than chance allows, as they stand after the last batch.

    Parameters
    ----------
    batches : sequence of Batch
        In the order of time, against one reference; the last is that of now.
    levels : dict of str to float
        Of each column, the probability with which it may ever be told while nothing drifts.
    """
    series = [(column, score) for column in levels for score in SCORES]
    if not series or not batches:
        return ()
    scores = np.array(
        [[batch.scores.get(column, {}).get(score, np.nan) for column, score in series] for batch in batches]
    )
    both_sides = np.array([score != DISTANCE for _, score in series])
    uniform = ranks(scores, [batch.kind for batch in batches], _ties(batches, series))
    logs = log_capital(uniform, both_sides)
    found = []
    for place, (column, level) in enumerate(levels.items()):
        mine = logs[-1, place * len(SCORES) : (place + 1) * len(SCORES)]
        # Each score was given an equal part of the column's capital.
        total = float(np.logaddexp.reduce(mine)) - math.log(len(SCORES))
        if total >= -math.log(level):
            # That values moved says more than that they are further away, where both can be told.
            best = place * len(SCORES) + int(np.argmax(mine >= TELLING * mine.max()))
            found.append(_drift(batches, scores[:, best], logs[:, best], (column, series[best][1]), total))
    return tuple(found)


def _drift(
    batches: Sequence[Batch],
    scores: NDArray[np.float64],
    logs: NDArray[np.float64],
    series: tuple[str, str],
    total: float,
) -> Drift:
    # The capital is at its least where the drift begins (Page, "Continuous inspection schemes", 1954).
    first = int(np.argmin(np.concatenate([[0.0], logs[:-1]])))
    recent = slice(max(first, len(batches) - RECENT), len(batches))
    return Drift(
        column=series[0],
        score=series[1],
        since=batches[first].name,
        batches=len(batches) - first,
        rows=sum(batch.rows for batch in batches[recent]),
        odds=math.exp(min(total, math.log(np.finfo(np.float64).max) - 1)),
        before=_mean(scores[: max(first, 1)]),
        now=_mean(scores[recent]),
    )


def _mean(scores: NDArray[np.float64]) -> float:
    """Return the mean of the scores that there are; NaN of none."""
    there = scores[np.isfinite(scores)]
    return float(there.mean()) if there.size else math.nan


def _ties(batches: Sequence[Batch], series: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
    """Return what breaks ties: drawn from names alone, so that the same history gives the same verdicts."""
    of_batches = mixed(_hashed(f"{batch.as_of.isoformat()} {batch.name}" for batch in batches))
    of_series = _hashed(f"{score} {column}" for column, score in series)
    ties: NDArray[np.float64] = mixed(of_batches[:, None] ^ of_series[None, :]) / 2.0**_BITS
    return ties


def _hashed(names: Iterable[str]) -> NDArray[np.uint64]:
    return text_keys(pl.Series(list(names), dtype=pl.String))
