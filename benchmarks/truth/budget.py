"""Does the promised budget of false alarms hold? `python -m benchmarks.truth.budget`, see docs/truth.md.

1. Columns: made ones of many shapes, and those of `--tables`, are dealt at random into training and a
   batch. How often does any of a column's checks find what it calls certain, where 5 % may?
2. Tables of 5, 50 and 200 such columns: how many batches alarm at each sensitivity?

A batch alarms here if any deciding measurement passes its margin, or a column is called frozen: every
finding of a statistic needs that, so breaches and warnings together are at most as many. Exits with 1 if
the 95 % interval (Clopper and Pearson) of any count lies above what is promised.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from benchmarks.truth.counted import Counted
from benchmarks.truth.deals import population, shapes
from benchmarks.truth.promises import Promise
from benchmarks.truth.tables import tables_of
from drift.compare.column import CHECKS_A_COLUMN, compare_column
from drift.config.values import SENSITIVITY_BUDGETS
from drift.diagnose.frozen import frozen_probability
from drift.judge.checks import CHECK_OF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from benchmarks.truth.deals import Population
    from drift.profile.column import ColumnProfile

SEED: Final = 20_261_125
REFERENCE_ROWS: Final = 20_000
LIVE_ROWS: Final = (100, 1_000, 10_000, 100_000)
COLUMNS: Final = (5, 50, 200)
COLUMN_LEVEL: Final = 0.05  # at which columns are measured: stricter levels find a part of the same
FROZEN: Final = "frozen"
DEALS_FULL, DEALS_QUICK = 150_000, 1_800  # columns dealt for each number of live rows
POOLS: Final = 20  # draws of each made column's population


@dataclass(frozen=True, slots=True, kw_only=True)
class Dealt:
    """What one deal of a column showed.

    Attributes
    ----------
    column : str
        Which column.
    certain : frozenset of str
        The statistics that passed their margin at `COLUMN_LEVEL`.
    alarms, breaches : frozenset of (int, str)
        By columns of a table and sensitivity: where the column would have alarmed; where, without any
        learned tolerance, a distance was also beyond its floor.
    """

    column: str
    certain: frozenset[str]
    alarms: frozenset[tuple[int, str]]
    breaches: frozenset[tuple[int, str]]


def found(before: ColumnProfile, now: ColumnProfile, kind: str, level: float) -> dict[str, bool]:
    """Return the statistics that pass their margin at a column's level, and whether beyond their floor."""
    result = {}
    for one in compare_column(before, now, kind, level):  # type: ignore[arg-type]
        if one.decides and one.value > one.margin:
            result[one.statistic] = one.value - one.margin > CHECK_OF[one.statistic].floor
    if frozen_probability(before, now) <= level / CHECKS_A_COLUMN:
        result[FROZEN] = True
    return result


def deal(column: Population, rows: int, random: np.random.Generator) -> Dealt:
    """Deal a column once, and look at it at all levels."""
    before, now = column.deal(random, rows)
    certain = frozenset(found(before, now, column.kind, COLUMN_LEVEL))
    alarms, breaches = set(), set()
    if certain:
        for columns in COLUMNS:
            for sensitivity, budget in SENSITIVITY_BUDGETS.items():
                # As `share_budget` does for columns of one importance, and a part for the batch.
                passed = found(before, now, column.kind, budget / (columns + 1))
                if passed:
                    alarms.add((columns, sensitivity))
                if any(passed.values()):
                    breaches.add((columns, sensitivity))
    return Dealt(column=column.name, certain=certain, alarms=frozenset(alarms), breaches=frozenset(breaches))


def made(rows: int, deals: int, seed: int) -> list[Dealt]:
    """Deal the made columns in turn, so that any run of deals is a table of mixed columns."""
    random = np.random.default_rng([seed, rows])
    result: list[Dealt] = []
    for pool in range(POOLS):
        drawn = shapes(random, REFERENCE_ROWS + rows)
        columns = [one for one in (population(name, values) for name, values in drawn.items()) if one]
        while len(result) < deals * (pool + 1) // POOLS:
            result += [deal(column, rows, random) for column in columns]
    return result[:deals]


def real(folder: Path, deals: int) -> Iterator[tuple[str, int, list[Dealt]]]:
    """Deal the columns of real tables, each on its own."""
    for table in tables_of(folder):
        random = np.random.default_rng([SEED, table.frame.height])
        columns = [one for one in (population(c.name, c) for c in table.frame.iter_columns()) if one]
        for rows in (100, 1_000, 10_000):
            if rows <= table.frame.height // 2:
                yield (
                    table.name,
                    rows,
                    [deal(column, rows, random) for column in columns for _ in range(deals)],
                )


def batches(dealt: list[Dealt], columns: int, sensitivity: str) -> tuple[Counted, Counted]:
    """Return how many tables of so many columns alarm; and are in breach, with no tolerance learned."""
    many = len(dealt) // columns
    key = (columns, sensitivity)
    tables = [dealt[place * columns : (place + 1) * columns] for place in range(many)]
    alarm = sum(any(key in one.alarms for one in table) for table in tables)
    breach = sum(any(key in one.breaches for one in table) for table in tables)
    return Counted(of=many, found=alarm), Counted(of=many, found=breach)


def by_column(dealt: Iterable[Dealt]) -> dict[str, tuple[Counted, Counter[str]]]:
    """Return of each column how often it found anything at `COLUMN_LEVEL`, and which checks did."""
    groups: dict[str, list[Dealt]] = defaultdict(list)
    for one in dealt:
        groups[one.column].append(one)
    return {
        name: (
            Counted(of=len(group), found=sum(bool(one.certain) for one in group)),
            Counter(statistic for one in group for statistic in one.certain),
        )
        for name, group in groups.items()
    }


def main() -> int:
    """Print the figures, and return 1 if the budget does not hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.truth.budget", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer deals: within two minutes")
    parser.add_argument("--full", action="store_true", help="3,000 batches of 50 columns a cell: the default")
    parser.add_argument("--rows", type=int, action="append", help="live rows; repeatable")
    parser.add_argument("--deals", type=int, help="columns dealt for each number of rows")
    folder = os.environ.get("DRIFT_TABLES")
    parser.add_argument("--tables", type=Path, default=Path(folder) if folder else None)
    asked = parser.parse_args()
    deals = asked.deals or (DEALS_QUICK if asked.quick else DEALS_FULL)
    began = time.perf_counter()
    promises: list[Promise] = []
    with ProcessPoolExecutor(2) as pool:
        for rows in asked.rows or LIVE_ROWS:
            halves = pool.map(partial(made, rows, deals // 2), (SEED, SEED + 1))
            promises += _told(rows, [one for half in halves for one in half])
            print(f"   {time.perf_counter() - began:.0f} s\n", flush=True)
    if asked.tables:
        for name, rows, dealt in real(asked.tables, 20 if asked.quick else 300):
            promises += _columns_told(f"{name}, {rows:,} live rows", dealt)
    wrong = [one for one in promises if one.broken]
    print(f"{len(wrong)} of {len(promises)} promises broken, {time.perf_counter() - began:.0f} s")
    return 1 if wrong else 0


def _told(rows: int, dealt: list[Dealt]) -> Iterator[Promise]:
    yield from _columns_told(f"{rows:,} live rows against {REFERENCE_ROWS:,}", dealt)
    for columns in COLUMNS:
        for sensitivity, budget in SENSITIVITY_BUDGETS.items():
            alarm, breach = batches(dealt, columns, sensitivity)
            what = f"{columns} columns, {sensitivity}"
            print(f"   {what:<22} promised {budget:.2%}   alarms {alarm}   in breach {breach}")
            yield Promise(what=f"{rows:,} rows, {what}", count=alarm, bound=budget, at_least=False)


def _columns_told(title: str, dealt: list[Dealt]) -> Iterator[Promise]:
    print(f"{title}: columns with a certain finding, where {COLUMN_LEVEL:.0%} may")
    for name, (count, checks) in by_column(dealt).items():
        share = ", ".join(f"{check} {many / count.of:.2%}" for check, many in checks.most_common(4))
        print(f"   {name:<26} {count}  {share}")
        yield Promise(what=f"{title}, {name}", count=count, bound=COLUMN_LEVEL, at_least=False)


if __name__ == "__main__":
    sys.exit(main())
