"""The page on Airflow says what a real Airflow does: its commands are run, its DAG is the example's."""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING, Final

import pytest

from airflow_home import ENVIRONMENT, ROOT, program

if TYPE_CHECKING:
    from pathlib import Path

PAGE: Final = (ROOT / "docs/airflow.md").read_text(encoding="utf-8")
EXAMPLES: Final = ROOT / "examples/airflow"
NEXT: Final = "--- the next command ---"  # between what one command printed and another
LEFT_OUT: Final = "…"


def blocks(language: str) -> list[str]:
    """Return the fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def commands() -> list[tuple[str, list[str]]]:
    """Return each command of the page, with the lines that it is to print."""
    told: list[tuple[str, list[str]]] = []
    for line in "".join(blocks("sh-session")).splitlines():
        if line.startswith("$ "):
            told.append((line.removeprefix("$ "), []))
        elif line != LEFT_OUT:
            told[-1][1].append(line)
    return told


def test_the_dag_of_the_page_is_the_example() -> None:
    assert blocks("py")[0] == (EXAMPLES / "orders_gate.py").read_text(encoding="utf-8")


@pytest.mark.parametrize(("place", "name"), [(2, "orders_quarantine"), (3, "orders_features")])
def test_what_is_shown_of_an_example_stands_in_it(place: int, name: str) -> None:
    """Lines are left out between those that are shown, and an empty one stands for them."""
    example = [line.strip() for line in (EXAMPLES / f"{name}.py").read_text(encoding="utf-8").splitlines()]
    assert {line.strip() for line in blocks("py")[place].splitlines()} <= {*example, ""}


@pytest.mark.slow
def test_the_commands_of_the_page_print_what_it_shows(tmp_path: Path) -> None:
    """Airflow writes the time before a line and its origin after it, so lines are looked for in order."""
    program("airflow")
    (tmp_path / "airflow/dags").mkdir(parents=True)
    (tmp_path / "airflow/dags/orders_gate.py").write_text(blocks("py")[0], encoding="utf-8")
    script = "\n".join(f"{{ {command}\n}} 2>&1; echo '{NEXT}'" for command, _ in commands())
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW")}
    environment |= {"PATH": f"{ENVIRONMENT / 'bin'}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    environment |= {"COLUMNS": "400", "NO_COLOR": "1", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(  # noqa: S603 - the page's own commands
        ["/bin/bash", "-c", script],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    printed = done.stdout.split(f"{NEXT}\n")
    assert printed.pop() == ""
    for (command, expected), lines in zip(commands(), printed, strict=True):
        rest = lines
        for line in expected:
            before, found, rest = rest.partition(line)
            assert found, f"{command} does not print {line!r} there, but: {before}"
