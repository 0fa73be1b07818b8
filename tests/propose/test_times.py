"""The column that dates the rows: the one in whose order they are, the finest, the best named."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

import polars as pl

from drift.profile.kind import infer_kind
from drift.profile.table import Plan, profile_batch
from drift.propose.seen import Seen
from drift.propose.times import guess_time

ROWS: Final = 200
MOMENTS: Final = [datetime(2026, 1, 1) + timedelta(hours=7 * n) for n in range(ROWS)]  # noqa: DTZ001 - as in files
LATER: Final = [moment + timedelta(minutes=n * 13 % 97) for n, moment in enumerate(MOMENTS)]
DAYS: Final = [date(2026, 1, 1) + timedelta(days=n) for n in range(ROWS)]


def guessed(order: dict[str, float], *, sensitive: str = "", **columns: list[object]) -> str | None:
    frame = pl.DataFrame(columns)
    profile = profile_batch(frame, Plan())
    guess = guess_time(
        [
            Seen(
                name=name,
                column=profile.columns[name],
                kind=infer_kind(profile.columns[name]),
                dtype=str(dtype),
                sensitive=name == sensitive,
            )
            for name, dtype in frame.schema.items()
        ],
        order,
    )
    return guess.name if guess else None


def test_the_rows_order_decides() -> None:
    assert guessed({"booked": 0.6, "arrived": 1.0}, booked=list(LATER), arrived=list(DAYS)) == "arrived"


def test_then_the_finer_one_and_then_the_better_name() -> None:
    assert guessed({}, day=list(DAYS), moment=list(LATER)) == "moment"
    assert guessed({}, dropoff=list(LATER), pickup=list(MOMENTS)) == "pickup"


def test_no_column_dates_rows_that_is_personal_has_holes_or_lies_within_a_day() -> None:
    assert guessed({}, dob=list(DAYS), sensitive="dob") is None
    assert guessed({}, shipped=[None, *DAYS[1:150], *[None] * 50]) is None
    assert guessed({}, started=[MOMENTS[0] + timedelta(seconds=n) for n in range(ROWS)]) is None
    assert guessed({}, count=list(range(ROWS))) is None
