"""Epoch units: times since 1970 counted in another unit, as integers or after they were parsed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import polars as pl

from drift.faults.breaker import SHARES, Breaker, Changed, Request
from drift.faults.values import known, merged, numbers

PER_SECOND = {"second": 1, "millisecond": 10**3, "microsecond": 10**6, "nanosecond": 10**9}
FIRST, LAST = 946_684_800, 4_102_444_800  # seconds: from 2000 to 2100 an integer is taken for a time
PARSEABLE = 9 * 10**18  # microseconds that a datetime holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Recount:
    """A unit that was counted in, and the one that is."""

    before: str
    now: str


INTEGERS = (
    Recount(before="second", now="millisecond"),
    Recount(before="millisecond", now="second"),
    Recount(before="second", now="microsecond"),
    Recount(before="millisecond", now="microsecond"),
    Recount(before="microsecond", now="nanosecond"),
)
PARSED = (
    Recount(before="second", now="millisecond"),
    Recount(before="millisecond", now="second"),
    Recount(before="microsecond", now="second"),
)


def unit_of(values: pl.Series) -> str | None:
    """Return the unit in which integers are times of this century; None where there is none."""
    found = numbers(values) if values.dtype.is_integer() else numbers(values[:0])
    if not found.size:
        return None
    fitting = (
        unit
        for unit, times in PER_SECOND.items()
        if FIRST * times <= found.min() <= found.max() <= LAST * times
    )
    return next(fitting, None)


def _recount(request: Request, *, how: Recount) -> Changed:
    values = request.values
    rows = request.chosen(known(values))
    now, before = PER_SECOND[how.now], PER_SECOND[how.before]
    counted = (
        values.cast(pl.Int64) * (now // before) if now > before else values.cast(pl.Int64) // (before // now)
    )
    return request.changed(merged(values, counted, rows), rows, {"from": how.before, "to": how.now})


def _is_counted(request: Request, *, how: Recount) -> bool:
    return unit_of(request.values) == how.before


def _misread(request: Request, *, how: Recount) -> Changed:
    """Parse what was counted in one unit as if it were the other one."""
    values = request.values
    rows = request.chosen(known(values))
    now, before = PER_SECOND[how.now], PER_SECOND[how.before]
    micros = values.dt.timestamp("us")
    # Milliseconds taken for seconds are a thousand times as late: the year 54000.
    wrong = micros * (now // before) if now > before else micros // (before // now)
    parsed = wrong.cast(pl.Datetime("us")).cast(values.dtype)
    return request.changed(merged(values, parsed, rows), rows, {"from": how.before, "to": how.now})


def _is_parsed(request: Request, *, how: Recount) -> bool:
    dtype = request.values.dtype
    if not isinstance(dtype, pl.Datetime) or dtype.time_zone is not None or not request.values.count():
        return False
    largest = max(abs(int(request.values.dt.timestamp("us").max() or 0)), 1)  # type: ignore[arg-type]
    times = {"ms": 10**3, "us": 1, "ns": 1}.get(dtype.time_unit or "us", 1)
    grows = max(PER_SECOND[how.now] // PER_SECOND[how.before], 1)
    nanoseconds = 10**3 if dtype.time_unit == "ns" else 1
    return largest * grows * nanoseconds < PARSEABLE * times


EPOCHS = (
    *(
        Breaker(
            fault="epoch_unit",
            variant=f"{how.before} → {how.now}",
            meaning=f"times count {how.now}s since 1970 where they counted {how.before}s",
            kinds=("time",),
            change=partial(_recount, how=how),
            fits=partial(_is_counted, how=how),
            shares=SHARES,
        )
        for how in INTEGERS
    ),
    *(
        Breaker(
            fault="epoch_unit",
            variant=f"parsed {how.before} → {how.now}",
            meaning=f"{how.now}s since 1970 were parsed as {how.before}s",
            kinds=("time",),
            change=partial(_misread, how=how),
            fits=partial(_is_parsed, how=how),
            shares=SHARES,
        )
        for how in PARSED
    ),
)
