"""Planning is held to simulation: batches with the change told are in breach, those with half mostly not."""

from __future__ import annotations

import functools

import numpy as np
import polars as pl
import pytest

import drift
from drift.errors import UsageError

ROWS, BATCHES = 1_000, 25
LEAST_CAUGHT, MOST_OF_HALF = 20, 15  # of 25: fewer than 20 at 95 % is one time in a thousand


def rows_of(random: np.random.Generator, rows: int) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "size": random.normal(50, 5, rows),
            "price": random.lognormal(3, 1, rows),
            "city": random.choice(["Porto", "Braga", "Faro", "Évora"], rows, p=[0.4, 0.3, 0.2, 0.1]),
            "member": random.random(rows) < 0.3,
            "gaps": pl.select(
                pl.when(pl.Series(random.random(rows) > 0.05)).then(pl.Series(random.gamma(3, 2, rows)))
            ).to_series(),
            "at": pl.Series(random.integers(1_700_000_000, 1_710_000_000, rows) * 10**6).cast(
                pl.Datetime("us")
            ),
        }
    )


@functools.cache
def reference() -> drift.Reference:
    return drift.fit(rows_of(np.random.default_rng(1), 20_000), config={"sample": 0})


@functools.cache
def plan() -> drift.Power:
    return drift.power(reference(), ROWS)


def changed(
    frame: pl.DataFrame, column: str, change: str, size: float, random: np.random.Generator
) -> pl.DataFrame:
    """Return a batch with a change of a size in one column."""
    concerned = pl.Series(random.random(frame.height) < size)
    values = pl.col(column)
    match change:
        case "shift":
            deviation = float(reference_rows()[column].std())  # type: ignore[arg-type]
            new = values + size * deviation
        case "unit":
            new = pl.when(concerned).then(values * 1000).otherwise(values)
        case "nulls":
            # Points on top of all rows, so a share of those that have a value.
            held = pl.Series(
                random.random(frame.height) < size / (1 - frame[column].null_count() / frame.height)
            )
            new = pl.when(held).then(None).otherwise(values)
        case "new_level":
            new = pl.when(concerned).then(pl.lit("Lagos")).otherwise(values)
        case _:
            gains = pl.Series(random.random(frame.height) < size / 0.6)  # Porto from the 60 % that are not
            new = pl.when(gains).then(pl.lit("Porto")).otherwise(values)
    return frame.with_columns(new.alias(column))


@functools.cache
def reference_rows() -> pl.DataFrame:
    return rows_of(np.random.default_rng(1), 20_000)


@pytest.mark.parametrize(
    ("column", "change"),
    [
        ("size", "shift"),
        ("price", "unit"),
        ("gaps", "nulls"),
        ("city", "level"),
        ("city", "new_level"),
    ],
)
def test_the_smallest_change_is_caught_and_half_of_it_mostly_not(column: str, change: str) -> None:
    size = plan()[column].changes[change].size
    assert size is not None
    for share, least, most in ((1.0, LEAST_CAUGHT, BATCHES), (0.5, 0, MOST_OF_HALF)):
        caught = 0
        for batch in range(BATCHES):
            random = np.random.default_rng([2, batch])
            live = changed(rows_of(random, ROWS).select(column), column, change, share * size, random)
            caught += drift.check(live, reference())[column].verdict == "breach"
        assert least <= caught <= most, (share, size, caught)


def test_more_rows_catch_less_and_nothing_is_caught_of_one() -> None:
    many, one = drift.power(reference(), 100_000), drift.power(reference(), 1)
    for column in ("size", "gaps", "city"):
        for change, found in plan()[column].changes.items():
            other = many[column].changes[change].size
            assert found.size is not None
            assert other is not None
            assert other <= found.size
    assert one["size"].changes["shift"].size is None


def test_the_budget_is_that_of_the_sensitivity_and_columns_share_it() -> None:
    found = drift.power(reference(), ROWS, config={"sample": 0, "sensitivity": "high"})
    assert found.budget == 0.01
    assert sum(column.level for column in found.columns) < found.budget


def test_every_column_is_there_and_says_why_it_tells_nothing() -> None:
    config = {"sample": 0, "target": "member", "columns": {"size": {"check": False, "reason": "noise"}}}
    found = drift.power(reference(), ROWS, config=config)
    assert [column.name for column in found.columns] == [one.name for one in reference().contract.columns]
    assert (found["size"].reason, found["size"].changes) == ("it is not checked", {})
    assert found["member"].reason == "it is the target, whose changes are no breach"
    assert set(found["at"].changes) == {"nulls"}


def test_a_tolerance_by_hand_raises_the_smallest_change() -> None:
    found = drift.power(reference(), ROWS, config={"sample": 0, "columns": {"size": {"tolerance": 0.2}}})
    told, before = found["size"].changes["shift"], plan()["size"].changes["shift"]
    assert told.size is not None
    assert before.size is not None
    assert told.size > before.size


@pytest.mark.parametrize(("rows", "span"), [(0, None), (10, "a day")])
def test_no_rows_and_no_span_are_refused(rows: int, span: str | None) -> None:
    with pytest.raises(UsageError):
        drift.power(reference(), rows, span=span)
