"""Which batch a task checks: what its DAG run says, in an order that no repetition changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from types import SimpleNamespace

import pytest

from drift.integrations.airflow.batch import as_of_of, batch_of

MIDNIGHT = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("context", "name"),
    [
        ({"logical_date": MIDNIGHT}, "2026-11-22"),
        ({"logical_date": MIDNIGHT + timedelta(hours=6)}, "2026-11-22T06:00:00Z"),
        ({"logical_date": MIDNIGHT.astimezone(timezone(timedelta(hours=2)))}, "2026-11-22"),
        ({"logical_date": MIDNIGHT + timedelta(microseconds=1)}, "2026-11-22T00:00:00.000001Z"),
        ({"logical_date": None}, "manual__1"),
        ({}, "manual__1"),
        ({"logical_date": MIDNIGHT, "partition_key": "Porto"}, "Porto"),
        ({"logical_date": MIDNIGHT, "partition_key": None}, "2026-11-22"),
    ],
)
def test_a_batch_is_named_by_partition_then_date_then_run(context: dict[str, object], name: str) -> None:
    assert batch_of({"run_id": "manual__1", **context}) == name


def test_mapped_tasks_check_batches_of_their_own() -> None:
    names = [
        batch_of({"run_id": "manual__1", "logical_date": MIDNIGHT, "ti": SimpleNamespace(map_index=index)})
        for index in (-1, 0, 1)
    ]
    assert names == ["2026-11-22", "2026-11-22[0]", "2026-11-22[1]"]


def test_a_batch_stands_for_the_time_from_which_its_run_was_due() -> None:
    assert as_of_of({"dag_run": SimpleNamespace(run_after=MIDNIGHT)}) == MIDNIGHT
    assert as_of_of({"dag_run": SimpleNamespace(run_after=None)}) is None
    assert as_of_of({}) is None
