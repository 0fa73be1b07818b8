"""Where a run's reports go, and the calls that write them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from drift.errors import UsageError
from drift.files import write_whole
from drift.run.settings import settings_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

    from drift.judge.reference import Reference
    from drift.run.settings import ConfigLike
    from drift.run.values import Run


HISTORY_PAGE: Final = "history.html"  # beside a report: its findings lead there


def write_html(run: Run, path: str | PathLike[str], *, saved: str | None = None) -> None:
    """Write a run's report, whole or not at all.

    The commands on it name where the run is `saved`, and its findings lead to the page of past runs, where
    `history.html` is beside it.
    """
    beside = Path(path).with_name(HISTORY_PAGE)
    known = beside.is_file() and beside.name != Path(path).name
    write_whole(str(path), run.to_html(saved=saved, history=HISTORY_PAGE if known else None))


def write_evidently(run: Run, path: str | PathLike[str]) -> None:
    """Write Evidently's report on the samples of both sides, whole or not at all."""
    from drift.report.evidently import evidently_html  # noqa: PLC0415 - seconds to import

    write_whole(str(path), evidently_html(run))


def add_to_workspace(
    past: str | PathLike[str] | Sequence[str | PathLike[str]],
    folder: str | PathLike[str],
    *,
    dataset: str | None = None,
) -> int:
    """Add saved runs to a workspace of Evidently, and return how many were new to it.

    Raises
    ------
    UsageError
        If a history is named: it keeps no samples. Or if Evidently is not installed, or a run has no sample.
    InputNotFoundError, FileDamagedError, FileIncompatibleError
        If there are no such files, or they are something else.
    OutputNotWrittenError
        If the workspace cannot be written.
    """
    from drift.record.run_file import load_run  # noqa: PLC0415 - a check asks only where reports go
    from drift.run.trending import is_history, run_files  # noqa: PLC0415 - as above

    places = [past] if isinstance(past, str | os.PathLike) else list(past)
    for place in places:
        if is_history(place):
            raise UsageError(
                f"{place}: a history, which keeps no samples to draw",
                mend="name saved runs, or a folder of them",
                state="nothing was written",
            )
    from drift.report.evidently import add_runs  # noqa: PLC0415 - seconds to import

    runs = (load_run(path) for place in places for path in run_files(place))
    return add_runs((run for run in runs if dataset in {None, run.dataset}), folder)


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
