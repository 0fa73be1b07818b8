"""Tables that move by themselves, trained on the first 60 % of their rows and checked on the later ones.

``python -m benchmarks.truth.movement --tables DIR``, see docs/truth.md. Later rows are cut into batches
of a day, a week and four weeks, spread evenly over what is left, and the whole rest. Counted are the
columns in breach, of those that are no clock, no identifier and no calendar; and the same batches with
one number column in another unit, detected or not. Exits with 1 if a promise is broken.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import numpy as np
import polars as pl

import drift
from benchmarks.truth.counted import counted
from benchmarks.truth.promises import Promise
from benchmarks.truth.tables import tables_of
from benchmarks.truth.ties import Affine, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.truth.tables import Table

TRAINED: Final = 0.6  # of the rows come first
BATCHES: Final = 8  # of each span, spread evenly over the rest
LEAST_ROWS: Final = 20  # of a batch
SPANS: Final = {"day": 1, "week": 7, "4 weeks": 28}
FACTORS: Final = {"× 1000": 1000.0, "÷ 1000": 0.001, "miles → km": 1.609344, "kg → lb": 1 / 0.45359237}
MOST_IN_BREACH: Final = 0.05
LEAST_DETECTED: Final = 0.95
CALENDAR: Final = re.compile(  # what is a function of the time, by its name
    r"(^|_)(year|month|week|day|hour|season|is_weekend)(_|$)|^time of day$", re.IGNORECASE
)
KEPT: Final = "Tables without a known break"
BROKEN: Final = "Tables with a known break"
SEED: Final = 20_261_125
CLOCK: Final = "drawn up time"
EPOCH: Final = datetime(2008, 5, 1)  # noqa: DTZ001 - of tables whose rows are in order and have no time
ORDERED_DAYS: Final = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """A table in the order of its time, what its earlier rows taught, and the later ones."""

    name: str
    time: str
    reference: drift.Reference
    rest: pl.DataFrame

    @property
    def compared(self) -> list[str]:
        """The columns that are no clock, no calendar, no identifier and no running number."""
        return [
            name
            for name, kind in self.reference.kinds.items()
            if kind.kind not in {"time", "identifier"}
            and name not in {self.time, "row_order"}
            and not CALENDAR.search(name)
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was said of a column of a batch: `why` in words, of a batch in another unit with the factor."""

    table: str
    span: str
    column: str
    breach: bool
    why: str


def learn(table: Table, *, together: bool = False) -> Learned:
    """Learn from a table's earlier rows; where it only has an order, times are drawn up evenly.

    `together` is the config's key.
    """
    frame, time = table.frame, table.time
    if time is None:
        step, time = timedelta(days=ORDERED_DAYS) / frame.height, CLOCK
        frame = frame.with_columns(pl.Series(CLOCK, [EPOCH + place * step for place in range(frame.height)]))
    place = int(frame.height * TRAINED)
    reference = drift.fit(frame.head(place), config={"time": time, "together": together})
    return Learned(name=table.name, time=time, reference=reference, rest=frame.tail(frame.height - place))


def batches(learned: Learned) -> Iterator[tuple[str, pl.DataFrame]]:
    """Yield batches of each span, and the whole rest."""
    days = learned.rest[learned.time].cast(pl.Date)
    first, last = cast("date", days.min()), cast("date", days.max())
    for span, length in SPANS.items():
        periods = (last - first).days // length
        if not periods:
            continue
        for period in np.unique(np.linspace(0, periods - 1, BATCHES).astype(int)).tolist():
            begin = first + timedelta(days=period * length)
            frame = learned.rest.filter((days >= begin) & (days < begin + timedelta(days=length)))
            if frame.height >= LEAST_ROWS:
                yield span, frame
    yield "rest", learned.rest


def quiet(learned: Learned) -> Iterator[Told]:
    """Yield what is said of the later rows as they are."""
    for span, frame in batches(learned):
        run = drift.check(frame, learned.reference)
        for name in learned.compared:
            column = run[name]
            if column.verdict not in {"skipped", "undecided"}:
                yield Told(
                    table=learned.name,
                    span=span,
                    column=name,
                    breach=column.verdict == "breach",
                    why="; ".join(one.why for one in column.findings if one.verdict == "breach"),
                )


def broken(learned: Learned, random: np.random.Generator) -> Iterator[Told]:
    """Yield what is said of the same batches with one number column in another unit, each in its turn."""
    numbers = [name for name in learned.compared if learned.reference.kinds[name].kind == "number"]
    for span, frame in batches(learned):
        for name in numbers:
            what = list(FACTORS)[int(random.integers(len(FACTORS)))]
            values = frame[name].drop_nulls().cast(float).to_numpy()
            how = Affine(FACTORS[what], 0.0)
            if np.count_nonzero(values) < LEAST_ROWS or not visible(
                values, how, learned.reference.profile.rows
            ):
                continue
            live = frame.select(learned.time, (pl.col(name) * how.factor).alias(name))
            verdict = drift.check(live, learned.reference)[name].verdict
            yield Told(
                table=learned.name,
                span=span,
                column=name,
                breach=verdict == "breach",
                why=f"{what}: {verdict}",
            )


def main() -> int:
    """Print the figures, and return 1 if a promise is broken."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.truth.movement", description=__doc__)
    folder = os.environ.get("DRIFT_TABLES")
    parser.add_argument("--tables", type=Path, default=Path(folder) if folder else None)
    parser.add_argument("--broken", metavar="NAME", action="append", default=[], help="has a known break")
    parser.add_argument("--misses", action="store_true", help="print what was said of each miss")
    asked = parser.parse_args()
    if asked.tables is None:
        parser.error("name a folder of Parquet tables: --tables DIR")
    parts: dict[str, list[Table]] = {KEPT: [], BROKEN: []}
    for table in tables_of(asked.tables):
        parts[BROKEN if any(name in table.name for name in asked.broken) else KEPT].append(table)
    promises: list[Promise] = []
    for title, tables in parts.items():
        learned = [learn(table) for table in tables]
        still = [told for one in learned for told in quiet(one)]
        moved = [told for one in learned for told in broken(one, np.random.default_rng(SEED))]
        if still:
            _print(title, still, moved, misses=asked.misses)
        if title == KEPT:
            promises = _promises(still, moved)
    for promise in promises:
        print(promise)
    return 1 if any(promise.broken for promise in promises) else 0


def _print(title: str, still: list[Told], moved: list[Told], *, misses: bool) -> None:
    print(title)
    for name in dict.fromkeys(told.table for told in still):
        mine = [told for told in still if told.table == name]
        wrong = Counter(told.column for told in mine if told.breach)
        named = ", ".join(f"{column} ({many})" for column, many in wrong.most_common(6))
        print(f"   {name:<38} in breach {counted([told.breach for told in mine])}  {named}")
    for span in (*SPANS, "rest"):
        breach = counted([told.breach for told in still if told.span == span])
        found = counted([told.breach for told in moved if told.span == span])
        print(f"   {span:<10} in breach {breach}   another unit detected {found}")
    for what in FACTORS:
        print(f"   {what:<10} detected {counted([t.breach for t in moved if t.why.startswith(f'{what}:')])}")
    if misses:
        told = [one for one in still if one.breach] + [one for one in moved if not one.breach]
        print("\n".join(f"   {one.table} {one.span} {one.column}: {one.why}" for one in told))


def _promises(still: list[Told], moved: list[Told]) -> list[Promise]:
    return [
        Promise(
            what="later columns in breach",
            count=counted([told.breach for told in still]),
            bound=MOST_IN_BREACH,
            at_least=False,
        ),
        Promise(
            what="later columns in another unit detected",
            count=counted([told.breach for told in moved]),
            bound=LEAST_DETECTED,
        ),
    ]


if __name__ == "__main__":
    sys.exit(main())
