"""Scalings: the mean taken off and divided by the deviation, or the range brought to 0 to 1.

A batch that was scaled by training's numbers is the reference scaled. One that was scaled by its own
has a mean of 0 and a deviation of 1, or ends of 0 and 1, exactly: a mark that no movement leaves. Its
own numbers differ a little from training's, so it is compared with the reference with a little slack.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from drift.diagnose.distribution import merged
from drift.diagnose.explanation import Supposes
from drift.diagnose.image import COARSE, LAST_BITS, POINTS, Image, Possible
from drift.diagnose.pair import pair_of
from drift.diagnose.rounds import met

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.diagnose.distribution import Distribution
    from drift.diagnose.pair import Pair

OWN_MEAN, OWN_DEVIATION = 0.002, 0.005  # how near to 0 and 1 cells tell a batch that was scaled by its own
SLACK = 0.05  # of the batch's deviation: by how much its own mean and deviation may displace a value
DIGITS = 0.001  # of it: as much do numbers of training that are kept to three digits, and single precision
FAR_OUT = 8.0  # deviations: there a deviation over n - 1 rows, not n, moves a value by half as much over n
SOME = 16  # one end of a cell of so many is looked at first
_POWERS = (1.0, 10.0, 100.0, 1000.0)  # whose inverse as a factor brings a range to 1 without any scaling


def _least_gap(pair: Pair, middle: float, width: float) -> float:
    """Return a gap that the reference less `middle`, over `width`, and the batch have at least."""
    below = pair.reference.cumulated
    places = np.linspace(0, below.size - 1, POINTS).astype(np.int64)
    there, shares = (pair.reference.upper[places] - middle) / width, below[places] / below[-1]
    near = _near(pair) * pair.live.deviation + LAST_BITS * np.abs(there)
    low, high = pair.live.share_below(np.stack([there - near, there + near]))
    return float(np.maximum(low - shares, shares - high).max())


def _near(pair: Pair) -> float:
    """Return by how many deviations of the batch a value may be off."""
    return max(DIGITS, FAR_OUT / (2 * pair.reference.rows))


def scalings(pair: Pair) -> Iterator[Possible]:
    """Yield the reference standardised, and with its range brought to 0 to 1, where it can be.

    A batch with a mark may be scaled; of others a few points tell mostly that they are not.
    """
    before, now = pair.all_reference, pair.all_live
    mean, deviation = before.mean, before.deviation
    if _divides(mean, deviation) and not _standard(before):
        yield _possible(pair, name="standardised", middle=mean, width=deviation, signed=_standard(now))
    low, high = float(before.lower[0]), float(before.upper[-1])
    if _divides(low, high - low) and not _ranges(before):
        # A percentage that became a fraction ends at 1, too: then neither says more than the other.
        plain = low == 0 and high in _POWERS
        signed = _ranges(now) and not plain
        yield _possible(pair, name="min-max", middle=low, width=high - low, signed=signed)


def _divides(middle: float, width: float) -> bool:
    return width > 0 and bool(np.isfinite([middle, width, 1 / width]).all())


def _possible(pair: Pair, *, name: str, middle: float, width: float, signed: bool) -> Possible:
    gap = 0.0 if signed else _least_gap(pair, middle, width) - COARSE
    return Possible(
        gap=gap,
        left=min(1.0, gap / pair.gap) if pair.gap > 0 else 1.0,
        image=partial(_image, pair, name=name, factor=1 / width, offset=-middle / width, signed=signed),
    )


def _standard(of: Distribution) -> bool:
    return abs(of.mean) <= OWN_MEAN and abs(of.deviation - 1) <= OWN_DEVIATION


def _ranges(of: Distribution) -> bool:
    # Both 0 and 1 begin a cell, on every grid.
    return float(of.lower[0]) == 0 and float(of.lower[-1]) == 1


def _image(pair: Pair, *, name: str, factor: float, offset: float, signed: bool) -> Image:
    scaled = pair.all_reference.moved(factor, offset)
    tried = pair_of(pair.reference.moved(factor, offset), pair.live) or pair
    left = tried.gap
    if not signed:
        scaled = met(scaled, pair.all_live, within=_near(pair) * pair.live.deviation)
        left = min(left, (pair_of(scaled, pair.all_live) or pair).gap)
    if signed:
        left = _least_with_slack([scaled, *_aligned(pair)], pair.all_live, SLACK * pair.live.deviation)
    return Image(
        name=name,
        undo=f"{{x}} * {1 / factor:.6g} + {-offset / factor:.6g}",
        reference=scaled,
        left=min(1.0, left / pair.gap) if pair.gap > 0 else 1.0,
        chance=pair.chance / pair.gap if pair.gap > 0 else 1.0,
        # Without its mark it is one of many maps with training's numbers: a unit's factor comes before it.
        supposes=Supposes.NOTHING if signed else Supposes.ONE_NUMBER,
        signed=signed,
    )


def _aligned(pair: Pair) -> Iterator[Distribution]:
    """Yield the reference so scaled that two of its quantiles are the batch's."""
    for share in (0.25, 0.1, 0.02):
        low, high = (pair.reference.quantile(one) for one in (share, 1 - share))
        new_low, new_high = (pair.live.quantile(one) for one in (share, 1 - share))
        if high > low and new_high > new_low:
            factor = (new_high - new_low) / (high - low)
            if np.isfinite([factor, new_low - factor * low]).all():
                yield pair.all_reference.moved(factor, new_low - factor * low)


def _least_with_slack(some: list[Distribution], other: Distribution, slack: float) -> float:
    """Return the least gap to another that one of some distributions leaves, by all points or 1."""
    # At some of the points a gap is no larger than at all of them.
    least = [_gap_with_slack(one, other, slack, every=SOME) for one in some]
    left = 1.0
    for place in sorted(range(len(some)), key=least.__getitem__):
        if least[place] >= left:
            break
        left = min(left, _gap_with_slack(some[place], other, slack, every=1))
    return left


def _gap_with_slack(one: Distribution, other: Distribution, slack: float, *, every: int) -> float:
    """Return the largest gap that is left if every value may be displaced by so much, as in Lévy's metric.

    It is looked for around one end of a cell of so many.
    """
    ends = merged(*(end[::every] for end in (one.lower, one.upper, other.lower, other.upper)))
    points = np.concatenate([ends - slack, ends + slack])
    there = other.share_below(points)
    above = there - one.share_below(points + slack)
    below = one.share_below(points - slack) - there
    return float(max(above.max(initial=0.0), below.max(initial=0.0)))
