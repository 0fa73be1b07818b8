"""Post-mortem: a run, a column and past runs, as the draft of a document."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from drift.errors import ColumnNotFoundError, UsageError
from drift.report.postmortem import render_postmortem
from drift.run.trending import trends

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drift.record.record import Record


def draft_postmortem(run: Record, *, column: str, past: str | Sequence[str] | None = None) -> str:
    """Return the draft of a post-mortem in Markdown.

    Parameters
    ----------
    run : Run
        The run whose finding it is about.
    column : str
        The column.
    past : path or several, optional
        Past runs, as `trends` takes them.

    Raises
    ------
    ColumnNotFoundError, UsageError
        If the run has no such column, or found nothing of it.
    """
    found = next((one for one in run.columns if one.name == column), None)
    if found is None:
        near = difflib.get_close_matches(column, [one.name for one in run.columns], n=1)
        raise ColumnNotFoundError(
            f"the run has no column `{column}`",
            mend=f"did you mean `{near[0]}`?" if near else "name a column that it has",
            state="nothing was written",
        )
    if not found.findings:
        others = [one.name for one in run.columns if one.findings]
        raise UsageError(
            f"the run has no finding of `{column}`",
            seen=f"findings of {', '.join(others[:5])}" if others else None,
            mend="name a column that has one" if others else "there is nothing to write of",
            state="nothing was written",
        )
    return render_postmortem(run, found, None if past is None else trends(past, dataset=run.dataset))
