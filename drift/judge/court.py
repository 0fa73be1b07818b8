"""What is judged and by what: both sides, the config, and each column's part of the budget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from drift.judge.tolerance import choose_tolerance

if TYPE_CHECKING:
    from collections.abc import Mapping

    from drift.config import Config
    from drift.judge.live import Live
    from drift.judge.reference import Reference


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Court:
    """Both sides of a check, and what its columns are judged by.

    Attributes
    ----------
    reference, live : Reference, Live
        The two sides.
    config : Config
        What a person decided.
    levels : dict of str to float
        The error probability that each column may use.
    span_hours : float or None
        How much time the batch spans.
    """

    reference: Reference
    live: Live
    config: Config
    levels: Mapping[str, float]
    span_hours: float | None

    def tolerance(self, name: str, statistic: str) -> float:
        """Return how far a column moves by itself in a statistic, as it was learned."""
        return choose_tolerance(self.reference.tolerances.get(name, ()), statistic, self.span_hours)
