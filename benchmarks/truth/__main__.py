"""How often a check is right: `python -m benchmarks.truth [--tables DIR] [--quick]`.

1. Whole columns in another unit, at 5,000 rows: in breach, and the right factor named?
2. Random halves of tables, which differ by chance alone: batches in breach, units named.
3. Halves in time, which differ by what the world does: columns in breach, units named.
4. A share of the rows in another unit: in breach, named, and how well sized.

Every count has the 95 % interval of Clopper and Pearson. Columns of one table share their rows, so for
these it is a guide. The command ends with 1 if a promise is broken.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.truth.counted import Counted, counted
from benchmarks.truth.silence import BATCH_ROWS, halves_in_time, random_halves
from benchmarks.truth.tables import made_table, tables_of
from benchmarks.truth.units import FACTORS, LIVE_ROWS, SHARES, shares, whole_columns

if TYPE_CHECKING:
    from benchmarks.truth.silence import Trial as Quiet
    from benchmarks.truth.tables import Table
    from benchmarks.truth.units import Trial as Changed

SEED = 20261122

# The promises. A batch of random rows alarms at most once in a thousand times at the usual sensitivity;
# what is counted has to stay below one in 300.
MOST_ALARMS = 1 / 300
LEAST_DETECTED, LEAST_NAMED = 0.99, 0.95  # of whole columns in which chance does not explain the change
# Of made columns with such a share in another unit. Of sixteen, two have tails so heavy that a few rows
# more in them are nothing new: Cauchy's, and a log-normal one over six powers of ten.
LEAST_SHARES = {0.2: 0.95, 0.05: 0.85, 0.02: 0.8}
MOST_SHARE_OFF = 0.02  # the median share named is so near to the true one


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much is tried.

    Attributes
    ----------
    splits : int
        Ways to deal rows into halves, for units.
    changes : tuple of str
        Those of `FACTORS` that are tried.
    rounds, batches : int
        Ways to deal rows, for random halves; batches of each size from each.
    """

    splits: int
    changes: tuple[str, ...]
    rounds: int
    batches: int


FULL = Effort(splits=3, changes=tuple(FACTORS), rounds=10, batches=6)
QUICK = Effort(splits=1, changes=("× 1000", "miles → km"), rounds=1, batches=2)


def main() -> int:
    """Print the tables, and return 1 if a promise is broken."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.truth", description="How often is it right?")
    parser.add_argument("--tables", type=Path, help="a folder of Parquet tables to try, too")
    parser.add_argument("--quick", action="store_true", help="fewer draws: a minute or so")
    asked = parser.parse_args()
    effort = QUICK if asked.quick else FULL
    tables = tables_of(asked.tables) if asked.tables else []
    broken = []
    began = time.perf_counter()
    for part in (_whole_columns, _random_halves, _halves_in_time, _shares):
        start = time.perf_counter()
        broken += part(tables, effort)
        print(f"   {time.perf_counter() - start:.0f} s\n", flush=True)
    for promise in broken:
        print(f"BROKEN: {promise}")
    kept = f"{len(broken)} promises broken" if broken else "all promises kept"
    print(f"{kept}, {time.perf_counter() - began:.0f} s")
    return 1 if broken else 0


def _whole_columns(tables: list[Table], effort: Effort) -> list[str]:
    """Print how often a whole column in another unit is found and named."""
    trials = [
        trial
        for split in range(effort.splits)
        for place, table in enumerate([made_table(split), *tables])
        for trial in whole_columns(
            table, effort.changes, np.random.default_rng([SEED, split, place]), made=place == 0
        )
    ]
    print(f"1. Whole columns in another unit, {LIVE_ROWS:,} live rows")
    for made in (True, False):
        of_origin = [trial for trial in trials if trial.made == made]
        if of_origin:
            hidden = [trial for trial in of_origin if not trial.visible]
            print(
                f"   {'made columns' if made else 'columns of tables'}; chance explains {len(hidden)} of"
                f" {len(of_origin)} changes, which are left out:{_columns(hidden)}"
            )
            _print_units([trial for trial in of_origin if trial.visible])
    visible = [trial for trial in trials if trial.visible]
    detected, named = counted([t.detected for t in visible]), counted([t.named for t in visible])
    print("   all\n" + _unit_line("", visible) + "\n   misses: detected or not, another name or none")
    for trial in _missed(visible):
        print(f"     {trial}")
    return [
        f"{what}: {count} is below {least:.0%}"
        for what, count, least in (("detected", detected, LEAST_DETECTED), ("named", named, LEAST_NAMED))
        if count.share < least
    ]


def _print_units(trials: list[Changed]) -> None:
    print(f"   {'':<12} {'in breach':<32} {'right factor named':<32} {'or said to be as good':<32}")
    by_change = sorted(trials, key=lambda trial: trial.change)
    for change, group in groupby(by_change, key=lambda trial: trial.change):
        print(_unit_line(change, list(group)))


def _unit_line(change: str, trials: list[Changed]) -> str:
    either = counted([trial.named or trial.as_good for trial in trials])
    detected, named = counted([t.detected for t in trials]), counted([t.named for t in trials])
    return f"   {change:<12} {detected!s:<36} {named!s:<36} {either}"


def _missed(trials: list[Changed]) -> list[str]:
    """Return what was not named right, one line for each change of a column, with how often."""
    lines = [
        f"{trial.table}, {trial.column} {trial.change}: {trial.said}"
        + (", the right one as good" if trial.as_good else "")
        for trial in trials
        if not trial.named
    ]
    return sorted(lines)


def _columns(trials: list[Changed]) -> str:
    names = sorted({f"{trial.table}.{trial.column} {trial.change}" for trial in trials})
    return f" {', '.join(names)}" if names else " none"


def _random_halves(tables: list[Table], effort: Effort) -> list[str]:
    """Print how often batches alarm that differ by chance alone."""
    trials = [
        trial
        for number in range(effort.rounds)
        for place, table in enumerate([made_table(100 + number), *tables])
        for trial in random_halves(table, np.random.default_rng([SEED, 2, number, place]), effort.batches)
    ]
    print(f"2. Random halves: {effort.rounds} ways to deal rows, {effort.batches} batches of each size")
    print(f"   {'':<12} {'batches in breach':<36} {'a unit named':<36} {'a fault named'}")
    for rows in BATCH_ROWS:
        print(_quiet_line(f"{rows:,} rows", [trial for trial in trials if trial.rows == rows]))
    print(_quiet_line("all", trials))
    for trial in trials:
        if trial.faults or trial.breaches:
            columns = ", ".join(dict.fromkeys([*trial.breaches, *trial.faults]))
            print(f"     {trial.table}, {trial.batch}: {trial.verdict}, {columns}")
    alarms = sum(trial.verdict == "breach" for trial in trials)
    units = sum(bool(trial.units) for trial in trials)
    broken = []
    if alarms > max(1.0, MOST_ALARMS * len(trials)):  # one of a few batches tells nothing yet
        broken.append(f"alarms on random halves: {alarms} of {len(trials)} is above one in 300")
    if units:
        broken.append(f"units named on random halves: {units}")
    return broken


def _quiet_line(what: str, trials: list[Quiet]) -> str:
    breach = counted([trial.verdict == "breach" for trial in trials])
    units = counted([bool(trial.units) for trial in trials])
    return f"   {what:<12} {breach!s:<36} {units!s:<36} {counted([bool(trial.faults) for trial in trials])}"


def _halves_in_time(tables: list[Table], _: Effort) -> list[str]:
    """Print how many columns alarm that moved by themselves, and how many units are named of them."""
    if not tables:
        return []
    units = 0
    print("3. Halves in time: columns in breach")
    for told in (True, False):
        trials = [
            trial
            for table in tables
            if table.time is not None or not told
            for trial in halves_in_time(table, told=told)
        ]
        print(f"   {'with the time in the config' if told else 'without'}")
        for trial in trials:
            names = f"  {', '.join(trial.breaches)}" if told and trial.breaches else ""
            print(
                f"     {trial.table:<36} {trial.batch:<11} {len(trial.breaches):>3} of {trial.columns:>3}"
                f"  units {len(trial.units)}{names}"
            )
        named = sum(len(trial.units) for trial in trials)
        columns = Counted(
            of=sum(trial.columns for trial in trials), found=sum(len(trial.breaches) for trial in trials)
        )
        batches = counted([trial.verdict == "breach" for trial in trials])
        print(f"     columns in breach {columns}\n     batches in breach {batches}\n     units named {named}")
        units += named
    return [f"units named on halves in time: {units}"] if units else []


def _shares(_: list[Table], effort: Effort) -> list[str]:
    """Print how often a share of the rows in another unit is found, named and sized."""
    trials = [
        trial
        for split in range(effort.splits)
        for trial in shares(made_table(200 + split), np.random.default_rng([SEED, 4, split]))
    ]
    print(f"4. A share of the rows × 1000, made columns, {LIVE_ROWS:,} live rows")
    print(f"   {'':<12} {'in breach':<36} {'right factor named':<36} {'share off, median and largest'}")
    broken = []
    for share in SHARES:
        group = [trial for trial in trials if trial.change == f"{share:.0%} × 1000"]
        off = [trial.share_off for trial in group if trial.share_off is not None] or [1.0]
        detected, named = counted([t.detected for t in group]), counted([t.named for t in group])
        print(f"   {share:<12.0%} {detected!s:<36} {named!s:<36} {np.median(off):.4f} {max(off):.4f}")
        broken += [
            f"shares of {share:.0%} {what}: {count} is below {LEAST_SHARES[share]:.0%}"
            for what, count in (("detected", detected), ("named", named))
            if count.share < LEAST_SHARES[share]
        ]
        if np.median(off) > MOST_SHARE_OFF:
            broken.append(f"shares of {share:.0%} are off by {np.median(off):.3f}")
    print("   misses: detected or not, another name or none")
    for line in _missed(trials):
        print(f"     {line}")
    return broken


if __name__ == "__main__":
    sys.exit(main())
