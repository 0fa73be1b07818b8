"""Every form tells every run, and the same run the same way."""

from __future__ import annotations

import subprocess
import sys

import pytest

from drift.report.formats import FORMATS, FORMS, View, render
from runs import CHANGES, run_of


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("change", CHANGES)
def test_every_form_tells_every_run_twice_alike(change: str, kind: str) -> None:
    run = run_of(change)
    text = render(run, kind)
    assert text == render(run, kind)
    assert text.endswith("\n")
    assert not text.endswith("\n\n\n")
    assert "dataset" in text


@pytest.mark.parametrize("kind", FORMATS)
def test_every_form_says_why_a_column_is_in_breach(kind: str) -> None:
    run = run_of("a unit")
    text = render(run, kind, View(width=1000))
    assert all(word in text for word in ("seconds", "multiplied by 1,000", "0.14"))


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
