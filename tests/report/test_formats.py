"""Every form tells every run, and the same run the same way."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from typing import Final

import pytest

from drift.report.formats import FORMATS, FORMS, View, render
from runs import CHANGES, run_of, run_with_name
from workflow_commands import obeyed

FINDINGS_ALONE: Final = ("gitlab",)  # nothing was found: an empty list
NUMBERS_ALONE: Final = ("openmetrics",)


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("change", CHANGES)
def test_every_form_tells_every_run_twice_alike(change: str, kind: str) -> None:
    run = run_of(change)
    text = render(run, kind)
    assert text == render(run, kind)
    assert text.endswith("\n")
    assert not text.endswith("\n\n\n")
    assert ("dataset" in text) is (kind not in FINDINGS_ALONE or text != "[]\n")


@pytest.mark.parametrize("kind", [kind for kind in FORMATS if kind not in NUMBERS_ALONE])
def test_every_form_says_why_a_column_is_in_breach(kind: str) -> None:
    run = run_of("a unit")
    text = render(run, kind, View(width=1000))
    assert all(word in text for word in ("seconds", "multiplied by 1,000", "0.14"))


@pytest.mark.parametrize("kind", [kind for kind in FORMATS if kind != "github"])
@pytest.mark.parametrize(
    "name", ["##[add-mask]a", "::stop-commands::a", f"{'a ' * 60}::error::b", "a\n::error::b"]
)
def test_no_form_commands_github_whatever_a_column_is_called(kind: str, name: str) -> None:
    """A step's whole output is read for commands; text is wrapped, so a name may begin a line."""
    run = replace(run_with_name(name), dataset=name, batch=name)
    for width in (30, 50, 100, 140):
        assert obeyed(render(run, kind, View(width=width, details=True))) == []


def test_json_is_the_same_data_for_all_that() -> None:
    name = "##[add-mask]a"
    assert json.loads(render(run_with_name(name), "json"))["columns"][0]["name"] == name


def test_a_form_says_what_it_is_for() -> None:
    assert len(set(FORMATS)) == len(FORMS)
    assert all(form.use.startswith("for ") for form in FORMS)


def test_naming_the_forms_loads_none_of_their_libraries() -> None:
    """A command's help must not wait for them."""
    program = (
        "import sys; import drift.report.formats;"
        "print(sorted({'rich', 'junitparser', 'jinja2', 'polars', 'numpy', 'yaml'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", f"import sys; sys.path[:] = {sys.path!r}; {program}"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own program
    assert (run.stdout.strip(), run.stderr) == ("[]", "")
