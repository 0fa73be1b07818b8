"""Many tables that nothing here was made with: what is said where nothing changed, and of what was broken.

``python -m benchmarks.truth.field --tables DIR``, see docs/truth.md. All CSV and Parquet files of a folder
and those below it are read. Each is dealt into random halves twice, and batches of the one are checked with
the other as training, which must be silent; and of those of 1,000 rows and more some columns are broken in
ways that are drawn, each fault as often as any other. Exits with 1 if a promise is broken.
"""

from __future__ import annotations

import argparse
import sys
import zlib
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from benchmarks.truth.counted import counted
from benchmarks.truth.promises import MOST_BLAMED, Promise
from benchmarks.truth.silence import random_halves
from benchmarks.truth.tables import Table
from benchmarks.truth.trials import Case, applies, prepare, run
from drift.errors import DriftError
from drift.faults import BREAKERS
from drift.faults.breaker import ALL_ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.truth.silence import Trial as Silent
    from benchmarks.truth.trials import Trial

LEAST_ROWS, MOST_COLUMNS = 400, 120  # of a table
MOST_ROWS: Final = 30_000  # of larger ones, so many are drawn
BROKEN_ROWS: Final = 1_000  # of a table that is broken
BATCH_ROWS: Final = 2_000  # of a broken batch, where there are as many
LEAST_SHARE: Final = 0.05  # of the rows
ROUNDS: Final = 2  # ways to deal rows into halves
ROW_NAMES: Final = frozenset({"", "rownames"})  # columns that only number the rows
NULLS: Final = ("NA",)
MOST_ALARMS: Final = 0.001  # of unchanged batches
SEED: Final = 20_261_130


def files_of(folder: Path) -> list[Path]:
    """Return the CSV and Parquet files of a folder and those below it, in order of their names."""
    return sorted(one for one in folder.rglob("*") if one.suffix in {".csv", ".parquet"} and one.is_file())


def table_of(path: Path, folder: Path) -> Table | None:
    """Return a file's table, of many rows some; None where it has too few, or cannot be read."""
    try:
        frame = (
            pl.read_parquet(path)
            if path.suffix == ".parquet"
            else pl.read_csv(path, infer_schema_length=None, null_values=[*NULLS], try_parse_dates=True)
        )
    except (pl.exceptions.PolarsError, OSError, ValueError):
        return None
    frame = frame.drop(name for name in frame.columns if name in ROW_NAMES)
    if frame.height < LEAST_ROWS or not 1 < frame.width <= MOST_COLUMNS:
        return None
    drawn = frame.sample(MOST_ROWS, seed=1) if frame.height > MOST_ROWS else frame
    return Table(name=str(path.relative_to(folder)), frame=drawn, time=None)


def unchanged(table: Table) -> Iterator[Silent]:
    """Yield what is said of batches in which nothing changed."""
    for number in range(ROUNDS):
        yield from random_halves(table, np.random.default_rng([number, *_seed(table.name)]), 1)


def broken(table: Table, trials: int) -> Iterator[Trial]:
    """Break so many columns in ways that are drawn, a fault in one of ten or twice at most."""
    prepared = prepare(table, SEED)
    rows = min(BATCH_ROWS, prepared.healthy.height)
    ways = [
        (way, share) for way in BREAKERS for share in way.shares if share >= LEAST_SHARE and not way.needs
    ]
    drawn = [(column, *one) for column in table.frame.columns for one in ways]
    often: Counter[str] = Counter()
    for place in np.random.default_rng(_seed(table.name)).permutation(len(drawn)).tolist():
        column, way, share = drawn[place]
        if often.total() >= trials:
            return
        if often[way.fault] < max(2, trials // 10) and applies(prepared, way, column, share, rows):
            often[way.fault] += 1
            yield run(prepared, Case(table=table.name, column=column, breaker=way, share=share, rows=rows))


def _seed(name: str) -> list[int]:
    return [SEED, zlib.crc32(name.encode())]


def main() -> int:
    """Print the figures, and return 1 if a promise is broken."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.truth.field", description=__doc__)
    parser.add_argument("--tables", type=Path, required=True, help="a folder of CSV and Parquet files")
    parser.add_argument("--trials", type=int, default=10, help="columns of a table to break: 10, if not told")
    parser.add_argument("--misses", action="store_true", help="print what was said of each miss")
    asked = parser.parse_args()
    silent: list[Silent] = []
    tried: list[Trial] = []
    tables = left_out = 0
    for path in files_of(asked.tables):
        table = table_of(path, asked.tables)
        if table is None:
            left_out += 1
            continue
        tables += 1
        try:
            silent += unchanged(table)
            if table.frame.height >= BROKEN_ROWS:
                tried += broken(table, asked.trials)
        except DriftError as refused:
            print(f"   {table.name}: {refused}")
    print(f"{tables:,} tables; {left_out:,} files left out, too small, too wide or not to be read")
    _print_silent(silent)
    _print_tried(tried, misses=asked.misses)
    promises = _promises(silent, tried)
    for promise in promises:
        print(promise)
    return 1 if any(promise.broken for promise in promises) else 0


def _print_silent(silent: list[Silent]) -> None:
    print("Nothing changed")
    for rows in dict.fromkeys(one.batch for one in silent):
        mine = [one for one in silent if one.batch == rows]
        columns = sum(one.columns for one in mine)
        breach = counted([one.verdict == "breach" for one in mine])
        warned = sum(one.verdict == "warning" for one in mine)
        print(f"   {rows:<12} in breach {breach}   with a warning {warned:,}   columns {columns:,}")
    for one in silent:
        if one.breaches:
            print(f"   {one.table} ({one.batch}): {', '.join(one.breaches)}")


def _print_tried(tried: list[Trial], *, misses: bool) -> None:
    groups: dict[tuple[str, bool], list[Trial]] = defaultdict(list)
    for one in sorted(tried, key=lambda one: (one.case.breaker.fault, -one.case.share)):
        if one.visible:
            groups[one.case.breaker.fault, one.case.share == ALL_ROWS].append(one)
    print("Broken" + "".join(f"{head:>37}" for head in ("detected", "named", "with its parameters")))
    for (fault, whole), group in groups.items():
        told = [
            counted([getattr(one, what) for one in group]) for what in ("detected", "named", "parameters")
        ]
        rows = "all rows" if whole else "a share"
        print(f"   {fault:<18} {rows:<9}" + "  ".join(f"{one!s}" for one in told))
    for one in tried if misses else []:
        if one.visible and not (one.detected and one.named and one.parameters):
            print(f"   {one.case.key} ({one.kind}): {one.said}")


def _promises(silent: list[Silent], tried: list[Trial]) -> list[Promise]:
    return [
        Promise(
            what="unchanged batches in breach",
            count=counted([one.verdict == "breach" for one in silent]),
            bound=MOST_ALARMS,
            at_least=False,
        ),
        Promise(
            what="broken tables: another column blamed",
            count=counted([bool(one.blamed) for one in tried]),
            bound=MOST_BLAMED,
            at_least=False,
        ),
    ]


if __name__ == "__main__":
    sys.exit(main())
