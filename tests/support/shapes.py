"""Made number columns of shapes that features have, for tests of what is said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Rows = NDArray[np.float64]

BEFORE, NOW = 20_000, 5_000
SHAPES: Final[dict[str, Callable[[np.random.Generator, int], Any]]] = {
    "normal": lambda random, rows: random.normal(10, 2, rows),
    "lognormal": lambda random, rows: random.lognormal(1, 0.8, rows),
    "exponential": lambda random, rows: random.exponential(3, rows),
    "integers": lambda random, rows: np.asarray(random.integers(1, 500, rows), float),
    "prices": lambda random, rows: np.round(random.lognormal(3, 0.8, rows), 2),
    "zeros": lambda random, rows: np.where(random.random(rows) < 0.5, 0.0, random.exponential(50, rows)),
    "negative": lambda random, rows: -random.gamma(3, 2, rows),
    "narrow": lambda random, rows: random.normal(100, 1, rows),
}


def drawn(shape: str, seed: int = 1) -> tuple[Rows, Rows, np.random.Generator]:
    """Return reference and live rows of a shape, and the generator that drew them."""
    random = np.random.default_rng([seed, *shape.encode()])
    return SHAPES[shape](random, BEFORE), SHAPES[shape](random, NOW), random
