"""The levels of a category on both sides, by name: what hypotheses about levels are tried on.

An empty text is no level: it counts as missing. Levels can be renamed, and left out, and what is left
is measured again, without rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from drift.compare.aligned import aligned_levels
from drift.compare.levels import EMPTY_KEY
from drift.compare.lost import least_lost
from drift.compare.total_variation import total_variation_distance, total_variation_margin
from drift.compare.unseen import unseen_by_chance
from drift.diagnose.levels import name_of_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from drift.profile.column import ColumnProfile

    Mask = NDArray[np.bool_]

CHANCE = 0.01  # a distance left that chance gives in one of a hundred explained batches is no contradiction


@dataclass(frozen=True, kw_only=True, eq=False)
class Levels:
    """Levels and their rows.

    Attributes
    ----------
    names : tuple of str
        Each level's name, no two alike.
    before, now : int64 arrays of shape (k,)
        Rows of the reference and of the batch.
    complete : bool
        Whether these are all levels. Where they were too many, those with the smallest hashes stand
        for all.
    rows : int
        Rows of the batch, those in levels that were left out since included.
    """

    names: tuple[str, ...]
    before: NDArray[np.int64]
    now: NDArray[np.int64]
    complete: bool
    rows: int

    @cached_property
    def n(self) -> int:
        """Rows of the reference."""
        return int(self.before.sum())

    @cached_property
    def m(self) -> int:
        """Rows of the batch."""
        return int(self.now.sum())

    @cached_property
    def ascii(self) -> bool:
        """Whether all names are of ASCII."""
        return all(map(str.isascii, self.names))

    @cached_property
    def gap(self) -> float:
        """The total variation distance, 0 to 1; 0 where either side has no rows."""
        if not self.n or not self.m:
            return 0.0
        return total_variation_distance(aligned_levels(self.before, self.now)).value

    @cached_property
    def chance(self) -> float:
        """The distance that chance gives in 99 of 100 batches of as many rows."""
        return self.margin(CHANCE)

    def margin(self, level: float) -> float:
        """Return the distance that chance exceeds with probability `level` at most."""
        if not self.n or not self.m:
            return 1.0
        return min(1.0, total_variation_margin(aligned_levels(self.before, self.now), level))

    @property
    def unseen(self) -> Mask:
        """The levels that only the batch has."""
        unseen: Mask = (self.before == 0) & (self.now > 0)
        return unseen

    @property
    def lost(self) -> Mask:
        """The levels that only the reference has."""
        lost: Mask = (self.before > 0) & (self.now == 0)
        return lost

    def certainly_new(self, level: float) -> Mask:
        """Return the unseen levels that chance does not explain: one by one, or all of them together."""
        unseen = self.unseen
        rows = int(self.now[unseen].sum()) if self.n else 0
        if not rows:
            return np.zeros_like(unseen)
        pooled = self.before + self.now
        large = unseen & (self.now >= least_lost(pooled, self.m, self.n, level))
        if large.any() or rows <= unseen_by_chance(pooled, self.n, self.m, level):
            return large
        return unseen

    def certainly_lost(self, level: float) -> Mask:
        """Return the levels whose absence from the batch chance does not explain."""
        return self.lost & (self.before >= least_lost(self.before + self.now, self.n, self.m, level))

    def share_before(self, mask: Mask) -> float:
        """Return the share of the reference's rows in some levels."""
        return float(self.before[mask].sum()) / max(self.n, 1)

    def share_now(self, mask: Mask) -> float:
        """Return the share of the batch's rows in some levels, of all rows that it came with."""
        return float(self.now[mask].sum()) / max(self.rows, 1)

    def by_rows(self, mask: Mask, *, now: bool) -> list[str]:
        """Return the names of some levels, those of most rows first, ties by name."""
        rows = self.now if now else self.before
        return sorted(
            (self.names[place] for place in np.flatnonzero(mask)),
            key=lambda name: (-int(rows[self.place[name]]), name),
        )

    @cached_property
    def place(self) -> dict[str, int]:
        """Where each level stands."""
        return {name: place for place, name in enumerate(self.names)}

    def renamed(self, back: Mapping[str, str]) -> Levels:
        """Return the same with the batch's levels renamed: from the name they have to the one they had."""
        now = self.now.copy()
        for new, old in back.items():
            now[self.place[old]] += self.now[self.place[new]]
            now[self.place[new]] -= self.now[self.place[new]]
        return self.of(self.before, now)

    def without(self, mask: Mask) -> Levels:
        """Return the same without some levels, on both sides."""
        return self.of(np.where(mask, 0, self.before), np.where(mask, 0, self.now))

    def of(self, before: NDArray[np.int64], now: NDArray[np.int64]) -> Levels:
        """Return the same levels with other rows."""
        return Levels(names=self.names, before=before, now=now, complete=self.complete, rows=self.rows)


def levels_of(before: ColumnProfile, now: ColumnProfile) -> Levels | None:
    """Return the levels of both sides; None where they are of different families or have no names."""
    if before.family != now.family or before.family not in {"text", "number"}:
        return None
    exact = before.cells.exact and now.cells.exact
    if before.family == "number" and not exact:
        return None
    sides = [_counts(column, exact=exact) for column in (before, now)]
    if not exact:
        thresholds = [
            one.text.distinct.threshold for one in (before, now) if one.text.distinct.threshold is not None
        ]
        limit = min(thresholds, default=2**64)
        sides = [{key: rows for key, rows in side.items() if key <= limit} for side in sides]
    names: dict[str, list[int]] = {}
    for place, (side, column) in enumerate(zip(sides, (before, now), strict=True)):
        for key, rows in side.items():
            if key != EMPTY_KEY:
                names.setdefault(_name(column, key), [0, 0])[place] += rows
    counts = np.array(list(names.values()), np.int64).reshape(-1, 2)
    before_rows, now_rows = counts[:, 0], counts[:, 1]
    return Levels(
        names=tuple(names), before=before_rows, now=now_rows, complete=exact, rows=int(now_rows.sum())
    )


def _counts(column: ColumnProfile, *, exact: bool) -> dict[int, int]:
    if exact:
        return dict(zip(column.cells.keys.tolist(), column.cells.counts.tolist(), strict=True))
    sketch = column.text.distinct
    return dict(zip(sketch.hashes.tolist(), sketch.counts.tolist(), strict=True))


def _name(column: ColumnProfile, key: int) -> str:
    if column.family == "number":
        return name_of_number(key)
    return column.text.names.get(key, f"#{key:016x}")
