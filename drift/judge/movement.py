"""How far each piece of a column is from all that came before it, the noise's mean taken off.

One distance for each statistic that moves: what a batch of the same span is compared by. What the
distances teach is for `tolerance.py`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from drift.compare.aligned import cell_ends
from drift.compare.atom import NAME as ATOM
from drift.compare.atom import Places, excess
from drift.compare.clock import CLOCK, HOUR, WEEKDAY
from drift.compare.level_share import NAME as LEVEL
from drift.compare.magnitude import NAME as SIZE
from drift.compare.nonzero import MIN_ZERO_SHARE, ZERO_KEY
from drift.compare.nonzero import NAME as NONZERO
from drift.compare.rare_size import MANTISSA_BITS, sizes_of
from drift.compare.rare_size import NAME as RARE_SIZE
from drift.compare.short import NAME as SHORT
from drift.profile.column import HOURS, WEEKDAYS
from drift.profile.keys import floats_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from drift.profile.cells import Cells
    from drift.profile.kind import KindName
    from drift.profile.pieces import Pieces
    from drift.profile.table import PieceRows

MIN_PIECE_ROWS = 20  # rows of a piece; of fewer a distance is nearly all chance
WARM_UP = 1 / 3  # of the pieces come first, as the training data of the others
MISSED_BY_CHANCE = 0.001  # a piece lacks a level; one in a thousand such levels is rare by chance alone
HALF_NORMAL_MEAN = math.sqrt(2 / math.pi)  # of the absolute value of a standard normal variable
KOLMOGOROV_MEAN = 0.8687  # mean of Kolmogorov's distribution: sqrt(pi / 2) ln 2
Count = TypeVar("Count", np.int64, np.float64)

_TINY = float(np.finfo(np.float64).tiny)  # the middle of the cell next to zero rounds to zero


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Movement:
    """Counts by piece of a span and cell, and the nulls and rows of each piece.

    A piece is compared with all before it, or, `from_first`, with the first one alone.
    """

    level: int
    keys: NDArray[np.uint64]
    counts: NDArray[np.int64]
    nulls: NDArray[np.int64]
    rows: NDArray[np.int64]
    from_first: bool = False

    @classmethod
    def of(
        cls, rows: PieceRows, pieces: Pieces, labels: NDArray[np.int64], order: NDArray[np.int64]
    ) -> Movement:
        """Return the counts of a column's pieces, brought together by span.

        `labels` names for each kept piece the one of the span that it is in, and `order` has these.
        """
        keys, cell = np.unique(pieces.keys, return_inverse=True)
        counts = np.zeros((order.size, keys.size), np.int64)
        np.add.at(counts, (_place(pieces.pieces, rows.pieces, labels, order), cell), pieces.counts)
        nulls, total = np.zeros(order.size, np.int64), np.zeros(order.size, np.int64)
        np.add.at(nulls, _place(pieces.null_pieces, rows.pieces, labels, order), pieces.null_counts)
        np.add.at(total, np.searchsorted(order, labels), rows.counts)
        return cls(level=pieces.level, keys=keys, counts=counts, nulls=nulls, rows=total)

    @classmethod
    def since(cls, cells: Sequence[Cells], nulls: Sequence[int], rows: Sequence[int]) -> Movement:
        """Return the counts of training data and of batches after it, each to be compared with the first.

        The cells have one level.
        """
        keys, cell = np.unique(np.concatenate([one.keys for one in cells]), return_inverse=True)
        counts = np.zeros((len(cells), keys.size), np.int64)
        place = np.repeat(np.arange(len(cells)), [one.keys.size for one in cells])
        counts[place, cell] = np.concatenate([one.counts for one in cells])
        return cls(
            level=cells[0].level,
            keys=keys,
            counts=counts,
            nulls=np.array(nulls, np.int64),
            rows=np.array(rows, np.int64),
            from_first=True,
        )

    def distances(self, kind: KindName, hours: int) -> Iterator[tuple[str, list[float]]]:
        """Yield each statistic's distances between a piece and all before it, the noise's mean taken off."""
        before = self._before(self.counts)
        first = 1 if self.from_first else max(1, int(self.rows.size * WARM_UP))
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
                yield SIZE, self._sizes(taken)
            edges = before[taken].cumsum(axis=1)
            beyond = (edges == 0) | (edges == edges[:, -1:]) & (before[taken] == 0)
            yield "outside_share", list((q * beyond).sum(axis=1))
            if kind == "number":
                yield SHORT, _short(p, q)
                yield ATOM, self._atoms(before, taken)
                yield RARE_SIZE, self._rare_sizes(before, taken)
        if kind in {"category", "boolean"}:
            pooled = (before[taken] + self.counts[taken]) / (n[taken] + m[taken])[:, None]
            noise = 0.5 * np.sqrt(2 / math.pi * pooled * (1 - pooled) / noise_rows[:, None]).sum(axis=1)
            yield "total_variation", _without(0.5 * np.abs(p - q).sum(axis=1), noise)
        if kind == "category":
            yield LEVEL, _largest_change(before[taken], self.counts[taken])
            yield "unseen_share", list((q * (before[taken] == 0)).sum(axis=1))
            yield "new_level_share", list((q * (before[taken] == 0)).max(axis=1, initial=0.0))
            # Levels that a piece of so many rows would hold, but for one time in a thousand.
            held = (1 - p) ** m[taken, None] < MISSED_BY_CHANCE
            yield "lost_share", list((p * held * (q == 0)).max(axis=1, initial=0.0))
        if kind == "time":
            yield from self._clock(taken, hours=hours)
        earlier, so_far = self._before(self.nulls), self._before(self.rows)
        some = [i for i in range(first, self.rows.size) if self.rows[i] >= MIN_PIECE_ROWS]
        old, new = earlier[some] / np.maximum(so_far[some], 1), self.nulls[some] / self.rows[some]
        noise = np.sqrt(2 / math.pi * old * (1 - old) / np.maximum(self.rows[some], 1))
        yield "null_share", _without(np.abs(new - old), noise)

    def _before(self, counts: NDArray[Count]) -> NDArray[Count]:
        """Return for each piece what it is compared with: nothing, for the first one."""
        before: NDArray[Count] = np.cumsum(counts, axis=0) - counts
        if self.from_first:
            before[1:] = counts[:1]
        return before

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

    def _rare_sizes(self, before: NDArray[np.int64], taken: list[int]) -> list[float]:
        """Return the largest excess of a rare size, chance's largest among so many sizes taken off."""
        if self.level > MANTISSA_BITS:
            return []
        lower, upper = cell_ends(self.keys, self.level, floats_of)
        found = []
        for i in taken:
            sizes = sizes_of(lower, upper, before[i], self.counts[i])
            place = sizes.foremost
            if place is None:
                found.append(0.0)
                continue
            n, m = sizes.n, sizes.m
            pooled = float(sizes.before[place] + sizes.now[place]) / (n + m)
            noise = math.sqrt(2 * math.log(sizes.now.size + 1) * pooled * (1 - pooled) * (n + m) / (n * m))
            found.append(max(0.0, sizes.excess(place) - noise))
        return found

    def _nonzero(self, taken: list[int]) -> list[float]:
        """Return the distances of the values other than zero, where there are many zeros."""
        other = self.keys != ZERO_KEY >> np.uint64(self.level)
        counts = self.counts[:, other]
        if counts.sum() > (1 - MIN_ZERO_SHARE) * self.counts.sum():
            return []
        before = self._before(counts)
        n, m = before.sum(axis=1), counts.sum(axis=1)
        taken = [i for i in taken if m[i] >= MIN_PIECE_ROWS and n[i] >= MIN_PIECE_ROWS]
        if not taken:
            return []
        p, q = before[taken] / n[taken, None], counts[taken] / m[taken, None]
        gaps = np.abs(np.cumsum(p - q, axis=1)).max(axis=1, initial=0.0)
        rows = n[taken] * m[taken] / (n[taken] + m[taken])
        return _without(gaps, KOLMOGOROV_MEAN / np.sqrt(rows))

    def _sizes(self, taken: list[int]) -> list[float]:
        """Return how far each piece's median size is from that before it, as logarithms; zeros aside."""
        zero = self.keys == ZERO_KEY >> np.uint64(self.level)
        lower, upper = (np.abs(ends[~zero]) for ends in cell_ends(self.keys, self.level, floats_of))
        middles = lower / 2 + upper / 2
        order = np.argsort(middles, kind="stable")
        sizes = np.log(np.maximum(middles[order], _TINY))
        counts = self.counts[:, ~zero][:, order]
        before = self._before(counts)
        found = []
        for i in taken:
            n, m = int(before[i].sum()), int(counts[i].sum())
            if n < MIN_PIECE_ROWS or m < MIN_PIECE_ROWS:
                continue
            old, new = np.cumsum(before[i]), np.cumsum(counts[i])
            middle, now = np.searchsorted(old, (n + 1) // 2), np.searchsorted(new, (m + 1) // 2)
            # The median of so many rows is by chance as far off as these quantiles are apart.
            width = 0.5 / math.sqrt(n * m / (n + m))
            ranks = np.clip(np.ceil(n * (0.5 + width * np.array([-1, 1]))), 1, n)
            low, high = np.searchsorted(old, ranks)
            noise = HALF_NORMAL_MEAN * (sizes[high] - sizes[low]) / 2
            found.append(max(0.0, abs(float(sizes[now] - sizes[middle])) - float(noise)))
        return found

    def _clock(self, taken: list[int], *, hours: int) -> Iterator[tuple[str, list[float]]]:
        """Yield the distances of the hours of the day and of the weekdays; the keys are hours of the week.

        Pieces shorter than a day hold some hours alone, and those shorter than a week some weekdays.
        """
        week = np.zeros((HOURS * WEEKDAYS, self.rows.size))
        place = (self.keys << np.uint64(self.level)).astype(np.int64) % (HOURS * WEEKDAYS)
        np.add.at(week, place, self.counts.T)
        by_day = week.reshape(WEEKDAYS, HOURS, -1)
        if hours >= HOURS:
            p, q = self._before_and_now(by_day.sum(axis=0).T, taken)
            yield HOUR, [float(distance) for distance in 0.5 * np.abs(p - q).sum(axis=1)]
            yield CLOCK, [float(gap) for gap in np.abs(np.cumsum(p - q, axis=1)).max(axis=1, initial=0.0)]
        if hours >= HOURS * WEEKDAYS:
            p, q = self._before_and_now(by_day.sum(axis=1).T, taken)
            yield WEEKDAY, [float(distance) for distance in 0.5 * np.abs(p - q).sum(axis=1)]

    def _before_and_now(
        self, counts: NDArray[np.float64], taken: list[int]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the shares of each place before each piece, and in it."""
        before, now = self._before(counts)[taken], counts[taken]
        return before / before.sum(axis=1, keepdims=True), now / now.sum(axis=1, keepdims=True)

    @property
    def foremost(self) -> NDArray[np.float64]:
        """The share of the most frequent cell in each of the pieces that have rows enough; 1 if constant."""
        full = self.counts[self.counts.sum(axis=1) >= MIN_PIECE_ROWS]
        foremost: NDArray[np.float64] = full.max(axis=1, initial=0) / full.sum(axis=1)
        return foremost


def _largest_change(before: NDArray[np.int64], now: NDArray[np.int64]) -> list[float]:
    """Return how much the level that changed most did, chance's largest among so many levels taken off."""
    if not before.size:
        return [0.0] * len(before)  # a column of nulls alone has no level
    n, m = before.sum(axis=1)[:, None], now.sum(axis=1)[:, None]
    pooled, rows = (before + now) / (n + m), n * m / (n + m)
    gaps, deviation = np.abs(before / n - now / m), np.sqrt(pooled * (1 - pooled) / rows)
    foremost = np.where(deviation > 0, gaps / np.where(deviation > 0, deviation, 1.0), 0.0).argmax(axis=1)
    row, levels = np.arange(len(gaps)), np.maximum((pooled > 0).sum(axis=1), 1)
    noise = np.sqrt(2 * np.log(levels + 1)) * deviation[row, foremost]
    return _without(gaps[row, foremost], noise)


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
