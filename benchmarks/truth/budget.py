"""Does the promised budget of false alarms hold? `python -m benchmarks.truth.budget`, see docs/truth.md.

1. Columns: made ones of many shapes, and those of `--tables`, are dealt at random into training and a
   batch. How often does any of a column's checks find what it calls certain, where 5 % may?
2. Tables of 5, 50 and 200 made columns, and the tables of `--tables`: how many batches alarm at each
   sensitivity?

A batch alarms here if any deciding measurement passes its margin, or a column is called frozen: every
finding of a statistic needs that, so breaches and warnings together are at most as many. Exits with 1 if
the 95 % interval (Clopper and Pearson) of any count lies above what is promised.

The work is cut into parts, each with made columns drawn anew, smallest batches first. The full mode takes
hours: with `--journal` a run that was stopped goes on where it was, and `--parts` sums up what there is.
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
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from benchmarks.truth.counted import Counted
from benchmarks.truth.deals import population, shapes
from benchmarks.truth.journal import Journal, mark_of
from benchmarks.truth.promises import Promise
from benchmarks.truth.tables import tables_of
from drift.compare.column import CHECKS_A_COLUMN, compare_column
from drift.config.values import SENSITIVITY_BUDGETS
from drift.diagnose.frozen import frozen_probability
from drift.judge.checks import CHECK_OF

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from benchmarks.truth.deals import Population
    from benchmarks.truth.tables import Table
    from drift.profile.column import ColumnProfile

SEED: Final = 20_261_125
REFERENCE_ROWS: Final = 20_000
LIVE_ROWS: Final = (100, 1_000, 10_000, 100_000)
REAL_ROWS: Final = (100, 1_000, 10_000)
COLUMNS: Final = (5, 50, 200)
COLUMN_LEVEL: Final = 0.05  # at which columns are measured: stricter levels find a part of the same
FROZEN: Final = "frozen"
PART, PART_QUICK = 9_000, 1_800  # made columns dealt in a part: 45 tables of 200, 180 of 50
PARTS: Final = 67  # of each number of live rows: 3,015 tables of 200 columns
ROUNDS, ROUNDS_QUICK = 400, 20  # batches of each real table and number of rows
PROCESSES: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """So many of so many, of one kind of thing.

    Attributes
    ----------
    what : str
        "column", "check", "alarm" or "breach": of which `found` were certain, or tables had one.
    name : str
        Which column; which column and statistic; which tables at which sensitivity.
    of, found : int
        How many were tried, and found.
    """

    what: str
    name: str
    of: int
    found: int


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


def deal(column: Population, rows: int, random: np.random.Generator, sizes: Sequence[int]) -> Dealt:
    """Deal a column once, and look at it at all levels, as one of tables of so many columns."""
    before, now = column.deal(random, rows)
    certain = frozenset(found(before, now, column.kind, COLUMN_LEVEL))
    alarms, breaches = set(), set()
    if certain:
        for columns in sizes:
            for sensitivity, budget in SENSITIVITY_BUDGETS.items():
                # As `share_budget` does for columns of one importance, and a part for the batch.
                passed = found(before, now, column.kind, budget / (columns + 1))
                if passed:
                    alarms.add((columns, sensitivity))
                if any(passed.values()):
                    breaches.add((columns, sensitivity))
    return Dealt(column=column.name, certain=certain, alarms=frozenset(alarms), breaches=frozenset(breaches))


def made(rows: int, place: int, deals: int) -> list[Figure]:
    """Deal the made columns in turn, so that any run of deals is a table of mixed columns."""
    random = np.random.default_rng([SEED, rows, place])
    drawn = shapes(random, REFERENCE_ROWS + rows)
    columns = [one for one in (population(name, values) for name, values in drawn.items()) if one]
    dealt = [deal(columns[turn % len(columns)], rows, random, COLUMNS) for turn in range(deals)]
    return [*by_column(dealt), *(one for many in COLUMNS for one in by_table(dealt, many))]


def real(table: Table, rows: int, rounds: int) -> list[Figure]:
    """Deal the columns of a real table, all of them in each round."""
    random = np.random.default_rng([SEED, table.frame.height, rows])
    columns = [one for one in (population(c.name, c) for c in table.frame.iter_columns()) if one]
    many = len(columns)
    dealt = [deal(column, rows, random, (many,)) for _ in range(rounds) for column in columns]
    return [*by_column(dealt), *by_table(dealt, many)]


def by_table(dealt: list[Dealt], columns: int) -> Iterator[Figure]:
    """Yield how many tables of so many columns alarm; and are in breach, with no tolerance learned."""
    many = len(dealt) // columns
    tables = [dealt[place * columns : (place + 1) * columns] for place in range(many)]
    for sensitivity in SENSITIVITY_BUDGETS:
        key, name = (columns, sensitivity), f"{columns} columns, {sensitivity}"
        alarm = sum(any(key in one.alarms for one in table) for table in tables)
        breach = sum(any(key in one.breaches for one in table) for table in tables)
        yield Figure(what="alarm", name=name, of=many, found=alarm)
        yield Figure(what="breach", name=name, of=many, found=breach)


def by_column(dealt: Iterable[Dealt]) -> Iterator[Figure]:
    """Yield of each column how often it found anything at `COLUMN_LEVEL`, and which checks did."""
    groups: dict[str, list[Dealt]] = defaultdict(list)
    for one in dealt:
        groups[one.column].append(one)
    for name, group in groups.items():
        yield Figure(what="column", name=name, of=len(group), found=sum(bool(one.certain) for one in group))
        checks = Counter(statistic for one in group for statistic in one.certain)
        for check, many in checks.items():
            yield Figure(what="check", name=f"{name}: {check}", of=len(group), found=many)


def summed(figures: Iterable[Figure]) -> dict[tuple[str, str], Counted]:
    """Return the figures of all parts together, by what and name."""
    result: dict[tuple[str, str], Counted] = {}
    for one in figures:
        before = result.get((one.what, one.name), Counted(of=0, found=0))
        result[one.what, one.name] = Counted(of=before.of + one.of, found=before.found + one.found)
    return result


def main() -> int:
    """Print the figures, and return 1 if the budget does not hold."""
    asked = _arguments()
    began = time.perf_counter()
    tables = tables_of(asked.tables) if asked.tables else []
    sizes = asked.rows or LIVE_ROWS
    parts, deals = (1, PART_QUICK) if asked.quick else (PARTS, PART)
    work: list[tuple[str, str, Callable[[], list[Figure]]]] = [
        (
            f"{rows:,} live rows against {REFERENCE_ROWS:,}",
            f"{place} {deals}",
            partial(made, rows, place, deals),
        )
        for place in range(asked.parts or parts)
        for rows in sizes
    ]
    rounds = ROUNDS_QUICK if asked.quick else ROUNDS
    work[len(sizes) :] = [
        *(
            (f"{table.name}, {rows:,} live rows", f"{rounds}", partial(real, table, rows, rounds))
            for table in tables
            for rows in REAL_ROWS
            if rows <= table.frame.height // 2
        ),
        *work[len(sizes) :],
    ]
    mark = mark_of(asked.tables)
    groups: dict[str, list[Figure]] = defaultdict(list)
    # Spawned, for a fork of a process in which polars has threads waits for ever.
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        jobs = [pool.submit(_remembered, asked.journal, mark, f"{t} {key}", make) for t, key, make in work]
        for (title, _, _), job in zip(work, jobs, strict=True):
            groups[title] += job.result()
    promises = [one for title, figures in groups.items() for one in _told(title, summed(figures))]
    promises += _real_told({title: figures for title, figures in groups.items() if "against" not in title})
    wrong = [one for one in promises if one.broken]
    print(f"{len(wrong)} of {len(promises)} promises broken, {time.perf_counter() - began:.0f} s")
    return 1 if wrong else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.truth.budget", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer deals: within two minutes")
    parser.add_argument("--full", action="store_true", help="3,000 batches a cell: the default")
    parser.add_argument("--rows", type=int, action="append", help="live rows; repeatable")
    parser.add_argument("--parts", type=int, help="so many parts of each number of live rows, no more")
    parser.add_argument("--journal", type=Path, help="a file of what was tried already, which grows")
    folder = os.environ.get("DRIFT_TABLES")
    parser.add_argument("--tables", type=Path, default=Path(folder) if folder else None)
    return parser.parse_args()


def _remembered(path: Path | None, mark: str, key: str, make: Callable[[], list[Figure]]) -> list[Figure]:
    return Journal(path, mark).remembered(Figure, f"budget {key}", make)


def _told(title: str, figures: dict[tuple[str, str], Counted]) -> Iterator[Promise]:
    """Print a group's figures, and yield what they promise."""
    print(f"{title}: columns with a certain finding, where {COLUMN_LEVEL:.0%} may")
    for (what, name), count in figures.items():
        if what == "column":
            checks = {key[1]: one for key, one in figures.items() if key[0] == "check"}
            mine = {key: one.share for key, one in checks.items() if key.startswith(f"{name}: ")}
            most = sorted(mine, key=lambda key: -mine[key])[:4]
            share = ", ".join(f"{key.removeprefix(f'{name}: ')} {mine[key]:.2%}" for key in most)
            print(f"   {name:<26} {count}  {share}")
            yield Promise(what=f"{title}, {name}", count=count, bound=COLUMN_LEVEL, at_least=False)
    yield from _tables_told(title, figures)
    print(flush=True)


def _tables_told(title: str, figures: dict[tuple[str, str], Counted]) -> Iterator[Promise]:
    for (what, name), count in figures.items():
        if what == "alarm":
            budget = SENSITIVITY_BUDGETS[name.rpartition(" ")[2]]  # type: ignore[index]
            breach = figures["breach", name]
            print(f"   {name:<22} promised {budget:.2%}   alarms {count}   in breach {breach}")
            yield Promise(what=f"{title}, {name}", count=count, bound=budget, at_least=False)


def _real_told(groups: dict[str, list[Figure]]) -> Iterator[Promise]:
    """Print how many batches of all real tables together alarm, by their rows."""
    for rows in REAL_ROWS:
        mine = [one for title, figures in groups.items() if f" {rows:,} live" in title for one in figures]
        tables = [one for one in mine if one.what in {"alarm", "breach"}]
        if tables:
            together = (
                Figure(what=one.what, name=f"all, {one.name.rpartition(' ')[2]}", of=one.of, found=one.found)
                for one in tables
            )
            print(f"Real tables together, {rows:,} live rows")
            yield from _tables_told(f"real tables, {rows:,} live rows", summed(together))


if __name__ == "__main__":
    sys.exit(main())
