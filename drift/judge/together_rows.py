"""The sampled rows of both sides as codes, dealt into two halves: each is told by what the other taught."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from drift.compare.even import codes_of, even_ranks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from drift.judge.related_rows import RelatedRows

MOST_ROWS: Final = 10_000  # of each side; a sample with many copies of few rows stands for more
DEAL: Final = 20_261  # of what deals rows, and equal values, at random: the same for every check


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Together:
    """Rows of both sides, training's first.

    Attributes
    ----------
    names : tuple of str
        The columns.
    codes : int64 array of shape (rows, columns)
        Their values, by their order.
    live : bool array of shape (rows,)
        Which rows are the batch's.
    moments : array of shape (rows,) or None
        When each row was, in microseconds; NaN for the batch's, and where a row has no time.
    """

    names: tuple[str, ...]
    codes: NDArray[np.int64]
    live: NDArray[np.bool_]
    moments: NDArray[np.float64] | None

    def part(self, held: NDArray[np.bool_] | NDArray[np.int64]) -> Together:
        """Return some of the rows."""
        moments = None if self.moments is None else self.moments[held]
        return Together(names=self.names, codes=self.codes[held], live=self.live[held], moments=moments)

    def as_sides(self, before: NDArray[np.int64], now: NDArray[np.int64]) -> Together:
        """Return some rows, by their places, as if the latter of both were a batch."""
        part = self.part(np.concatenate([before, now]))
        return replace(part, live=np.arange(part.live.size) >= before.size)

    def halves(self) -> tuple[Together, Together]:
        """Return two halves of each side, dealt at random."""
        random = np.random.default_rng(DEAL)
        first = np.empty(self.live.size, bool)
        for side in (self.live, ~self.live):
            first[side] = random.permutation(int(side.sum())) % 2 == 0
        return self.part(first), self.part(~first)

    def even(self) -> NDArray[np.float64]:
        """Return the even ranks of all rows among each other: which side a row is of makes no difference."""
        return even_ranks(self.codes, np.random.default_rng(DEAL))

    def even_by_side(self) -> NDArray[np.float64]:
        """Return the even ranks of each row among those of its side, so that no column differs by itself."""
        random, found = np.random.default_rng(DEAL), np.empty(self.codes.shape)
        for side in (self.live, ~self.live):
            found[side] = even_ranks(self.codes[side], random)
        return found


def rows_together(names: Sequence[str], rows: RelatedRows) -> Together:
    """Return the rows of both sides as often as they stand there, of the columns that vary."""
    random = np.random.default_rng(DEAL)
    before = _places(rows.teaching + rows.compared, random)
    now = _places(rows.live, random)
    kept, columns = [], []
    for name in names:
        codes = codes_of(rows.before[name].gather(before), rows.now[name].gather(now))
        if codes is not None:
            kept.append(name)
            columns.append(codes)
    many = before.size + now.size
    moments = None
    if rows.moments is not None:
        moments = np.concatenate([rows.moments[before], np.full(now.size, np.nan)])
    return Together(
        names=tuple(kept),
        codes=np.stack(columns, axis=1) if columns else np.empty((many, 0), np.int64),
        live=np.arange(many) >= before.size,
        moments=moments,
    )


def _places(counts: NDArray[np.float64], random: np.random.Generator) -> NDArray[np.int64]:
    """Return the place of each row as often as it stands there, an even draw of them if they are many."""
    places = np.repeat(np.arange(counts.size), counts.astype(np.int64))
    if places.size <= MOST_ROWS:
        return places
    return np.sort(random.choice(places, MOST_ROWS, replace=False))
