"""A batch that is too old or too late is a breach, by the config's `time` and `max_age` alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

import drift
from drift.errors import ConfigError, UsageError

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
ROWS = 500


def table(first: datetime = FIRST) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "at": [first + timedelta(minutes=i) for i in range(ROWS)],
            "other": [first + timedelta(minutes=i) for i in range(ROWS)],
            "amount": [float(i % 17) for i in range(ROWS)],
        }
    )


LAST = FIRST + timedelta(minutes=ROWS - 1)
LEARNED = drift.fit(table(), config={"time": "at", "max_age": "36h"})


def faults(run: drift.Run) -> dict[str, list[str]]:
    return {
        column.name: [finding.diagnosis.fault for finding in column.findings if finding.diagnosis]
        for column in run.columns
        if column.findings
    }


@pytest.mark.parametrize(
    ("age", "expected", "code"),
    [
        (timedelta(hours=36), {}, 0),
        (timedelta(hours=37), {"at": ["stale"]}, 1),
        (timedelta(minutes=-4), {}, 0),
        (timedelta(minutes=-30), {"at": ["future"]}, 1),
    ],
)
def test_the_newest_time_is_held_to_the_time_that_the_batch_stands_for(
    age: timedelta, expected: dict[str, list[str]], code: int
) -> None:
    """Of the config's `time`: another column of the same times is left alone."""
    run = drift.check(table(), LEARNED, as_of=LAST + age)
    assert (faults(run), run.exit_code) == (expected, code)
    assert run.as_of == LAST + age


def test_text_without_a_zone_is_taken_as_utc_and_names_the_batch() -> None:
    run = drift.check(table(), LEARNED, as_of="2026-01-05T10:00")
    assert (run.as_of, run.batch) == (datetime(2026, 1, 5, 10, tzinfo=UTC), "2026-01-05")
    lag = datetime(2026, 1, 5, 10, tzinfo=UTC) - LAST
    diagnosis = run["at"].diagnosis
    assert diagnosis is not None
    assert diagnosis.parameters["lag_seconds"] == lag.total_seconds()
    assert diagnosis.parameters["newest"] == "2026-01-01T08:19:00Z"


def test_without_a_largest_age_no_batch_is_old() -> None:
    learned = drift.fit(table(), config={"time": "at"})
    assert faults(drift.check(table(), learned, as_of=LAST + timedelta(days=3000))) == {}


def test_a_check_may_bring_another_age() -> None:
    run = drift.check(
        table(), LEARNED, as_of=LAST + timedelta(hours=2), config={"time": "at", "max_age": "1h"}
    )
    assert faults(run) == {"at": ["stale"]}


def test_a_batch_without_times_is_not_passed_in_silence() -> None:
    nothing = table().with_columns(at=pl.lit(None, dtype=pl.Datetime("us", "UTC")))
    checks = {finding.check: finding for finding in drift.check(nothing, LEARNED)["at"].findings}
    assert "cannot be told" in checks["age"].why


def test_an_age_needs_a_time() -> None:
    with pytest.raises(ConfigError, match="there is no `time`"):
        drift.fit(table(), config={"max_age": "36h"})
    with pytest.raises(ConfigError, match="`at` is ignored"):
        drift.fit(table(), config={"max_age": "36h", "time": "at", "ignore": ["at"]})


def test_a_time_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError, match="ISO 8601"):
        drift.check(table(), LEARNED, as_of="22.11.2026")
