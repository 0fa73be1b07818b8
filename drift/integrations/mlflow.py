"""MLflow: the reference goes with the model, and what a check found goes on a run.

`log_reference` leaves the reference with the artifacts of the run that trained a model, `load_reference`
finds it again by the run or by the model, and `log_run` puts a check's numbers, verdict and report on a run.
MLflow is asked by its own public calls alone, so it is its user who says where it is and who may write.
"""

from __future__ import annotations

import hashlib
import tempfile
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from drift.errors import InputNotFoundError
from drift.extras import require
from drift.run import Reference, Run

require("mlflow", "drift.integrations.mlflow", extra="mlflow")
import mlflow  # noqa: E402 - where it is missing, it has been said how to install it

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER: Final = "drift"  # among the artifacts of a run
REFERENCE: Final = "reference.drift"
MODELS: Final = "models:/"
MOST_METRICS: Final = 1_000  # that MLflow takes in one call
MAX_KEY: Final = 250  # characters of a metric's name, by MLflow
MAX_TAG: Final = 5_000  # characters of a tag's value, by MLflow's older servers
_DIGEST: Final = 16


def log_reference(reference: Reference, *, run_id: str | None = None, folder: str = FOLDER) -> str:
    """Leave a reference with the artifacts of a run, and return the address that `load_reference` takes.

    Parameters
    ----------
    reference : Reference
        What `drift.fit` learned from the data that the run trained its model on.
    run_id : str, optional
        The run; the active one, or a new one, as MLflow has it, if not given.
    folder : str, optional
        The folder among its artifacts.
    """
    run_id = run_id or _active()
    with tempfile.TemporaryDirectory() as aside:
        path = Path(aside) / REFERENCE
        reference.save(path)
        mlflow.log_artifact(str(path), folder, run_id=run_id)
    tags = {"drift.reference_digest": reference.digest, "drift.reference_rows": str(reference.profile.rows)}
    _tag(run_id, tags)
    return f"runs:/{run_id}/{folder}/{REFERENCE}"


def load_reference(source: str, *, folder: str = FOLDER) -> Reference:
    """Return the reference that went with a model.

    Parameters
    ----------
    source : str
        A registered model, ``models:/fraud/7`` or ``models:/fraud@champion``, whose run has it; what
        `log_reference` returned; or a run's id.
    folder : str, optional
        The folder among the artifacts of the run, for a model and a run's id.

    Raises
    ------
    InputNotFoundError
        If the run has no reference there.
    mlflow.exceptions.MlflowException
        If there is no such model, or MLflow cannot be asked.
    """
    address = source if source.startswith("runs:/") else f"runs:/{_run_of(source)}/{folder}/{REFERENCE}"
    with tempfile.TemporaryDirectory() as aside:
        try:
            path = mlflow.artifacts.download_artifacts(artifact_uri=address, dst_path=aside)
        except (OSError, mlflow.exceptions.MlflowException) as error:
            raise InputNotFoundError(
                f"{address}: no reference",
                seen=str(error).splitlines()[0],
                mend="`drift.integrations.mlflow.log_reference` leaves one where the model is trained",
                state="nothing was read",
            ) from error
        return Reference.load(path)


def log_run(run: Run, *, run_id: str | None = None, folder: str = FOLDER, step: int | None = None) -> None:
    """Put a check on a run: its verdict as tags, its numbers as metrics, its report and itself as artifacts.

    Parameters
    ----------
    run : Run
        The check.
    run_id : str, optional
        MLflow's run; the active one, or a new one, as MLflow has it, if not given.
    folder : str, optional
        The folder among its artifacts; below it each check has one of its own, named by its run id.
    step : int, optional
        The step of the metrics, where one run of MLflow has the checks of many batches.
    """
    run_id = run_id or _active()
    below = f"{folder}/{run.run_id}"
    with tempfile.TemporaryDirectory() as aside:
        saved, report = Path(aside) / "run.drift", Path(aside) / "report.html"
        run.save(saved)
        report.write_text(run.to_html(), encoding="utf-8")
        mlflow.log_artifacts(aside, below, run_id=run_id)
    numbers = _metrics(run)
    while some := dict(islice(numbers, MOST_METRICS)):
        mlflow.log_metrics(some, step=step, run_id=run_id)
    tags = {"verdict": run.verdict, "dataset": run.dataset, "batch": run.batch, "run_id": run.run_id}
    _tag(run_id, {f"drift.{name}": value[:MAX_TAG] for name, value in tags.items()})


def metric_name(*parts: str) -> str:
    """Return what MLflow takes for the name of a metric, another one for other parts.

    It takes letters, digits and ``_-. /:``; what else a column is called by is written as in an address,
    with a colon for the percent sign. A name beyond 250 characters ends with a hash of all of it.

    Examples
    --------
    >>> metric_name("drift", "price in €", "ks")
    'drift/price:20in:20:E2:82:AC/ks'
    """
    whole = "/".join(_part(part) for part in parts)
    if len(whole) <= MAX_KEY:
        return whole
    digest = hashlib.sha256(whole.encode("ascii")).hexdigest()[:_DIGEST]
    return f"{whole[: MAX_KEY - _DIGEST - 1]}:{digest}"


def _part(text: str) -> str:
    told = quote(text, safe="", errors="surrogatepass").replace("~", "%7E").replace("%", ":")
    # An empty part, and those that lead elsewhere in a path, are none that MLflow takes.
    return told.replace(".", ":2E") if set(told) <= {"."} and told else told or ":"


def _metrics(run: Run) -> Iterator[tuple[str, float]]:
    yield "drift/exit_code", float(run.exit_code)
    yield "drift/live_rows", float(run.live.rows)
    for verdict, count in run.counts.items():
        yield f"drift/columns_{verdict}", float(count)
    for column in run.columns:
        for judged in column.measurements:
            if judged.measurement.decides and judged.tolerance is not None:
                yield (
                    metric_name("drift", "columns", column.name, judged.measurement.statistic),
                    judged.measurement.value,
                )


def _run_of(source: str) -> str:
    """Return the id of the run that trained a registered model; a run's id as it is."""
    if not source.startswith(MODELS):
        return source
    client, name = mlflow.MlflowClient(), source.removeprefix(MODELS)
    if "@" in name:
        version = client.get_model_version_by_alias(*name.rsplit("@", 1))
    else:
        version = client.get_model_version(*name.rsplit("/", 1))
    return str(version.run_id)


def _active() -> str:
    """Return the id of the active run, or of a new one, which is active from then on."""
    return str((mlflow.active_run() or mlflow.start_run()).info.run_id)


def _tag(run_id: str, tags: dict[str, str]) -> None:
    client = mlflow.MlflowClient()
    for name, value in tags.items():
        client.set_tag(run_id, name, value)
