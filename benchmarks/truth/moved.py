"""Units changed in later rows: a feature has moved by itself, and then its unit changes on top."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

import drift
from benchmarks.truth.ties import Affine, plausible, rivals, same, visible
from drift.faults import BREAKERS
from drift.faults.units import MAPS
from drift.faults.values import numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.truth.tables import Table

VARIANTS = ("× 1000", "÷ 60", "÷ 3600", "miles → km", "kg → lb", "× 100", "°C → °F")


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """One column of later rows in another unit, and what was said."""

    table: str
    column: str
    variant: str
    tied: bool
    detected: bool
    named: bool
    said: str


def later(table: Table, rows: int, variants: tuple[str, ...]) -> Iterator[Later]:
    """Learn from the earlier half, and convert columns of the first rows that came later."""
    half = table.frame.height // 2
    batch = table.frame[half:].head(rows)
    if table.time is None or batch.height < rows:
        return
    reference = drift.fit(table.frame.head(half), config={"time": table.time})
    names = [name for name in batch.columns if reference.kinds[name].kind == "number"]
    for how in MAPS:
        breaker = next(one for one in BREAKERS if one.fault == "unit_change" and one.variant == how.variant)
        if how.variant not in variants:
            continue
        truth = Affine(float(f"{how.times / how.per:.12g}"), float(f"{how.offset:.12g}"))
        for name in names:
            allowed = plausible(name)
            values = numbers(batch.get_column(name).alias("values"))
            fits = breaker.applies_to(batch, name) and (allowed is None or truth in allowed)
            if not fits or not visible(values, truth, half):
                continue
            broken = breaker.breaks(batch, name, np.random.default_rng(0))
            beside = [one for one in batch.columns if one in {name, table.time}]
            result = drift.check(broken.frame.select(beside), reference)[name]
            told = result.diagnosis
            alike = (truth, *rivals(values, truth, half))
            unit = told is not None and told.fault == "unit_change"
            yield Later(
                table=table.name,
                column=name,
                variant=how.variant,
                tied=len(alike) > 1,
                detected=result.verdict == "breach",
                named=unit
                and told is not None
                and any(
                    same(one, told.parameters.get("factor"), told.parameters.get("offset", 0.0))
                    for one in alike
                ),
                said=f"{result.verdict}, {told.fault if told else 'no name'}"
                + (f" × {told.parameters.get('factor')}" if unit and told else ""),
            )
