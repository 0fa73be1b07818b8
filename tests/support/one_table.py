"""One table with what sources write differently, and the digest of all that a profile of it holds."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Final

import polars as pl

from drift.profile.store import content_digest
from drift.profile.table import Plan, profile_batches
from drift.run.batches import conformed
from drift.sources.options import READ_ALL, ReadOptions
from drift.sources.schema import Contract
from drift.sources.source import open_source

ROWS: Final = 2_000
PLAN: Final = Plan(sample=50, pieces="calendar", time="at")
START: Final = datetime(2026, 1, 1)  # noqa: DTZ001 - naive times are a case of their own


def table() -> pl.DataFrame:
    """Return rows with what forms write differently: nulls, quotes, line breaks, whole floats, times."""
    dice = Random(7)  # noqa: S311 - rows, not secrets
    moments = [START + timedelta(microseconds=dice.randrange(10**13)) for _ in range(ROWS)]
    return pl.DataFrame(
        {
            "count": [dice.randrange(-5, 2_000) if at % 11 else None for at in range(ROWS)],
            "amount": [dice.gauss(0, 1) if at % 7 else None for at in range(ROWS)],
            "whole": [float(dice.randrange(100)) for _ in range(ROWS)],
            "large": [dice.randrange(2**53, 2**62) for _ in range(ROWS)],
            "city": [dice.choice(["Porto", "Braga, N", 'say "x"', "two\nlines", None]) for _ in range(ROWS)],
            "code": [f"{dice.randrange(100):05}" for _ in range(ROWS)],
            "paid": [dice.choice([True, False, None]) for _ in range(ROWS)],
            "at": moments,
            "day": [date(2026, 1, 1) + timedelta(days=dice.randrange(100)) for _ in range(ROWS)],
            "zoned": [moment.replace(microsecond=0, tzinfo=UTC) for moment in moments],
            "region": [at * 3 // ROWS for at in range(ROWS)],
        }
    )


TABLE: Final = table()


def digest(data: object, options: ReadOptions = READ_ALL, contract: Contract | None = None) -> str:
    """Return the digest of all that the profile of some data holds."""
    source = open_source(data, options=options, contract=contract)
    learned = contract or Contract.learn(source.schema, source.time_formats)
    return content_digest(profile_batches(conformed(source, learned, (), []), PLAN))
