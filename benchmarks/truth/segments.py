"""Segments: `python -m benchmarks.truth.segments`, see docs/truth.md and docs/segments.md.

1. Nothing changed: tables are dealt at random into training and batches, with segment columns of few and many
   levels. How many batches alarm, where `high` allows 1 %?
2. A fault of one level: how often is it told of that level and of no other, and how often does the whole say
   "only where"?
3. What segments cost: the time of a fit and a check, and the size of a reference and of a saved run,
   beside the same without.

Exits with 1 if the 95 % interval (Clopper and Pearson) of the alarms lies above the budget.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

import drift
from benchmarks.truth.counted import counted
from drift.config.values import SENSITIVITY_BUDGETS

if TYPE_CHECKING:
    from collections.abc import Callable

SEED: Final = 20_261_129
ROWS: Final = 6_000  # of training, and of the batches dealt with it, together
BATCH: Final = 1_200
LEVELS: Final = (3, 50)
TRAINED, LIVE = 50_000, 10_000  # of the second and third part
CITIES: Final = 10
BROKEN: Final = "city 7"  # of 7 % of the rows or so
FAULTS: Final[dict[str, tuple[str, pl.Expr]]] = {
    "in milliseconds": ("seconds", pl.col("seconds") * 1000),
    "half a deviation more": ("score", pl.col("score") + 0.5),
    "null": ("amount", pl.lit(None)),
    "frozen": ("amount", pl.lit(12.5)),
    "a new level": ("plan", pl.lit("trial")),
}
TIMES: Final = 7


def table(random: np.random.Generator, rows: int, levels: int) -> pl.DataFrame:
    """Return rows of a table with a segment column of so many levels, the first ones larger."""
    weights = 1 / np.sqrt(np.arange(1, levels + 1))
    return pl.DataFrame(
        {
            "city": [f"city {one}" for one in random.choice(levels, rows, p=weights / weights.sum())],
            "seconds": random.gamma(4, 150, rows),
            "score": random.normal(size=rows),
            "amount": np.round(random.lognormal(3, 0.8, rows), 2),
            "count": random.poisson(2, rows),
            "plan": random.choice(["free", "team", "firm"], rows, p=[0.2, 0.3, 0.5]),
            "member": random.random(rows) < 0.3,  # noqa: PLR2004 - three in ten
        }
    )


def alarms(levels: int, batches: int) -> tuple[list[bool], list[bool]]:
    """Return which batches alarm, and which of them by a finding of a level."""
    told, of_levels = [], []
    config = {"segments": ["city"], "sensitivity": "high", "sample": 0}
    for place in range(-(-batches // 5)):
        deal = table(np.random.default_rng([SEED, levels, place]), 2 * ROWS, levels)
        reference = drift.fit(deal.head(ROWS), config=config)
        for start in range(ROWS, 2 * ROWS, BATCH):
            run = drift.check(deal.slice(start, BATCH), reference)
            told.append(run.verdict in {"breach", "warning"})
            of_levels.append(any(one.segment for column in run.columns for one in column.findings))
    return told, of_levels


def faults(many: int) -> None:
    """Print how often a fault of one level is told of it."""
    reference = drift.fit(
        table(np.random.default_rng([SEED, 1]), TRAINED, CITIES), config={"segments": ["city"]}
    )
    for name, (column, change) in FAULTS.items():
        here, alone, only = [], [], []
        for place in range(many):
            frame = table(np.random.default_rng([SEED, 2, place]), LIVE, CITIES)
            then = pl.when(pl.col("city") == BROKEN).then(change).otherwise(column).alias(column)
            run = drift.check(frame.with_columns(then), reference)
            found = run[column].findings
            where = {one.segment["city"] for one in found if one.segment}
            others = any(one.findings for one in run.columns if one.name != column)
            here.append(BROKEN in where)
            alone.append(where == {BROKEN} and not others)
            whole = [one.why for one in found if one.segment is None]
            only.append(all(f"Only where `city` is `{BROKEN}`" in why for why in whole))
        print(
            f"   {name:<22} told {counted(here)}   of that level and column alone {counted(alone)}"
            f"   the whole, if told, says so {counted(only)}",
            flush=True,
        )


def costs() -> None:
    """Print what segments cost beside the same without, each measured in turn."""
    for levels in LEVELS:
        train, live = (
            table(np.random.default_rng([SEED, 3, rows]), rows, levels) for rows in (TRAINED, LIVE)
        )
        taken: dict[str, list[tuple[float, ...]]] = {"without": [], "with": []}
        for _ in range(TIMES):
            for how, segments in (("without", []), ("with", ["city"])):
                reference, fitting = _timed(partial(drift.fit, train, config={"segments": segments}))
                run, checking = _timed(partial(drift.check, live, reference))
                taken[how].append((fitting, checking, _kilobytes(reference), _kilobytes(run)))
        plain, split = ([median(each) for each in zip(*rows, strict=True)] for rows in taken.values())
        for place, what in enumerate(("fit, s", "check, s", "reference, kB", "saved run, kB")):
            print(
                f"   {levels:>3} levels {what:<14} {split[place]:8.2f}, without {plain[place]:8.2f}",
                flush=True,
            )


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    began = time.process_time()
    return work(), time.process_time() - began


def _kilobytes(held: drift.Reference | drift.Run) -> float:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "held.drift"
        held.save(path)
        return path.stat().st_size / 1000


def main() -> int:
    """Print the figures, and return 1 if the budget does not hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.truth.segments", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer batches: within minutes")
    parser.add_argument("--part", type=int, choices=(1, 2, 3), help="this part, and nothing else")
    asked = parser.parse_args()
    began, broken, budget = time.perf_counter(), False, SENSITIVITY_BUDGETS["high"]
    if asked.part in {None, 1}:
        print(f"1. Nothing changed: batches with any finding, where {budget:.0%} may")
        for levels in LEVELS:
            told, of_levels = alarms(levels, 60 if asked.quick else 1_000)
            print(f"   {levels:>3} levels {counted(told)}   of a level {counted(of_levels)}", flush=True)
            broken |= counted(told).interval[0] > budget
    if asked.part in {None, 2}:
        print(f"2. A fault of one level of {CITIES}")
        faults(5 if asked.quick else 40)
    if asked.part in {None, 3}:
        print(
            f"3. {TRAINED:,} rows of training, a batch of {LIVE:,}, seven columns: seconds of the processor"
        )
        costs()
    print(f"{time.perf_counter() - began:.0f} s")
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
