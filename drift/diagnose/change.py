"""A column that changed, and all that a hypothesis about it may look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from drift.compare.statistic import Measurement
    from drift.diagnose.level_sets import Levels
    from drift.diagnose.pair import Pair
    from drift.profile.column import ColumnProfile
    from drift.profile.kind import KindName


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Change:
    """A column that changed.

    Attributes
    ----------
    name, kind : str
        The column, and what it is.
    unit : str or None
        The unit that the config declares.
    level : float
        The error probability that one test of the column may use.
    before, now : ColumnProfile
        All that is kept of it on both sides, as it came.
    measurements : dict of str to Measurement
        What was measured, by statistic.
    tolerances : dict of str to float
        How far the column moves by itself, by statistic; those that decide.
    before_sample, now_sample : float64 arrays
        Numbers of sampled rows, for lattices, ascending; may be empty.
    pair : Pair or None
        The distributions of both sides, of numbers with rows on both: those that are still to be
        explained. Where a fault was found already, its part is gone from them.
    levels : Levels or None
        The levels of both sides, of categories; what was found already is undone in them, too.
    """

    name: str
    kind: KindName
    unit: str | None
    level: float
    before: ColumnProfile
    now: ColumnProfile
    measurements: Mapping[str, Measurement]
    tolerances: Mapping[str, float]
    before_sample: NDArray[np.float64]
    now_sample: NDArray[np.float64]
    pair: Pair | None
    levels: Levels | None = None

    def tolerance(self, statistic: str) -> float:
        """Return how far the column moves by itself in a statistic; 0 where nothing decides by it."""
        return self.tolerances.get(statistic, 0.0)

    @property
    def gap(self) -> float:
        """The distance that is still to be explained: KS, or total variation of levels; 0 for neither."""
        return self.pair.gap if self.pair else self.levels.gap if self.levels else 0.0

    @property
    def chance(self) -> float:
        """What chance gives of that distance in 99 of 100 batches of as many rows."""
        return self.pair.chance if self.pair else self.levels.chance if self.levels else 0.0

    @property
    def enough(self) -> float:
        """What may be left of the distance: what chance gives, and what the feature moves by itself."""
        return self.chance + self.tolerance("ks" if self.pair else "total_variation")

    @property
    def beyond(self) -> bool:
        """Whether the column went further than it moves by itself, in any statistic that decides."""
        return any(
            one.value - one.margin > self.tolerances[name]
            for name, one in self.measurements.items()
            if name in self.tolerances
        )
