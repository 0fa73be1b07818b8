"""How often a check is right: `python -m benchmarks.truth`, see ``--help`` and docs/truth.md.

1. Every way of the catalogue to break a column or a batch, at every share and size: detected, named
   right, parameters right, other columns blamed.
2. Two faults at once: both named?
3. Random halves of tables, which differ by chance alone: anything named?
4. Halves in time, which differ by what the world does: units named?
5. Later rows in another unit: named, although the feature moved?

Real tables are those of `--tables`, or of the folder that the variable DRIFT_TABLES names. Every count
has the 95 % interval of Clopper and Pearson; columns of one table share their rows, so for these it is a
guide. What is left out because the rows cannot show it, and which candidates they cannot tell apart, is
decided by the bound in `ties`. The command ends with 1 if a promise of `promises` is broken.

The full mode takes hours: with `--journal` a run that was stopped goes on where it was, and with
`--part` several may share the work; one without it adds up what all of them found.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.truth import promises as kept
from benchmarks.truth.combinations import Both, both
from benchmarks.truth.confusion import as_svg, as_text, counted_pairs
from benchmarks.truth.counted import Counted, counted
from benchmarks.truth.figures import as_json, cost, misses, print_groups, promises_of
from benchmarks.truth.journal import Journal, mark_of
from benchmarks.truth.moved import VARIANTS, Later, later
from benchmarks.truth.plan import FULL, QUICK, SEED, USUAL, WHOLE_EVERY, planned
from benchmarks.truth.promises import Promise, not_kept
from benchmarks.truth.silence import Trial as Quiet
from benchmarks.truth.silence import halves_in_time, random_halves
from benchmarks.truth.tables import made_tables, tables_of
from benchmarks.truth.trials import Case, Trial, prepare, run

if TYPE_CHECKING:
    from benchmarks.truth.plan import Effort
    from benchmarks.truth.tables import Table
    from benchmarks.truth.trials import Prepared

MISSES_PRINTED = 40  # the file that --out leaves has all
PARTS = ("faults", "pairs", "quiet", "later")


def main() -> int:
    """Print the figures, and return 1 if a promise is broken."""
    asked = _arguments()
    effort = QUICK if asked.quick else FULL
    began = time.perf_counter()
    tables = [table for seed in range(effort.seeds) for table in _named(made_tables(seed), seed)]
    real = tables_of(asked.tables) if asked.tables else []
    prepared = {table.name: prepare(table, SEED) for table in [*tables, *real]}
    print(
        f"{len(tables)} made tables, {len(real)} real ones, fitted in {time.perf_counter() - began:.0f} s\n"
    )
    journal = Journal(asked.journal, mark_of(asked.tables))
    parts = PARTS if asked.part is None else (asked.part,)
    trials: list[Trial] = []
    pairs: list[Both] = []
    found: list[Promise] = []
    if "faults" in parts:
        trials = _single_faults(prepared, effort, asked.only, journal)
        found += promises_of(trials)
    if asked.only is None:
        pairs = _pairs(prepared, effort, journal) if "pairs" in parts else []
        found += _silence([*tables, *real], effort, journal) if "quiet" in parts else []
        found += _later(real, effort, journal) if "later" in parts else []
    print("Promises")
    for promise in found:
        print(f"   {promise}")
    if asked.out:
        _leave(asked.out, trials, pairs, found)
    wrong = not_kept(found, strict=not asked.quick)
    states = Counter(promise.state for promise in found)
    print(", ".join(f"{many} {state}" for state, many in states.most_common()))
    print(f"{len(wrong)} of {len(found)} promises broken, {time.perf_counter() - began:.0f} s")
    return 1 if wrong else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.truth", description="How often is it right?")
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--quick", action="store_true", help="fewer draws: within three minutes")
    mode.add_argument("--full", action="store_true", help="all draws: the default")
    folder = os.environ.get("DRIFT_TABLES")
    parser.add_argument(
        "--tables",
        type=Path,
        default=Path(folder) if folder else None,
        help="a folder of Parquet tables to try, too; that of DRIFT_TABLES, if not given",
    )
    parser.add_argument("--only", metavar="FAULT", help="the ways whose name holds this, and nothing else")
    parser.add_argument("--part", choices=PARTS, help="this part, and nothing else")
    parser.add_argument("--journal", type=Path, help="a file of what was tried already, which grows")
    parser.add_argument(
        "--out", type=Path, help="where to leave figures.json, misses.txt and the confusion table"
    )
    return parser.parse_args()


def _named(tables: list[Table], seed: int) -> list[Table]:
    return [replace(table, name=f"{table.name} {seed + 1}") for table in tables]


def _single_faults(
    prepared: dict[str, Prepared], effort: Effort, only: str | None, journal: Journal
) -> list[Trial]:
    start = time.perf_counter()
    trials = [
        one
        for place, case in enumerate(planned(prepared, effort, only, journal))
        for one in _tried(prepared[case.table], case, whole=place % WHOLE_EVERY == 0, journal=journal)
    ]
    print(f"1. Single faults: {len(trials):,} broken batches")
    print_groups(trials)
    print("   which fault was called what, at 5,000 rows and more, of 5 % of the rows and more")
    print("\n".join(f"     {line}" for line in as_text(_confused(trials)).splitlines()))
    wrong = misses(trials)
    print(f"   misses: {len(wrong)}, of which")
    print("\n".join(f"     {line}" for line in wrong[:: max(1, len(wrong) // MISSES_PRINTED)]))
    median, most = cost(trials)
    print(f"   a diagnosis: {median:.0f} ms of the processor, {most:.0f} ms in one of twenty")
    print(f"   {time.perf_counter() - start:.0f} s\n", flush=True)
    return trials


def _tried(prepared: Prepared, case: Case, *, whole: bool, journal: Journal) -> list[Trial]:
    key = f"{case.key}{' whole' * whole}"
    return journal.remembered(Trial, key, lambda: [run(prepared, case, whole=whole)], case=case)


def _confused(trials: list[Trial]) -> dict[tuple[str, str], int]:
    return counted_pairs(
        [
            (one.case.breaker.fault, one.headline)
            for one in trials
            if one.visible and one.case.rows >= USUAL and one.case.share >= kept.LEAST_SHARE
        ]
    )


def _pairs(prepared: dict[str, Prepared], effort: Effort, journal: Journal) -> list[Both]:
    start = time.perf_counter()
    many = 1 if effort is QUICK else 6
    pairs = [
        one
        for name, table in prepared.items()
        for one in journal.remembered(Both, f"pairs {many} {name}", partial(both, table, USUAL, many))
    ]
    print("2. Two faults at once")
    for name in dict.fromkeys(one.pair for one in pairs):
        group = [one for one in pairs if one.pair == name]
        detected, named = counted([one.detected for one in group]), counted([one.named for one in group])
        print(f"   {name:<40} detected {detected!s:<36} both named {named}")
    for one in pairs:
        if not one.named:
            print(f"     {one.table}, {one.pair}: {one.said}")
    print(f"   {time.perf_counter() - start:.0f} s\n", flush=True)
    return pairs


def _silence(tables: list[Table], effort: Effort, journal: Journal) -> list[Promise]:
    """Print what is said of tables in which nothing broke."""
    start = time.perf_counter()
    chance = [
        trial
        for number in range(effort.rounds)
        for place, table in enumerate(tables)
        for trial in journal.remembered(
            Quiet,
            f"random halves {number} {place} {effort.batches} {table.name}",
            partial(random_halves, table, np.random.default_rng([SEED, 2, number, place]), effort.batches),
        )
    ]
    moved = [
        trial
        for table in tables
        if table.time
        for trial in journal.remembered(
            Quiet, f"halves in time {table.name}", partial(halves_in_time, table, told=True)
        )
    ]
    print("3. Nothing broken, random halves")
    _print_quiet(chance, "faults")
    print("4. Nothing broken, halves in time")
    _print_quiet(moved, "units")
    print(f"   {time.perf_counter() - start:.0f} s\n", flush=True)
    return [
        Promise(
            what="random halves: columns of which a fault was named",
            count=_columns(chance, "faults"),
            bound=kept.MOST_FAULTS,
            at_least=False,
        ),
        Promise(
            what="halves in time: columns of which a unit was named",
            count=_columns(moved, "units"),
            bound=kept.MOST_UNITS,
            at_least=False,
        ),
    ]


def _print_quiet(trials: list[Quiet], what: str) -> None:
    for table in dict.fromkeys(trial.table for trial in trials):
        group = [trial for trial in trials if trial.table == table]
        breach = counted([trial.verdict == "breach" for trial in group])
        told = sorted({name for trial in group for name in getattr(trial, what)})
        print(f"   {table:<38} batches in breach {breach!s:<34} {what} named of: {', '.join(told) or 'none'}")


def _columns(trials: list[Quiet], what: str) -> Counted:
    return Counted(
        of=sum(trial.columns for trial in trials), found=sum(len(getattr(trial, what)) for trial in trials)
    )


def _later(tables: list[Table], effort: Effort, journal: Journal) -> list[Promise]:
    """Print how often a unit is named that changed in rows that came later."""
    start = time.perf_counter()
    variants = VARIANTS[:1] if effort is QUICK else VARIANTS
    trials = [
        one
        for table in tables
        for variant in variants
        for one in journal.remembered(
            Later, f"later {variant} {table.name}", partial(later, table, USUAL, (variant,))
        )
    ]
    if not trials:
        return []
    print("5. Later rows in another unit")
    for variant in dict.fromkeys(one.variant for one in trials):
        group = [one for one in trials if one.variant == variant]
        detected, named = counted([one.detected for one in group]), counted([one.named for one in group])
        print(f"   {variant:<12} detected {detected!s:<36} named {named}")
    for one in trials:
        if not one.named:
            print(f"     {one.table}.{one.column} {one.variant}: {one.said}{', tied' if one.tied else ''}")
    print(f"   {time.perf_counter() - start:.0f} s\n", flush=True)
    return [
        Promise(
            what="later rows in another unit: detected",
            count=counted([one.detected for one in trials]),
            bound=kept.UNIT_DETECTED,
        ),
        Promise(
            what="later rows in another unit: right factor",
            count=counted([one.named for one in trials]),
            bound=kept.UNIT_NAMED,
        ),
    ]


def _leave(folder: Path, trials: list[Trial], pairs: list[Both], found: list[Promise]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    confused = _confused(trials)
    texts = {
        "figures.json": json.dumps(as_json(trials, pairs, found), indent=1, ensure_ascii=False) + "\n",
        "misses.txt": "\n".join(misses(trials)) + "\n",
        "confusion.txt": as_text(confused) + "\n",
        "confusion.svg": as_svg(confused),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
