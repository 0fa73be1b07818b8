"""What runs drift in pipelines, as written: GitHub's action, GitLab's component, pre-commit's hook."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import polars as pl
import pytest
import yaml
from junitparser import JUnitXml

import drift as library
from command_line import contents
from pipelines import EXPRESSION, GITLAB_SHELLS, TOP, action, expressed, gitlab_job, run_job, run_step
from workflow_commands import read_commands

if TYPE_CHECKING:
    from collections.abc import Mapping

BIN: Final = Path(sys.executable).parent
CONFIG: Final = "version: 1\n\ncolumns:\n  city: {owner: sales}\n  'sec*': {unit: second}\n"
HOSTILE: Final = (
    "$(touch owned)",
    "`touch owned`",
    "'; touch owned; '",
    '"; touch owned; "',
    "-o owned",
    "a b.parquet",
)
FILES: Final = {"report.html", "run.drift", "run.json", "junit.xml"}


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return a reference, a config, and a batch for each code."""
    folder = tmp_path_factory.mktemp("material")
    frame = pl.DataFrame(
        {
            "seconds": [60.0 + i * 37 % 997 for i in range(600)],
            "city": [("Porto", "Braga")[i % 2] for i in range(600)],
        }
    )
    library.fit(frame).save(folder / "reference.drift")
    frame.write_parquet(folder / "same.parquet")
    frame.with_columns(pl.col("seconds") * 1000).write_parquet(folder / "broken.parquet")
    frame.clear().write_parquet(folder / "empty.parquet")
    (folder / "trips.yaml").write_text(CONFIG, encoding="utf-8")
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def folder(tmp_path: Path, material: dict[str, bytes]) -> Path:
    """Return the folder of a repository that has these files."""
    folder = tmp_path / "repository"
    folder.mkdir()
    for name, content in material.items():
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    """Return a runner's own folder, in which drift has been installed."""
    temporary = tmp_path / "runner's temp"
    (temporary / "drift-venv").mkdir(parents=True)
    (temporary / "drift-venv" / "bin").symlink_to(BIN)
    return temporary


def inputs(data: str, **more: str) -> dict[str, str]:
    return {"data": data, "reference": "reference.drift"} | {
        key.replace("_", "-"): one for key, one in more.items()
    }


# GitHub


def schema_problems(schema: str, path: Path) -> str:
    """Return what the tool that carries the schemas of others finds wrong with a file."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own file
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_the_action_is_as_github_wants_it() -> None:
    assert schema_problems("vendor.github-actions", TOP / "action.yml") == ""


def test_no_input_is_part_of_a_script() -> None:
    """An expression in a script would be code by the time that a shell reads it; in a variable it is data."""
    assert [one["id"] for one in action()["runs"]["steps"] if EXPRESSION.search(one["run"])] == []


def test_every_input_is_used_and_every_one_used_is_there() -> None:
    metadata = action()
    used = set(re.findall(r"inputs\.([\w-]+)", json.dumps(metadata["runs"])))
    assert used == set(metadata["inputs"])


@pytest.mark.parametrize(
    ("data", "more", "code", "verdict"),
    [
        ("same.parquet", {}, 0, "ok"),
        ("broken.parquet", {}, 1, "breach"),
        ("broken.parquet", {"fail_on": "never"}, 0, "breach"),
        ("empty.parquet", {}, 3, "undecided"),
        ("empty.parquet", {"undecided": "pass"}, 0, "undecided"),
        ("nosuch.parquet", {}, 2, "error"),
        ("same.parquet", {"fail_on": "always"}, 2, "error"),
    ],
)
def test_the_step_ends_with_the_code_and_says_the_verdict(
    folder: Path, temporary: Path, data: str, more: Mapping[str, str], code: int, verdict: str
) -> None:
    ran = run_step("check", inputs(data, **more), folder, temporary)
    assert ran.code == code, ran.err
    assert ran.outputs == {"verdict": verdict, "exit-code": str(code)}
    first = "drift could not check the batch." if verdict == "error" else verdict.upper()
    assert ran.summary.startswith(f"**{first}**")
    left = folder / "drift-reports"
    assert (set(contents(left)) if left.exists() else set()) == (set() if verdict == "error" else FILES)


def test_annotations_point_at_the_config(folder: Path, temporary: Path) -> None:
    ran = run_step("check", inputs("broken.parquet", config="trips.yaml", batch="day 1"), folder, temporary)
    notice, error = read_commands(ran.out)
    assert (notice.name, error.name) == ("notice", "error")
    assert (error.properties["file"], error.properties["line"]) == ("trips.yaml", "5")
    assert "Batch `day 1`" in ran.summary


def test_an_error_is_an_annotation(folder: Path, temporary: Path) -> None:
    (error,) = read_commands(run_step("check", inputs("nosuch.parquet"), folder, temporary).out)
    assert (error.name, error.properties["title"]) == ("error", "drift could not check")
    assert error.message.startswith("nosuch.parquet: ")


def test_data_may_be_several_paths_and_the_step_may_run_elsewhere(folder: Path, temporary: Path) -> None:
    below = folder / "a folder"
    below.mkdir()
    whole = pl.read_parquet(folder / "same.parquet")
    whole.head(200).write_parquet(folder / "some.parquet")
    whole.tail(400).write_parquet(folder / "all others.parquet")
    given = {"data": "../some.parquet\n\n../all others.parquet\n", "reference": "../reference.drift"}
    ran = run_step("check", given | {"working-directory": below.name}, folder, temporary)
    assert ran.code == 0, ran.err
    assert "600 live rows" in ran.summary
    assert set(contents(below / "drift-reports")) == FILES


@pytest.fixture
def noting(tmp_path: Path) -> Path:
    """Return a folder with a `drift` that notes the words that it is given, and ends with 2."""
    bin_folder = tmp_path / "noting"
    bin_folder.mkdir()
    program = bin_folder / "drift"
    program.write_text(f'#!/bin/sh\nprintf "%s\\0" "$@" > "{bin_folder}/words"\nexit 2\n', encoding="utf-8")
    program.chmod(0o755)
    return bin_folder


def words_noted(noting: Path) -> list[str]:
    return (noting / "words").read_text(encoding="utf-8").split("\0")[:-1]


# An input, and how the command line has it.
OPTIONS: Final = {
    "reference": "--reference={}",
    "config": "--config={}",
    "batch": "--batch={}",
    "as-of": "--as-of={}",
    "reports": "--html={}/report.html",
    "fail-on": "--fail-on={}",
    "data": "{}",
}


@pytest.mark.parametrize("said", HOSTILE)
@pytest.mark.parametrize("key", OPTIONS)
def test_what_an_input_says_is_one_word_and_never_run(
    folder: Path, tmp_path: Path, noting: Path, key: str, said: str
) -> None:
    temporary = tmp_path / "runner"
    (temporary / "drift-venv").mkdir(parents=True)
    (temporary / "drift-venv" / "bin").symlink_to(noting)
    ran = run_step("check", inputs("same.parquet") | {key: said}, folder, temporary)
    words = words_noted(noting)
    assert ran.code == 2
    assert OPTIONS[key].format(said) in words
    assert words.index("--") == len(words) - 2  # data comes last, and none of it is an option
    assert not list(tmp_path.rglob("owned*"))


def test_an_old_python_is_refused_by_name(folder: Path, temporary: Path) -> None:
    old = temporary / "old"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    ran = run_step("install", inputs("same.parquet", python=str(old)), folder, temporary)
    assert ran.code == 2
    (error,) = read_commands(ran.out)
    assert "needs Python 3.11" in error.message


@pytest.mark.slow
def test_the_action_installs_itself_and_checks(folder: Path, tmp_path: Path) -> None:
    temporary = tmp_path / "runner"
    temporary.mkdir()
    given = inputs("broken.parquet", python=sys.executable)
    assert run_step("install", given, folder, temporary).code == 0
    ran = run_step("check", given, folder, temporary)
    assert (ran.code, ran.outputs["verdict"]) == (1, "breach")


# GitLab


def test_the_component_is_as_gitlab_wants_it(tmp_path: Path) -> None:
    """The job that comes of it; what stands above it is for GitLab alone."""
    name, job = gitlab_job(inputs("same.parquet"))
    made = tmp_path / ".gitlab-ci.yml"
    made.write_text(yaml.safe_dump({name: job}), encoding="utf-8")
    assert schema_problems("vendor.gitlab-ci", made) == ""


def test_inputs_are_variables_and_never_part_of_a_script() -> None:
    _, body = yaml.safe_load_all((TOP / "templates" / "drift.yml").read_text(encoding="utf-8"))
    (job,) = body.values()
    assert "$[[" not in "".join(job["script"] + job["before_script"])


@pytest.mark.parametrize("shell", GITLAB_SHELLS, ids=lambda shell: shell[0])
@pytest.mark.parametrize(
    ("data", "code"),
    [("same.parquet", 0), ("broken.parquet", 1), ("nosuch.parquet", 2), ("empty.parquet", 3)],
)
def test_the_job_ends_with_the_code_and_leaves_what_it_names(
    folder: Path, data: str, code: int, shell: tuple[str, ...]
) -> None:
    _, job = gitlab_job(inputs(data, config="trips.yaml", batch="day 1", as_of="2026-11-22T00:00:00Z"))
    assert run_job(job, shell, folder, BIN).code == code
    reports: dict[str, Any] = job["artifacts"]["reports"]
    assert all((folder / path).exists() is (code != 2) for path in reports.values())
    if code == 1:
        assert JUnitXml.fromfile(str(folder / reports["junit"])).failures == 1
        (issue,) = json.loads((folder / reports["codequality"]).read_text("utf-8"))
        assert issue["location"] == {"path": "trips.yaml", "lines": {"begin": 5}}


@pytest.mark.parametrize("said", HOSTILE)
@pytest.mark.parametrize("key", OPTIONS)
def test_what_a_variable_says_is_one_word_and_never_run(
    folder: Path, tmp_path: Path, noting: Path, key: str, said: str
) -> None:
    _, job = gitlab_job(inputs("same.parquet") | {key: said})
    for shell in GITLAB_SHELLS:
        run_job(job, shell, folder, noting)
        words = words_noted(noting)
        assert OPTIONS[key].format(said) in words
        assert words.index("--") == len(words) - 2
    assert not list(tmp_path.rglob("owned*"))


def test_both_take_the_same_inputs_with_the_same_defaults() -> None:
    head = next(yaml.safe_load_all((TOP / "templates" / "drift.yml").read_text(encoding="utf-8")))
    theirs = {name: (one or {}).get("default") for name, one in head["spec"]["inputs"].items()}
    ours = {name: one.get("default") for name, one in action()["inputs"].items()}
    for own in ("version", "python", "working-directory"):
        del ours[own]
    for own in ("package", "image", "job", "stage"):
        del theirs[own]
    assert ours == theirs


# pre-commit


def test_the_hook_is_as_pre_commit_wants_it() -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", str(TOP / ".pre-commit-hooks.yaml")]
    assert subprocess.run(command, check=False).returncode == 0  # noqa: S603 - our own file


@pytest.mark.parametrize(
    ("files", "wrong"),
    [
        (
            {
                "configs/trips.yaml": CONFIG,
                "configs/accepted.yaml": "accepted: []",
                "configs/notes.txt": "datset: trips",
                "elsewhere.yaml": "datset: trips",
            },
            None,
        ),
        ({"configs/good.yaml": CONFIG, "configs/bad.yaml": "datset: trips"}, "configs/bad.yaml line 1: "),
        ({"configs/below/a.yml": "columns: {a: {unit: secnd}}"}, "configs/below/a.yml line 1: "),
    ],
    ids=["all valid", "a key", "a unit"],
)
def test_pre_commit_refuses_a_wrong_config_and_looks_at_nothing_else(
    tmp_path: Path, files: Mapping[str, str], wrong: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pre-commit itself, with the hook as written, but for drift being installed already."""
    git = shutil.which("git")
    assert git is not None
    (hook,) = yaml.safe_load((TOP / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    config = {"repos": [{"repo": "local", "hooks": [hook | {"language": "system"}]}]}
    for name, text in {**files, ".pre-commit-config.yaml": yaml.safe_dump(config)}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PATH", str(BIN), prepend=":")
    for command in ([git, "init", "-q"], [git, "add", "-A"]):
        subprocess.run(command, cwd=tmp_path, check=True)  # noqa: S603 - git
    command = [sys.executable, "-m", "pre_commit", "run", "--all-files"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    assert done.returncode == (0 if wrong is None else 1), done.stdout + done.stderr
    assert wrong is None or wrong in done.stdout
    assert "good.yaml" not in done.stdout


# The example


@pytest.mark.parametrize(
    ("day", "code", "deployed"), [("same", 0, True), ("broken", 1, False), ("none", 2, False)]
)
def test_the_example_deploys_a_model_only_if_the_day_was_in_order(
    folder: Path, temporary: Path, day: str, code: int, *, deployed: bool
) -> None:
    """Its steps in their order, as GitHub runs them: none after one that failed."""
    values = {"inputs.model": "models/fraud-7", "inputs.day": "", "steps.day.outputs.day": "2026-11-22"}
    model, features = folder / "models" / "fraud-7", folder / "features" / "day=2026-11-22"
    model.mkdir(parents=True)
    features.mkdir(parents=True)
    shutil.copy(folder / "reference.drift", model)
    shutil.copy(folder / "trips.yaml", model / "drift.yaml")
    if day != "none":
        shutil.copy(folder / f"{day}.parquet", features)
    (folder / "deploy").write_text('#!/bin/sh\necho "$1" > deployed\n', encoding="utf-8")
    (folder / "deploy").chmod(0o755)
    workflow = yaml.safe_load((TOP / "examples" / "deploy" / "github.yml").read_text(encoding="utf-8"))
    steps = {one["id"]: one for one in workflow["jobs"]["deploy"]["steps"] if "id" in one}
    assert list(steps) == ["day", "drift", "deploy"]
    given = {key: expressed(text, values) for key, text in steps["drift"]["with"].items()}
    assert set(given) <= set(action()["inputs"])
    ran = run_step("check", given, folder, temporary)
    assert ran.code == code, ran.err
    if ran.code == 0:
        env = {key: expressed(text, values) for key, text in steps["deploy"]["env"].items()}
        command = ("bash", "-e", "-c", steps["deploy"]["run"])
        subprocess.run(command, cwd=folder, env={**os.environ, **env}, check=True)  # noqa: S603 - the example's
    assert (folder / "deployed").exists() is deployed


def test_the_examples_are_as_the_sites_want_them() -> None:
    folder = TOP / "examples" / "deploy"
    assert schema_problems("vendor.github-workflows", folder / "github.yml") == ""
    assert schema_problems("vendor.gitlab-ci", folder / "gitlab.yml") == ""


def test_the_example_for_gitlab_gives_what_the_component_takes() -> None:
    pipeline = yaml.safe_load((TOP / "examples" / "deploy" / "gitlab.yml").read_text(encoding="utf-8"))
    head = next(yaml.safe_load_all((TOP / "templates" / "drift.yml").read_text(encoding="utf-8")))
    taken = head["spec"]["inputs"]
    assert {name for name, one in taken.items() if "default" not in one} <= set(
        pipeline["include"][0]["inputs"]
    )
    assert set(pipeline["include"][0]["inputs"]) <= set(taken)


def test_the_inputs_are_documented_with_their_defaults() -> None:
    page = (TOP / "docs" / "ci.md").read_text(encoding="utf-8")
    for name, one in action()["inputs"].items():
        (row,) = [
            line for line in page.splitlines() if line.startswith("| `") and f"`{name}`" in line.split("|")[1]
        ]
        assert one.get("default", "") in row
