"""The run as GitLab's code quality report: what a merge request shows beside its changes.

An array with an object for each finding, in the part of Code Climate's form that GitLab reads [1]_. It
drops what follows an object that lacks a key, so each has all of them. A path and a line are among these:
the config's line that names the column, as in GitHub's annotations. Where there is no such line the first
one stands for it, and where no config was given the reference's path.

.. [1] doc/ci/testing/code_quality.md and app/validators/json_schemas/codeclimate.json in GitLab's source
"""

from __future__ import annotations

import hashlib
import posixpath
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from drift.report.json import render_document
from drift.report.pointing import file_of, line_of
from drift.report.summary import findings_of
from drift.report.text import label, uncommanded, unmarked, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.config import Config
    from drift.judge.result import Verdict
    from drift.record.record import Record

# Of GitLab's info, minor, major, critical and blocker. None of them fails a job: the exit code does.
SEVERITIES: Final[dict[Verdict, str]] = {
    "breach": "critical",
    "warning": "minor",
    "undecided": "info",
    "skipped": "info",
}
NO_LINE: Final = 1  # GitLab wants a line where there is none


@dataclass(frozen=True, slots=True, kw_only=True)
class _Issue:
    """One thing to show: its check, its verdict, what it is about, what it says, and the config's line."""

    check: str
    verdict: Verdict
    column: str | None
    fault: str | None
    says: str
    line: int | None


def render_gitlab(record: Record, *, config: Config | None = None, file: str | None = None) -> str:
    """Return a run as JSON: an object for each finding, and for each column that could not be judged.

    Parameters
    ----------
    record : Record
        The run.
    config : Config, optional
        A config that was read from a file: objects point at the line that says something of their column.
    file : str, optional
        The path by which that file is told, in place of the one that it was read from.
    """
    dataset = label(record.dataset)
    path = posixpath.normpath(visible(file_of(config, file) or record.reference.path or dataset))
    met: Counter[str] = Counter()
    told: list[dict[str, Any]] = []
    for issue in _issues(record, config):
        fingerprint = _fingerprint(record, issue)
        met[fingerprint] += 1
        told.append(
            {
                "description": uncommanded(f"{dataset}: {issue.says}"),
                "check_name": f"drift/{issue.check}",
                "fingerprint": fingerprint if met[fingerprint] == 1 else f"{fingerprint}-{met[fingerprint]}",
                "severity": SEVERITIES[issue.verdict],
                "location": {"path": path, "lines": {"begin": issue.line or NO_LINE}},
            }
        )
    return render_document(told)


def _issues(record: Record, config: Config | None) -> Iterator[_Issue]:
    for finding in findings_of(record):
        diagnosis = finding.diagnosis
        advice = "" if finding.advice is None else f" {unmarked(finding.advice, finding.column)}"
        yield _Issue(
            check=finding.check,
            verdict=finding.verdict,
            column=finding.column,
            fault=None if diagnosis is None else diagnosis.fault,
            says=f"{unmarked(finding.why, finding.column)}{advice}",
            line=line_of(finding, config),
        )
    for column in record.columns:
        if column.verdict == "undecided":
            reason = unmarked(column.reason or "nothing could be told", column.name)
            yield _Issue(
                check="undecided",
                verdict="undecided",
                column=column.name,
                fault=None,
                says=f"`{label(column.name)}` is undecided: {reason}",
                line=None if config is None else config.line_of_column(column.name),
            )


def _fingerprint(record: Record, issue: _Issue) -> str:
    """Return what is the same for the same fault of the same column in every batch, and for no other."""
    parts = (record.dataset, issue.column or "", issue.check, issue.fault or "")
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
