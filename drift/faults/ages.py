"""Ages: the newest time of a batch is too old, or later than the batch itself."""

from __future__ import annotations

from functools import partial

import polars as pl

from drift.faults.breaker import Breaker, Changed, Request
from drift.faults.times import DAY, moved
from drift.faults.values import known, merged

LATE, EARLY = 400 * DAY, 30 * DAY  # far beyond any `max_age` that a daily batch has
SHARES_OF_THE_FUTURE = (1.0, 0.05, 0.01)


def _move(request: Request, *, seconds: int) -> Changed:
    values = request.values
    rows = request.chosen(known(values))
    return request.changed(merged(values, moved(values, seconds), rows), rows, {"lag": -seconds})


def _is_time(request: Request) -> bool:
    return isinstance(request.values.dtype, pl.Date | pl.Datetime) and request.values.count() > 0


AGES = (
    Breaker(
        fault="stale",
        variant="an old batch",
        meaning="all times are more than a year older",
        kinds=("time",),
        change=partial(_move, seconds=-LATE),
        fits=_is_time,
        needs="max_age",
        also=("time_shift",),
    ),
    Breaker(
        fault="future",
        variant="ahead of time",
        meaning="times are a month later than they can be",
        kinds=("time",),
        change=partial(_move, seconds=EARLY),
        fits=_is_time,
        shares=SHARES_OF_THE_FUTURE,
        needs="max_age",
        also=("time_shift",),
    ),
)
