"""A shell that asks is answered, by a script that a real shell runs; what goes wrong is never a verdict."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Final

import pytest

from command_line import drift
from drift.cli.completion import VARIABLE
from drift.report.formats import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

BASH: Final = shutil.which("bash")
needs_bash = pytest.mark.skipif(BASH is None, reason="there is no bash to ask from")


def answers(monkeypatch: pytest.MonkeyPatch, words: str) -> list[str]:
    """Return what bash is told after these words, the last of which is being written."""
    monkeypatch.setenv(VARIABLE, "complete_bash")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(len(words.split(" ")) - 1))
    told = drift()
    assert (told.code, told.err) == (0, "")
    return told.out.split()


def test_commands_options_and_values_are_completed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert {"fit", "check", "demo"} <= set(answers(monkeypatch, "drift "))
    assert answers(monkeypatch, "drift fi") == ["fit"]
    assert answers(monkeypatch, "drift check --fail") == ["--fail-on"]
    assert answers(monkeypatch, "drift check --fail-on ") == ["breach", "warning", "never"]
    assert answers(monkeypatch, "drift check --format ") == list(FORMATS)
    assert answers(monkeypatch, "drift check --format j") == ["json", "junit"]


def test_where_a_file_is_wanted_the_shell_is_left_to_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    assert answers(monkeypatch, "drift check -r ") == []


def test_a_shell_that_is_not_known_is_told_and_no_breach(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "complete_tcsh")
    told = drift()
    assert (told.code, told.out) == (2, "")
    assert "no completion for this shell" in told.err


def in_bash(script: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Run a script in bash, where `drift` is this one."""
    program = home / "bin" / "drift"
    program.parent.mkdir(exist_ok=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m drift.cli "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    environment = {
        **os.environ,
        "HOME": str(home),
        "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    command = [str(BASH), "--noprofile", "--norc", "-c", script]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own program


@needs_bash
def test_the_script_that_is_shown_completes_in_bash(tmp_path: Path) -> None:
    ask = (
        'eval "$(drift --show-completion; true)"; complete -p drift;'
        "COMP_WORDS=(drift che); COMP_CWORD=1; _drift_completion drift; echo ${COMPREPLY[@]}"
    )
    done = in_bash(ask, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == ["complete -o default -F _drift_completion drift", "check"]


@needs_bash
def test_installing_writes_the_script_and_has_the_shell_read_it(tmp_path: Path) -> None:
    done = in_bash("drift --install-completion; code=$?; true; exit $code", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    script = tmp_path / ".bash_completions" / "drift.sh"
    assert "_drift_completion" in script.read_text(encoding="utf-8")
    assert str(script) in (tmp_path / ".bashrc").read_text(encoding="utf-8")
