"""A gate before the model: a day's orders are scored only if they are like those it was trained on.

The Airflow variable `orders` names the folder that holds `reference.drift` and a file of orders a day.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from airflow.sdk import Asset, dag, task

from drift.integrations.airflow import DriftCheckOperator

CHECKED = Asset("checked_orders")


@dag(schedule="@daily", start_date=datetime(2026, 11, 13, tzinfo=UTC), catchup=False, tags=["drift"])
def orders_gate() -> None:
    """Check a day's orders, then score them."""
    check = DriftCheckOperator(
        task_id="check",
        data="{{ var.value.orders }}/{{ ds }}.parquet",
        reference="{{ var.value.orders }}/reference.drift",
        html="{{ var.value.orders }}/reports/{{ ds }}.html",
        outlets=[CHECKED],
        retries=2,
        retry_delay=timedelta(minutes=5),
    )

    @task
    def score(ds: str) -> None:
        print(f"the model scores the orders of {ds}")

    check >> score(ds="{{ ds }}")


gate = orders_gate()
