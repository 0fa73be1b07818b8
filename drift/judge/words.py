"""A finding in one sentence that a person understands, with the numbers in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drift.compare.statistic import Measurement

# What each statistic's distance is, in words that follow "its".
_WHAT = {
    "ks": "distribution (KS distance)",
    "nonzero_ks": "distribution of the values other than zero (KS distance)",
    "total_variation": "mix of levels (total variation)",
    "null_share": "share of missing values",
    "outside_share": "share of values beyond all that training held",
    "unseen_share": "share of rows in levels that training did not have",
    "length_ks": "lengths (KS distance)",
    "pattern_total_variation": "text patterns (total variation)",
    "hour_total_variation": "hours of the day (total variation)",
    "repeated_share": "share of repeated values",
}


def sentence(
    name: str, story: str | None, measurement: Measurement | None = None, tolerance: float | None = None
) -> str:
    """Return the sentence of a finding: what happened, and by which numbers that was decided."""
    if measurement is None:
        return f"`{name}` {story}."
    numbers = f"{measurement.value:.4g}, where chance explains {measurement.margin:.2g}"
    if tolerance is not None:
        numbers += f" and {tolerance:.2g} is tolerated"
    what = _WHAT[measurement.statistic]
    if story is None:
        return f"`{name}` changed: the {what} is {numbers}."
    return f"`{name}` {story}. Its {what} changed by {numbers}."
