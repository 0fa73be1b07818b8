"""How far a feature moves by itself, learned at `fit` from the pieces of the training data.

Each piece is compared with all that came before it, as a live batch is compared with the training
data; from what chance gives at that size, the mean is taken off; and a prediction bound on what is
left is the tolerance for batches of that span. Comparing with what came before, and not with the
rest, keeps a trend or a season in the distances: a neighbour later in time would hide it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from drift.compare.atom import NAME as ATOM
from drift.compare.atom import Places, excess
from drift.compare.clock import CLOCK, HOUR, WEEKDAY
from drift.compare.nonzero import MIN_ZERO_SHARE, ZERO_KEY
from drift.compare.nonzero import NAME as NONZERO
from drift.compare.short import NAME as SHORT
from drift.judge.checks import CHECK_OF
from drift.profile.column import HOURS, WEEKDAYS
from drift.profile.pieces import RANDOM_PIECES, SPANS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from drift.profile.column import ColumnProfile
    from drift.profile.kind import KindName
    from drift.profile.pieces import Pieces
    from drift.profile.table import PieceRows, Profile

MIN_PIECE_ROWS = 20  # rows of a piece; of fewer a distance is nearly all chance
MIN_PIECES = 4  # distances to learn from
WARM_UP = 1 / 3  # of the pieces come first, as the training data of the others
PREDICTION = 0.995  # probability that the next piece stays below the bound, if pieces were independent
MOST_OF_LARGEST = 2.0  # few pieces give a wide bound; twice the largest distance seen is enough
SPAN_SLACK = 1.1  # a day's batch spans a little less than a day, from its first row to its last
MOST_UNEVEN = 45.0  # chi-square of the rows of 16 pieces: passed by chance once in 10,000 tables
MISSED_BY_CHANCE = 0.001  # a piece lacks a level; one in a thousand such levels is rare by chance alone
CONSTANT = "constant_share"  # not a distance: the share of pieces that hold a single value
KOLMOGOROV_MEAN = 0.8687  # mean of Kolmogorov's distribution: sqrt(pi / 2) ln 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """How far one statistic of one column moves by itself in batches of one span.

    Attributes
    ----------
    statistic : str
        The statistic.
    span_hours : int
        The span of the batches; 0 for random pieces, which hold no movement but chance.
    value : float
        The prediction bound, in the statistic's unit, noise taken out; not below 0.
    largest : float
        The largest distance seen, noise taken out.
    pieces : int
        Pieces that it was learned from.
    """

    statistic: str
    span_hours: int
    value: float
    largest: float
    pieces: int


def learn_tolerances(profile: Profile, column: ColumnProfile, kind: KindName) -> tuple[Tolerance, ...]:
    """Return what the pieces of a column teach, for each statistic and span; nothing without pieces."""
    rows, pieces = profile.piece_rows, column.pieces
    if rows is None or pieces is None:
        return ()
    if profile.plan.pieces == "random" and not _even(rows.counts):
        return ()  # equal rows fall into one piece, so these differ by how they were cut
    found = []
    for hours, labels, order in _spans(rows, random=profile.plan.pieces == "random"):
        table = _Table.of(rows, pieces, labels, order)
        found += [
            _tolerance(statistic, hours, np.array(distances))
            for statistic, distances in table.distances(kind, hours)
            if len(distances) >= MIN_PIECES
        ]
        if hours:
            found.append(table.constant(hours))
    return tuple(found)


def choose_tolerance(learned: tuple[Tolerance, ...], statistic: str, span_hours: float | None) -> float:
    """Return the tolerance of a statistic for a batch of a span, at least the check's floor.

    The longest span that was learned and is not longer than the batch's is taken. For a batch shorter
    than all of them, the shortest's is widened by the square root of the ratio, as if its parts moved
    independently of each other; a batch of unknown span is taken as one of the shortest.
    """
    floor = CHECK_OF[statistic].floor if statistic in CHECK_OF else 0.0
    mine = sorted((one for one in learned if one.statistic == statistic), key=lambda one: one.span_hours)
    if not mine:
        return floor
    span = mine[0].span_hours if span_hours is None else span_hours * SPAN_SLACK
    fitting = [one for one in mine if one.span_hours <= span]
    if fitting:
        return max(floor, fitting[-1].value)
    widened = mine[0].value * math.sqrt(mine[0].span_hours / max(span, 1.0))
    return max(floor, min(1.0, widened))


def _even(counts: NDArray[np.int64]) -> bool:
    """Return whether random pieces are as even as chance makes them, by a chi-square."""
    expected = counts.sum() / RANDOM_PIECES
    absent = RANDOM_PIECES - counts.size
    return bool(((counts - expected) ** 2).sum() / expected + absent * expected <= MOST_UNEVEN)


def _spans(rows: PieceRows, *, random: bool) -> Iterator[tuple[int, NDArray[np.int64], NDArray[np.int64]]]:
    """Yield each span: its hours, the piece of it that each kept piece is in, and these in order."""
    if random:
        yield 0, rows.pieces, rows.pieces
        return
    kept = SPANS[rows.span].hours
    for span in SPANS[rows.span :]:
        labels = rows.pieces // (span.hours // kept)
        order = np.unique(labels)
        if order.size < MIN_PIECES:
            return
        yield span.hours, labels, order


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Table:
    """Counts by piece of a span and cell, and the nulls and rows of each piece."""

    level: int
    keys: NDArray[np.uint64]
    counts: NDArray[np.int64]
    nulls: NDArray[np.int64]
    rows: NDArray[np.int64]

    @classmethod
    def of(
        cls, rows: PieceRows, pieces: Pieces, labels: NDArray[np.int64], order: NDArray[np.int64]
    ) -> _Table:
        keys, cell = np.unique(pieces.keys, return_inverse=True)
        counts = np.zeros((order.size, keys.size), np.int64)
        np.add.at(counts, (_place(pieces.pieces, rows.pieces, labels, order), cell), pieces.counts)
        nulls, total = np.zeros(order.size, np.int64), np.zeros(order.size, np.int64)
        np.add.at(nulls, _place(pieces.null_pieces, rows.pieces, labels, order), pieces.null_counts)
        np.add.at(total, np.searchsorted(order, labels), rows.counts)
        return cls(level=pieces.level, keys=keys, counts=counts, nulls=nulls, rows=total)

    def distances(self, kind: KindName, hours: int) -> Iterator[tuple[str, list[float]]]:
        """Yield each statistic's distances between a piece and all before it, the noise's mean taken off."""
        before = np.cumsum(self.counts, axis=0) - self.counts
        first = max(1, int(self.rows.size * WARM_UP))
        n, m = before.sum(axis=1), self.counts.sum(axis=1)
        taken = [i for i in range(first, self.rows.size) if m[i] >= MIN_PIECE_ROWS and n[i] >= MIN_PIECE_ROWS]
        p, q = before[taken] / n[taken, None], self.counts[taken] / m[taken, None]
        noise_rows = n[taken] * m[taken] / (n[taken] + m[taken]) if taken else np.empty(0)
        if kind in {"number", "nested"}:
            gaps = np.abs(np.cumsum(p - q, axis=1)).max(axis=1, initial=0.0)
            yield (
                "ks" if kind == "number" else "length_ks",
                _without(gaps, KOLMOGOROV_MEAN / np.sqrt(noise_rows)),
            )
            if kind == "number":
                yield NONZERO, self._nonzero(taken)
            edges = before[taken].cumsum(axis=1)
            beyond = (edges == 0) | (edges == edges[:, -1:]) & (before[taken] == 0)
            yield "outside_share", list((q * beyond).sum(axis=1))
            if kind == "number":
                yield SHORT, _short(p, q)
                yield ATOM, self._atoms(before, taken)
        if kind in {"category", "boolean"}:
            pooled = (before[taken] + self.counts[taken]) / (n[taken] + m[taken])[:, None]
            noise = 0.5 * np.sqrt(2 / math.pi * pooled * (1 - pooled) / noise_rows[:, None]).sum(axis=1)
            yield "total_variation", _without(0.5 * np.abs(p - q).sum(axis=1), noise)
        if kind == "category":
            yield "unseen_share", list((q * (before[taken] == 0)).sum(axis=1))
            yield "new_level_share", list((q * (before[taken] == 0)).max(axis=1, initial=0.0))
            # Levels that a piece of so many rows would hold, but for one time in a thousand.
            held = (1 - p) ** m[taken, None] < MISSED_BY_CHANCE
            yield "lost_share", list((p * held * (q == 0)).max(axis=1, initial=0.0))
        if kind == "time":
            yield from self._clock(taken, hours=hours)
        earlier = np.cumsum(self.nulls) - self.nulls
        some = [i for i in range(first, self.rows.size) if self.rows[i] >= MIN_PIECE_ROWS]
        so_far = np.cumsum(self.rows) - self.rows
        old, new = earlier[some] / np.maximum(so_far[some], 1), self.nulls[some] / self.rows[some]
        noise = np.sqrt(2 / math.pi * old * (1 - old) / np.maximum(self.rows[some], 1))
        yield "null_share", _without(np.abs(new - old), noise)

    def _atoms(self, before: NDArray[np.int64], taken: list[int]) -> list[float]:
        """Return the largest excess of a place, chance's largest among so many places taken off."""
        found = []
        for i in taken:
            held, holds = before[i] > 0, self.counts[i] > 0
            mine = Places(lower=self.keys[held], upper=self.keys[held], counts=before[i][held])
            theirs = Places(lower=self.keys[holds], upper=self.keys[holds], counts=self.counts[i][holds])
            of = excess(mine, theirs)
            n, m = mine.rows, theirs.rows
            pooled = (of.before[of.foremost] + theirs.counts[of.foremost]) / (n + m)
            rows = n * m / (n + m)
            noise = math.sqrt(2 * math.log(theirs.counts.size + 1) * pooled * (1 - pooled) / rows)
            found.append(max(0.0, float(of.share[of.foremost]) - noise))
        return found

    def _nonzero(self, taken: list[int]) -> list[float]:
        """Return the distances of the values other than zero, where there are many zeros."""
        other = self.keys != ZERO_KEY >> np.uint64(self.level)
        counts = self.counts[:, other]
        if counts.sum() > (1 - MIN_ZERO_SHARE) * self.counts.sum():
            return []
        before = np.cumsum(counts, axis=0) - counts
        n, m = before.sum(axis=1), counts.sum(axis=1)
        taken = [i for i in taken if m[i] >= MIN_PIECE_ROWS and n[i] >= MIN_PIECE_ROWS]
        if not taken:
            return []
        p, q = before[taken] / n[taken, None], counts[taken] / m[taken, None]
        gaps = np.abs(np.cumsum(p - q, axis=1)).max(axis=1, initial=0.0)
        rows = n[taken] * m[taken] / (n[taken] + m[taken])
        return _without(gaps, KOLMOGOROV_MEAN / np.sqrt(rows))

    def _clock(self, taken: list[int], *, hours: int) -> Iterator[tuple[str, list[float]]]:
        """Yield the distances of the hours of the day and of the weekdays; the keys are hours of the week.

        Pieces shorter than a day hold some hours alone, and those shorter than a week some weekdays.
        """
        week = np.zeros((HOURS * WEEKDAYS, self.rows.size))
        place = (self.keys << np.uint64(self.level)).astype(np.int64) % (HOURS * WEEKDAYS)
        np.add.at(week, place, self.counts.T)
        by_day = week.reshape(WEEKDAYS, HOURS, -1)
        if not hours or hours >= HOURS:  # random pieces hold every hour
            p, q = _before_and_now(by_day.sum(axis=0).T, taken)
            yield HOUR, [float(distance) for distance in 0.5 * np.abs(p - q).sum(axis=1)]
            yield CLOCK, [float(gap) for gap in np.abs(np.cumsum(p - q, axis=1)).max(axis=1, initial=0.0)]
        if not hours or hours >= HOURS * WEEKDAYS:
            p, q = _before_and_now(by_day.sum(axis=1).T, taken)
            yield WEEKDAY, [float(distance) for distance in 0.5 * np.abs(p - q).sum(axis=1)]

    def constant(self, hours: int) -> Tolerance:
        """Return how many pieces held a single value: a batch that does so is then no surprise."""
        full = self.counts.sum(axis=1) >= MIN_PIECE_ROWS
        constant = ((self.counts > 0).sum(axis=1) == 1)[full]
        share = float(constant.mean()) if constant.size else 0.0
        return Tolerance(
            statistic=CONSTANT, span_hours=hours, value=share, largest=share, pieces=int(constant.size)
        )


def _before_and_now(
    counts: NDArray[np.float64], taken: list[int]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the shares of each place before each piece, and in it."""
    before = (np.cumsum(counts, axis=0) - counts)[taken]
    now = counts[taken]
    return before / before.sum(axis=1, keepdims=True), now / now.sum(axis=1, keepdims=True)


def _short(p: NDArray[np.float64], q: NDArray[np.float64]) -> list[float]:
    """Return the share of what came before that lies beyond each piece's ends."""
    edges = q.cumsum(axis=1)
    beyond = (edges == 0) | (edges == edges[:, -1:]) & (q == 0)
    return list((p * beyond).sum(axis=1))


def _place(
    of: NDArray[np.int64],
    kept: NDArray[np.int64],
    labels: NDArray[np.int64],
    order: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Return the place in `order` of each kept piece."""
    return np.searchsorted(order, labels[np.searchsorted(kept, of)])


def _without(distances: NDArray[np.float64], noise: NDArray[np.float64]) -> list[float]:
    return [max(0.0, float(distance)) for distance in distances - noise]


def _tolerance(statistic: str, hours: int, distances: NDArray[np.float64]) -> Tolerance:
    """Return the prediction bound for one more distance: ``mean + t sd sqrt(1 + 1 / k)``."""
    from scipy.special import stdtrit  # noqa: PLC0415 - 0.3 s to import, and only `fit` needs it

    k = distances.size
    largest = float(distances.max())
    bound = float(
        distances.mean() + stdtrit(k - 1, PREDICTION) * distances.std(ddof=1) * math.sqrt(1 + 1 / k)
    )
    return Tolerance(
        statistic=statistic,
        span_hours=hours,
        value=min(1.0, max(0.0, min(bound, MOST_OF_LARGEST * largest))),
        largest=largest,
        pieces=k,
    )
