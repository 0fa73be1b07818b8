"""What goes to MLflow and comes back: asked of a real MLflow, on its store of files."""

from __future__ import annotations

import importlib
import json
import math
import sys
from typing import TYPE_CHECKING, Final

import mlflow
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mlflow.utils.validation import _validate_metric_name

import drift
from drift.errors import InputNotFoundError, InputUnsupportedError
from drift.integrations.mlflow import MAX_KEY, load_reference, log_reference, log_run, metric_name
from runs import ODD_NAMES, reference, run_of, run_with_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mlflow.entities import Run

EXPERIMENT: Final = "fraud"


@pytest.fixture(autouse=True)
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[mlflow.MlflowClient]:
    """Return a client of a store that is empty."""
    monkeypatch.setenv(
        "MLFLOW_ALLOW_FILE_STORE", "true"
    )  # a database needs more packages than the store is worth
    # An experiment that is set stays so for the process, and other tests know nothing of it.
    monkeypatch.setattr("mlflow.tracking.fluent._active_experiment_id", None)
    monkeypatch.setenv("MLFLOW_EXPERIMENT_ID", "0")
    mlflow.set_tracking_uri(tmp_path.joinpath("runs").as_uri())
    mlflow.set_experiment(EXPERIMENT)
    yield mlflow.MlflowClient()
    while mlflow.active_run():
        mlflow.end_run()
    mlflow.set_tracking_uri("")


def artifacts(client: mlflow.MlflowClient, run: str, folder: str) -> set[str]:
    return {one.path for one in client.list_artifacts(run, folder)}


def test_a_reference_comes_back_by_the_run_that_trained_the_model(client: mlflow.MlflowClient) -> None:
    with mlflow.start_run() as training:
        address = log_reference(reference())
    run = training.info.run_id
    assert address == f"runs:/{run}/drift/reference.drift"
    assert artifacts(client, run, "drift") == {"drift/reference.drift"}
    assert client.get_run(run).data.tags["drift.reference_digest"] == reference().digest
    for source in (address, run):
        assert load_reference(source).digest == reference().digest


def test_a_reference_comes_back_by_the_registered_model(client: mlflow.MlflowClient) -> None:
    with mlflow.start_run() as training:
        log_reference(reference())
    client.create_registered_model("fraud")
    client.create_model_version("fraud", source="runs:/x/model", run_id=training.info.run_id)
    client.set_registered_model_alias("fraud", "champion", "1")
    for source in ("models:/fraud/1", "models:/fraud@champion"):
        assert load_reference(source).digest == reference().digest


def test_a_run_without_a_reference_is_an_error_of_ours() -> None:
    with mlflow.start_run() as training:
        pass
    with pytest.raises(
        InputNotFoundError, match=f"runs:/{training.info.run_id}/drift/reference.drift: no reference"
    ):
        load_reference(training.info.run_id)


def test_a_check_is_on_the_run(client: mlflow.MlflowClient) -> None:
    run = run_of("a unit")
    with mlflow.start_run() as active:
        log_run(run)
    found = client.get_run(active.info.run_id)
    told = {name: value for name, value in found.data.tags.items() if name.startswith("drift.")}
    assert told == {
        "drift.verdict": "breach",
        "drift.dataset": "dataset",
        "drift.batch": "today",
        "drift.run_id": run.run_id,
    }
    assert metrics(found) == wanted(run)
    below = f"drift/{run.run_id}"
    assert artifacts(client, active.info.run_id, below) == {f"{below}/run.drift", f"{below}/report.html"}
    saved = mlflow.artifacts.download_artifacts(artifact_uri=f"runs:/{active.info.run_id}/{below}/run.drift")
    assert json.loads(drift.Run.load(saved).to_json()) == json.loads(run.to_json())


def metrics(run: Run) -> dict[str, float]:
    return dict(run.data.metrics)


def wanted(run: drift.Run) -> dict[str, float]:
    """Return the numbers of a run, by the names that are documented."""
    numbers = {"drift/exit_code": run.exit_code, "drift/live_rows": run.live.rows}
    numbers |= {f"drift/columns_{verdict}": count for verdict, count in run.counts.items()}
    return {name: float(value) for name, value in numbers.items()} | {
        f"drift/columns/{column.name}/{judged.measurement.statistic}": judged.measurement.value
        for column in run.columns
        for judged in column.measurements
        if judged.measurement.decides and judged.tolerance is not None
    }


def test_several_batches_are_steps_of_one_run(client: mlflow.MlflowClient) -> None:
    with mlflow.start_run() as active:
        pass
    for step, change in enumerate(("all ok", "a unit")):
        log_run(run_of(change), run_id=active.info.run_id, step=step)
    history = client.get_metric_history(active.info.run_id, "drift/exit_code")
    assert [(one.step, one.value) for one in history] == [(0, 0.0), (1, 1.0)]
    assert mlflow.active_run() is None


def test_more_metrics_than_one_call_takes_all_arrive(client: mlflow.MlflowClient) -> None:
    frame = pl.DataFrame({f"c{i}": [float(i), 1.0] * 60 for i in range(400)})
    run = drift.compare(frame, frame)
    with mlflow.start_run() as active:
        log_run(run)
    assert len(metrics(client.get_run(active.info.run_id))) == len(wanted(run)) > 1_000


@pytest.mark.parametrize("odd", ODD_NAMES)
def test_odd_names_reach_the_store(odd: str, client: mlflow.MlflowClient) -> None:
    run = run_with_name(ODD_NAMES[odd])
    with mlflow.start_run() as active:
        log_run(run)
    assert len(metrics(client.get_run(active.info.run_id))) == len(wanted(run))


@given(st.text(st.characters(), max_size=400))
def test_any_name_is_one_that_mlflow_takes(name: str) -> None:
    told = metric_name("drift", "columns", name, "ks")
    _validate_metric_name(told)  # type: ignore[no-untyped-call]  # mlflow types most, not all
    assert len(told) <= MAX_KEY


@given(st.lists(st.text(st.characters(), max_size=8), min_size=2, max_size=6, unique=True))
def test_two_names_stay_two(names: list[str]) -> None:
    assert len({metric_name("drift", name) for name in names}) == len(names)


def test_numbers_that_are_none_are_not_logged(client: mlflow.MlflowClient) -> None:
    with mlflow.start_run() as active:
        log_run(run_of("NaN"))
    assert all(math.isfinite(one) for one in metrics(client.get_run(active.info.run_id)).values())


def test_where_it_is_missing_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mlflow", None)
    monkeypatch.delitem(sys.modules, "drift.integrations.mlflow")
    with pytest.raises(InputUnsupportedError, match="needs the package mlflow") as caught:
        importlib.import_module("drift.integrations.mlflow")
    assert caught.value.mend == "pip install 'driftgate[mlflow]'"
