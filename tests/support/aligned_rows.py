"""Rows of raw values, brought to one grid; and shapes that they may have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from drift.compare.aligned import align
from drift.profile.cells import count_cells
from drift.profile.keys import float_keys

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    from drift.compare.aligned import Aligned

    Shape = Callable[[np.random.Generator, int], NDArray[np.float64]]

MOST_CELLS: Final = 4096  # as columns of numbers have


def align_rows(reference: ArrayLike, live: ArrayLike, *, limit: int = MOST_CELLS) -> Aligned:
    """Return both sides' numbers, counted on one grid of at most `limit` cells a side."""
    mine, theirs = (
        count_cells(float_keys(np.asarray(rows, np.float64)), limit=limit) for rows in (reference, live)
    )
    return align(mine, theirs, ordered=True)


SHAPES: Final[dict[str, Shape]] = {
    "normal": lambda random, rows: random.normal(size=rows),
    "log-normal": lambda random, rows: random.lognormal(0, 3, rows),
    "cauchy": lambda random, rows: random.standard_cauchy(rows),
    "far from zero": lambda random, rows: random.uniform(1e9 - 1, 1e9 + 1, rows),
    "atoms": lambda random, rows: np.where(random.random(rows) < 0.3, 0.0, random.exponential(size=rows)),
    "prices": lambda random, rows: np.round(random.lognormal(3, 1, rows), 2),
    "whole": lambda random, rows: random.poisson(40, rows).astype(np.float64),
}
