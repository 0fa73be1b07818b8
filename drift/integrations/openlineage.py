"""A run as an event of OpenLineage, with its facets of data quality: for catalogs that show both.

The check is a job, the batch its input. `DataQualityAssertions` has each check of each column, and
`DataQualityMetrics` the rows, values and nulls. What was not judged is no assertion: it would read as passed.
Only counts are told, no value of the data beyond what findings say. The event is built of the classes of
OpenLineage's own client; sending it is that client's work, by the transport that its user has configured.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Final

from drift.extras import require
from drift.report.checked import checked
from drift.report.text import label, unmarked

require("openlineage", "drift.integrations.openlineage", extra="openlineage")
from openlineage.client.event_v2 import InputDataset, Job, Run, RunEvent, RunState  # noqa: E402 - said above
from openlineage.client.facet_v2 import data_quality_assertions_dataset as assertions  # noqa: E402
from openlineage.client.facet_v2 import data_quality_metrics_input_dataset as metrics  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.judge.result import ColumnResult, Finding
    from drift.record.record import Record
    from drift.report.checked import Checked

NAMESPACE: Final = "drift"
PRODUCER: Final = "urn:driftgate"  # a URI, as the standard wants it, with the version behind it
_RUNS: Final = uuid.uuid5(uuid.NAMESPACE_URL, PRODUCER)  # what the identifiers of runs are derived from
_SEVERITY: Final = {"breach": "error", "warning": "warn"}


def run_event(
    run: Record, *, namespace: str = NAMESPACE, dataset: tuple[str, str] | None = None, job: str | None = None
) -> RunEvent:
    """Return a check as the event that its job has completed, whatever its verdict.

    Parameters
    ----------
    run : Run
        The check.
    namespace : str, optional
        The job's namespace.
    dataset : (str, str), optional
        The namespace and the name that the batch has in your lineage, ``("s3://bucket", "features")``, say;
        the job's namespace and the config's `dataset`, if not given.
    job : str, optional
        The job's name; ``check`` and the dataset's name, if not given.

    Returns
    -------
    openlineage.client.event_v2.RunEvent
        The same for the same run. `OpenLineageClient().emit` sends it.
    """
    place, name = dataset or (namespace, run.dataset)
    producer = f"{PRODUCER}:{run.drift_version}"
    return RunEvent(
        eventType=RunState.COMPLETE,
        eventTime=run.started_at.isoformat(),
        producer=producer,
        run=Run(runId=str(uuid.uuid5(_RUNS, run.run_id))),
        job=Job(namespace=namespace, name=job or f"check.{run.dataset}"),
        inputs=[
            InputDataset(
                namespace=place,
                name=name,
                inputFacets={
                    "dataQualityAssertions": assertions.DataQualityAssertionsDatasetFacet(
                        assertions=[*_of_batch(run), *(one for column in run.columns for one in _of(column))],
                        producer=producer,
                    ),
                    "dataQualityMetrics": _metrics(run, producer),
                },
            )
        ],
        outputs=[],
    )


def _of_batch(run: Record) -> Iterator[assertions.Assertion]:
    for finding in run.findings:
        if finding.column is None and finding.verdict in _SEVERITY:
            yield _failed(finding, None)


def _of(column: ColumnResult) -> Iterator[assertions.Assertion]:
    for check in checked(column):
        told = [finding for finding in check.findings if finding.verdict in _SEVERITY]
        if told:
            yield _failed(told[0], check)
        elif check.reason is None and not check.findings:
            expected, actual = _numbers(check)
            yield assertions.Assertion(
                assertion=check.name,
                success=True,
                column=label(column.name),
                expected=expected,
                actual=actual,
            )


def _failed(finding: Finding, check: Checked | None) -> assertions.Assertion:
    """Return a finding as an assertion that failed: its severity says whether it is a breach."""
    expected, actual = _numbers(check)
    return assertions.Assertion(
        assertion=finding.check,
        success=False,
        column=None if finding.column is None else label(finding.column),
        severity=_SEVERITY[finding.verdict],
        name=finding.diagnosis.fault if finding.diagnosis else None,
        description=unmarked(finding.why, finding.column),
        expected=expected,
        actual=actual,
    )


def _numbers(check: Checked | None) -> tuple[str | None, str | None]:
    """Return what was tolerated beyond chance, and what was measured beyond chance."""
    if check is None or check.judged is None or check.judged.tolerance is None:
        return None, None
    measured = check.judged.measurement
    return (
        f"at most {check.judged.tolerance:.6g}",
        f"{measured.value:.6g}, {measured.margin:.6g} of it by chance",
    )


def _metrics(run: Record, producer: str) -> metrics.DataQualityMetricsInputDatasetFacet:
    """Return the rows of the batch, and of each column the values and nulls."""
    return metrics.DataQualityMetricsInputDatasetFacet(
        rowCount=run.live.rows,
        columnMetrics={
            label(name): metrics.ColumnMetrics(nullCount=column.nulls, count=float(column.valid))
            for name, column in run.live_profile.columns.items()
        },
        producer=producer,
    )
