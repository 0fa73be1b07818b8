"""How `fit` and `check` grow with columns, with levels of a text column, and with levels of a segment column.

Whole processes; what starting takes is in each, and is told first. Rows are the same down a curve.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from benchmarks.speed.processes import Cost, Program, cost_of, drift, median_cost
from benchmarks.speed.tables import Shape, apart, block

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

COLUMNS: Final = (100, 250, 500, 1_000)
LEVELS: Final = (10_000, 100_000, 1_000_000)
SEGMENTS: Final = (50, 500, 5_000)
WIDE_ROWS: Final = 20_000
LEVEL_ROWS: Final = 2_000_000  # so that of a million levels most are seen
SEGMENT_ROWS: Final = 500_000  # so that of 5,000 levels each has 100
FEW: Final = Shape(numbers=3, few=1, many=0, booleans=1)
HEADER: Final = """\
| growing | many | rows | fit s | processors | peak MB | check s | processors | peak MB | reference kB |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """What grows, how far, and a table of so many.

    Attributes
    ----------
    name : str
        What grows.
    steps : tuple of int
        How many of it there are.
    rows : int
        Of each table.
    made : callable
        From how many and a seed to the rows.
    config : str
        What is said of them.
    """

    name: str
    steps: tuple[int, ...]
    rows: int
    made: Callable[[int, int], pl.DataFrame]
    config: str = "version: 1\n"


def wide(columns: int, seed: int) -> pl.DataFrame:
    """Return a table of so many columns: 70 % numbers, 25 % texts, 5 % booleans."""
    numbers, few = columns * 70 // 100, columns * 25 // 100
    shape = Shape(numbers=numbers, few=few, many=0, booleans=columns - numbers - few)
    return block(WIDE_ROWS, shape, seed=[seed, columns])


def levelled(levels: int, seed: int) -> pl.DataFrame:
    """Return a table of one text column, each row with one of so many levels."""
    return block(LEVEL_ROWS, Shape(numbers=0, few=0, many=1, booleans=0, levels=levels), seed=[seed, levels])


def segmented(levels: int, seed: int) -> pl.DataFrame:
    """Return a table of five columns, and a sixth of so many levels, none much larger than the others."""
    codes = np.random.default_rng([seed, levels]).integers(0, levels, SEGMENT_ROWS)
    segment = pl.Series("segment", codes).cast(pl.String())
    return block(SEGMENT_ROWS, FEW, seed=[seed, levels]).with_columns(segment)


CURVES: Final = (
    Curve(name="columns", steps=COLUMNS, rows=WIDE_ROWS, made=wide),
    Curve(name="levels of a text", steps=LEVELS, rows=LEVEL_ROWS, made=levelled),
    Curve(
        name="levels of a segment",
        steps=SEGMENTS,
        rows=SEGMENT_ROWS,
        made=segmented,
        config="version: 1\nsegments: [segment]\n",
    ),
)


def growth(place: Path, runs: int) -> None:
    """Measure each curve, and print it."""
    start = cost_of(Program(name="start", code="import drift.run.fitting, drift.run.checking"))
    print(f"starting takes {start.processors:.2f} s of processors and {start.peak:,.0f} MB")
    print(HEADER)
    for curve in CURVES:
        for many in curve.steps:
            print(line(curve, many, place, runs), flush=True)


def line(curve: Curve, many: int, place: Path, runs: int) -> str:
    """Return the line of a table."""
    train, live, config = (str(place / name) for name in ("train.parquet", "live.parquet", "config.yaml"))
    for path, seed in ((train, 1), (live, 2)):
        apart(_write, curve.made, many, seed, path)
    (place / "config.yaml").write_text(curve.config)
    reference = place / "made.drift"
    fit = _median(drift("fit", train, "-o", str(reference), "--config", config), runs)
    check = _median(drift("check", live, "-r", str(reference), "--format", "json"), runs)
    kilobytes = reference.stat().st_size / 1000
    name = f"{curve.name} | {many:,} | {curve.rows:,}"
    return f"| {name} | {_words(fit)} | {_words(check)} | {kilobytes:,.0f} |"


def _write(made: Callable[[int, int], pl.DataFrame], many: int, seed: int, path: str) -> None:
    made(many, seed).write_parquet(path)


def _words(cost: Cost) -> str:
    return f"{cost.wall:.1f} | {cost.processors:.1f} | {cost.peak:,.0f}"


def _median(program: Program, runs: int) -> Cost:
    return median_cost([cost_of(program) for _ in range(runs)])
