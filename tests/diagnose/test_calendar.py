"""Calendar numbers that no longer are what their time says: judged by that, and told how they are made."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest

import drift

START = datetime(2024, 1, 1, tzinfo=UTC)


def table(first: int, days: int) -> pl.DataFrame:
    times = [START + timedelta(days=first, hours=i) for i in range(24 * days)]
    random = np.random.default_rng(first)
    return pl.DataFrame({"at": times, "x": random.normal(size=len(times))}).with_columns(
        year=pl.col("at").dt.year(), month=pl.col("at").dt.month().cast(pl.Int64)
    )


REFERENCE = drift.fit(table(0, 400), config={"time": "at"})
LATER = table(400, 60)


def test_a_year_that_training_did_not_have_is_no_news() -> None:
    run = drift.check(LATER, REFERENCE)
    assert [run[name].verdict for name in ("year", "month")] == ["ok", "ok"]
    assert "the year of `at`" in (run["year"].reason or "")


def test_one_month_alone_is_not_frozen() -> None:
    assert drift.check(LATER.head(24 * 20), REFERENCE)["month"].verdict == "ok"


@pytest.mark.parametrize(
    ("factor", "offset", "column"),
    [(1000.0, 0.0, "month"), (1.0, -1.0, "month"), (1.0, -1900.0, "year"), (1.8, 32.0, "month")],
)
def test_another_scale_is_told_with_its_numbers(factor: float, offset: float, column: str) -> None:
    live = LATER.with_columns((pl.col(column) * factor + offset).round(9))
    found = drift.check(live, REFERENCE)[column]
    assert found.verdict == "breach"
    assert found.diagnosis is not None
    assert found.diagnosis.fault == "unit_change"
    assert found.diagnosis.parameters == pytest.approx(
        {"factor": factor, "offset": offset, "from": None, "to": None}
    )


def test_a_share_of_the_rows_has_its_size() -> None:
    tenth = pl.int_range(pl.len()) % 10 == 0
    live = LATER.with_columns(pl.when(tenth).then(pl.col("month") * 100).otherwise("month").alias("month"))
    found = drift.check(live, REFERENCE)["month"].diagnosis
    assert found is not None
    assert found.share == pytest.approx(0.1, abs=0.01)


def test_months_that_are_mixed_up_are_a_breach_without_a_name() -> None:
    live = LATER.with_columns(pl.col("month").shuffle(seed=1))
    found = drift.check(live, REFERENCE)["month"]
    assert (found.verdict, found.diagnosis) == ("breach", None)
