"""Steps of pipelines executed as written: what a runner does with the files of ours that it reads."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

TOP: Final = Path(__file__).parents[2]
EXPRESSION: Final = re.compile(r"\$\{\{ *([\w.-]+) *\}\}")
INPUT: Final = re.compile(r"\$\[\[ *inputs\.([\w-]+) *\]\]")
# How each runner starts a script: GitHub documents it of `shell: bash`, GitLab's sets the same options first.
GITHUB_SHELL: Final = ("bash", "--noprofile", "--norc", "-eo", "pipefail")
GITLAB_SHELLS: Final = (("bash", "-eo", "pipefail"), ("sh", "-e"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a step printed, the code it ended with, and what it left for the runner."""

    out: str
    err: str
    code: int
    outputs: dict[str, str]
    summary: str


def action() -> dict[str, Any]:
    """Return the action's metadata."""
    found: dict[str, Any] = yaml.safe_load((TOP / "action.yml").read_text(encoding="utf-8"))
    return found


def run_step(name: str, inputs: Mapping[str, str], folder: Path, temporary: Path) -> Ran:
    """Run a step of the action as GitHub's runner does, in a folder that stands for the workspace."""
    metadata = action()
    known = {name: str(one.get("default", "")) for name, one in metadata["inputs"].items()} | dict(inputs)
    values = {f"inputs.{name}": value for name, value in known.items()} | {"github.action_path": str(TOP)}
    step = next(one for one in metadata["runs"]["steps"] if one["id"] == name)
    left = {word: temporary / f"{name}.{word}" for word in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    for path in left.values():
        path.write_text("", encoding="utf-8")
    env = {key: expressed(text, values) for key, text in step["env"].items()}
    where = folder / expressed(step.get("working-directory", "."), values)
    script = temporary / f"{name}.sh"
    script.write_text(step["run"], encoding="utf-8")
    told = _run(
        (*GITHUB_SHELL, str(script)),
        where,
        {**env, **{key: str(path) for key, path in left.items()}},
        RUNNER_TEMP=str(temporary),
        GITHUB_WORKSPACE=str(folder),
    )
    lines = left["GITHUB_OUTPUT"].read_text(encoding="utf-8").splitlines()
    return Ran(
        out=told.stdout,
        err=told.stderr,
        code=told.returncode,
        outputs=dict(line.split("=", 1) for line in lines),
        summary=left["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8"),
    )


def expressed(text: str, values: Mapping[str, str]) -> str:
    """Return text in which expressions stand for their values, as GitHub fills them in."""
    return EXPRESSION.sub(lambda found: values[found[1]], text)


def gitlab_job(inputs: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
    """Return the job that GitLab makes of the template: its name, and its keys."""
    head, body = yaml.safe_load_all((TOP / "templates" / "drift.yml").read_text(encoding="utf-8"))
    known = {name: str((one or {}).get("default", "")) for name, one in head["spec"]["inputs"].items()}
    ((name, job),) = _filled(body, known | dict(inputs)).items()
    return name, job


def _filled(node: Any, inputs: Mapping[str, str]) -> Any:  # noqa: ANN401 - whatever YAML holds
    """Return a node with its inputs filled in, as GitLab does once YAML has been read."""
    match node:
        case dict():
            return {_filled(key, inputs): _filled(value, inputs) for key, value in node.items()}
        case list():
            return [_filled(one, inputs) for one in node]
        case str():
            return INPUT.sub(lambda found: inputs[found[1]], node)
        case _:
            return node


def run_job(job: Mapping[str, Any], shell: tuple[str, ...], folder: Path, path: Path) -> Ran:
    """Run the script of a job of GitLab's in a folder that stands for the project; drift is at `path`."""
    told = _run(
        (*shell, "-c", "\n".join(job["script"])),
        folder,
        job["variables"],
        PATH=f"{path}{os.pathsep}{os.environ['PATH']}",
        CI_PROJECT_DIR=str(folder),
    )
    return Ran(out=told.stdout, err=told.stderr, code=told.returncode, outputs={}, summary="")


def _run(
    command: tuple[str, ...], where: Path, env: Mapping[str, str], **more: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - scripts of ours
        command, cwd=where, env={**os.environ, **env, **more}, capture_output=True, text=True, check=False
    )
