"""A day's orders that have drifted go into quarantine, and the pipeline goes on without them.

The Airflow variable `orders` names the folder that holds `reference.drift` and a file of orders a day.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from airflow.sdk import dag, task

from drift.integrations.airflow import DriftCheckOperator


@dag(schedule="@daily", start_date=datetime(2026, 11, 13, tzinfo=UTC), catchup=False, tags=["drift"])
def orders_quarantine() -> None:
    """Check a day's orders, and send them one way or the other."""
    check = DriftCheckOperator(
        task_id="check",
        data="{{ var.value.orders }}/{{ ds }}.parquet",
        reference="{{ var.value.orders }}/reference.drift",
        fail_on="never",  # the task only tells: the next one decides
        on_undecided="pass",
    )

    @task.branch
    def route(found: dict[str, Any]) -> str:
        return "publish" if found["verdict"] in {"ok", "warning"} else "quarantine"

    @task
    def publish(found: dict[str, Any]) -> None:
        print(f"published: {found['table']}")

    @task
    def quarantine(found: dict[str, Any]) -> None:
        batch = Path(found["table"])
        kept = batch.parent / "quarantine" / batch.name
        kept.parent.mkdir(exist_ok=True)
        batch.rename(kept)
        print(f"{kept}: {found['headline']}")

    found = check.output
    route(found) >> [publish(found), quarantine(found)]


gate = orders_quarantine()
