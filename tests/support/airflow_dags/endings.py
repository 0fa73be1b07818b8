"""A DAG whose tasks end in every way that a check can: run by the tests, with a real Airflow.

The folder of the environment variable `ENDINGS` holds the references and the batches.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from airflow.sdk import Asset, dag, task

from drift.integrations.airflow import DriftCheckOperator

HERE: Final = Path(os.environ.get("ENDINGS", "."))
OUTLET: Final = Asset("checked")
REMEMBERED: Final = str(HERE / "remembered.drift")  # its config names a history


def check(task_id: str, batch: str, **kwargs: Any) -> DriftCheckOperator:  # noqa: ANN401 - the operator's
    """Return a check of one of the batches."""
    told = {"reference": str(HERE / "reference.drift"), "batch": f"{{{{ ds }}}} {task_id}", **kwargs}
    return DriftCheckOperator(task_id=task_id, data=str(HERE / f"{batch}.parquet"), **told)


@dag(
    schedule=None,
    start_date=datetime(2026, 11, 1, tzinfo=UTC),
    default_args={"retries": 1, "retry_delay": timedelta(0)},
)
def endings() -> None:
    """Check good batches, bad ones and none, each by a task of its own."""
    check("good", "good", outlets=[OUTLET], html=str(HERE / "{{ ds }} good.html"), reference=REMEMBERED)
    check("breach", "bad", outlets=[OUTLET], report_url="https://r/{{ ds }}", reference=REMEMBERED)
    check("breach_is_told", "bad", fail_on="never", save=str(HERE / "{{ ds }} bad.drift"))
    check("warning", "wider", fail_on="warning")
    check("warning_passes", "wider")
    check("empty", "empty")
    check("empty_skips", "empty", on_undecided="skip")
    check("empty_passes", "empty", on_undecided="pass")
    check("missing", "nosuch")
    check("damaged", "damaged")
    check("wrong_config", "good", config={"sensitivty": "high"})
    check("wrong_choice", "good", fail_on="always")
    check("wrong_option", "good", options={"limits": 10})
    check("few_rows", "bad", options={"limit": 5}, fail_on="never")

    DriftCheckOperator.partial(task_id="each", reference=REMEMBERED).expand(
        data=[str(HERE / "good.parquet"), str(HERE / "bad.parquet")]
    )

    @task.drift_check(reference=str(HERE / "reference.drift"), batch="{{ ds }} frame")
    def frame(factor: float) -> object:
        import polars as pl  # noqa: PLC0415 - a DAG is parsed without it

        return pl.read_parquet(HERE / "good.parquet").with_columns(pl.col("seconds") * factor)

    frame(1000.0)

    @task.drift_check(reference=str(HERE / "reference.drift"), batch="{{ ds }} path")
    def path(ds: str | None = None) -> str:
        return str(HERE / ("good.parquet" if ds else "nosuch.parquet"))

    path()


tests = endings()
