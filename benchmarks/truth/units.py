"""Whole columns, and shares of them, in another unit: are they found, and the right factor named."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

import drift
from drift.compare.nonzero import NAME as NONZERO
from drift.compare.outside import NAME as OUTSIDE

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np

    from benchmarks.truth.tables import Table
    from drift.diagnose.diagnosis import Diagnosis
    from drift.judge.result import ColumnResult

LIVE_ROWS = 5_000
FACTORS = {"× 1000": 1000.0, "÷ 1000": 0.001, "× 60": 60.0, "÷ 3600": 1 / 3600, "miles → km": 1.609344}
SHARE_FACTOR = 1000.0
SHARES = (0.2, 0.05, 0.02)
SAME = 1e-6  # relative: the factor named is the factor

_SEEING = ("ks", NONZERO, OUTSIDE)  # the measurements that a factor can show in


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One column that was multiplied, and what the check said of it.

    Attributes
    ----------
    table, column, change : str
        What was changed, and how.
    made : bool
        Whether the column is a made one.
    visible : bool
        Whether any distance is beyond what chance explains. A column of zeros is not changed by a factor,
        and three rows tell nothing.
    detected : bool
        Whether the column is in breach.
    named, as_good : bool
        Whether the right factor is the diagnosis; whether it is said to be as good as another one.
    share_off : float or None
        How far the share of rows said is from the one changed, where a share was named.
    said : str
        The verdict, the fault and the factor, for the list of misses.
    """

    table: str
    column: str
    change: str
    made: bool
    visible: bool
    detected: bool
    named: bool
    as_good: bool
    share_off: float | None
    said: str


def whole_columns(
    table: Table, changes: tuple[str, ...], random: np.random.Generator, *, made: bool
) -> Iterator[Trial]:
    """Multiply all number columns of a batch by each factor, and check."""
    reference_rows, other = table.halves(random)
    reference = drift.fit(reference_rows)
    live = other.head(LIVE_ROWS)
    names = _numbers(reference, live)
    for change in changes:
        factor = FACTORS[change]
        run = drift.check(live.with_columns(pl.col(names).cast(pl.Float64) * factor), reference)
        for name in names:
            yield _trial(table.name, change, run[name], factor, share=1.0, made=made)


def shares(table: Table, random: np.random.Generator) -> Iterator[Trial]:
    """Multiply a share of the rows by a thousand, in all number columns at once, and check."""
    reference_rows, other = table.halves(random)
    reference = drift.fit(reference_rows)
    live = other.head(LIVE_ROWS)
    names = _numbers(reference, live)
    for share in SHARES:
        changed = random.permutation(live.height) < round(share * live.height)
        factor = pl.when(pl.Series(changed)).then(SHARE_FACTOR).otherwise(1.0)
        run = drift.check(live.with_columns(pl.col(names).cast(pl.Float64) * factor), reference)
        for name in names:
            yield _trial(table.name, f"{share:.0%} × 1000", run[name], SHARE_FACTOR, share=share, made=True)


def _numbers(reference: drift.Reference, live: pl.DataFrame) -> list[str]:
    """Return the columns that are numbers to a model: not times, not running numbers."""
    return [name for name in live.columns if reference.kinds[name].kind == "number"]


def _trial(
    table: str, change: str, result: ColumnResult, factor: float, *, share: float, made: bool
) -> Trial:
    diagnosis = result.diagnosis
    unit = diagnosis if diagnosis is not None and diagnosis.fault == "unit_change" else None
    right_share = unit is not None and unit.share is not None and (unit.share == 1) == (share == 1)
    named = right_share and unit is not None and _is(unit.parameters, factor)
    rival = unit.runner_up if unit is not None else None
    return Trial(
        table=table,
        column=result.name,
        change=change,
        made=made,
        visible=any(
            one.measurement.value > one.measurement.margin
            for one in result.measurements
            if one.measurement.statistic in _SEEING
        ),
        detected=result.verdict == "breach",
        named=named,
        as_good=unit is not None
        and rival is not None
        and rival.explains == unit.explains
        and _is(rival.parameters, factor),
        share_off=abs(unit.share - share) if named and unit and unit.share is not None else None,
        said=_said(result, unit),
    )


def _is(parameters: dict[str, float], factor: float) -> bool:
    return math.isclose(parameters.get("factor", 0.0), factor, rel_tol=SAME) and not parameters.get("offset")


def _said(result: ColumnResult, unit: Diagnosis | None) -> str:
    if unit is not None:
        return f"{result.verdict}, × {unit.parameters['factor']:.6g} on {unit.share or 0:.2%}"
    return f"{result.verdict}, {result.diagnosis.fault if result.diagnosis else 'no fault named'}"
