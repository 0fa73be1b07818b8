"""Counts of what went right or wrong, and how well they are known."""

from __future__ import annotations

from dataclasses import dataclass

from scipy import stats

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """So many of so many."""

    of: int
    found: int

    @property
    def share(self) -> float:
        """The share found, 0 to 1; 0 of nothing."""
        return self.found / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The interval of Clopper and Pearson (1934): it holds the true share in 95 % of trials or more."""
        tail = (1 - CONFIDENCE) / 2
        low = float(stats.beta.ppf(tail, self.found, self.of - self.found + 1)) if self.found else 0.0
        missing = self.of - self.found
        high = float(stats.beta.ppf(1 - tail, self.found + 1, missing)) if missing else 1.0
        return low, high

    def __str__(self) -> str:
        """Return the count, its share and the interval, as a table holds it."""
        low, high = self.interval
        return f"{self.found:>5,} of {self.of:>5,} {self.share:>7.2%} [{low:>6.2%}, {high:>7.2%}]"


def counted(outcomes: list[bool]) -> Counted:
    """Return how many outcomes are true."""
    return Counted(of=len(outcomes), found=sum(outcomes))
