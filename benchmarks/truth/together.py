"""Many columns at once: `python -m benchmarks.truth.together`, see docs/truth.md and docs/relations.md.

1. Nothing changed: rows of a made table, and of those of `--tables`, are dealt at random into training and a
   batch. How often is the batch told by more than chance explains at an error probability of 5 %?
2. Something changed that no column shows alone: how often is it told, by pairs or by all columns at once, and
   are the columns named that carry it?
3. Tables along time, trained on the first 60 %: how often are later batches told, and how often once a column
   that goes with others is shuffled in them?

Exits with 1 if the 95 % interval (Clopper and Pearson) of the first part lies above 5 %.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

import drift
from benchmarks.truth.counted import Counted, counted
from benchmarks.truth.movement import batches, learn
from benchmarks.truth.tables import tables_of
from drift.compare.domain import Domain, advantage, advantage_margin
from drift.compare.even import codes_of
from drift.faults import breaker
from drift.judge.together_rows import Together

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

SEED: Final = 20_261_129
LEVEL: Final = 0.05
ROWS, LIVE = 2_000, 1_000  # of the first part: training's and the batch's
TRAINED: Final = 20_000
BATCHES: Final = (1_000, 5_000)
SHUFFLED: Final = "relation: shuffled"


def made(random: np.random.Generator, rows: int) -> pl.DataFrame:
    """Return rows of eight columns: a pair that goes together, two levels, and five that go with nothing."""
    way = random.normal(size=rows)
    free = random.normal(size=(rows, 5))
    return pl.DataFrame(
        {
            "way": way,
            "fare": 0.8 * way + 0.6 * random.normal(size=rows),
            "city": random.choice(["Porto", "Braga", "Faro"], rows, p=[0.5, 0.3, 0.2]),
            **{f"free_{place}": free[:, place] for place in range(5)},
        }
    )


def _parity(frame: pl.DataFrame, share: float) -> pl.DataFrame:
    """Give the third of three columns the sign of the product of the others, in a share of the rows."""
    signed = pl.col("free_2").abs() * (pl.col("free_0") * pl.col("free_1")).sign()
    held = pl.int_range(pl.len()) < share * pl.len()
    return frame.with_columns(free_2=pl.when(held).then(signed).otherwise("free_2"))


def _circle(frame: pl.DataFrame) -> pl.DataFrame:
    """Make one column as far from its middle as another one, on either side: their correlation stays 0."""
    return frame.with_columns(free_1=pl.col("free_0").abs() * pl.col("free_1").sign())


def _by_level(frame: pl.DataFrame) -> pl.DataFrame:
    """Turn how two columns go together in one of three cities."""
    turned = pl.when(pl.col("city") == "Porto").then(-pl.col("fare")).otherwise("fare")
    return frame.with_columns(fare=turned)


def _shuffled(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.col("fare").shuffle(seed=7))


CHANGES: Final[dict[str, tuple[Callable[[pl.DataFrame], pl.DataFrame], frozenset[str]]]] = {
    "nothing": (lambda frame: frame, frozenset()),
    "parity of three": (lambda frame: _parity(frame, 1.0), frozenset({"free_0", "free_1", "free_2"})),
    "the same, half of the rows": (
        lambda frame: _parity(frame, 0.5),
        frozenset({"free_0", "free_1", "free_2"}),
    ),
    "a circle of two": (_circle, frozenset({"free_0", "free_1"})),
    "another sign in one city": (_by_level, frozenset({"way", "fare", "city"})),
    "a shuffled column": (_shuffled, frozenset({"way", "fare"})),
}


def dealt(frame: pl.DataFrame, random: np.random.Generator) -> Together:
    """Return rows of a table, dealt at random into training and a batch."""
    rows = min(frame.height, ROWS + LIVE)
    some = frame[random.choice(frame.height, rows, replace=False)]
    before = rows * ROWS // (ROWS + LIVE)
    found: dict[str, NDArray[np.int64]] = {}
    for name in some.columns:
        values = some[name]
        if values.dtype.is_numeric() or values.dtype in {pl.String, pl.Boolean}:
            codes = codes_of(values.head(before), values.tail(rows - before))
            if codes is not None:
                found[name] = codes
    return Together(
        names=tuple(found),
        codes=np.stack(list(found.values()), axis=1),
        live=np.arange(rows) >= before,
        moments=None,
    )


def by_chance(rows: Together) -> bool:
    """Return whether either half of the rows is told by more than chance explains at `LEVEL`."""
    one, other = rows.halves()
    for teaching, tried in ((one, other), (other, one)):
        told = Domain.learned(teaching.even_by_side(), teaching.live).tells(tried.even())
        if advantage(told, tried.live) > advantage_margin(told, tried.live, LEVEL / 2):
            return True
    return False


def unchanged(tables: Iterable[tuple[str, pl.DataFrame]], deals: int) -> dict[str, Counted]:
    """Return of each table how many deals are told by more than chance explains."""
    found = {}
    for name, frame in tables:
        random = np.random.default_rng([SEED, 1, frame.height])
        found[name] = counted([by_chance(dealt(frame, random)) for _ in range(deals)])
    return found


def told_of(run: drift.Run) -> list[tuple[str, frozenset[str]]]:
    """Return the statistic and the columns of each relation that a run tells."""
    return [
        (str(one.statistic), frozenset(one.diagnosis.parameters["columns"]))
        for one in run.findings
        if one.check == "relations" and one.diagnosis is not None
    ]


def changed(many: int) -> None:
    """Print how often each change of the made table is told."""
    reference = drift.fit(made(np.random.default_rng([SEED, 2]), TRAINED), config={"together": True})
    for name, (change, carriers) in CHANGES.items():
        for rows in BATCHES:
            pairs, together, right = [], [], []
            for place in range(many):
                frame = made(np.random.default_rng([SEED, 3, rows, place]), rows)
                told = told_of(drift.check(change(frame), reference))
                at_once = [columns for statistic, columns in told if statistic == "told_apart"]
                pairs.append(len(told) > len(at_once))
                together.append(bool(at_once))
                right.append(at_once == [carriers])
            print(
                f"   {name:<28} {rows:>6,} rows   by a pair {counted(pairs)}   at once {counted(together)}"
                f"   its columns and no other {counted(right)}",
                flush=True,
            )


def along_time(folder: Path) -> None:
    """Print how often later batches are told, as they are and with a column shuffled."""
    way = breaker(SHUFFLED)
    for table in tables_of(folder):
        learned = learn(table, together=True)
        quiet, broken = [], []
        for _, frame in batches(learned):
            told = told_of(drift.check(frame, learned.reference))
            quiet.append(any(statistic == "told_apart" for statistic, _ in told))
            column = next((name for name in learned.compared if way.applies_to(frame, name, share=1.0)), None)
            if column is not None:
                shuffled = frame.with_columns(pl.col(column).shuffle(seed=7))
                broken.append(bool(told_of(drift.check(shuffled, learned.reference))))
        print(f"   {table.name:<38} told {counted(quiet)}   shuffled {counted(broken)}", flush=True)


def main() -> int:
    """Print the figures, and return 1 if chance is told too often."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.truth.together", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer deals: within minutes")
    folder = os.environ.get("DRIFT_TABLES")
    parser.add_argument("--tables", type=Path, default=Path(folder) if folder else None)
    parser.add_argument("--part", type=int, choices=(1, 2, 3), help="this part, and nothing else")
    asked = parser.parse_args()
    began, broken = time.perf_counter(), False
    if asked.part in {None, 1}:
        print(f"1. Nothing changed: told beyond chance, where {LEVEL:.0%} may")
        tables = [("made", made(np.random.default_rng([SEED, 0]), TRAINED))]
        tables += [(one.name, one.frame) for one in (tables_of(asked.tables) if asked.tables else [])]
        for name, count in unchanged(tables, 20 if asked.quick else 400).items():
            print(f"   {name:<38} {count}", flush=True)
            broken |= count.interval[0] > LEVEL
    if asked.part in {None, 2}:
        print("2. Changed together")
        changed(5 if asked.quick else 40)
    if asked.part in {None, 3} and asked.tables:
        print("3. Later batches of tables along time")
        along_time(asked.tables)
    print(f"{time.perf_counter() - began:.0f} s")
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
