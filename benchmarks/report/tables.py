"""Tables as wide as wanted, of which a few columns come wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable

CITIES = ("Porto", "Braga", "Faro", "Lisboa", "Coimbra")
TEN = (*["amount"] * 5, *["count"] * 2, "city", "flag", "delay")  # of every ten columns
FLAGGED = 0.3  # of the rows


def table(rows: int, columns: int, seed: int) -> pl.DataFrame:
    """Return amounts, counts, cities, flags and delays."""
    rng = np.random.default_rng(seed)
    made: dict[str, Callable[[int], object]] = {
        "amount": lambda place: rng.lognormal(place % 7, 0.5 + place % 10 / 10, rows),
        "count": lambda place: rng.poisson(3 + place % 20, rows),
        "city": lambda _: rng.choice(CITIES, rows).tolist(),
        "flag": lambda _: rng.random(rows) < FLAGGED,
        "delay": lambda place: rng.gamma(2 + place % 3, 3.0, rows),
    }
    kinds = [TEN[place % len(TEN)] for place in range(columns)]
    return pl.DataFrame({f"{kind}_{place:04d}": made[kind](place) for place, kind in enumerate(kinds)})


def broken(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the table with another unit, a logarithm, other case and another sign, in a column each."""
    return frame.with_columns(
        pl.col("amount_0000") * 1000,
        pl.col("amount_0001").log(),
        pl.col("city_0007").str.to_uppercase(),
        -pl.col("delay_0009"),
    )
