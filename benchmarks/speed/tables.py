"""Tables of the kinds of column that features have: numbers of seven shapes, texts, booleans, times."""

from __future__ import annotations

from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

NULLS: Final = 0.01  # of each column
FEW_LEVELS: Final = (5, 8, 10, 15, 20, 40, 60, 100, 150, 200)
BLOCK_ROWS: Final = 1_000_000  # made at a time, so that a table of any size fits
FIRST_SECOND: Final = 1_767_225_600  # of the year 2026
SPAN_DAYS: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How many columns of each kind a table has, and how many levels those of many have."""

    numbers: int
    few: int
    many: int
    booleans: int
    levels: int = 100_000
    times: int = 0

    @property
    def columns(self) -> int:
        """All columns."""
        return self.numbers + self.few + self.many + self.booleans + self.times


FIFTY: Final = Shape(numbers=35, few=10, many=3, booleans=2)
TWENTY: Final = Shape(numbers=14, few=4, many=1, booleans=1)
SHAPES: Final = {shape.columns: shape for shape in (FIFTY, TWENTY)}


def write_table(path: Path, rows: int, shape: Shape, *, seed: int) -> str:
    """Write a table to a Parquet file, and return its path as text."""
    apart(_write, path, rows, shape, seed)
    return str(path)


def apart(make: Callable[..., None], *given: object) -> None:
    """Call a function in a process of its own.

    The system counts the memory of a process that starts others as theirs, too: one that measures them has
    to stay small.
    """
    maker = get_context("spawn").Process(target=make, args=given)
    maker.start()
    maker.join()
    if maker.exitcode:
        raise SystemExit(maker.exitcode)


def _write(path: Path, rows: int, shape: Shape, seed: int) -> None:
    starts = range(0, rows, BLOCK_ROWS)
    blocks = [block(min(BLOCK_ROWS, rows - start), shape, seed=[seed, start]).lazy() for start in starts]
    pl.concat(blocks).sink_parquet(path)


def block(rows: int, shape: Shape, *, seed: Sequence[int]) -> pl.DataFrame:
    """Return some rows of a table, 1 % of each column null."""
    rng = np.random.default_rng(seed)
    kinds: Sequence[Callable[[int], NDArray[np.float64]]] = (
        lambda i: rng.normal(10 + i, 2 + i / 10, rows),
        lambda i: rng.lognormal(1 + i / 20, 0.8, rows),
        lambda i: rng.exponential(3 + i, rows),
        lambda i: rng.standard_t(3, rows) * (5 + i),
        lambda i: rng.poisson(7 + i, rows).astype(np.float64),
        lambda i: 1.7e9 + rng.uniform(0, 86_400 * (7 + i), rows),
        lambda i: rng.gamma(2.0, 2.0 + i / 10, rows),
    )
    columns = {f"number_{i}": pl.Series(kinds[i % len(kinds)](i)) for i in range(shape.numbers)}
    for i in range(shape.few):
        levels = FEW_LEVELS[i % len(FEW_LEVELS)]
        shares = 1 / np.arange(1, levels + 1)
        codes = rng.choice(levels, rows, p=shares / shares.sum())
        columns[f"level_{i}"] = pl.Series([f"level{i}_{j:03d}" for j in range(levels)]).gather(codes)
    for i in range(shape.many):
        codes = rng.integers(0, shape.levels, rows)
        columns[f"many_{i}"] = pl.Series([f"id{i}_{j:06d}" for j in range(shape.levels)]).gather(codes)
    for i in range(shape.booleans):
        columns[f"flag_{i}"] = pl.Series(rng.random(rows) < 0.3 + 0.2 * i)
    for i in range(shape.times):
        seconds = pl.Series(rng.integers(0, SPAN_DAYS * 86_400, rows))
        columns[f"at_{i}"] = pl.from_epoch(seconds + FIRST_SECOND, "s")
    nothing = {name: pl.Series(rng.random(rows) < NULLS) for name in columns}
    frame = pl.DataFrame(columns)
    return frame.with_columns(pl.when(~nothing[name]).then(pl.col(name)).alias(name) for name in columns)
