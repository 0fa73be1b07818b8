"""What follows once orders were found in order: features are made of them, and checked before they are used.

It starts with each event of the asset that `orders_gate` makes, and is told by it which batch that was.
"""

from __future__ import annotations

from typing import Any

from airflow.sdk import Asset, dag, task

CHECKED = Asset("checked_orders")


@dag(schedule=[CHECKED], tags=["drift"])
def orders_features() -> None:
    """Make features of the orders that were checked, and check them."""

    @task
    def orders(triggering_asset_events: Any = None) -> dict[str, Any]:  # noqa: ANN401 - Airflow's
        found = triggering_asset_events[CHECKED][-1].extra["airflow.dataquality.result"]
        print(f"batch {found['batch']}: {found['verdict']}, score {found['score']}")
        return {"path": found["table"], "batch": found["batch"]}

    @task.drift_check(
        reference="{{ var.value.orders }}/reference.drift",
        batch="features of {{ ti.xcom_pull('orders')['batch'] }}",
    )
    def features(made_of: dict[str, Any]) -> object:
        import polars as pl  # noqa: PLC0415 - a DAG is parsed often, and needs no polars for that

        return pl.read_parquet(made_of["path"]).unique("order_id", keep="first")

    features(orders())


gate = orders_features()
