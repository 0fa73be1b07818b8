"""A transform of a share of the rows: one of two producers takes logarithms.

The reference mixed with its own image must be the batch. A mixture has a number to fit, so more is asked of
it than of a transform of all rows: that chance alone explains what it leaves, that the image lies elsewhere
than the reference, and, where training's values are multiples of a step, that as many rows are none as
were transformed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from drift.diagnose.diagnosis import Diagnosis, RunnerUp
from drift.diagnose.distribution import largest_gap, merged, points_between
from drift.diagnose.explanation import Explanation, Supposes
from drift.diagnose.image import POINTS, TRANSFORMS, mapped
from drift.diagnose.mixture import Mixture, mixture
from drift.diagnose.pair import chance_gap
from drift.diagnose.scaling import SLACK
from drift.diagnose.valued_rows import ValuedRows, off_steps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

    from drift.diagnose.change import Change
    from drift.diagnose.distribution import Distribution
    from drift.diagnose.pair import Pair

    _Map = Callable[[NDArray[np.float64]], NDArray[np.float64]]

MIN_EXPLAINS = 0.8  # of the distance; less is a part of the story at best
MOST_OTHERS = 0.5  # of as many rows as images may lie where the images do
LEAST_SHARE, MOST_SHARE = 0.02, 0.95  # of the rows; nearly all is another story
NEARLY = 1.5  # times the most that may be left: the share that fits best at these is not that at all
MIN_ROWS = 20  # that were transformed: fewer show no shape
STANDARD_ERRORS = 4.0  # within which as many rows as expected are off training's steps
TAIL = 0.02  # of the images lie beyond either end of where they are compared


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Part:
    """A share of the rows that may have gone through a map.

    Attributes
    ----------
    name : str
        The transform.
    to : callable
        What it makes of values; NaN or infinite of what has no image.
    image : Distribution
        What it makes of the reference.
    undo : str
        The polars expression that takes it back, `{x}` for the column.
    slack : float
        By how much the batch's images may be displaced, for it was scaled by numbers of its own.
    """

    name: str
    to: _Map
    image: Distribution
    undo: str
    slack: float = 0.0


def share_transformed(change: Change, pair: Pair, words: Mapping[str, str]) -> Explanation | None:
    """Return the transform of a share of the rows that explains a change, or None where none does.

    `words` says what some transforms do, by name; others are said by their own.
    """
    found = [
        (part, fit)
        for part in _parts(pair)
        if _may_fit(pair, part.image) and (fit := _fit(part, change, pair)) is not None
    ]
    if not found:
        return None
    # All of them leave no more than chance: one that has an image of every value comes first.
    found.sort(key=lambda one: (one[0].image.rows < pair.reference.rows, one[1].left_of_share))
    (best, fit), *rivals = found
    explains = round(1 - fit.left_of_share / pair.gap, 4)
    said = words.get(best.name, f"each is the {best.name} of its value")
    runner_up = None
    if rivals:
        runner_up = RunnerUp(fault="transform", parameters={"name": rivals[0][0].name}, explains=explains)
    share, spread, step = fit.share, fit.spread, change.before.number.step.value
    return Explanation(
        diagnosis=Diagnosis(
            fault="transform",
            story=f"about {share:.1%} of the rows look transformed: {said}",
            advice="Ask the producer whether one of its sources transforms values, or no longer does.",
            parameters={"name": best.name} | ({"step": step} if step is not None else {}),
            share=round(share, 4),
            share_interval=(round(max(0.0, share - spread), 4), round(min(1.0, share + spread), 4)),
            explains=explains,
            runner_up=runner_up,
            proven=step is not None,
            undo=best.undo.replace("{x}", f"pl.col({change.name!r})") if step is not None else None,
        ),
        left=fit.left_of_share,
        supposes=Supposes.TWO_NUMBERS,
    )


def _parts(pair: Pair) -> Iterator[_Part]:
    """Yield the reference by every map, and scaled by its own numbers."""
    for one in TRANSFORMS:
        image = mapped(pair.reference, one)
        if image is not None:
            yield _Part(name=one.name, to=one.to, image=image, undo=one.undo)
    before = pair.all_reference
    low, high = float(before.lower[0]), float(before.upper[-1])
    scalings = (("standardised", before.mean, before.deviation), ("min-max", low, high - low))
    for name, middle, width in scalings:
        if width > 0 and np.isfinite([middle, width, 1 / width, middle / width]).all():
            yield _Part(
                name=name,
                to=partial(_scaled, middle=middle, width=width),
                image=pair.reference.moved(1 / width, -middle / width),
                undo=f"{{x}} * {width:.6g} + {middle:.6g}",
                slack=SLACK * before.deviation / width,
            )


def _scaled(values: NDArray[np.float64], *, middle: float, width: float) -> NDArray[np.float64]:
    return (values - middle) / width


def _may_fit(pair: Pair, image: Distribution) -> bool:
    """Return whether some share of the image leaves little at some of the places where images lie."""
    places = np.linspace(0, image.counts.size - 1, POINTS).astype(np.int64)
    before, now = (side.share_below(image.upper[places]) for side in (pair.reference, pair.live))
    direction = image.cumulated[places] / image.rows - before
    norm = float(direction @ direction)
    share = float(direction @ (now - before)) / norm if norm > 0 else 0.0
    left = largest_gap(now, before + min(max(share, 0.0), 1.0) * direction)
    return share > LEAST_SHARE / NEARLY and left <= NEARLY * _most_left(pair)


def _most_left(pair: Pair) -> float:
    """Return the largest gap that a share may leave: what chance gives, and a part of what there was."""
    return min(pair.chance, (1 - MIN_EXPLAINS) * pair.gap)


def _fit(part: _Part, change: Change, pair: Pair) -> Mixture | None:
    """Return the share that the batch has of the image; None where it leaves more than chance does."""
    fit = mixture(pair, part.image)
    if not LEAST_SHARE <= fit.share <= MOST_SHARE or fit.share * pair.live.rows < MIN_ROWS:
        return None
    fit = replace(fit, left_of_share=_left(part, fit.share, pair))
    if fit.left_of_share > _most_left(pair):
        return None
    step = change.before.number.step.value
    agree = _lie_alike(part, fit, pair) if step is None else _steps_agree(part, fit, change, step)
    return fit if agree else None


def _left(part: _Part, share: float, pair: Pair) -> float:
    """Return the gap that a share of the image leaves, each image displaced by the slack at most."""
    points = points_between(pair.reference, pair.live, part.image)
    if part.slack:
        points = np.concatenate([points - part.slack, points + part.slack])
    others = pair.live.share_below(points) - (1 - share) * pair.reference.share_below(points)
    return _outside(others, *(share * below for below in _around(part, points)))


def _around(part: _Part, points: NDArray[np.float64]) -> Iterator[NDArray[np.float64]]:
    """Yield the shares of the images below each point, at least and at most."""
    return (part.image.share_below(points + by) for by in (-part.slack, part.slack))


def _outside(found: NDArray[np.float64], low: NDArray[np.float64], high: NDArray[np.float64]) -> float:
    """Return how far the farthest of some shares is outside its bounds."""
    return float(np.maximum(found - high, low - found).max(initial=0.0))


def _lie_alike(part: _Part, fit: Mixture, pair: Pair) -> bool:
    """Return whether, where nearly all images lie and few other rows do, the batch's lie as the mixture's.

    Of the whole distance a share is a small part, and any group that lies about there would do.
    """
    ends = np.array([part.image.quantile(one) for one in (TAIL, 1 - TAIL)])
    inside = pair.points[(pair.points > ends[0]) & (pair.points < ends[1])]
    points = np.concatenate([ends[:1], inside, ends[1:]])
    others = (1 - fit.share) * pair.reference.share_below(points)
    if others[-1] - others[0] > MOST_OTHERS * fit.share:
        return False
    there = pair.live.share_below(points)
    low, high = (others + fit.share * one for one in _around(part, points))
    start, all_of = low[0] / 2 + high[0] / 2, (low[-1] + high[-1] - low[0] - high[0]) / 2
    rows = int((there[-1] - there[0]) * pair.live.rows)
    if rows < MIN_ROWS:
        return False
    shares = (there - there[0]) / (there[-1] - there[0])
    left = _outside(shares, (low - start) / all_of, (high - start) / all_of)
    return left <= chance_gap(part.image.rows, rows)


def _steps_agree(part: _Part, fit: Mixture, change: Change, step: float) -> bool:
    """Return whether the rows that are off training's step are as many as the images, and lie alike."""
    before, now = (
        ValuedRows.of(*side)
        for side in ((change.before, change.before_sample), (change.now, change.now_sample))
    )
    with np.errstate(all="ignore"):
        images = ValuedRows(values=part.to(before.values), counts=before.counts)
    off, there = (one.where(off_steps(one.values, step)) for one in (images, now))
    if min(off.rows, there.rows) < MIN_ROWS:
        return False
    expected = fit.share * off.rows / before.rows
    error = math.sqrt(expected * (1 - expected) / now.rows)
    if abs(there.rows / now.rows - expected) > STANDARD_ERRORS * error + fit.spread:
        return False
    points = merged(off.values, there.values)
    if part.slack:
        points = np.concatenate([points - part.slack, points + part.slack])
    left = _outside(there.below(points), *(off.below(points + by) for by in (-part.slack, part.slack)))
    return left <= chance_gap(off.rows, there.rows)
