"""How far a feature moves by itself, learned at `fit` from the pieces of the training data.

Each piece is compared with all that came before it, as a live batch is compared with the training
data; from what chance gives at that size, the mean is taken off; and a prediction bound on what is
left is the tolerance for batches of that span. Comparing with what came before, and not with the
rest, keeps a trend or a season in the distances: a neighbour later in time would hide it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from drift.compare.clock import WEEKDAY
from drift.compare.level_share import NAME as LEVEL
from drift.compare.magnitude import NAME as SIZE
from drift.compare.nonzero import NAME as NONZERO
from drift.judge.checks import CHECK_OF
from drift.profile.pieces import SPANS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from drift.judge.past_movement import PastMoves
    from drift.profile.column import ColumnProfile
    from drift.profile.kind import KindName
    from drift.profile.table import PieceRows, Profile

MIN_PIECES = 4  # distances to learn from
PREDICTION = 0.995  # probability that the next piece stays below the bound, if pieces were independent
MOST_OF_LARGEST = 2.0  # few pieces give a wide bound; twice the largest distance seen is enough
SPAN_SLACK = 1.1  # a day's batch spans a little less than a day, from its first row to its last
DISTANCES = {"ks", NONZERO, "total_variation", LEVEL}  # what a config's tolerance is about
UNBOUNDED = {SIZE}  # statistics whose distance may be larger than 1
FOREMOST = "foremost_share"  # not a distance: of the most frequent value, the mean share and the largest


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """How far one statistic of one column moves by itself in batches of one span.

    Attributes
    ----------
    statistic : str
        The statistic.
    span_hours : int
        The span of the batches.
    value : float
        The prediction bound, in the statistic's unit, noise taken out; not below 0.
    largest : float
        The largest distance seen, noise taken out.
    pieces : int
        Pieces that it was learned from.
    batches : int
        Past batches that it was learned from as well.
    mean, deviation, second : float or None
        Of their distances, with the second largest: with these one more can be learned from. None in
        files of before they were kept.
    let_in : float
        The largest distance of a batch that was promoted; `value` is not below it.
    """

    statistic: str
    span_hours: int
    value: float
    largest: float
    pieces: int
    batches: int = 0
    mean: float | None = None
    deviation: float | None = None
    second: float | None = None
    let_in: float = 0.0

    def with_one(self, distance: float) -> Tolerance:
        """Return what one more piece teaches, a batch that people let in: what it did is tolerated."""
        if not self.pieces:  # past batches alone taught it, and their distances are not kept
            known = max(self.value, distance)
            return replace(
                self, value=known, largest=max(self.largest, distance), let_in=max(self.let_in, distance)
            )
        if self.mean is None or self.deviation is None or self.second is None:
            raise ValueError(self.statistic)
        k = self.pieces + 1
        mean = self.mean + (distance - self.mean) / k
        squares = self.deviation**2 * (k - 2) + (distance - self.mean) * (distance - mean)
        second, largest = sorted((self.second, self.largest, distance))[1:]
        deviation = math.sqrt(max(squares, 0.0) / (k - 1))
        let_in = max(self.let_in, distance)
        bound = _bound(k, mean, deviation, second=second, largest=largest) if k >= MIN_PIECES else 0.0
        value = max(let_in, bound, self.value if self.batches else 0.0)  # what past batches taught stays
        return replace(
            self,
            value=value if self.statistic in UNBOUNDED else min(1.0, value),
            largest=largest,
            pieces=k,
            mean=mean,
            deviation=deviation,
            second=second,
            let_in=let_in,
        )


def learn_tolerances(profile: Profile, column: ColumnProfile, kind: KindName) -> tuple[Tolerance, ...]:
    """Return what the pieces of time teach of a column, for each statistic and span; nothing without them."""
    rows, pieces = profile.piece_rows, column.pieces
    if rows is None or pieces is None:
        return ()
    from drift.judge.movement import Movement  # noqa: PLC0415 - a check learns no movement

    found = []
    for hours, labels, order in _spans(rows):
        table = Movement.of(rows, pieces, labels, order)
        found += [
            _tolerance(statistic, hours, np.array(distances))
            for statistic, distances in table.distances(kind, hours)
            if len(distances) >= MIN_PIECES
        ]
        found.append(_foremost(hours, table.foremost))
    return tuple(found)


def with_past(learned: tuple[Tolerance, ...], past: Mapping[int, PastMoves]) -> tuple[Tolerance, ...]:
    """Return tolerances after what past batches taught, too.

    They widen a tolerance and never narrow it. Batches that were further away are not among them, so what
    they leave out would make the bound smaller with every fit. A span that training data did not tell of
    is learned from batches alone, of which there have to be `MIN_PIECES`.
    """
    known = {(one.statistic, one.span_hours): one for one in learned}
    for hours, moves in past.items():
        for statistic, distances in moves.distances.items():
            before = known.get((statistic, hours))
            if distances and (before is not None or len(distances) >= MIN_PIECES):
                known[statistic, hours] = _widened(before, statistic, hours, np.array(distances))
        before = known.get((FOREMOST, hours))
        if before is not None and moves.foremost:
            largest = max(before.largest, *moves.foremost)
            known[FOREMOST, hours] = replace(before, largest=largest, batches=len(moves.foremost))
    return tuple(known.values())


def _widened(
    before: Tolerance | None, statistic: str, hours: int, distances: NDArray[np.float64]
) -> Tolerance:
    """Return a tolerance that also holds what past batches did, as often as chance lets it."""
    if len(distances) < MIN_PIECES:
        largest = float(distances.max())
        # Too few for a bound of their own: what they did is tolerated, and no more.
        taught = Tolerance(statistic=statistic, span_hours=hours, value=largest, largest=largest, pieces=0)
    else:
        taught = replace(_tolerance(statistic, hours, distances), pieces=0)
    if before is None:
        return replace(taught, batches=distances.size)
    return replace(
        before,
        value=max(before.value, taught.value),
        largest=max(before.largest, taught.largest),
        batches=distances.size,
    )


def largest_foremost(learned: tuple[Tolerance, ...], span_hours: float | None) -> float:
    """Return the largest share that one value had in a piece of the batch's span, or a shorter one.

    0 where no pieces of time were learned from.
    """
    mine = [one for one in learned if one.statistic == FOREMOST]
    span = math.inf if span_hours is None else span_hours * SPAN_SLACK
    fitting = [one for one in mine if one.span_hours <= span]
    chosen = fitting[-1:] or mine[:1]
    return chosen[0].largest if chosen else 0.0


def _foremost(hours: int, shares: NDArray[np.float64]) -> Tolerance:
    """Return what pieces of a span teach of how much one value can be of a batch."""
    value, largest = (float(shares.mean()), float(shares.max())) if shares.size else (0.0, 0.0)
    return Tolerance(statistic=FOREMOST, span_hours=hours, value=value, largest=largest, pieces=shares.size)


def told_or_learned(
    told: float | None, learned: tuple[Tolerance, ...], statistic: str, span_hours: float | None
) -> float:
    """Return the tolerance that the config tells, of the distances that it is about; else the learned one."""
    if told is not None and statistic in DISTANCES:
        return told
    return choose_tolerance(learned, statistic, span_hours)


def choose_tolerance(learned: tuple[Tolerance, ...], statistic: str, span_hours: float | None) -> float:
    """Return the tolerance of a statistic for a batch of a span, at least the check's floor.

    The longest span that was learned and is not longer than the batch's is taken. For a batch shorter
    than all of them, the shortest's is widened by the square root of the ratio, as if its parts moved
    independently of each other; a batch of unknown span is taken as one of the shortest. The rows of a
    day come together, so days of the week tell nothing where no weeks were learned from.
    """
    floor = CHECK_OF[statistic].floor if statistic in CHECK_OF else 0.0
    mine = sorted((one for one in learned if one.statistic == statistic), key=lambda one: one.span_hours)
    if statistic == WEEKDAY:
        mine = [one for one in mine if one.span_hours]
    if not mine:
        return 1.0 if statistic == WEEKDAY else floor
    span = mine[0].span_hours if span_hours is None else span_hours * SPAN_SLACK
    fitting = [one for one in mine if one.span_hours <= span]
    if fitting:
        return max(floor, fitting[-1].value)
    widened = mine[0].value * math.sqrt(mine[0].span_hours / max(span, 1.0))
    return max(floor, widened if statistic in UNBOUNDED else min(1.0, widened))


def _spans(rows: PieceRows) -> Iterator[tuple[int, NDArray[np.int64], NDArray[np.int64]]]:
    """Yield each span: its hours, the piece of it that each kept piece is in, and these in order."""
    kept = SPANS[rows.span].hours
    for span in SPANS[rows.span :]:
        labels = rows.pieces // (span.hours // kept)
        order = np.unique(labels)
        if order.size < MIN_PIECES:
            return
        yield span.hours, labels, order


def prediction_bound(distances: NDArray[np.float64]) -> float:
    """Return the bound on one more: ``mean + t sd sqrt(1 + 1 / k)``, twice the largest at most.

    It is not below the second largest: a few whole days that are unlike all others, such as holidays, hardly
    move mean and deviation, and what a feature did twice it does by itself.
    """
    second, largest = np.sort(distances)[-2:]
    return _bound(
        distances.size,
        float(distances.mean()),
        float(distances.std(ddof=1)),
        second=float(second),
        largest=float(largest),
    )


def _bound(k: int, mean: float, deviation: float, *, second: float, largest: float) -> float:
    """Return the bound that so many distances of this mean and deviation give."""
    from scipy.special import stdtrit  # noqa: PLC0415 - 0.3 s to import, and a check rarely needs it

    bound = mean + float(stdtrit(k - 1, PREDICTION)) * deviation * math.sqrt(1 + 1 / k)
    return max(0.0, second, min(bound, MOST_OF_LARGEST * largest))


def _tolerance(statistic: str, hours: int, distances: NDArray[np.float64]) -> Tolerance:
    """Return what the distances of a statistic teach."""
    bound = prediction_bound(distances)
    second, largest = np.sort(distances)[-2:]
    return Tolerance(
        statistic=statistic,
        span_hours=hours,
        value=bound if statistic in UNBOUNDED else min(1.0, bound),
        largest=float(largest),
        pieces=distances.size,
        mean=_short(float(distances.mean())),
        deviation=_short(float(distances.std(ddof=1))),
        second=float(second),
    )


def let_in(statistic: str, hours: int, distance: float) -> Tolerance:
    """Return what one batch teaches of a statistic of which nothing was learned: so much is tolerated."""
    return Tolerance(
        statistic=statistic,
        span_hours=hours,
        value=distance,
        largest=distance,
        pieces=1,
        mean=distance,
        deviation=0.0,
        second=0.0,
        let_in=distance,
    )


def _short(value: float) -> float:
    """Return a value to as many digits as a file needs."""
    return float(f"{value:.9g}")
