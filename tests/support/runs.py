"""Runs of every sort, made by checking small frames: what outputs are held to."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import polars as pl

import drift

if TYPE_CHECKING:
    from collections.abc import Callable

    Change = Callable[[pl.DataFrame], pl.DataFrame]

ROWS: Final = 600
WHEN: Final = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
BEYOND_FLOATS: Final = 2**53 + 1


def training() -> pl.DataFrame:
    """Return a table with a column of every kind."""
    rows = range(ROWS)
    return pl.DataFrame(
        {
            "seconds": [60.0 + i * 37 % 997 + i % 7 / 8 for i in rows],
            "count": [i * i % 11 for i in rows],
            "big": [BEYOND_FLOATS + i for i in rows],
            "city": [("Porto", "Braga", "Évora")[i % 3] for i in rows],
            "member": [i % 5 == 0 for i in rows],
            "order_id": [f"A-{i:06d}" for i in rows],
            "started_at": [datetime(2026, 1, 1 + i % 28, i % 24, tzinfo=UTC) for i in rows],
            "stops": [[i, i + 1] for i in rows],
            "nothing": [None] * ROWS,
            "note": [None if i % 4 else f"Call {i} back, please." for i in rows],
        }
    )


CHANGES: Final[dict[str, Change]] = {
    "all ok": lambda frame: frame,
    "a unit": lambda frame: frame.with_columns(pl.col("seconds") * 1000),
    "a new column": lambda frame: frame.with_columns(extra=pl.lit(1)),
    "a lost column": lambda frame: frame.drop("city"),
    "no rows": lambda frame: frame.clear(),
    "one row": lambda frame: frame.head(1),
    "two rows": lambda frame: frame.head(2),
    "only nulls": lambda frame: frame.clear(ROWS),
    "null columns": lambda frame: pl.DataFrame({name: [None] * ROWS for name in frame.columns}),
    "NaN": lambda frame: frame.with_columns(seconds=pl.lit(math.nan)),
    "infinities": lambda frame: frame.with_columns(
        seconds=pl.when(pl.col("member")).then(math.inf).otherwise(-math.inf)
    ),
    "some of both": lambda frame: frame.with_columns(
        seconds=pl.when(pl.col("member")).then(math.nan).otherwise(math.inf)
    ),
    "huge floats": lambda frame: frame.with_columns(pl.col("seconds") * 1e300),
    "frozen beyond floats": lambda frame: frame.with_columns(big=pl.lit(BEYOND_FLOATS)),
    "numbers as text": lambda frame: frame.with_columns(pl.col("seconds", "count").cast(pl.String)),
    "words for numbers": lambda frame: frame.with_columns(count=pl.lit("many")),
    "new levels": lambda frame: frame.with_columns(city=pl.lit("Faro")),
    "epochs": lambda frame: frame.with_columns(pl.col("started_at").dt.epoch("ms")),
    "nested elsewhere": lambda frame: frame.with_columns(city=pl.struct("city"), stops=pl.lit("1, 2")),
    "no shared column": lambda frame: frame.rename({name: f"new {name}" for name in frame.columns}),
}


@cache
def reference() -> drift.Reference:
    """Return what `training` teaches."""
    return drift.fit(training(), created_at=WHEN)


@cache
def run_of(change: str) -> drift.Run:
    """Return the run of a batch with one of the `CHANGES`."""
    return drift.check(CHANGES[change](training()), reference(), started_at=WHEN, batch="today")


def run_with_name(name: str, *, change: float = 1000.0) -> drift.Run:
    """Return the run of a batch whose one column has this name, and whose numbers were multiplied."""
    frame = training().select(pl.col("seconds").alias(name))
    return drift.check(frame.select(pl.all() * change), drift.fit(frame), started_at=WHEN)


# A terminal obeys some of these, a browser others; JSON has to escape them.
ODD_NAMES: Final[dict[str, str]] = {
    "markup": "<script>alert(1)</script>",
    "an end of style": "</style><img src=x onerror=alert(1)>",
    "red": "a\x1b[31mred\x1b[0m",
    "a title": "a\x1b]0;owned\x07",
    "one byte of CSI": "a\x9b31m",
    "bidi": "a\u202egnp.exe\u2066",
    "lines": "a\nok  all is well\r\v\f\u2028\u2029",
    "backspaces": "breach\b\b\b\b\b\bok",
    "tab": "a\tb",
    "nothing": "",
    "blank": "   ",
    "long": "x" * 10_000,
    "wide": "漢字" * 40,
    "quotes": "a`'\"{{ 7 * 7 }}%s",
    "rich markup": "[bold red]a[/] [link=http://example.org]b[/link]",
}


def without_moments(document: dict[str, Any]) -> dict[str, Any]:
    """Return a run's document without what the time of the check and of the fit decides."""
    moments = ("run_id", "started_at", "as_of", "batch")
    kept = {name: value for name, value in document.items() if name not in moments}
    return kept | {"reference": {**kept["reference"], "created_at": None}}
