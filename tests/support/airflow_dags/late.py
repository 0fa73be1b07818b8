"""A DAG whose batch comes late: the folder of the environment variable `LATE` has none at first."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

from airflow.sdk import dag

from drift.integrations.airflow import DriftCheckOperator


@dag(schedule=None, start_date=datetime(2026, 11, 1, tzinfo=UTC))
def late() -> None:
    """Check a batch, and again where there is none yet."""
    DriftCheckOperator(
        task_id="check",
        data=os.environ.get("LATE", "") + "/{{ ds }}.parquet",
        reference=os.environ.get("LATE", "") + "/reference.drift",
        retries=3,
        retry_delay=timedelta(seconds=10),
    )


gate = late()
