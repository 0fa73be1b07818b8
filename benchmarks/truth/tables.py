"""The tables that truth is tried on: made columns of many shapes, and a folder of real ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from pathlib import Path

MADE = "made"
MADE_ROWS = 80_000  # half of them are the reference

_LOWER_PEAK, _ZEROS = 0.5, 0.3  # shares of rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table in the order of its time, and the column that holds it; None where there is none."""

    name: str
    frame: pl.DataFrame
    time: str | None

    def halves(self, random: np.random.Generator) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Return the rows dealt at random into two halves: exchangeable, whatever the table is."""
        dealt = random.permutation(self.frame.height)
        half = self.frame.height // 2
        return self.frame[dealt[:half]], self.frame[dealt[half:]]


def made_table(seed: int, rows: int = MADE_ROWS) -> Table:
    """Return sixteen columns of numbers whose names tell nothing: shapes that features have."""
    random = np.random.default_rng([seed, rows])
    two_peaks = np.where(
        random.random(rows) < _LOWER_PEAK, random.normal(10, 1, rows), random.normal(1000, 50, rows)
    )
    return Table(
        name=MADE,
        time=None,
        frame=pl.DataFrame(
            {
                "normal": random.normal(10, 2, rows),
                "around zero": random.normal(0, 1, rows),
                "narrow": 100 + random.normal(size=rows),
                "uniform": random.uniform(0, 100, rows),
                "lognormal": random.lognormal(1, 0.8, rows),
                "wide": random.lognormal(1, 3, rows),
                "exponential": random.exponential(3, rows),
                "gamma": random.gamma(2, 2, rows),
                "negative": -random.gamma(3, 2, rows),
                "heavy tails": random.standard_t(3, rows) * 5,
                "cauchy": random.standard_cauchy(rows),
                "two peaks": two_peaks,
                "zeros": np.where(random.random(rows) < _ZEROS, 0, random.exponential(50, rows)),
                "prices": np.round(random.lognormal(3, 0.8, rows), 2),
                "whole": random.integers(0, 500, rows),
                "few whole": random.poisson(7, rows),
            }
        ),
    )


def tables_of(folder: Path) -> list[Table]:
    """Return the Parquet tables of a folder, each by its first column of times in order."""
    return [_table(path) for path in sorted(folder.glob("*.parquet"))]


def _table(path: Path) -> Table:
    frame = pl.read_parquet(path)
    times = [name for name, dtype in frame.schema.items() if dtype.is_temporal() and dtype != pl.Duration]
    # A table that is in the order of one of its times was kept so by the people who know it.
    time = next((name for name in times if frame[name].is_sorted()), times[0] if times else None)
    return Table(
        name=path.stem, frame=frame if time is None else frame.sort(time, maintain_order=True), time=time
    )
