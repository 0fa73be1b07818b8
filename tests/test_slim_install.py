"""Workers need neither Evidently nor what it brings: all but its pages works without, and these say so."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from packaging.requirements import Requirement

from slim import environment_of

if TYPE_CHECKING:
    from collections.abc import Callable

    Drift = Callable[..., subprocess.CompletedProcess[str]]

ROOT: Final = Path(__file__).parents[1]
LEFT_OUT: Final = {"evidently", "pandas"}
COMMAND: Final = re.compile(r"^pip install (?!--no-deps)(.+)$", re.MULTILINE)


def documented() -> list[str]:
    """Return what docs/evidently.md says to install beside the package itself."""
    text = (ROOT / "docs" / "evidently.md").read_text(encoding="utf-8")
    section = text.partition("## Without Evidently")[2]
    found = COMMAND.search(section)
    assert found is not None
    return shlex.split(found[1])


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_what_is_documented_is_what_is_needed_but_for_evidently() -> None:
    needed = {str(Requirement(one)) for one in project()["project"]["dependencies"]}
    slim = {one for one in needed if Requirement(one).name not in LEFT_OUT}
    assert {str(Requirement(one)) for one in documented()} == slim
    assert len(needed) == len(slim) + len(LEFT_OUT)


@pytest.fixture(scope="module")
def slim(tmp_path_factory: pytest.TempPathFactory) -> Drift:
    """Return a function that runs the command in a slim environment, and in a folder of its own."""
    folder = tmp_path_factory.mktemp("slim")
    python = environment_of(documented(), folder / "environment", source=ROOT)
    variables = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}

    def run(*arguments: str, module: str = "drift.cli") -> subprocess.CompletedProcess[str]:
        command = [str(python), "-m", module, *arguments]
        return subprocess.run(  # noqa: S603 - our own program
            command, cwd=folder, env=variables, capture_output=True, text=True, check=False
        )

    return run


@pytest.mark.slow
def test_the_story_is_told_without_evidently(slim: Drift) -> None:
    told = slim("demo", "orders")
    assert (told.returncode, told.stderr) == (0, "")
    done = [
        slim("report", "orders/broken.run.drift", "--html", "page.html", "--format", "junit=checks.xml"),
        slim("history", "orders/broken.run.drift", "--html", "history.html"),
        slim("check", "orders/broken.parquet", "-r", "orders/reference.drift", "--format", "json"),
    ]
    assert [one.returncode for one in done] == [0, 0, 1], [one.stderr for one in done]


@pytest.mark.slow
def test_what_evidently_draws_says_how_to_add_it(slim: Drift) -> None:
    slim("demo", "again")
    for told in (
        slim("report", "again/broken.run.drift", "--evidently", "page.html"),
        slim("history", "again/broken.run.drift", "--evidently-workspace", "workspace"),
    ):
        assert (told.returncode, told.stdout) == (2, "")
        assert told.stderr.startswith("error: Evidently is not installed, and this asks for its pages")
        assert "pip install 'evidently" in told.stderr
