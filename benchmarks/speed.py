"""How long a check takes, whole process, against a bare scan of the same file; and what start-up costs.

`python -m benchmarks.speed [--rows N] [--runs N]`

The floor is a process that imports polars and pandera.polars and scans the file for the count, nulls,
minimum and maximum of every column and the mean of numbers. Both are run in turn, and the ratio is
taken run by run, for the speed of a machine drifts.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

MOST_TIMES_THE_SCAN = 3.0
MOST_SECONDS_ABOVE_IMPORTS = 1.0  # a check of 10,000 rows by 20 columns
MOST_SECONDS_ABOVE_TYPER = 0.2  # drift --help

NUMBERS, LEVELS, IDENTIFIERS, BOOLEANS = 35, (5, 8, 10, 15, 20, 40, 60, 100, 150, 200), 3, 2
MANY_LEVELS = 100_000
NULLS = 0.01

SCAN = """
import sys
import polars as pl, pandera.polars, polars.selectors as cs
pl.scan_parquet(sys.argv[1]).select(
    pl.len(), pl.all().null_count().name.suffix("_nulls"), pl.all().min().name.suffix("_min"),
    pl.all().max().name.suffix("_max"), cs.numeric().mean().name.suffix("_mean"),
).collect(engine="streaming")
"""
DRIFT = "import sys; from drift.cli import main; main()"


def table(rows: int, seed: int) -> pl.DataFrame:
    """Return 35 numbers of seven shapes, 13 texts (three of 100,000 levels) and 2 booleans, 1 % null each."""
    rng = np.random.default_rng(seed)
    shapes: Sequence[Callable[[int], NDArray[np.float64]]] = (
        lambda i: rng.normal(10 + i, 2 + i / 10, rows),
        lambda i: rng.lognormal(1 + i / 20, 0.8, rows),
        lambda i: rng.exponential(3 + i, rows),
        lambda i: rng.standard_t(3, rows) * (5 + i),
        lambda i: rng.poisson(7 + i, rows).astype(np.float64),
        lambda i: 1.7e9 + rng.uniform(0, 86_400 * (7 + i), rows),
        lambda i: rng.gamma(2.0, 2.0 + i / 10, rows),
    )
    columns = {f"number_{i}": pl.Series(shapes[i % len(shapes)](i)) for i in range(NUMBERS)}
    for i, levels in enumerate(LEVELS):
        shares = 1 / np.arange(1, levels + 1)
        codes = rng.choice(levels, rows, p=shares / shares.sum())
        columns[f"level_{i}"] = pl.Series([f"level{i}_{j:03d}" for j in range(levels)]).gather(codes)
    for i in range(IDENTIFIERS):
        codes = rng.integers(0, MANY_LEVELS, rows)
        columns[f"many_{i}"] = pl.Series([f"id{i}_{j:06d}" for j in range(MANY_LEVELS)]).gather(codes)
    for i in range(BOOLEANS):
        columns[f"flag_{i}"] = pl.Series(rng.random(rows) < 0.3 + 0.2 * i)
    nothing = {name: pl.Series(rng.random(rows) < NULLS) for name in columns}
    frame = pl.DataFrame(columns)
    return frame.with_columns(pl.when(~nothing[name]).then(pl.col(name)).alias(name) for name in columns)


def seconds(program: str, *arguments: str) -> float:
    """Return how long a process takes, from its start to its end."""
    began = time.perf_counter()
    done = subprocess.run(  # noqa: S603 - our own programs
        [sys.executable, "-c", program, *arguments], check=False, capture_output=True
    )
    took = time.perf_counter() - began
    if done.returncode not in {0, 1}:  # a breach is a result
        raise SystemExit(done.stderr.decode())
    return took


def compare(
    name: str, runs: int, first: Callable[[], float], floor: Callable[[], float]
) -> tuple[float, float]:
    """Run both in turn, print both medians, and return the medians of the ratio and of the difference."""
    first(), floor()  # once unmeasured, for caches of files and bytecode
    pairs = [(first(), floor()) for _ in range(runs)]
    mine, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratio = statistics.median(one / other for one, other in pairs)
    above = statistics.median(one - other for one, other in pairs)
    print(f"{name:<44} {mine:6.2f} s  floor {theirs:6.2f} s  ratio {ratio:5.2f}  above {above:+5.2f} s")
    return ratio, above


def main() -> None:
    """Make the tables, measure, print, and exit with 1 if a bound is passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        large, small = str(place / "large.parquet"), str(place / "small.parquet")
        table(asked.rows, 1).write_parquet(place / "train.parquet")
        table(asked.rows, 2).write_parquet(large)
        few = table(10_000, 3)
        few.select(few.columns[:10] + few.columns[-10:]).write_parquet(small)
        fitted = seconds(DRIFT, "fit", str(place / "train.parquet"), "-o", str(place / "large.drift"))
        seconds(DRIFT, "fit", small, "-o", str(place / "small.drift"))
        size = (place / "large.drift").stat().st_size
        print(f"fit of {asked.rows:,} rows by 50 columns: {fitted:.2f} s, reference {size / 1e3:,.0f} kB")

        def check(data: str, reference: str) -> Callable[[], float]:
            return lambda: seconds(DRIFT, "check", data, "-r", str(place / reference), "--format", "json")

        ratio, _ = compare(
            f"check {asked.rows:,} x 50 : scan",
            asked.runs,
            check(large, "large.drift"),
            lambda: seconds(SCAN, large),
        )
        _, imports = compare(
            "check 10,000 x 20 : imports",
            asked.runs,
            check(small, "small.drift"),
            lambda: seconds("import polars, pandera.polars, scipy.special"),
        )
        _, typer = compare(
            "drift --help : import typer",
            asked.runs,
            lambda: seconds(DRIFT, "--help"),
            lambda: seconds("import typer"),
        )
    kept = (
        ratio <= MOST_TIMES_THE_SCAN
        and imports <= MOST_SECONDS_ABOVE_IMPORTS
        and typer <= MOST_SECONDS_ABOVE_TYPER
    )
    print("all bounds kept" if kept else "a bound was passed")
    sys.exit(0 if kept else 1)


if __name__ == "__main__":
    main()
