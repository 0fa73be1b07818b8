"""Evidently's pages and dashboards with drift's scores and verdicts in them, for those who know these pages.

Evidently takes seconds to import and brings a gigabyte, so nothing but this folder imports it, and only on
request. `frames` has the samples as Evidently wants them, `scores` a test of its kind that looks drift's
result up, `metrics` what drift tells and Evidently does not, `page` puts them together, `workspace` adds
runs to a workspace.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from drift.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike

    from drift.record.record import Record

INSTALL = "pip install 'evidently>=0.7.23,<0.8' 'pandas<3.1'"


def require_evidently() -> None:
    """Return if Evidently is installed.

    Raises
    ------
    UsageError
        If it is not, with what installs it.
    """
    if find_spec("evidently") is None or find_spec("pandas") is None:
        raise UsageError(
            "Evidently is not installed, and this asks for its pages",
            mend=f"{INSTALL}; drift's own report needs neither: --html FILE",
            state="nothing was written",
        )


def evidently_snapshot(record: Record) -> Any:  # noqa: ANN401 - evidently ships no types
    """Return Evidently's report on the samples of both sides with drift's results in it: its snapshot.

    Raises
    ------
    UsageError
        If Evidently is not installed, or either side keeps no sample.
    """
    require_evidently()
    from drift.report.evidently.page import snapshot_of  # noqa: PLC0415 - 3 to 8 s to import

    return snapshot_of(record)


def evidently_html(record: Record) -> str:
    """Return Evidently's report as a page; it names its parts anew each time, so its bytes vary.

    Raises
    ------
    UsageError
        If Evidently is not installed, or either side keeps no sample.
    """
    require_evidently()
    from drift.report.evidently.page import page_of  # noqa: PLC0415 - as above

    return page_of(record)


def add_runs(records: Iterable[Record], folder: str | PathLike[str]) -> int:
    """Add runs to a workspace of Evidently, and return how many were new to it.

    Raises
    ------
    UsageError
        If Evidently is not installed, or a run keeps no sample.
    OutputNotWrittenError
        If the workspace cannot be written.
    """
    require_evidently()
    from drift.report.evidently.workspace import add_to_workspace  # noqa: PLC0415 - as above

    return add_to_workspace(records, folder)
