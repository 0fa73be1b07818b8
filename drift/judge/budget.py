"""How the budget of false alarms is shared: by importance over the columns, and one part for the batch.

The parts add up to the whole, so the probability that an unchanged batch alarms is at most the budget,
whatever depends on what (Bonferroni; with weights: Genovese, Roeder and Wasserman, "False discovery
control with p-value weighting", Biometrika 2006).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from drift.config import Config

LEAST_IMPORTANCE: Final = 0.01  # a column of no importance is still checked, with the widest margin
BATCH_IMPORTANCE: Final = 0.5  # of what is asked of the batch as a whole: as much as of any one column

SEGMENTS_PART: Final = 0.5  # of the budget, for all levels of segment columns, where the config names any


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The error probability that each column may use, and that of what is asked of the batch as a whole.

    `segments` is what each column may use in all levels of segment columns together; 0 without any.
    """

    columns: Mapping[str, float]
    batch: float
    segments: Mapping[str, float]


def share_budget(names: Iterable[str], config: Config) -> Budget:
    """Return the parts of the columns that are checked, in proportion to their importance."""
    weights = {name: max(config.column(name).importance, LEAST_IMPORTANCE) for name in names}
    inside = SEGMENTS_PART * config.budget if config.segments else 0.0
    unit = (config.budget - inside) / (sum(weights.values()) + BATCH_IMPORTANCE)
    each = inside / sum(weights.values()) if weights else 0.0
    return Budget(
        columns={name: weight * unit for name, weight in weights.items()},
        batch=BATCH_IMPORTANCE * unit,
        segments={name: weight * each for name, weight in weights.items()},
    )
