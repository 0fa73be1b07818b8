"""The run as JUnit XML, which Jenkins, GitLab, GitHub's actions and most CI systems show.

A suite is the dataset, a test case a check of a column. A breach is a failure. A warning passes, and
its output says why. What could not be judged is skipped with its reason, so that it never reads as
passed. There is no common standard; this keeps to what the schemas of Ant and Jenkins share, but for
the output of a test case, which Ant's has only for the suite.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from junitparser import (
    Attr,
    Failure,
    IntAttr,
    JUnitXml,
    Skipped,
    SystemErr,
    SystemOut,
    TestCase,
    TestSuite,
)

from drift.judge.result import worst
from drift.report.checked import checked
from drift.report.summary import counts_told
from drift.report.text import label, uncommanded, unmarked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drift.judge.result import ColumnResult, Finding
    from drift.record.record import Record

HOST: Final = "localhost"  # readers want a host's name, and the run does not depend on it
NO_TIME: Final = 0.0  # seconds: a column is judged with all others, so none takes a time of its own


class _Suite(TestSuite):
    """A suite with the two attributes that Ant asks for beside those of Jenkins."""

    package = Attr()
    id = IntAttr()


def render_junit(record: Record) -> str:
    """Return a run as JUnit XML in UTF-8.

    Parameters
    ----------
    record : Record
        The run. No value of the data is in the result beyond what the findings' sentences say.
    """
    suite = _Suite(_token(record.dataset))
    suite.package, suite.id = _token(record.dataset), 0
    suite.hostname = HOST
    suite.timestamp = f"{record.started_at:%Y-%m-%dT%H:%M:%S}"  # in UTC; a zone is not allowed there
    for name, value in _properties(record):
        suite.add_property(name, value)
    suite.add_testcases(
        [*_of_batch(record), *(case for column in record.columns for case in _of(column, record))]
    )
    told = f"{record.verdict} {_token(record.dataset)}: {counts_told(record)}"
    suite.append(SystemOut(told))  # type: ignore[no-untyped-call]  # junitparser types most, not all
    suite.append(SystemErr(""))  # type: ignore[no-untyped-call]  # as above
    report = JUnitXml()
    report.add_testsuite(suite)
    written = io.BytesIO()
    report.write(written, pretty=True)
    return written.getvalue().decode()


def _properties(record: Record) -> Iterator[tuple[str, str]]:
    yield "batch", _token(record.batch)
    yield "run_id", label(record.run_id)
    yield "verdict", record.verdict
    yield "exit_code", str(record.exit_code)
    yield "live_rows", str(record.live.rows)
    yield "reference_rows", str(record.reference.rows)
    yield "sensitivity", record.sensitivity
    yield "drift_version", label(record.drift_version)


def _of_batch(record: Record) -> Iterator[TestCase]:
    """Yield a case for each check of the batch as a whole that found something."""
    found = [finding for finding in record.findings if finding.column is None]
    for check in dict.fromkeys(finding.check for finding in found):
        case = TestCase(check, _token(record.dataset), NO_TIME)
        yield _told(case, [finding for finding in found if finding.check == check])


def _of(column: ColumnResult, record: Record) -> Iterator[TestCase]:
    """Yield a case for each check of a column."""
    for check in checked(column):
        case = TestCase(check.name, f"{_token(record.dataset)}.{_token(column.name)}", NO_TIME)
        if check.findings:
            yield _told(case, check.findings)
            continue
        if check.reason is not None:
            case.result = Skipped(_plain(check.reason, column.name))
        yield case


def _told(case: TestCase, findings: Sequence[Finding]) -> TestCase:
    """Return the case of a check that found something."""
    told = "\n".join(_plain(finding.why, finding.column) for finding in findings)
    if worst(finding.verdict for finding in findings) == "breach":
        first = next(finding for finding in findings if finding.verdict == "breach")
        failure = Failure(
            _plain(first.why, first.column), first.diagnosis.fault if first.diagnosis else case.name
        )
        failure.text = told
        case.result = failure
    elif all(finding.verdict == "skipped" for finding in findings):
        case.result = Skipped(told)
    else:
        case.system_out = f"warning: {told}"
    return case


def _token(name: str) -> str:
    """Return a name as readers compare it: without spaces at its ends, and never empty."""
    return uncommanded(" ".join(label(name).split())) or "(blank name)"


def _plain(sentence: str, name: str | None) -> str:
    """Return a sentence in characters that print, which XML 1.0 all has."""
    return uncommanded(unmarked(sentence, name))
