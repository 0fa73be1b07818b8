"""What every library is asked: pairs of tables, and the columns of each that are counted together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl
import polars.selectors as cs

from benchmarks.peers.tables import ALONE, FAULTS, NORMALS, broken, features, groups_of, steady
from benchmarks.truth.tables import tables_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from benchmarks.peers.tables import Fault

TRAINING_ROWS: Final = 10_000
LIVE_ROWS: Final = (100, 1_000, 10_000)
MANY_ROWS, MANY_COLUMNS, MANY_PAIRS = 1_000_000, 5, 5
HARDLY: Final = 0.01  # standard deviations that a million rows have moved by
MOVED: Final = f"normal features moved by {HARDLY} sd"
UNTOUCHED: Final = "untouched columns"
ALONE_PAIRS: Final = 5  # what a library does there hardly depends on the rows
DEALT: Final = 5
SERIALS: Final = ("row_order",)  # running numbers that a table's keepers have added


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two files.

    Attributes
    ----------
    reference, live : Path
        Their paths.
    groups : dict of str to list of str
        Columns by what they are counted as; those in no group are not counted.
    time : str or None
        The column that holds the rows' time.
    """

    reference: Path
    live: Path
    groups: Mapping[str, Sequence[str]]
    time: str | None = None

    def as_json(self) -> dict[str, str | None]:
        """Return what a program is told of it."""
        return {"reference": str(self.reference), "live": str(self.live), "time": self.time}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Pairs that are counted together; every library is asked them in the same order."""

    name: str
    pairs: Sequence[Pair]


def questions(folder: Path, pairs: int, real: Path | None, about: str = "") -> Iterator[Question]:
    """Write the tables, and yield the questions on them: those whose name holds a text."""
    for name, made in _made(folder, pairs, real).items():
        if about in name:
            yield Question(name=name, pairs=list(made()))


def _made(folder: Path, pairs: int, real: Path | None) -> dict[str, Callable[[], Iterable[Pair]]]:
    """Return what makes the pairs of each question."""
    seeds = range(pairs)
    made: dict[str, Callable[[], Iterable[Pair]]] = {
        f"no change, {TRAINING_ROWS:,} training and {rows:,} live rows": partial(_same, folder, seeds, rows)
        for rows in LIVE_ROWS
    }
    made[f"faults, {TRAINING_ROWS:,} training and live rows"] = partial(_faults, folder, seeds)
    for place, one in enumerate(ALONE):
        made[one.name] = partial(_alone, folder, seeds[:ALONE_PAIRS], place, one)
    made["1,000,000 training and live rows"] = partial(_many, folder)
    if real is not None:
        made["real tables, dealt at random"] = partial(_dealt, real, folder)
        made["real tables, earlier and later half"] = partial(_halves, real, folder)
    return made


def _written(frame: pl.DataFrame, path: Path) -> Path:
    frame.write_parquet(path)
    return path


def _unchanged(reference: Path, live: pl.DataFrame, path: Path) -> Pair:
    return Pair(reference=reference, live=_written(live, path), groups=groups_of(live))


def _same(folder: Path, seeds: Sequence[int], rows: int) -> Iterator[Pair]:
    for seed in seeds:
        reference = _written(steady(TRAINING_ROWS, [seed, 0]), folder / f"steady-{seed}.parquet")
        yield _unchanged(reference, steady(rows, [seed, rows]), folder / f"steady-{seed}-{rows}.parquet")


def _faults(folder: Path, seeds: Sequence[int]) -> Iterator[Pair]:
    """Yield pairs with most of the faults at once, each in its column."""
    groups = {one.name: [one.column] for one in FAULTS}
    touched = {one.column for one in FAULTS}
    for seed in seeds:
        reference, live = _features(folder, seed)
        untouched = [name for name in live.columns if name not in touched]
        path = folder / f"broken-{seed}.parquet"
        yield Pair(
            reference=reference,
            live=_written(broken(live, FAULTS), path),
            groups=groups | {UNTOUCHED: untouched},
        )


def _alone(folder: Path, seeds: Sequence[int], place: int, one: Fault) -> Iterator[Pair]:
    """Yield pairs with one fault alone."""
    for seed in seeds:
        reference, live = _features(folder, seed)
        path = folder / f"alone-{place}-{seed}.parquet"
        yield Pair(
            reference=reference, live=_written(broken(live, [one]), path), groups={one.name: [one.column]}
        )


def _features(folder: Path, seed: int) -> tuple[Path, pl.DataFrame]:
    """Return the path of a table to train on, and a healthy live one."""
    path = _written(features(TRAINING_ROWS, [seed, 0]), folder / f"features-{seed}.parquet")
    return path, features(TRAINING_ROWS, [seed, 1])


def _many(folder: Path) -> Iterator[Pair]:
    """Yield pairs of a million rows: of each seed one without a change, and one that hardly moved."""
    for seed in range(MANY_PAIRS):
        reference = _written(steady(MANY_ROWS, [seed, 2], MANY_COLUMNS), folder / f"many-{seed}.parquet")
        live = steady(MANY_ROWS, [seed, 3], MANY_COLUMNS)
        groups = groups_of(live)
        yield _unchanged(reference, live, folder / f"many-{seed}-same.parquet")
        moved = live.with_columns(pl.col(groups[NORMALS]) + HARDLY)
        yield Pair(
            reference=reference,
            live=_written(moved, folder / f"many-{seed}-moved.parquet"),
            groups={MOVED: groups[NORMALS]},
        )


def _dealt(real: Path, folder: Path) -> Iterator[Pair]:
    """Yield real tables dealt at random into halves, of which nothing has changed; a seed at a time."""
    for seed in range(DEALT):
        for table in tables_of(real):
            frame = table.frame.drop(cs.temporal(), *SERIALS, strict=False)
            order = np.random.default_rng(seed).permutation(frame.height)
            half = frame.height // 2
            stem = f"{table.name}-dealt-{seed}"
            yield Pair(
                reference=_written(frame[order[:half]], folder / f"{stem}-0.parquet"),
                live=_written(frame[order[half:]], folder / f"{stem}-1.parquet"),
                groups={"all columns": frame.columns},
            )


def _halves(real: Path, folder: Path) -> Iterator[Pair]:
    """Yield real tables cut in half along their time; times and serial numbers are no features."""
    for table in tables_of(real):
        times = [name for name, dtype in table.frame.schema.items() if dtype.is_temporal()]
        others = [name for name in times if name != table.time]
        frame = table.frame.drop(*others, *SERIALS, strict=False)
        half = frame.height // 2
        yield Pair(
            reference=_written(frame[:half], folder / f"{table.name}-0.parquet"),
            live=_written(frame[half:], folder / f"{table.name}-1.parquet"),
            groups={table.name: [name for name in frame.columns if name != table.time]},
            time=table.time,
        )
