"""What a statistic is, and what it returns. It measures; whether the result matters is the judge's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from drift.compare.aligned import Aligned

Measures = Literal["ordered", "levels", "both"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """A distance, and what the grid can hide: the rows themselves are within `error` of `value`."""

    value: float
    error: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """How far one feature's live rows are from its reference rows. It holds no opinion.

    Attributes
    ----------
    statistic : str
        The statistic's name.
    value : float
        The distance, 0 for equal shares, in the statistic's unit.
    error : float
        The same statistic on the rows is at most this far away.
    margin : float
        What sampling alone reaches with at most the error probability asked for, in the same unit.
    p_value : float or None
        How often sampling alone reaches this value, at most; None where nothing is known.
    decides : bool
        Whether a verdict may rest on it.
    reference, live : float or None
        The two shares, where the statistic compares shares.
    """

    statistic: str
    value: float
    error: float
    margin: float
    p_value: float | None
    decides: bool
    reference: float | None = None
    live: float | None = None


def always(_: Aligned) -> bool:
    """Return True: the statistic needs nothing more than rows on both sides."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistic:
    """A way to measure the distance of two sets of counts.

    Attributes
    ----------
    name, unit : str
        As they stand in results and documentation.
    measures : str
        What it fits: "ordered" values, "levels" without an order, or "both".
    decides : bool
        Whether a verdict may rest on it: its margin is then a bound, and not an approximation.
    symmetric : bool
        Whether reference and live can change places. Not where bins are made from the reference.
    measure : callable
        The distance.
    margin : callable
        Given the error probability, above 0 and below 1: a distance that exchangeable rows reach
        with at most that probability.
    p_value : callable or None
        The error probability whose margin is the distance found.
    needs : callable
        Whether the distance is defined for these counts.
    """

    name: str
    unit: str
    measures: Measures
    decides: bool
    symmetric: bool
    measure: Callable[[Aligned], Distance]
    margin: Callable[[Aligned, float], float]
    p_value: Callable[[Aligned, Distance], float] | None
    needs: Callable[[Aligned], bool] = always

    def fits(self, aligned: Aligned) -> bool:
        """Return whether the distance of these counts is defined: not where one side has no rows."""
        of_kind = self.measures == "both" or (self.measures == "ordered") == aligned.ordered
        return of_kind and aligned.n > 0 and aligned.m > 0 and self.needs(aligned)

    def compare(self, aligned: Aligned, level: float) -> Measurement:
        """Return the measurement of counts that the statistic `fits`."""
        distance = self.measure(aligned)
        return Measurement(
            statistic=self.name,
            value=distance.value,
            error=distance.error,
            margin=self.margin(aligned, level),
            p_value=self.p_value(aligned, distance) if self.p_value else None,
            decides=self.decides,
        )


def effective_rows(aligned: Aligned) -> float:
    """Return ``n * m / (n + m)``: how many rows one sample would need to vary as the two together do."""
    n, m = aligned.n, aligned.m
    return n * m / (n + m)
