"""Faults of the batch's rows: too few, repeated rows, repeated keys."""

from __future__ import annotations

import numpy as np
import polars as pl

from drift.faults.breaker import ALL_ROWS, PARTS, Breaker, Changed, Request
from drift.faults.values import known, merged

KEPT = 0.1  # of the rows, where most of them are missing
SHARES_OF_REPEATS = (0.5, *PARTS)


def _lose_rows(request: Request) -> Changed:
    before = request.frame.height
    now = max(1, round(KEPT * before))
    return Changed(
        frame=request.frame.head(now),
        rows=np.ones(now, np.bool_),
        parameters={"to": now},
        share=ALL_ROWS,
        columns=(),
    )


def _repeat_rows(request: Request) -> Changed:
    """Append copies, as a delivery does that comes twice; `share` is that of the copies in the result."""
    before = request.frame.height
    copies = max(1, round(request.share * before / (1 - request.share)))
    drawn = request.rng.integers(0, before, copies)
    rows = np.concatenate([np.zeros(before, np.bool_), np.ones(copies, np.bool_)])
    share = copies / (before + copies)
    return Changed(
        frame=pl.concat([request.frame, request.frame[drawn]]),
        rows=rows,
        parameters={"share": share},
        share=share,
        columns=(),
    )


def _repeat_keys(request: Request) -> Changed:
    """Give a share of the rows the key of another one."""
    values = request.values
    rows = request.chosen(known(values))
    others = values.filter(pl.Series(known(values) & ~rows))
    drawn = others.gather(request.rng.integers(0, len(others), len(values)))
    return request.changed(
        merged(values, drawn, rows), rows, {"share": float(rows.mean())}, share=float(rows.mean())
    )


def _is_unique(request: Request) -> bool:
    values = request.values
    hashable = values.dtype.is_integer() or values.dtype == pl.String
    return (
        hashable
        and values.null_count() == 0
        and values.n_unique() == len(values)
        and request.share < ALL_ROWS
    )


def _has_rows(request: Request) -> bool:
    return request.frame.height > 1


def _has_a_twin_to_make(request: Request) -> bool:
    return request.frame.height > 1 and request.share < ALL_ROWS and not request.frame.is_duplicated().any()


BATCHES = (
    Breaker(
        fault="row_count",
        variant="one tenth",
        meaning="nine tenths of the rows are missing",
        kinds=(),
        change=_lose_rows,
        fits=_has_rows,
        needs="rows",
    ),
    Breaker(
        fault="duplicate_rows",
        variant="rows twice",
        meaning="whole rows came more than once",
        kinds=(),
        change=_repeat_rows,
        fits=_has_a_twin_to_make,
        shares=SHARES_OF_REPEATS,
    ),
    Breaker(
        fault="duplicate_rows",
        variant="keys twice",
        meaning="other rows came under the same key",
        kinds=("identifier",),
        change=_repeat_keys,
        fits=_is_unique,
        shares=PARTS,
        needs="key",
    ),
)
