"""How a check ends as a task of a real Airflow: green, red, skipped, retried; and what it leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl
import pytest

import drift
from airflow_home import DAGS, ROOT, Home, new_home

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow  # a minute or two: Airflow starts, and runs thirty tasks

DAY: Final = "2026-11-22"
ROWS: Final = 2_000
RESULT: Final = "airflow.dataquality.result"

# stubtest ends with 1 where it has found anything; what it may find is for the test to say.
STUBTEST: Final = """
import sys
from mypy.stubtest import parse_options, test_stubs
sys.exit(0 if test_stubs(parse_options(sys.argv[1:])) in (0, 1) else 2)
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Return an Airflow that has run the DAG of all endings, twice for the same day."""
    folder = tmp_path_factory.mktemp("endings")
    rows = range(ROWS)
    good = pl.DataFrame(
        {
            "seconds": [60.0 + i * 37 % 197 for i in rows],
            "city": [("Porto", "Braga")[i % 2] for i in rows],
        }
    )
    drift.fit(good, config={"dataset": "trips"}).save(folder / "reference.drift")
    config = {"dataset": "trips", "history": str(folder / "history.db")}
    drift.fit(good, config=config).save(folder / "remembered.drift")
    batches = {
        "good": good,
        "bad": good.with_columns(pl.col("seconds") * 1000),
        "wider": good.with_columns(extra=pl.lit(1)),
        "empty": good.clear(),
    }
    for name, batch in batches.items():
        batch.write_parquet(folder / f"{name}.parquet")
    (folder / "damaged.parquet").write_bytes((folder / "good.parquet").read_bytes()[:-100])
    made = new_home(folder / "home", ENDINGS=str(folder))
    made.run("python", DAGS / "run.py", DAGS / "endings.py", DAY, DAY)
    return made


def test_each_task_ends_as_its_verdict_or_its_error_says(home: Home) -> None:
    """A second try is made where it may end otherwise: of input that is missing, or still being written."""
    assert home.ends("endings", DAY) == {
        "good": ("success", 1),
        "path": ("success", 1),
        "warning_passes": ("success", 1),
        "breach_is_told": ("success", 1),
        "few_rows": ("success", 1),
        "empty_passes": ("success", 1),
        "each[0]": ("success", 1),
        "empty_skips": ("skipped", 1),
        "breach": ("failed", 1),
        "frame": ("failed", 1),
        "each[1]": ("failed", 1),
        "warning": ("failed", 1),
        "empty": ("failed", 1),
        "wrong_config": ("failed", 1),
        "wrong_choice": ("failed", 1),
        "wrong_option": ("failed", 1),
        "missing": ("failed", 2),
        "damaged": ("failed", 2),
    }


@pytest.mark.parametrize(
    ("task", "verdict", "score"),
    [
        ("good", "ok", 1.0),
        ("warning", "warning", 0.9167),  # of three columns one warns: 1 - 0.25 / 3
        ("breach", "breach", 0.5),
        ("breach_is_told", "breach", 0.5),
        ("frame", "breach", 0.5),
        ("empty", "undecided", 0.0),
        ("empty_skips", "undecided", 0.0),
        ("empty_passes", "undecided", 0.0),
    ],
)
def test_a_summary_is_in_xcom_however_the_task_ends(
    home: Home, task: str, verdict: str, score: float
) -> None:
    summary = home.xcom("endings", DAY, task)
    assert (summary["verdict"], summary["score"], summary["batch"]) == (verdict, score, f"{DAY} {task}")


def test_nothing_is_in_xcom_of_a_batch_that_was_not_checked(home: Home) -> None:
    assert [home.xcom("endings", DAY, task) for task in ("missing", "damaged", "wrong_config")] == [None] * 3


def test_the_event_of_an_asset_has_the_summary_and_one_that_failed_has_no_event(home: Home) -> None:
    """The DAG ran twice, and two of its tasks have the asset as outlet, of which one fails."""
    told = [event[RESULT]["verdict"] for event in home.events("checked")]
    assert told == ["ok", "ok"]


def test_the_button_of_a_task_leads_to_its_report(home: Home) -> None:
    link = home.xcom("endings", DAY, "good", "_link_DriftReportLink")
    report = home.folder.parent / f"{DAY} good.html"
    assert link == report.as_uri()
    assert "<!doctype html>" in report.read_text(encoding="utf-8").lower()
    assert home.xcom("endings", DAY, "breach", "_link_DriftReportLink") == f"https://r/{DAY}"
    assert home.xcom("endings", DAY, "missing", "_link_DriftReportLink") == ""


def test_a_run_that_is_saved_says_what_xcom_says(home: Home) -> None:
    summary = home.xcom("endings", DAY, "breach_is_told")
    run = drift.Run.load(summary["saved_run"])
    assert (run.run_id, run.verdict, run.batch) == (summary["run_id"], "breach", f"{DAY} breach_is_told")


def test_a_history_holds_a_batch_once_though_the_day_ran_twice(home: Home) -> None:
    runs = drift.History(home.folder.parent / "history.db").runs("trips")
    assert sorted(run.batch for run in runs) == [f"{DAY} breach", f"{DAY} good", f"{DAY}[0]", f"{DAY}[1]"]


def test_a_dag_is_parsed_without_what_only_a_check_needs(home: Home) -> None:
    heavy = {"polars", "numpy", "pandas", "pandera", "pydantic_core._none", "scipy", "evidently"}
    program_ = (
        f"import runpy, sys; runpy.run_path({str(DAGS / 'endings.py')!r}); print('loaded', *sys.modules)"
    )
    loaded = home.run("python", "-c", program_).splitlines()[-1].split()
    assert loaded[0] == "loaded"
    assert heavy & {name.partition(".")[0] for name in loaded} == set()


def test_airflow_lists_what_there_is_as_a_provider(home: Home) -> None:
    listed = home.run("airflow", "providers", "get", "driftgate", "--full", "--output", "json")
    assert "drift.integrations.airflow.link.DriftReportLink" in listed
    assert "drift.integrations.airflow.decorator.drift_check_task" in listed


def test_the_stubs_that_types_are_checked_by_are_like_airflow(tmp_path: Path) -> None:
    """They have less than Airflow, and nothing else: fewer names, fewer parameters, and plain classes."""
    (tmp_path / "mypy.ini").write_text("[mypy]\n", encoding="utf-8")
    home = Home(folder=tmp_path, dags=DAGS, variables={"MYPYPATH": str(ROOT / "stubs")})
    told = home.run(
        "python",
        "-c",
        STUBTEST,
        "airflow",
        "--ignore-missing-stub",
        "--concise",
        "--mypy-config-file",
        "mypy.ini",
    )
    expected = ("stub does not have parameter", "metaclass differs")
    lines = [line for line in told.splitlines() if line.startswith("airflow.")]
    assert lines
    assert [line for line in lines if not any(words in line for words in expected)] == []
