"""Memory: that it does not grow with rows, nor time faster than they do; and what `--memory` makes of both.

Many rows are a few files that stand in a folder under many days, as daily partitions do. They are fitted with
a time column and segments, so that tolerances are learned, and checked.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from benchmarks.speed.processes import DONE, REFUSED, Cost, cost_of, drift, median_cost
from benchmarks.speed.tables import FIFTY, TWENTY, write_table
from drift.sources.memory import bytes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from benchmarks.speed.processes import Program

MILLIONS: Final = (5, 20, 50, 100)  # of rows
FILES: Final = 5  # of a million rows each, which differ
SHAPE: Final = replace(TWENTY, numbers=TWENTY.numbers - 1, times=1)
CONFIG: Final = "version: 1\ntime: at_0\nsegments: [level_0]\nignore: [day]\n"
MOST_MEGABYTES: Final = 1_500
MOST_BENT: Final = 0.05  # of the time that a straight line gives

MEBIBYTE: Final = 2**20
BOUNDS: Final = (None, "1GB", "500MB", "300MB", "200MB")


def many_rows(place: Path, runs: int) -> list[str]:
    """Print what `fit` and `check` take of more and more rows, and return the bounds that are passed."""
    config = place / "config.yaml"
    config.write_text(CONFIG)
    files = [write_table(place / f"{n}.parquet", 1_000_000, SHAPE, seed=n) for n in range(FILES)]
    folders = {many: partitioned(place / f"{many}", files, many) for many in MILLIONS}
    reference = str(place / "many.drift")
    print(f"| rows x {SHAPE.columns} | command | s | of processors | peak MB | rows a second |")
    print("| ---: | --- | ---: | ---: | ---: | ---: |")
    passed: list[str] = []

    def measured(name: str, program: Callable[[str], Program]) -> None:
        costs: dict[int, Cost] = {}
        for many, folder in folders.items():
            cost = costs[many] = median_cost([cost_of(program(folder)) for _ in range(runs)])
            rate = many * 1_000_000 / cost.wall
            print(f"| {many},000,000 | {name} | {_told(cost)} | {rate:,.0f} |", flush=True)
        passed.extend(_passed(name, costs))

    measured("fit", lambda folder: drift("fit", folder, "-o", reference, "--config", str(config)))
    measured("check", lambda folder: drift("check", folder, "-r", reference, "--format", "json"))
    return passed


def partitioned(folder: Path, files: Sequence[str], many: int) -> str:
    """Return a folder in which files stand under so many days, each as often as the others."""
    for day in range(many):
        part = folder / f"day={day:03d}"
        part.mkdir(parents=True)
        os.link(files[day % len(files)], part / "rows.parquet")
    return str(folder)


def bent(seconds: dict[int, float]) -> float:
    """Return how far times are from the straight line through the first and the last, as a share of it."""
    (first, start), *between, (last, end) = sorted(seconds.items())
    slope = (end - start) / (last - first)
    return max(abs(taken / (start + slope * (many - first)) - 1) for many, taken in between)


def _told(cost: Cost) -> str:
    return f"{cost.wall:.1f} | {cost.processors:.1f} | {cost.peak:,.0f}"


def _passed(name: str, costs: dict[int, Cost]) -> list[str]:
    peak = max(cost.peak for cost in costs.values())
    found = bent({many: cost.wall for many, cost in costs.items()})
    print(f"{name}: at most {peak:,.0f} MB; times within {found:.1%} of a straight line")
    told = [f"passed: {name} takes {peak:,.0f} MB, at most {MOST_MEGABYTES:,}"] * (peak > MOST_MEGABYTES)
    return told + [f"passed: {name} is {found:.1%} off a straight line, at most {MOST_BENT:.0%}"] * (
        found > MOST_BENT
    )


def bounded(place: Path, rows: int, runs: int) -> list[str]:
    """Print what a check takes within bounds of its memory, and return those that are not kept."""
    train = write_table(place / "train.parquet", rows, FIFTY, seed=1)
    live = write_table(place / "live.parquet", rows, FIFTY, seed=2)
    reference = str(place / "bounded.drift")
    cost_of(drift("fit", train, "-o", reference))
    print(f"| `--memory`, check {rows:,} x {FIFTY.columns} | s | of processors | peak MB |")
    print("| ---: | ---: | ---: | ---: |")
    passed = []
    for bound in BOUNDS:
        asked = () if bound is None else ("--memory", bound)
        program = drift("check", live, "-r", reference, "--format", "json", *asked)
        costs = [cost_of(program, done=(*DONE, REFUSED)) for _ in range(runs)]
        cost = median_cost(costs)
        refused = any(one.code == REFUSED for one in costs)
        print(f"| {bound or 'none'} | {'refused' if refused else _told(cost)} |", flush=True)
        if bound is not None and not refused and cost.peak * MEBIBYTE > bytes_of(bound):
            passed.append(f"passed: `--memory {bound}` takes {cost.peak:,.0f} MB")
    return passed
