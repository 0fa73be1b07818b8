"""The forms that a run is told in: their names, what each is for, and the call that makes each.

A form loads what it needs when it is asked for: rich for text, a writer of XML for JUnit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from drift.config import Config
    from drift.record.record import Record

WIDTH: Final = 100  # characters a line of text that is not written to a terminal


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How a run is wanted, for the forms that leave a choice.

    Attributes
    ----------
    colour : bool
        Whether text may have colours.
    width : int
        Characters a line of text.
    details : bool
        Whether text lists the columns that are as they were, too.
    config : Config or None
        What the run was judged by, read from a file: annotations point at its lines.
    config_file : str or None
        The path by which that file is told, in place of the one that it was read from.
    """

    colour: bool = False
    width: int = WIDTH
    details: bool = False
    config: Config | None = None
    config_file: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One form: its name on the command line, what it is for, and the call that makes it.

    `points` where it points at lines of the config.
    """

    name: str
    use: str
    render: Callable[[Record, View], str]
    points: bool = False


def _text(record: Record, view: View) -> str:
    from drift.report.terminal import render_text  # noqa: PLC0415 - one form needs not load the others

    return render_text(record, colour=view.colour, width=view.width, details=view.details)


def _json(record: Record, _: View) -> str:
    from drift.report.json import render_json  # noqa: PLC0415 - as above

    return render_json(record)


def _markdown(record: Record, _: View) -> str:
    from drift.report.markdown import render_markdown  # noqa: PLC0415 - as above

    return render_markdown(record)


def _junit(record: Record, _: View) -> str:
    from drift.report.junit import render_junit  # noqa: PLC0415 - as above

    return render_junit(record)


def _github(record: Record, view: View) -> str:
    from drift.report.github import render_github  # noqa: PLC0415 - as above

    return render_github(record, config=view.config, file=view.config_file)


def _gitlab(record: Record, view: View) -> str:
    from drift.report.gitlab import render_gitlab  # noqa: PLC0415 - as above

    return render_gitlab(record, config=view.config, file=view.config_file)


def _openmetrics(record: Record, _: View) -> str:
    from drift.report.openmetrics import render_openmetrics  # noqa: PLC0415 - as above

    return render_openmetrics(record)


def _slack(record: Record, _: View) -> str:
    from drift.report.slack import render_slack  # noqa: PLC0415 - as above

    return render_slack(record)


FORMS: Final = (
    Form(name="text", use="for a person at a terminal", render=_text),
    Form(name="json", use="for a program: all there is, by a schema", render=_json),
    Form(name="markdown", use="for a comment on a pull request, a step's summary, a chat", render=_markdown),
    Form(name="junit", use="for a CI system's test report", render=_junit),
    Form(name="github", use="for annotations in GitHub Actions", render=_github, points=True),
    Form(name="gitlab", use="for GitLab's code quality report", render=_gitlab, points=True),
    Form(name="openmetrics", use="for Prometheus, by its textfile collector", render=_openmetrics),
    Form(name="slack", use="for a message in Slack", render=_slack),
)
FORMATS: Final = tuple(form.name for form in FORMS)
POINTING: Final = frozenset(form.name for form in FORMS if form.points)


def render(record: Record, kind: str, view: View | None = None) -> str:
    """Return a run in the form of this name."""
    form = next(form for form in FORMS if form.name == kind)
    return form.render(record, view or View())
