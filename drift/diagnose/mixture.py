"""A change of all or a share of the rows, fitted: the reference mixed with itself changed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from drift.diagnose.distribution import largest_gap, points_between
from drift.diagnose.pair import coarse

if TYPE_CHECKING:
    from drift.diagnose.distribution import Distribution
    from drift.diagnose.pair import Pair

_KOLMOGOROV_95 = 1.358  # the 95 % quantile of Kolmogorov's distribution
_LEAST = 1e-9  # a smaller difference tells nothing of a share


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixture:
    """A fit.

    Attributes
    ----------
    left : float
        The gap that is left if all rows changed.
    share, spread : float
        The share of rows that fits best, and half of its 95 % interval.
    left_of_share : float
        The gap that is left if that share of the rows changed.
    """

    left: float
    share: float
    spread: float
    left_of_share: float


def mixture(pair: Pair, changed: Distribution) -> Mixture:
    """Fit ``(1 - w) F + w F'`` to the live shares, for `w` of 1 and for the best `w`.

    The best `w` is the projection of the change on what changing all rows would do, weighed by mass.
    """
    converted = coarse(changed)
    points = points_between(pair.reference, pair.live, converted)
    before, now = pair.reference.share_below(points), pair.live.share_below(points)
    direction = converted.share_below(points) - before
    weight = np.diff(now + before, prepend=0.0) + np.diff(before + direction, prepend=0.0)
    norm = float((weight * direction**2).sum())
    projected = float((weight * direction * (now - before)).sum()) / norm if norm > 0 else 0.0
    share = min(max(projected, 0.0), 1.0)
    rows = pair.reference.rows * pair.live.rows / (pair.reference.rows + pair.live.rows)
    spread = _KOLMOGOROV_95 / math.sqrt(rows) / max(float(np.abs(direction).max(initial=0.0)), _LEAST)
    return Mixture(
        left=largest_gap(now, before + direction),
        share=share,
        spread=min(spread, 1.0),
        left_of_share=largest_gap(now, before + share * direction),
    )
