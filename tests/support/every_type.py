"""A table with a column of every type that polars writes to Parquet, nulls in each."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

import polars as pl

ROWS: Final = 300


def every_type() -> pl.DataFrame:
    """Return the table: values at the ends of each type, and enough of them to fill more than one piece."""
    rows = range(ROWS)
    moments = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=5 * i, microseconds=i) for i in rows]
    naive = pl.Series([one.replace(tzinfo=None) for one in moments], dtype=pl.Datetime("us"))
    whole = pl.Series([i * i % 120 for i in rows])
    frame = pl.DataFrame(
        {
            **{str(one): whole.cast(one) for one in (pl.Int8, pl.Int16, pl.Int32, pl.Int64)},
            **{str(one): whole.cast(one) for one in (pl.UInt8, pl.UInt16, pl.UInt32, pl.UInt64)},
            "beyond Int64": pl.Series([2**64 - 1 - i % 7 for i in rows], dtype=pl.UInt64),
            "Float32": (whole / 7).cast(pl.Float32),
            "Float64": whole / 7 - 3.5,
            "Decimal": pl.Series([Decimal(i * 37 % 1001) / 100 for i in rows], dtype=pl.Decimal(12, 2)),
            "large Decimal": pl.Series([Decimal(10**30 + i) for i in rows], dtype=pl.Decimal(38, 0)),
            "Boolean": [i % 3 == 0 for i in rows],
            "String": [f"{i % 40}: Évora, 東京, \N{PILE OF POO}" for i in rows],
            "Categorical": pl.Series([f"level {i % 5}" for i in rows], dtype=pl.Categorical),
            "Enum": pl.Series(["lo" if i % 2 else "hi" for i in rows], dtype=pl.Enum(["lo", "hi"])),
            "Binary": [bytes([i % 256]) for i in rows],
            "Date": [date(1969, 12, 1) + timedelta(days=i) for i in rows],
            "Time": [time(i % 24, i % 60, 0, i) for i in rows],
            "Duration": pl.Series([timedelta(seconds=i, microseconds=1) for i in rows]),
            "Datetime us": naive,
            "Datetime ms": naive.cast(pl.Datetime("ms")),
            "Datetime ns": naive.cast(pl.Datetime("ns")),
            "Datetime us UTC": naive.dt.replace_time_zone("UTC"),
            "Datetime ms Lisbon": naive.cast(pl.Datetime("ms", "Europe/Lisbon")),
            "List": [[i, None][: i % 3] for i in rows],
            "Array": pl.Series([[i, i + 1] for i in rows], dtype=pl.Array(pl.Int32, 2)),
            "Struct": [{"at": moments[i], "name": "x"} for i in rows],
            "Struct in List": [[{"a": i}] * (i % 4) for i in rows],
        }
    )
    missing = pl.Series([i % 11 == 0 for i in rows])
    return frame.with_columns(pl.when(~missing).then(pl.all()).name.keep())
