"""The run as workflow commands: lines that GitHub Actions turns into annotations.

One is ``::error file=…,line=…,title=…::message``. The runner takes a line apart at its colons and
commas, so these, line ends and the percent sign are written as ``%3A``, ``%2C``, ``%0D``, ``%0A`` and
``%25`` [1]_. GitHub shows ten errors and ten warnings of a step and drops the rest without a word; so
no more are written, and a notice counts the others.

.. [1] actions/toolkit, packages/core/src/command.ts
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from drift.report.pointing import file_of, line_of
from drift.report.summary import counts_told, findings_of
from drift.report.text import label, unmarked, visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from drift.config import Config
    from drift.errors import DriftError
    from drift.judge.result import ColumnResult, Finding
    from drift.record.record import Record

MAX_SHOWN: Final = 10  # annotations of a level that GitHub shows of a step
MAX_NAMED: Final = 5  # columns that a notice names
_LEVELS: Final = {"breach": "error", "warning": "warning"}
_DATA: Final = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY: Final = {**_DATA, ":": "%3A", ",": "%2C"}


def render_github(record: Record, *, config: Config | None = None, file: str | None = None) -> str:
    """Return a run as workflow commands, one a line: a notice with the verdict, then the findings.

    Parameters
    ----------
    record : Record
        The run.
    config : Config, optional
        A config that was read from a file: annotations point at the line that says something of their
        column. Without it, and for columns that it does not name, they point at no file.
    file : str, optional
        The path by which that file is told, in place of the one that it was read from.
    """
    dataset = label(record.dataset)
    place = partial(_place, config=config, file=file)
    commands = [
        _command("notice", f"{record.verdict.upper()} {dataset}: {counts_told(record)}", title="drift")
    ]
    left: dict[str, int] = {}
    findings = findings_of(record)
    for verdict, level in _LEVELS.items():
        found = [finding for finding in findings if finding.verdict == verdict]
        commands += [_annotation(level, one, place(one), dataset) for one in found[:MAX_SHOWN]]
        left[verdict] = len(found) - MAX_SHOWN
    more = " and ".join(f"{count:,} more of verdict {name}" for name, count in left.items() if count > 0)
    if more:
        commands.append(
            _command("notice", f"and {more}, which GitHub would not show", title=f"drift: {dataset}")
        )
    undecided = [column for column in record.columns if column.verdict == "undecided"]
    if undecided:
        commands.append(_command("notice", _undecided(undecided), title=f"drift: {dataset}"))
    return "".join(f"{command}\n" for command in commands)


def render_github_error(error: DriftError) -> str:
    """Return an error as an annotation: that the batch could not be checked, and why."""
    message = "".join(c if c == "\n" else visible(c) for c in str(error))
    return f"{_command('error', message, title='drift could not check')}\n"


def _annotation(level: str, finding: Finding, place: Mapping[str, str], dataset: str) -> str:
    message = unmarked(finding.why, finding.column)
    if finding.advice is not None:
        message += f"\n{unmarked(finding.advice, finding.column)}"
    what = dataset if finding.column is None else label(finding.column)
    return _command(level, message, **place, title=f"drift: {what}")


def _place(finding: Finding, *, config: Config | None, file: str | None) -> dict[str, str]:
    """Return the file and line that a finding is about, as properties of a command."""
    shown, line = file_of(config, file), line_of(finding, config)
    return {} if shown is None or line is None else {"file": shown, "line": str(line)}


def _undecided(columns: Sequence[ColumnResult]) -> str:
    names = ", ".join(f"`{label(column.name)}`" for column in columns[:MAX_NAMED])
    more = f" and {len(columns) - MAX_NAMED:,} more" if len(columns) > MAX_NAMED else ""
    first = columns[0]
    return f"undecided: {names}{more}; {unmarked(first.reason or 'nothing could be told', first.name)}"


def _command(level: str, message: str, **properties: str) -> str:
    told = ",".join(f"{name}={_escaped(value, _PROPERTY)}" for name, value in properties.items())
    return f"::{level} {told}::{_escaped(message, _DATA)}"


def _escaped(text: str, signs: Mapping[str, str]) -> str:
    return "".join(signs.get(character, character) for character in text)
