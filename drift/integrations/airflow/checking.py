"""One check as an operator describes it: read, judged, and its files written."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from drift.errors import UsageError
from drift.integrations.airflow.batch import as_of_of, batch_of
from drift.integrations.airflow.outcome import FailOn, OnUndecided, require_choice
from drift.integrations.airflow.summary import summary_of
from drift.run import (
    ReadOptions,
    Reference,
    check,
    decisions_for,
    ends_told,
    report_paths,
    settings_of,
    write_html,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from os import PathLike

    from drift.config import Config
    from drift.run import Run


class Asked(Protocol):
    """What a check goes by: an operator whose templates are filled in."""

    data: object
    reference: str | PathLike[str]
    config: Config | Mapping[str, object] | str | PathLike[str] | None
    accepted: str | PathLike[str] | None
    batch: str | None
    as_of: datetime | str | None
    html: str | PathLike[str] | None
    save: str | PathLike[str] | None
    options: ReadOptions | Mapping[str, Any] | None
    fail_on: FailOn
    on_undecided: OnUndecided


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A check that was made: the run, its summary, and sentences on decisions that end."""

    run: Run
    summary: dict[str, Any]
    ends: tuple[str, ...]


def checked(asked: Asked, context: Mapping[str, Any]) -> Checked:
    """Return what a check found; the files that it was asked for are written.

    Parameters
    ----------
    asked : Asked
        What is checked, and how.
    context : mapping
        Airflow's context of the task.

    Raises
    ------
    DriftError
        If the batch, the reference or the config cannot be read, or a file cannot be written.
    """
    require_choice("fail_on", asked.fail_on, FailOn)
    require_choice("on_undecided", asked.on_undecided, OnUndecided)
    reference = Reference.load(asked.reference)
    decisions = decisions_for(settings_of(reference, asked.config), asked.accepted)
    run = check(
        asked.data,
        reference,
        config=asked.config,
        accepted=decisions,
        batch=asked.batch or batch_of(context),
        as_of=asked.as_of or as_of_of(context),
        fail_on=asked.fail_on,
        options=options_of(asked.options),
    )
    left = report_paths(run, reference, asked.config)
    reports = [path for path in (asked.html, left and left.html) if path]
    runs = [path for path in (asked.save, left and left.run) if path]
    for path in reports:
        write_html(run, path)
    for path in runs:
        run.save(path)
    return Checked(
        run=run,
        summary=summary_of(run, report=_whole(reports), saved=_whole(runs)),
        ends=tuple(ends_told(decisions, dataset=run.dataset, day=run.as_of.date())),
    )


def options_of(given: ReadOptions | Mapping[str, Any] | None) -> ReadOptions:
    """Return how a batch is read.

    Raises
    ------
    UsageError
        If an option is unknown, or has a value that it does not take.

    Examples
    --------
    >>> options_of({"limit": 1000, "columns": ["seconds", "city"]}).columns
    ('seconds', 'city')
    """
    if isinstance(given, ReadOptions):
        return given
    told = dict(given or {})
    known = [field.name for field in fields(ReadOptions)]
    strange = [name for name in told if name not in known]
    if strange:
        raise UsageError(
            f"`options` has no `{strange[0]}`", mend=f"one of {', '.join(known)}", state="nothing was checked"
        )
    if told.get("columns") is not None:
        told["columns"] = tuple(told["columns"])
    return ReadOptions(**told)


def _whole(paths: list[Any]) -> str | None:
    """Return the first path as one that leads there from anywhere; None without one."""
    return str(Path(paths[0]).resolve()) if paths else None
