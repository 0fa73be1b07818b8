"""How far what tells a batch from training moves by itself, learned from training's sample, cut along time.

As with a relation of two columns, each piece is held against all that came before it, the noise's mean is
taken off, and the tolerance is a prediction bound on what is left. In two ways, of which the larger counts:
by the share of the rows that the batch's own rule calls the batch's; and, where that is too little, by rules
that learn anew to tell each piece, for a rule made for one week may miss what each other has of its own.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from drift.compare.domain import Domain, advantage
from drift.compare.even import even_ranks
from drift.judge.movement import HALF_NORMAL_MEAN, WARM_UP
from drift.judge.related_movement import cut_along_time
from drift.judge.together_rows import DEAL
from drift.judge.tolerance import prediction_bound

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.judge.together_rows import Together

LEAST_TAUGHT: Final = 400  # rows of a piece that a rule of its own is learned for: half of them teach
MOST_TAUGHT: Final = 8  # pieces that have one, spread evenly: each takes as long as the batch's
FLOOR: Final = 0.05  # of an advantage: five rows in a hundred stand otherwise
MOST: Final = 1.0


def together_tolerance(rule: Domain, rows: Together, span_hours: float | None) -> float:
    """Return how large an advantage of the rule may be, at least the floor.

    Parameters
    ----------
    rule : Domain
        What other rows taught.
    rows : Together
        The rows that it is tried on; those of training are looked at.
    span_hours : float or None
        How much time the batch spans; None where that is not known.

    Returns
    -------
    float
        0.05 to 1.
    """
    if rows.moments is None:
        return FLOOR
    cut = cut_along_time(rows.moments, ~rows.live, span_hours)
    if cut is None:
        return FLOOR
    distances = _distances(rule, rows.codes, cut.pieces)
    return min(MOST, max(FLOOR, prediction_bound(distances) * cut.wider))


def learned_tolerance(rows: Together, span_hours: float | None) -> float:
    """Return how large an advantage rules have that learn to tell a piece of training from all before it.

    Parameters and result are those of `together_tolerance`; `rows` are all rows of both sides.
    """
    if rows.moments is None:
        return FLOOR
    cut = cut_along_time(rows.moments, ~rows.live, span_hours, least_rows=LEAST_TAUGHT)
    if cut is None:
        return FLOOR
    first, last = max(1, int(len(cut.pieces) * WARM_UP)), len(cut.pieces) - 1
    places = np.unique(np.linspace(first, last, min(MOST_TAUGHT, last - first + 1)).astype(int))
    distances = np.array([_advantage_of(rows, cut.pieces, place) for place in places])
    return min(MOST, max(FLOOR, prediction_bound(distances) * cut.wider))


def _advantage_of(rows: Together, pieces: list[NDArray[np.int64]], place: int) -> float:
    """Return by how much a piece is told from all before it, the noise's mean taken off."""
    piece, before = pieces[place], np.concatenate(pieces[:place])
    both = rows.as_sides(before, piece)
    teaching, tried = both.halves()
    rule = Domain.learned(teaching.even_by_side(), teaching.live)
    told = rule.tells(tried.even_by_side())
    return max(0.0, advantage(told, tried.live) - _noise(told.mean(), piece.size / 2, before.size / 2))


def _noise(share: float, rows: float, others: float) -> float:
    """Return the mean of what chance alone makes of the difference of two shares."""
    return HALF_NORMAL_MEAN * math.sqrt(share * (1 - share) * (1 / rows + 1 / others))


def _distances(
    rule: Domain, codes: NDArray[np.int64], pieces: list[NDArray[np.int64]]
) -> NDArray[np.float64]:
    """Return by how much each piece's share of told rows differs from that of all before it."""
    random, found = np.random.default_rng(DEAL), []
    for place in range(max(1, int(len(pieces) * WARM_UP)), len(pieces)):
        piece, before = pieces[place], np.concatenate(pieces[:place])
        now, then = (rule.tells(even_ranks(codes[some], random)).mean() for some in (piece, before))
        share = (now * piece.size + then * before.size) / (piece.size + before.size)
        found.append(max(0.0, abs(now - then) - _noise(share, piece.size, before.size)))
    return np.array(found)
