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


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The error probability that each column may use, and that of what is asked of the batch as a whole."""

    columns: Mapping[str, float]
    batch: float


def share_budget(names: Iterable[str], config: Config) -> Budget:
    """Return the parts of the columns that are checked, in proportion to their importance."""
    weights = {name: max(config.column(name).importance, LEAST_IMPORTANCE) for name in names}
    unit = config.budget / (sum(weights.values()) + BATCH_IMPORTANCE)
    return Budget(
        columns={name: weight * unit for name, weight in weights.items()}, batch=BATCH_IMPORTANCE * unit
    )
