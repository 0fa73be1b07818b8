"""The run as workflow commands: what GitHub's runner makes of them, whatever data is called."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.config import parse_config
from drift.errors import InputNotFoundError
from drift.report.github import MAX_SHOWN, render_github, render_github_error
from drift.report.text import label
from made_runs import in_milliseconds, make_finding, make_record
from runs import CHANGES, ODD_NAMES, run_of, run_with_name
from workflow_commands import read_commands

if TYPE_CHECKING:
    from drift.judge.result import Verdict

FILE = "configs/a,b:c%.yaml"
CONFIG = parse_config(
    "version: 1\n\nrows: {min: 10}\ncolumns:\n  age: {owner: sales}\n\n  'wait_*': {unit: second}\n", FILE
)
HOSTILE = (
    "a::error::b",
    "a,line=1",
    "%0A::error::x",
    "a\r\n::stop-commands::x",
    "a%3Ab",
    "##[add-mask]a",
    "%25",
)


def many(verdicts: dict[Verdict, int]) -> str:
    """Return the commands of a run with so many findings of each verdict."""
    names = [f"{verdict}{place}" for verdict, count in verdicts.items() for place in range(count)]
    frame = pl.DataFrame({name: [1, 2] for name in names})
    found = [
        replace(make_finding(name), verdict=verdict)
        for verdict in verdicts
        for name in names
        if name.startswith(verdict)
    ]
    return render_github(make_record(frame, frame, tuple(found)))


@pytest.mark.parametrize("change", CHANGES)
def test_every_finding_is_an_annotation_of_its_level(change: str) -> None:
    run = run_of(change)
    commands = read_commands(render_github(run))
    found = Counter(finding.verdict for column in run.columns for finding in column.findings)
    told = Counter(command.name for command in commands)
    assert told["error"] == min(found["breach"], MAX_SHOWN)
    assert told["warning"] == min(found["warning"], MAX_SHOWN)
    assert set(told) <= {"error", "warning", "notice"}


@pytest.mark.parametrize("change", CHANGES)
def test_the_verdict_comes_first(change: str) -> None:
    run = run_of(change)
    first = read_commands(render_github(run))[0]
    assert (first.name, first.properties) == ("notice", {"title": "drift"})
    assert first.message.startswith(f"{run.verdict.upper()} dataset: ")


def test_a_breach_says_why_and_what_to_do() -> None:
    run = run_of("a unit")
    finding = run["seconds"].findings[0]
    assert finding.diagnosis is not None
    (error,) = [one for one in read_commands(render_github(run)) if one.name == "error"]
    assert error.message == f"{finding.why}\n{finding.diagnosis.advice}"
    assert error.properties == {"title": "drift: seconds"}


def test_what_is_undecided_is_told_once() -> None:
    _, notice = read_commands(render_github(run_of("no rows")))
    assert notice.message == (
        "undecided: `seconds`, `count`, `big`, `city`, `member` and 5 more; the batch has no rows"
    )


@pytest.mark.parametrize(("breaches", "warnings"), [(10, 10), (11, 10), (10, 13), (25, 31)])
def test_no_more_than_github_shows_and_a_count_of_the_rest(breaches: int, warnings: int) -> None:
    commands = read_commands(many({"breach": breaches, "warning": warnings}))
    assert Counter(one.name for one in commands if one.name != "notice") == {"error": 10, "warning": 10}
    counts = [one.message for one in commands if one.name == "notice"][1:]
    parts = [
        f"{count} more of verdict {name}"
        for name, count in (("breach", breaches - 10), ("warning", warnings - 10))
        if count
    ]
    assert counts == ([f"and {' and '.join(parts)}, which GitHub would not show"] if parts else [])


def test_annotations_point_at_the_line_of_the_config_that_names_the_column() -> None:
    (error,) = [
        one for one in read_commands(render_github(in_milliseconds(), config=CONFIG)) if one.name == "error"
    ]
    assert error.properties == {"file": FILE, "line": "7", "title": "drift: wait_s"}


def test_a_finding_of_the_batch_points_at_the_key_of_its_name() -> None:
    record = in_milliseconds()
    finding = replace(record.columns[0].findings[0], column=None, check="rows", why="The batch has 3 rows.")
    commands = read_commands(render_github(replace(record, findings=(finding,), columns=()), config=CONFIG))
    assert commands[1].properties == {"file": FILE, "line": "3", "title": "drift: trips"}


def test_what_the_config_does_not_name_points_at_no_file() -> None:
    config = parse_config("columns: {age: {owner: sales}}", FILE)
    (error,) = [
        one for one in read_commands(render_github(in_milliseconds(), config=config)) if one.name == "error"
    ]
    assert set(error.properties) == {"title"}


@pytest.mark.parametrize("name", [*HOSTILE, *ODD_NAMES.values()])
def test_a_name_comes_back_as_it_was_and_commands_nothing(name: str) -> None:
    run = run_with_name(name)
    commands = read_commands(render_github(replace(run, dataset=name)))
    assert [one.name for one in commands] == ["notice", "error"]
    assert label(name) in commands[0].message
    assert commands[1].properties == {"title": f"drift: {label(name)}".rstrip()}  # as the runner does
    assert f"`{label(name)}`" in commands[1].message


@given(
    st.text(st.characters(), min_size=1, max_size=40),
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=40),
)
def test_any_name_and_any_path_come_back_as_they_were(name: str, path: str) -> None:
    record = in_milliseconds()
    column = record.columns[0]
    finding = replace(column.findings[0], column=name, why=f"`{name}` moved.")
    record = replace(record, dataset=name, columns=(replace(column, name=name, findings=(finding,)),))
    config = parse_config("columns:\n  '*': {owner: sales}\n", path)
    notice, error = read_commands(render_github(record, config=config))
    assert (notice.name, error.name) == ("notice", "error")
    assert error.properties == {"file": path, "line": "2", "title": f"drift: {label(name)}".rstrip()}
    assert error.message.startswith(f"`{label(name)}` moved.\n")


@given(st.text(st.characters(), min_size=1, max_size=40))
def test_an_error_is_one_annotation(name: str) -> None:
    error = InputNotFoundError(f"{name}: no such file", mend="check the path")
    (command,) = read_commands(render_github_error(error))
    assert (command.name, command.properties) == ("error", {"title": "drift could not check"})
    assert command.message.endswith(": no such file\n  mend it:  check the path")
