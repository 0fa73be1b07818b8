"""How long `fit` and `check` take, whole process, against a bare scan of the same file; what start-up costs.

`python -m benchmarks.speed [--rows N] [--columns 50|20] [--runs N] [--growth|--memory]`

The floor is a process that imports polars and pandera.polars and scans the file for the count, nulls,
minimum and maximum of every column and the mean of numbers. Both are run in turn, and the ratio is
taken run by run, for the speed of a machine drifts. `--growth` prints how cost grows with rows, columns and
levels, and `--memory` what tables of up to 100,000,000 rows take, and what the option of that name makes of
it. Exits with 1 where a bound is passed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Final

from benchmarks.speed.memory import bounded, many_rows
from benchmarks.speed.processes import HEADER, SCAN, Compared, Program, compare, cost_of, drift
from benchmarks.speed.tables import FIFTY, SHAPES, TWENTY, Shape, write_table

CHECK_TIMES_THE_SCAN: Final = {50: 1.5, 20: 1.8}  # by columns
FIT_TIMES_THE_SCAN: Final = 2.5
SECONDS_ABOVE_IMPORTS: Final = 0.4  # a check of 10,000 rows by 20 columns
SECONDS_ABOVE_TYPER: Final = 0.15  # drift --help
KILOBYTES: Final = {50: 600, 20: 150}  # of a reference without a sample; of twenty numbers
SMALL_ROWS: Final = 10_000


def main() -> None:
    """Make the tables, measure, print, and exit with 1 if a bound is passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--columns", type=int, choices=sorted(SHAPES), default=FIFTY.columns)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--memory", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        if asked.growth:
            growth(place, asked.rows, asked.runs)
            return
        if asked.memory:
            broken = [*many_rows(place, asked.runs), *bounded(place, asked.rows, asked.runs)]
        else:
            broken = bounds_passed(place, asked.rows, SHAPES[asked.columns], asked.runs)
    print("\n".join(broken) or "all bounds kept")
    sys.exit(1 if broken else 0)


def bounds_passed(place: Path, rows: int, shape: Shape, runs: int) -> list[str]:
    """Measure all that has a bound, print each, and return those that are passed."""
    print(HEADER)
    check, fit = fit_and_check(place, rows, shape, runs)
    small = write_table(place / "small.parquet", SMALL_ROWS, TWENTY, seed=3)
    reference = str(place / "small.drift")
    cost_of(drift("fit", small, "-o", reference))
    start = compare(
        f"check {SMALL_ROWS:,} x 20 (floor: imports)",
        drift("check", small, "-r", reference, "--format", "json"),
        Program(name="imports", code="import polars, pandera.polars, scipy.special"),
        runs,
    )
    typer = Program(name="typer", code="import typer")
    helps = compare("--help (floor: import typer)", drift("--help"), typer, runs)
    most = CHECK_TIMES_THE_SCAN[shape.columns]
    found = [
        ("check, times the scan", check.ratio, most),
        ("fit, times the scan", fit.ratio, FIT_TIMES_THE_SCAN),
        ("a small check, seconds above its imports", start.above, SECONDS_ABOVE_IMPORTS),
        ("--help, seconds above typer", helps.above, SECONDS_ABOVE_TYPER),
    ]
    numbers = replace(shape, numbers=TWENTY.columns, few=0, many=0, booleans=0)
    for columns, kinds in ((FIFTY.columns, FIFTY), (TWENTY.columns, numbers)):
        size = kilobytes(place, min(rows, 200_000), kinds)
        print(f"reference of {columns} columns without a sample: {size:,.0f} kB")
        found.append((f"kilobytes of a reference of {columns} columns", size, KILOBYTES[columns]))
    return [f"passed: {name} {value:.2f}, at most {bound}" for name, value, bound in found if value > bound]


def fit_and_check(place: Path, rows: int, shape: Shape, runs: int) -> tuple[Compared, Compared]:
    """Measure `check` and `fit` of one table, each beside a scan of the file that it reads."""
    train = write_table(place / "train.parquet", rows, shape, seed=1)
    live = write_table(place / "live.parquet", rows, shape, seed=2)
    reference, size = str(place / "train.drift"), f"{rows:,} x {shape.columns}"
    scans = [Program(name="scan", code=SCAN, arguments=(path,)) for path in (train, live)]
    fit = compare(f"fit {size}", drift("fit", train, "-o", reference), scans[0], runs)
    told = drift("check", live, "-r", reference, "--format", "json")
    return compare(f"check {size}", told, scans[1], runs), fit


def kilobytes(place: Path, rows: int, shape: Shape) -> float:
    """Return the size of a reference without a sample."""
    config = place / "bare.yaml"
    config.write_text("version: 1\nsample: 0\n")
    data, reference = write_table(place / "sized.parquet", rows, shape, seed=4), place / "sized.drift"
    cost_of(drift("fit", data, "-o", str(reference), "--config", str(config)))
    return reference.stat().st_size / 1000


def growth(place: Path, rows: int, runs: int) -> None:
    """Print how cost grows: with rows, with columns, and with levels."""
    print(HEADER)
    quarter = rows // 4
    for part in (quarter, 2 * quarter, 4 * quarter):
        fit_and_check(place, part, TWENTY, runs)
    for times in (1, 2, 4):
        wide = replace(TWENTY, numbers=TWENTY.numbers * times, few=TWENTY.few * times)
        fit_and_check(place, quarter, wide, runs)
    for levels in (1_000, 100_000, 1_000_000):
        print(f"| {levels:,} levels |")
        fit_and_check(place, quarter, replace(TWENTY, levels=levels), runs)


if __name__ == "__main__":
    main()
