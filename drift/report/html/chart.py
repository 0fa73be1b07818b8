"""Numbers to SVG: an outline of shares in bins, in a box that the page stretches to its place.

Only shapes are made here. Texts, titles and colours are the template's, which escapes and styles them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

# The box that outlines are drawn in; whole numbers in it are finer than a pixel, and short to write.
WIDTH: Final = 1000
HEIGHT: Final = 200
TOP: Final = 6  # stays free above the highest bin, for the width of its line
LEAST: Final = 3  # what is there at all is seen, however little
LEAST_BAR: Final = 0.005  # of the longest one's length, likewise
ROUNDING: Final = 1e-12  # of a share: less is no row, but the end of a subtraction
SPIKE_TO: Final = 3.0  # times as high as what it would hide: there a spike is cut
SPIKE_FROM: Final = 12.0  # times as high as all other bins: one that both sides share would hide them
WORTH_SEEING: Final = 0.01  # of the rows beside such a spike; a few strays are not blown up
ALIKE: Final = 0.9  # of one side's height, or more: cutting such a spike hides no change of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlines:
    """A path for each side, all on one scale; `cut` where the highest bins reach beyond the box."""

    paths: tuple[str, ...]
    cut: bool


def outlines(shares: Sequence[NDArray[np.float64]], places: NDArray[np.float64]) -> Outlines:
    """Return the outlines of shares in bins.

    Parameters
    ----------
    shares : sequence of arrays of shape (k,)
        The share of each side's rows in each bin.
    places : array of shape (k + 1,)
        Where bins end, 0 to 1. A bin's area is its share, so that a wide one is not taken for a full one.
    """
    widths = np.maximum(np.diff(places), 1 / WIDTH)
    heights = [np.where(share > ROUNDING, share, 0.0) / widths for share in shares]
    seen = [height for height in heights if height.any()]
    highest = _highest(seen, widths) if seen else 1.0
    return Outlines(
        paths=tuple(_outline(np.minimum(height / highest, 1.0), places) for height in heights),
        cut=any(bool(height.max() > highest) for height in seen),
    )


def _highest(heights: Sequence[NDArray[np.float64]], widths: NDArray[np.float64]) -> float:
    """Return the height that reaches the top: the largest, but for spikes that would hide all else.

    Such is one side's, far above the other's highest bin; and one that both sides have alike, as zeros
    that are most of the rows, far above all their other bins.
    """
    tops = [float(height.max()) for height in heights]
    spike = int(np.argmax(np.sum(heights, axis=0)))
    here = [float(height[spike]) for height in heights]
    others = max(float(np.delete(height, spike).max(initial=0.0)) for height in heights)
    rest = max(float(np.delete(height * widths, spike).sum()) for height in heights)
    if rest >= WORTH_SEEING and min(here) > max(ALIKE * max(here), SPIKE_FROM * others):
        return SPIKE_TO * others
    return min(max(tops), SPIKE_TO * min(tops))


def _outline(heights: NDArray[np.float64], places: NDArray[np.float64]) -> str:
    """Return the path of heights of 0 to 1; where there is nothing, no line runs along the ground."""
    across = np.rint(places * WIDTH).astype(np.int64).tolist()
    up = np.where(heights > 0, np.maximum(np.rint(heights * (HEIGHT - TOP)), LEAST), 0).astype(np.int64)
    parts: list[str] = []
    level = 0
    for start, end, height in zip(across, across[1:], up.tolist(), strict=False):
        if height != level:
            parts.append(f"V{HEIGHT - height}" if level else f"M{start} {HEIGHT}V{HEIGHT - height}")
            level = height
        if level:
            if parts[-1].startswith("H"):
                parts.pop()
            parts.append(f"H{end}")
    if level:
        parts.append(f"V{HEIGHT}")
    return "".join(parts)


def risen(below: NDArray[np.float64], places: NDArray[np.float64]) -> str:
    """Return the line of the share of rows below each place, from the ground to the top.

    Parameters
    ----------
    below : array of shape (k,)
        Shares, 0 to 1.
    places : array of shape (k,)
        Where they are, 0 to 1. What rises within a bin rises evenly.
    """
    across = np.rint(places * WIDTH).astype(np.int64).tolist()
    up = np.rint(HEIGHT - TOP / 2 - np.clip(below, 0.0, 1.0) * (HEIGHT - TOP)).astype(np.int64).tolist()
    points = list(zip(across, up, strict=True))
    corners = [
        point
        for place, point in enumerate(points)
        if place in {0, len(points) - 1} or not points[place - 1][1] == point[1] == points[place + 1][1]
    ]
    return "M" + "L".join(f"{x} {y}" for x, y in corners)


def length(share: float, most: float) -> str:
    """Return the length of a bar, the longest of which is `most`, as an SVG length."""
    if share <= 0 or most <= 0:
        return "0"
    return f"{100 * min(max(share / most, LEAST_BAR), 1):.4g}%"


def place(share: float) -> str:
    """Return a place on an axis, 0 to 1, as an SVG length."""
    return f"{100 * share:.4g}%"
