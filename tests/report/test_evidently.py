"""Evidently's pages with drift's scores and verdicts in them; slow, for evidently takes seconds to import."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl
import pytest

import browser
import drift
from command_line import drift as run_command
from drift.report.evidently import add_runs, evidently_html, require_evidently
from runs import CHANGES, ODD_NAMES, WHEN, run_of, run_with_name, training

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow

ROOT: Final = Path(__file__).parents[2]
SCRIPT: Final = "</script><script>alert(1)</script>"


def checked(rows: int = 500) -> drift.Run:
    random = np.random.default_rng(0)
    train = pl.DataFrame(
        {
            "x": random.normal(size=rows),
            "y": random.normal(size=rows),
            "c": random.choice(["a", "b"], rows),
            "at": [WHEN + timedelta(minutes=one) for one in range(rows)],
        }
    )
    later = train.with_columns(pl.col("x") * 1000, pl.col("at") + timedelta(minutes=rows))
    return drift.check(later, drift.fit(train))


def told(run: drift.Run) -> dict[str, Any]:
    """Return Evidently's own dictionary of its results: the value of each metric, by its name."""
    return {
        one["metric_name"].partition("(")[0]: one["value"] for one in run.to_evidently().dict()["metrics"]
    }


def drifts(run: drift.Run) -> dict[str, tuple[float, bool]]:
    """Return the score of each column and whether Evidently takes it for drifted."""
    snapshot = run.to_evidently()
    scores = {
        one["config"]["column"]: one["value"]
        for one in snapshot.dict()["metrics"]
        if one["metric_name"].startswith("ValueDrift(")
    }
    failed = {
        test["metric_config"]["params"]["column"]: test["status"] == "FAIL"
        for test in snapshot.dict()["tests"]
        if "column" in test["metric_config"]["params"]
    }
    return {name: (score, failed[name]) for name, score in scores.items()}


def test_scores_and_verdicts_are_drifts() -> None:
    run = checked()
    ks = {
        name: next(
            one.measurement.value for one in run[name].measurements if one.measurement.statistic == "ks"
        )
        for name in ("x", "y")
    }
    found = drifts(run)
    assert {name: found[name][0] for name in ("x", "y")} == pytest.approx(ks)
    assert {name: drifted for name, (_, drifted) in found.items()} == {"x": True, "y": False, "c": False}
    assert told(run)["DriftedColumnsCount"] == {"count": 1, "share": pytest.approx(1 / 3)}


def test_one_breach_is_a_dataset_in_which_drift_is_detected() -> None:
    assert "Dataset Drift is detected" in evidently_html(checked())
    frame = checked().reference_profile.sample.rows
    assert "Dataset Drift is NOT detected" in evidently_html(drift.check(frame, drift.fit(frame)))


def test_metrics_of_drift_tell_verdicts_units_nulls_and_schema() -> None:
    frame = training()
    live = frame.with_columns(
        pl.col("seconds") * 1000, count=pl.when(pl.col("member")).then(pl.col("count"))
    ).drop("city")
    run = drift.check(live.with_columns(extra=1), drift.fit(frame), started_at=WHEN)
    values = told(run)
    assert values["DriftVerdict"] == run.counts["breach"]
    assert values["DriftSchema"] == 2
    assert values["DriftUnits"]["seconds"] == run["seconds"].diagnosis.share == 1.0  # type: ignore[union-attr]
    assert values["DriftUnits"]["big"] == 0.0
    assert values["DriftNulls"]["count"] == pytest.approx(0.8)
    assert values["DriftNulls"]["seconds"] == 0.0


@pytest.mark.parametrize("change", [name for name in CHANGES if name != "no rows"])
def test_every_sort_of_run_is_drawn(change: str) -> None:
    """Columns that are all null, missing, extra, infinite, of odd types: on some it raises by itself."""
    page = evidently_html(run_of(change))
    assert "Every column, judged by drift" in page


def test_types_that_evidently_does_not_know_are_drawn() -> None:
    """Unsigned and small integers, durations, booleans, categories: by itself it takes some for unknown."""
    n = 400
    frame = pl.DataFrame(
        {
            "unsigned": pl.Series(range(n), dtype=pl.UInt16),
            "small": pl.Series([one % 90 for one in range(n)], dtype=pl.Int8),
            "float": pl.Series([None, *(one / 7 for one in range(1, n))], dtype=pl.Float32),
            "took": pl.Series([timedelta(seconds=one % 97) for one in range(n)]),
            "flag": [one % 3 == 0 for one in range(n)],
            "level": pl.Series([f"l{one % 7}" for one in range(n)], dtype=pl.Categorical),
            "price": pl.Series([f"{one}.25" for one in range(n)]).cast(pl.Decimal(10, 2)),
        }
    )
    run = drift.check(frame, drift.fit(frame))
    shown = {one.name for one in run.columns if one.kind in {"number", "category", "boolean"}}
    assert set(drifts(run)) == shown >= {"small", "float", "took", "flag", "level", "price"}


def test_a_loaded_run_is_told_as_the_run_that_was_checked(tmp_path: Path) -> None:
    run = checked()
    run.save(tmp_path / "run.drift")
    assert drifts(drift.Run.load(tmp_path / "run.drift")) == drifts(run)


def test_the_command_writes_its_page(tmp_path: Path) -> None:
    checked().save(tmp_path / "run.drift")
    done = run_command("report", tmp_path / "run.drift", "--evidently", tmp_path / "page.html", "--quiet")
    assert (done.code, done.err) == (0, "")
    assert "<html" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_without_rows_there_is_nothing_to_show(tmp_path: Path) -> None:
    frame = pl.DataFrame({"x": range(100)})
    drift.check(frame, drift.fit(frame, config={"sample": 0})).save(tmp_path / "run.drift")
    with pytest.raises(drift.DriftError, match="this run keeps none"):
        drift.Run.load(tmp_path / "run.drift").to_evidently()


def test_where_it_is_not_installed_it_is_said_how_to_add_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drift.report.evidently.find_spec", lambda _: None)
    with pytest.raises(drift.DriftError, match="pip install 'evidently"):
        require_evidently()


def hostile() -> drift.Run:
    frame = training().select("seconds", "city").rename({"seconds": SCRIPT})
    live = frame.with_columns(pl.col(SCRIPT) * 1000, city=pl.lit(SCRIPT))
    return drift.check(live, drift.fit(frame, config={"dataset": SCRIPT}), started_at=WHEN, batch=SCRIPT)


def test_no_name_and_no_value_ends_the_script() -> None:
    assert SCRIPT not in evidently_html(hostile())
    assert r"\u003c/script>\u003cscript>alert(1)" in evidently_html(hostile())


@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_names_are_drawn(name: str) -> None:
    assert "alert(1)</script>" not in evidently_html(run_with_name(ODD_NAMES[name]))


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    with browser.browser() as started:
        yield started


def test_the_page_opens_in_a_browser_and_nothing_of_the_data_runs(chrome: Browser, tmp_path: Path) -> None:
    """Its own script complains of nothing but of fonts and icons that it would fetch, and no alert opens."""
    with browser.opened(chrome, evidently_html(hostile()), tmp_path) as shown:
        shown.page.get_by_text("Every column, judged by drift").wait_for()
        shown.page.get_by_text("Columns in breach, judged by drift").first.wait_for()
        assert "alert(1)" in shown.page.inner_text("body")
        assert not [one for one in shown.said if one in {"1", "2"}]


def days(count: int, first_broken: int) -> list[drift.Run]:
    frame = training()
    reference = drift.fit(frame, config={"dataset": "trips"})
    return [
        drift.check(
            frame.with_columns(pl.col("seconds") * (1000 if day >= first_broken else 1)),
            reference,
            as_of=WHEN + timedelta(days=day),
            started_at=WHEN + timedelta(days=day),
        )
        for day in range(count)
    ]


def test_a_workspace_has_a_project_a_dataset_and_each_run_once(tmp_path: Path) -> None:
    runs = days(3, first_broken=2)
    place = tmp_path / "workspace"
    assert add_runs(runs[:2], place) == 2
    assert add_runs(runs, place) == 1
    assert add_runs([*runs, checked()], place) == 1
    projects = sorted(json.loads(one.read_text("utf-8"))["name"] for one in place.glob("*/metadata.json"))
    assert projects == ["dataset", "trips"]


# Run without drift: what Evidently itself reads from the workspace.
READER: Final = """
import json, sys
from evidently.ui.workspace import Workspace

found = {}
workspace = Workspace(sys.argv[1])
for project in workspace.list_projects():
    panels = [panel.title for panel in project.dashboard.model().panels]
    runs = {}
    for run in workspace.list_runs(project.id):
        model = workspace.get_run(project.id, run)
        values = {one.display_name: getattr(one, "value", None) for one in model.metric_results.values()}
        runs[model.timestamp.date().isoformat()] = [model.name, values["Columns in breach, judged by drift"]]
    found[project.name] = [panels, runs]
assert "drift" not in sys.modules
print(json.dumps(found))
"""


def test_evidently_reads_the_workspace_without_drift(tmp_path: Path) -> None:
    add_runs(days(3, first_broken=2), tmp_path / "workspace")
    command = [sys.executable, "-W", "ignore", "-c", READER, str(tmp_path / "workspace")]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)  # noqa: S603 - our own program
    panels, runs = json.loads(done.stdout.splitlines()[-1])["trips"]
    assert "Columns in breach" in panels
    assert runs == {
        "2026-11-22": ["trips 2026-11-22: ok", 0.0],
        "2026-11-23": ["trips 2026-11-23: ok", 0.0],
        "2026-11-24": ["trips 2026-11-24: breach", 1.0],
    }


def test_the_command_adds_saved_runs_and_refuses_a_history(tmp_path: Path) -> None:
    for run in days(2, first_broken=1):
        run.save(tmp_path / "runs" / f"{run.run_id}.drift")
    place = tmp_path / "workspace"
    for told_now in ("2 runs added", "0 runs added"):
        done = run_command("history", tmp_path / "runs", "--evidently-workspace", place)
        assert (done.code, told_now in done.err) == (0, True)
        assert done.out
    drift.History(tmp_path / "history.db").add(days(1, first_broken=1)[0])
    done = run_command("history", tmp_path / "history.db", "--evidently-workspace", place)
    assert (done.code, done.out) == (2, "")
    assert "keeps no samples" in done.err
    (tmp_path / "file").write_text("x", encoding="utf-8")
    done = run_command("history", tmp_path / "runs", "--evidently-workspace", tmp_path / "file")
    assert (done.code, done.out) == (2, "")
