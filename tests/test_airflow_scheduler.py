"""The examples, and a batch that comes late, in a whole Airflow: scheduler, workers, API server."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import pytest

from airflow_home import DAGS, ROOT, new_home
from airflow_standalone import Standalone, standalone, wait_for
from command_line import drift as command

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow  # a minute or two: a whole Airflow starts

HEALTHY: Final = "2026-11-13"
BROKEN: Final = "2026-11-14"
ASIDE: Final = "2026-11-15"  # broken, too; its file is moved
RESULT: Final = "airflow.dataquality.result"
OVER: Final = {"success", "failed"}


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a reference, a healthy day and two broken ones."""
    folder = tmp_path_factory.mktemp("orders")
    assert command("demo", folder, "--quiet").code == 0
    for day, batch in ((HEALTHY, "healthy"), (BROKEN, "broken"), (ASIDE, "broken")):
        shutil.copy(folder / f"{batch}.parquet", folder / f"{day}.parquet")
    return folder


@pytest.fixture(scope="module")
def airflow(orders: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standalone]:
    """Give an Airflow that has run each DAG to its end; a batch came once its check had failed."""
    folder = tmp_path_factory.mktemp("airflow")
    late = folder / "late"
    late.mkdir()
    shutil.copy(orders / "reference.drift", late)
    shutil.copytree(ROOT / "examples/airflow", folder / "dags", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(DAGS / "late.py", folder / "dags")
    variables = {"AIRFLOW_VAR_ORDERS": str(orders), "LATE": str(late)}
    with standalone(new_home(folder / "home", dags=folder / "dags", **variables)) as running:
        for dag, day in (
            ("late", HEALTHY),
            ("orders_gate", HEALTHY),
            ("orders_gate", BROKEN),
            ("orders_quarantine", HEALTHY),
            ("orders_quarantine", ASIDE),
        ):
            running.trigger(dag, day)
        home = running.home
        wait_for(lambda: home.ends("late", HEALTHY).get("check") == ("up_for_retry", 1), "a first try")
        shutil.copy(orders / "healthy.parquet", late / f"{HEALTHY}.parquet")
        ours = (
            "SELECT state FROM dag_run WHERE run_type != 'scheduled'"  # one of today's orders, which are none
        )
        wait_for(
            lambda: [state in OVER for (state,) in home.rows(ours)] == [True] * 6, "the ends of six runs"
        )
        yield running


def test_the_gate_lets_a_healthy_day_through_and_stops_a_broken_one(airflow: Standalone) -> None:
    home = airflow.home
    assert home.ends("orders_gate", HEALTHY) == {"check": ("success", 1), "score": ("success", 1)}
    assert home.ends("orders_gate", BROKEN) == {"check": ("failed", 1), "score": ("upstream_failed", 0)}
    assert home.xcom("orders_gate", BROKEN, "check")["failed_rules"] == ["seconds_since_last_order"]


def test_a_batch_that_comes_late_is_checked_by_a_later_try(airflow: Standalone) -> None:
    (ended,) = airflow.home.ends("late", HEALTHY).values()
    assert ended[0] == "success"
    assert ended[1] > 1


def test_only_the_broken_day_goes_into_quarantine(airflow: Standalone, orders: Path) -> None:
    ends = {day: airflow.home.ends("orders_quarantine", day) for day in (HEALTHY, ASIDE)}
    assert {task: state for task, (state, _) in ends[HEALTHY].items()} == {
        "check": "success",
        "route": "success",
        "publish": "success",
        "quarantine": "skipped",
    }
    assert {task: state for task, (state, _) in ends[ASIDE].items()} == {
        "check": "success",
        "route": "success",
        "publish": "skipped",
        "quarantine": "success",
    }
    assert [path.name for path in (orders / "quarantine").iterdir()] == [f"{ASIDE}.parquet"]
    assert (orders / f"{HEALTHY}.parquet").is_file()


def test_what_waits_for_orders_in_order_starts_once_and_reads_the_verdict(airflow: Standalone) -> None:
    """The healthy day's event started it, and the broken day made none; its own batch is named by both."""
    home = airflow.home
    assert [event[RESULT]["batch"] for event in home.events("checked_orders")] == [HEALTHY]
    ((run_id, run_type),) = home.rows("SELECT run_id, run_type FROM dag_run WHERE dag_id = 'orders_features'")
    assert run_type == "asset_triggered"
    ends = home.rows("SELECT task_id, state FROM task_instance WHERE run_id = ?", run_id)
    assert dict(ends) == {"orders": "success", "features": "success"}
    query = "SELECT value FROM xcom WHERE run_id = ? AND task_id = 'features' AND key = 'return_value'"
    ((told,),) = home.rows(query, run_id)
    summary = json.loads(told)
    assert (summary["verdict"], summary["batch"]) == ("ok", f"features of {HEALTHY}")


def test_the_server_knows_the_button_and_where_it_leads(airflow: Standalone, orders: Path) -> None:
    for day in (HEALTHY, BROKEN):
        ((run_id,),) = airflow.home.rows(
            "SELECT run_id FROM dag_run WHERE dag_id = 'orders_gate' AND logical_date LIKE ?", f"{day}%"
        )
        links = airflow.ask(f"/api/v2/dags/orders_gate/dagRuns/{quote(run_id)}/taskInstances/check/links")
        assert links["extra_links"] == {"Drift report": (orders / f"reports/{day}.html").as_uri()}


def test_the_report_that_a_run_left_is_whole(airflow: Standalone, orders: Path) -> None:
    path = orders / f"reports/{BROKEN}.html"
    assert airflow.home.xcom("orders_gate", BROKEN, "check")["report"] == str(path)
    report = path.read_text(encoding="utf-8")
    assert "second → millisecond" in report
    assert report.rstrip().endswith("</html>")
