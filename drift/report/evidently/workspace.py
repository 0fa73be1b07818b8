"""Runs in a workspace of Evidently, one project a dataset, so that its dashboard follows them.

A run's place there is told by its id, so that adding it again changes nothing.
"""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from evidently.legacy.utils import NumpyEncoder
from evidently.sdk.models import PanelMetric
from evidently.sdk.panels import bar_plot_panel, counter_panel, line_plot_panel
from evidently.ui.workspace import Workspace

from drift.errors import OutputNotWrittenError
from drift.files import write_whole
from drift.report.evidently.page import snapshot_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike

    from drift.record.record import Record

RUNS: Final = uuid.UUID(
    "5b2f7a52-3d5c-4f0e-9a39-0d9f6f5b7c11"
)  # the space in which a run's id names a snapshot


def add_to_workspace(records: Iterable[Record], folder: str | PathLike[str]) -> int:
    """Add runs to a workspace, which is made if it is not there, and return how many were new to it.

    Raises
    ------
    UsageError
        If a run keeps no sample.
    OutputNotWrittenError
        If the workspace cannot be written; what was in it is as it was.
    """
    try:
        workspace = Workspace.create(str(folder))
        added = [_add(workspace, record) for record in records]
    except OSError as error:
        raise OutputNotWrittenError(
            f"{folder}: no workspace can be written there",
            seen=error.strerror or str(error),
            mend="name a folder",
            state="runs that were in it are as they were",
        ) from error
    return sum(added)


def _add(workspace: Any, record: Record) -> bool:  # noqa: ANN401 - evidently ships no types
    project = next(iter(workspace.search_project(record.dataset)), None) or _project(workspace, record)
    path = Path(workspace.path, str(project.id), "snapshots", f"{uuid.uuid5(RUNS, record.run_id)}.json")
    if path.exists():
        return False
    write_whole(path, json.dumps(snapshot_of(record).to_snapshot_model().dict(), cls=NumpyEncoder))
    return True


def _project(workspace: Any, record: Record) -> Any:  # noqa: ANN401
    """Return a new project, with a dashboard of what drift tells of each run."""
    project = workspace.create_project(record.dataset, description="Batches as drift judged them.")
    panels = (
        counter_panel("Columns in breach in the last batch", [_metric("DriftVerdict")]),
        bar_plot_panel("Columns in breach", [_metric("DriftVerdict")], size="half"),
        bar_plot_panel(
            "Columns that came, went, or changed name or type", [_metric("DriftSchema")], size="half"
        ),
        line_plot_panel("Share of rows in another unit", [_metric("DriftUnits")], size="half"),
        line_plot_panel("Share of missing values", [_metric("DriftNulls")], size="half"),
    )
    for panel in panels:
        project.dashboard.add_panel(panel, tab="drift")
    return project


def _metric(name: str) -> PanelMetric:
    return PanelMetric(metric=name)
