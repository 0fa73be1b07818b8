"""Two faults at once: both have to be named, each of its column."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

import drift
from drift.faults import breaker, names_right

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.truth.trials import Prepared
    from drift.faults import Broken


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two ways, with their shares, on one column or on two."""

    name: str
    first: str
    first_share: float
    second: str
    second_share: float
    same_column: bool


PAIRS = (
    Pair(
        name="milliseconds and 5 % nulls",
        first="unit_change: × 1000",
        first_share=1.0,
        second="missing_values: null",
        second_share=0.05,
        same_column=True,
    ),
    Pair(
        name="a fifth in milliseconds and 20 % nulls",
        first="unit_change: × 1000",
        first_share=0.2,
        second="missing_values: null",
        second_share=0.2,
        same_column=True,
    ),
    Pair(
        name="rescaled and renamed",
        first="unit_change: × 1000",
        first_share=1.0,
        second="renamed_column: suffix",
        second_share=1.0,
        same_column=True,
    ),
    Pair(
        name="rescaled and as text",
        first="unit_change: × 1000",
        first_share=1.0,
        second="type_change: numbers as text",
        second_share=1.0,
        same_column=True,
    ),
    Pair(
        name="two columns: rescaled, frozen",
        first="unit_change: × 60",
        first_share=1.0,
        second="frozen: at its last value",
        second_share=1.0,
        same_column=False,
    ),
    Pair(
        name="two columns: rescaled, 5 % are 999",
        first="unit_change: × 1000",
        first_share=1.0,
        second="sentinel: 999",
        second_share=0.05,
        same_column=False,
    ),
    Pair(
        name="5 % are 999 and 20 % nulls",
        first="sentinel: 999",
        first_share=0.05,
        second="missing_values: null",
        second_share=0.2,
        same_column=True,
    ),
    Pair(
        name="flipped and 20 % nulls",
        first="sign_flip: negated",
        first_share=1.0,
        second="missing_values: null",
        second_share=0.2,
        same_column=True,
    ),
    Pair(
        name="rescaled and rows twice",
        first="unit_change: × 1000",
        first_share=1.0,
        second="duplicate_rows: rows twice",
        second_share=0.2,
        same_column=False,
    ),
    Pair(
        name="two columns: as text, dropped",
        first="type_change: numbers as text",
        first_share=1.0,
        second="missing_column: dropped",
        second_share=1.0,
        same_column=False,
    ),
    Pair(
        name="two columns: rounded, rescaled",
        first="rounding: to 1",
        first_share=1.0,
        second="unit_change: × 60",
        second_share=1.0,
        same_column=False,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Both:
    """What became of two faults: whether each was detected, and whether each was named."""

    pair: str
    table: str
    columns: tuple[str, ...]
    detected: bool
    named: bool
    said: str


def both(prepared: Prepared, rows: int, many: int) -> Iterator[Both]:
    """Yield the outcome of each pair on so many columns of a table."""
    batch = prepared.batch(rows)
    if batch.height < rows:
        return
    for pair in PAIRS:
        found = _places(prepared, pair, rows)
        for column, other in found[:many]:
            seed = zlib.crc32(f"{prepared.table.name}/{column}/{pair.name}".encode())
            rng = np.random.default_rng(seed)
            first = breaker(pair.first).breaks(batch, column, rng, share=pair.first_share)
            second = breaker(pair.second).breaks(first.frame, other, rng, share=pair.second_share)
            yield _outcome(prepared, pair, first, second)


def _places(prepared: Prepared, pair: Pair, rows: int) -> list[tuple[str, str]]:
    """Return the columns that both ways make sense for."""
    batch, one, two = prepared.batch(rows), breaker(pair.first), breaker(pair.second)
    names = [name for name in batch.columns if prepared.kind(name) == "number"]
    fit = [name for name in names if one.applies_to(batch, name, share=pair.first_share)]
    if pair.same_column:
        return [(name, name) for name in fit if two.applies_to(batch, name, share=pair.second_share)]
    if not two.kinds:  # of the batch: any column will do
        return [(name, name) for name in fit if two.applies_to(batch, name, share=pair.second_share)]
    other = [name for name in names if two.applies_to(batch, name, share=pair.second_share)]
    return [(name, next(one for one in other if one != name)) for name in fit if set(other) - {name}]


def _outcome(prepared: Prepared, pair: Pair, first: Broken, second: Broken) -> Both:
    run = drift.check(second.frame, prepared.reference)
    names = {one.name for one in run.columns}
    sides = (
        [({*first.columns, *second.columns}, {first.fault, second.fault}, {*first.also, *second.also})]
        if pair.same_column
        else [
            (set(first.columns), {first.fault}, set(first.also)),
            (set(second.columns), {second.fault}, set(second.also)),
        ]
    )
    detected, named, said = True, True, []
    for columns, faults, also in sides:
        results = [run[name] for name in sorted(columns & names)]
        told = [one.diagnosis for result in results for one in result.findings]
        of_batch = [one for one in run.findings if (one.column in columns if columns else one.column is None)]
        told += [one.diagnosis for one in of_batch]
        found = {one.fault for one in told if one is not None}
        detected &= "breach" in {*(one.verdict for one in results), *(one.verdict for one in of_batch)}
        named &= faults <= found and names_right(first, {first.fault, *(found - faults - also)})
        said.append(f"{', '.join(sorted(columns)) or 'the batch'}: {', '.join(sorted(found)) or 'nothing'}")
    return Both(
        pair=pair.name,
        table=prepared.table.name,
        columns=(*first.columns, *second.columns),
        detected=detected,
        named=named,
        said="; ".join(said),
    )
