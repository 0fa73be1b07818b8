"""How far a relation moves by itself, learned from training's sample, cut along time.

As with a column's own movement, each piece is held against all that came before it, the noise's mean is
taken off, and the tolerance is a prediction bound on what is left. The sample has fewer rows than
training, so there are few pieces, and a batch shorter than one has a wider tolerance.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from drift.compare.association import LEAST_MOVED, Association
from drift.judge.movement import HALF_NORMAL_MEAN, WARM_UP
from drift.judge.tolerance import MIN_PIECES, SPAN_SLACK, prediction_bound

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST: Final = 2.0  # a correlation of 1 that became -1
MOST_PIECES: Final = 24
LEAST_PIECE_ROWS: Final = 100  # of a piece; of fewer, a correlation is nearly all chance
_MICROSECONDS_AN_HOUR: Final = 3_600_000_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CutRows:
    """Rows in pieces along time.

    Attributes
    ----------
    pieces : list of arrays
        The places of each piece's rows, the earliest piece first.
    wider : float
        By how much more a batch may move than a piece, for it is shorter; at least 1.
    """

    pieces: list[NDArray[np.int64]]
    wider: float


def relation_tolerance(
    grades: NDArray[np.float64],
    weights: NDArray[np.float64],
    moments: NDArray[np.float64] | None,
    span_hours: float | None,
) -> float:
    """Return by how much a relation may change, at least the floor.

    Parameters
    ----------
    grades : array of shape (rows, 2)
        The grades of both features in training's sample.
    weights : array of shape (rows,)
        How often each row stands there.
    moments : array of shape (rows,) or None
        When each row was, in microseconds; None where training is not ordered by time.
    span_hours : float or None
        How much time the batch spans; None where that is not known.

    Returns
    -------
    float
        0.1 to 2, in units of a correlation; 2 where nothing could be learned, so that nothing is told.
    """
    if moments is None:
        return LEAST_MOVED
    cut = cut_along_time(moments, np.asarray(~np.isnan(grades).any(axis=1)), span_hours)
    if cut is None:
        return LEAST_MOVED
    distances = _distances(grades, weights, cut.pieces)
    if distances.size < MIN_PIECES:
        return MOST  # within a piece one of both hardly varies, so nothing is learned of how they go together
    return min(MOST, max(LEAST_MOVED, prediction_bound(distances) * cut.wider))


def cut_along_time(
    moments: NDArray[np.float64],
    usable: NDArray[np.bool_],
    span_hours: float | None,
    *,
    least_rows: int = LEAST_PIECE_ROWS,
) -> CutRows | None:
    """Return training's sampled rows in pieces about as long as the batch; None where they are too few.

    Parameters
    ----------
    moments : array of shape (rows,)
        When each row was, in microseconds; NaN where it has no time.
    usable : bool array of shape (rows,)
        Which rows are to be cut.
    span_hours : float or None
        How much time the batch spans; None where that is not known.
    least_rows : int
        The fewest rows of a piece, where there are enough for any.
    """
    dated = np.flatnonzero(~np.isnan(moments) & usable)
    if dated.size < MIN_PIECES * least_rows:
        return None
    order = dated[np.argsort(moments[dated], kind="stable")]
    span = (moments[order[-1]] - moments[order[0]]) / _MICROSECONDS_AN_HOUR
    wanted = MOST_PIECES if not span_hours else int(span / (span_hours * SPAN_SLACK))
    warm = math.ceil(MIN_PIECES / (1 - WARM_UP))  # so many that enough of them come after the first third
    many = max(warm, min(wanted, MOST_PIECES, order.size // least_rows))
    wider = math.sqrt(max(1.0, span / many / span_hours)) if span_hours else 1.0
    return CutRows(pieces=np.array_split(order, many), wider=wider)


def _distances(
    grades: NDArray[np.float64], weights: NDArray[np.float64], pieces: list[NDArray[np.int64]]
) -> NDArray[np.float64]:
    """Return how far each piece's correlation is from that of all before it, the noise's mean taken off.

    The correlation alone, which is at least as much as a batch's change is counted for: so a relation that
    a short time shows otherwise than a long one moves by more.
    """
    each = [Association.of(grades[piece], weights[piece]) for piece in pieces]
    before, found = each[0], []
    for place, piece in enumerate(each[1:], start=1):
        if place >= int(len(each) * WARM_UP):
            rows = piece.rows[0, 1] * before.rows[0, 1] / (piece.rows[0, 1] + before.rows[0, 1])
            # The deviation of a correlation between two samples, as of two normal features.
            noise = HALF_NORMAL_MEAN * (1 - min(1.0, abs(before.correlation[0, 1])) ** 2) / math.sqrt(rows)
            change = abs(piece.correlation[0, 1] - before.correlation[0, 1])
            found.append(max(0.0, change - noise) if math.isfinite(change) else math.nan)
        before += piece
    return np.array([one for one in found if math.isfinite(one)])
