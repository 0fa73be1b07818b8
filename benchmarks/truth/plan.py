"""What is tried: every way of the catalogue at every share and size, on columns that are dealt out evenly."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from benchmarks.truth.trials import Case, applies
from drift.faults import BREAKERS, breaker
from drift.faults.breaker import ALL_ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.truth.journal import Journal
    from benchmarks.truth.trials import Prepared
    from drift.faults import Breaker

SEED = 20261122
SMALL, USUAL, LARGE = 500, 5_000, 50_000  # rows of a batch
FEW = 100  # rows at which the coarsest faults must be found
WHOLE_EVERY = 10  # of so many trials one checks the whole table, to see whether other columns are blamed
# Ways that even a hundred rows show.
COARSE = (
    *("unit_change: × 1000", "missing_values: null", "frozen: at its last value", "missing_column: dropped"),
    *("type_change: numbers as text", "type_change: booleans as text", "type_change: times as text"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much is tried.

    Attributes
    ----------
    columns : dict of int to int
        By rows of a batch, how many columns each way is tried on at each share.
    units : int
        How many times as many columns a whole column's change of unit is tried on.
    few : int
        How many columns the coarsest faults are tried on at a hundred rows.
    rounds, batches : int
        Ways to deal rows into random halves; batches of each size from each.
    seeds : int
        How many draws of the made tables.
    """

    columns: dict[int, int]
    units: int
    few: int
    rounds: int
    batches: int
    seeds: int


QUICK = Effort(columns={USUAL: 3, SMALL: 1}, units=2, few=8, rounds=1, batches=1, seeds=1)
FULL = Effort(columns={USUAL: 24, SMALL: 8, LARGE: 4}, units=3, few=40, rounds=6, batches=4, seeds=3)


def cases(
    tables: dict[str, Prepared], effort: Effort, only: str | None, breakers: Sequence[Breaker] = BREAKERS
) -> Iterator[Case]:
    """Yield all that is tried, the same for the same tables and effort."""
    for way in breakers:
        if only is not None and only not in way.name:
            continue
        for share in way.shares:
            for rows, many in effort.columns.items():
                times = effort.units if way.fault == "unit_change" and share == ALL_ROWS else 1
                yield from _dealt(tables, way, share, rows, many * times)
        if way.name in COARSE:
            yield from _dealt(tables, way, ALL_ROWS, FEW, effort.few)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A case by the name of its way to break."""

    table: str
    column: str
    breaker: str
    share: float
    rows: int


def planned(tables: dict[str, Prepared], effort: Effort, only: str | None, journal: Journal) -> list[Case]:
    """Return all that is tried; to deal it out anew takes minutes."""

    def plan() -> Iterator[Planned]:
        for case in cases(tables, effort, only):
            name = case.breaker.name
            yield Planned(
                table=case.table, column=case.column, breaker=name, share=case.share, rows=case.rows
            )

    key = f"plan {effort} {only} {', '.join(tables)}"
    return [
        Case(
            table=one.table,
            column=one.column,
            breaker=breaker(one.breaker),
            share=one.share,
            rows=one.rows,
        )
        for one in journal.remembered(Planned, key, plan)
    ]


def _dealt(tables: dict[str, Prepared], way: Breaker, share: float, rows: int, many: int) -> Iterator[Case]:
    """Yield the cases of one way, share and size: each table in turn, its columns in the way's own order."""
    places = [
        iter(sorted(_columns(table, way), key=partial(_order, way.name, share, name)))
        for name, table in tables.items()
    ]
    left, names = many, list(tables)
    while left and places:
        for place, name in zip(list(places), list(names), strict=True):
            column = next((one for one in place if applies(tables[name], way, one, share, rows)), None)
            if column is None:
                where = places.index(place)
                del places[where], names[where]
            elif left:
                left -= 1
                yield Case(table=name, column=column, breaker=way, share=share, rows=rows)


def _columns(table: Prepared, way: Breaker) -> list[str]:
    names = table.table.frame.columns
    return names if way.kinds else names[:1]


def _order(way: str, share: float, table: str, column: str) -> int:
    return zlib.crc32(f"{way}/{share}/{table}/{column}".encode())
