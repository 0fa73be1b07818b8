"""Where a run's reports go, and the calls that write them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from drift.files import write_whole
from drift.run.settings import settings_of

if TYPE_CHECKING:
    from os import PathLike

    from drift.judge.reference import Reference
    from drift.run.settings import ConfigLike
    from drift.run.values import Run


def write_html(run: Run, path: str | PathLike[str]) -> None:
    """Write a run's report, whole or not at all."""
    write_whole(str(path), run.to_html())


def write_evidently(run: Run, path: str | PathLike[str]) -> None:
    """Write Evidently's report on the samples of both sides, whole or not at all."""
    from drift.report.evidently import evidently_html  # noqa: PLC0415 - seconds to import

    write_whole(str(path), evidently_html(run))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPaths:
    """Where a run and its report are left."""

    run: str
    html: str


def report_paths(run: Run, reference: Reference, config: ConfigLike | None = None) -> ReportPaths | None:
    """Return where the config wants the run and its report, by run id; None where it wants neither."""
    folder = settings_of(reference, config).reports
    if folder is None:
        return None
    stem = str(Path(folder) / run.run_id)
    return ReportPaths(run=f"{stem}.drift", html=f"{stem}.html")
