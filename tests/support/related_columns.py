"""A made table whose categories go with a number and with each other, for tests of relations."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

ROWS: Final = 3_000


def related_columns(seed: int, rows: int = ROWS) -> pl.DataFrame:
    random = np.random.default_rng(seed)
    city = random.integers(0, 3, rows)
    return pl.DataFrame(
        {
            "distance": random.normal(size=rows),
            "price": 2.0 * city + random.normal(size=rows),
            "city": pl.Series(city).replace_strict(range(3), ["Porto", "Braga", "Faro"]),
            "zone": pl.Series((city + (random.random(rows) < 0.2)) % 3).cast(pl.String),
            "open": random.random(rows) < 0.5,
        }
    )
