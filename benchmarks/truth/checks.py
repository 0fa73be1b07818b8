"""Does each check keep its own level? `python -m benchmarks.truth.checks`, see docs/truth.md.

Made columns of many shapes are dealt at random into training and a batch, small batches above all, and every
check that decides is taken at a level of 5 % for itself alone. A column's promise hides a check that passes
too often, for each of its checks has an eleventh of the column's level, and most need less: here none hides.

Exits with 1 if a check of a column passes more often than its level and chance explain, with 5 % for all that
are counted together (Bonferroni).
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import stats

from benchmarks.truth.counted import Counted
from benchmarks.truth.deals import population, shapes
from drift.compare.column import CHECKS_A_COLUMN, compare_column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drift.profile.column import ColumnProfile

SEED: Final = 20_261_129
REFERENCE_ROWS: Final = (1_000, 20_000)
LIVE_ROWS: Final = (20, 50, 100, 1_000)
LEVEL: Final = 0.05  # of each check
DEALS, DEALS_QUICK = 2_000, 200
PROCESSES: Final = 2
MOST_TOLD: Final = 12

Key = tuple[int, int, str, str]  # rows of training and of the batch, column, statistic


def passed(before: ColumnProfile, now: ColumnProfile, kind: str) -> dict[str, bool]:
    """Return whether each statistic that decides passes its margin at `LEVEL`."""
    level = LEVEL * CHECKS_A_COLUMN  # which is split evenly over them
    found = compare_column(before, now, kind, level)  # type: ignore[arg-type]
    return {one.statistic: one.value > one.margin for one in found if one.decides}


def counted(cell: tuple[int, int], deals: int) -> dict[Key, Counted]:
    """Return how often each check of each column passed, of so many deals of rows into training and batch."""
    before_rows, rows = cell
    random = np.random.default_rng([SEED, before_rows, rows])
    tried: Counter[Key] = Counter()
    found: Counter[Key] = Counter()
    for name, values in shapes(random, before_rows + rows).items():
        column = population(name, values)
        if column is None:
            continue
        for _ in range(deals):
            before, now = column.deal(random, rows)
            for statistic, is_passed in passed(before, now, column.kind).items():
                key = before_rows, rows, name, statistic
                tried[key] += 1
                found[key] += is_passed
    return {key: Counted(of=of, found=found[key]) for key, of in tried.items()}


def too_often(figures: dict[Key, Counted]) -> list[Key]:
    """Return the checks that chance does not explain at their level, all of them counted together."""
    least = LEVEL / max(len(figures), 1)
    return [
        key
        for key, one in figures.items()
        if stats.binomtest(one.found, one.of, LEVEL, alternative="greater").pvalue < least
    ]


def told(figures: dict[Key, Counted], keys: Sequence[Key]) -> str:
    """Return a line for each of some checks."""
    return "\n".join(
        f"   {rows:>6,} against {before:>6,}   {name:<20} {statistic:<20} {figures[key]}"
        for key in keys
        for before, rows, name, statistic in (key,)
    )


def main() -> int:
    """Print the figures, and return 1 if a check passes too often."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.truth.checks", description=__doc__)
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--quick", action="store_true", help=f"{DEALS_QUICK} deals of each column and size")
    mode.add_argument("--full", action="store_true", help=f"{DEALS:,} deals: the default")
    deals = DEALS_QUICK if parser.parse_args().quick else DEALS
    began = time.perf_counter()
    cells = [(before, rows) for before in REFERENCE_ROWS for rows in LIVE_ROWS]
    figures: dict[Key, Counted] = {}
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        for one in pool.map(partial(counted, deals=deals), cells):
            figures |= one
    print(f"{deals:,} deals of each column; a check alone at {LEVEL:.0%}")
    for statistic in sorted({key[3] for key in figures}):
        mine = [one for key, one in figures.items() if key[3] == statistic]
        most = max(mine, key=lambda one: one.share)
        together = Counted(of=sum(one.of for one in mine), found=sum(one.found for one in mine))
        print(f"   {statistic:<20} {together}   at most {most.share:.2%}, of {len(mine)} columns and sizes")
    print("Most often")
    print(told(figures, sorted(figures, key=lambda key: -figures[key].share)[:MOST_TOLD]))
    wrong = too_often(figures)
    print(f"{len(wrong)} of {len(figures)} pass too often, {time.perf_counter() - began:.0f} s")
    if wrong:
        print(told(figures, wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
