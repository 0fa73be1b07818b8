"""What `--format` writes where: several at once, whole or not at all, read back by who reads such files."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import polars as pl
import pytest
from junitparser import JUnitXml

import drift as library
from command_line import contents, drift
from drift.cli.results import next_told
from drift.report.formats import FORMATS, WIDTH
from runs import CHANGES, ODD_NAMES, run_with_name, training
from workflow_commands import read_commands

CHECK = ("check", "live.parquet", "-r", "reference.drift")
CONFIG = "version: 1\n\ncolumns:\n  city: {owner: sales}\n  'sec*': {unit: second}\n"


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return a reference, a batch in breach, and a config."""
    folder = tmp_path_factory.mktemp("material")
    frame = training().select("seconds", "city")
    library.fit(frame).save(folder / "reference.drift")
    CHANGES["a unit"](frame).write_parquet(folder / "live.parquet")
    (folder / "trips.yaml").write_text(CONFIG, encoding="utf-8")
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, material: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of these files in which commands are run."""
    for name, content in material.items():
        (tmp_path / name).write_bytes(content)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    return tmp_path


def test_all_forms_at_once_each_to_a_file(folder: Path) -> None:
    asked = [word for kind in FORMATS for word in ("--format", f"{kind}=out/{kind}")]
    told = drift(*CHECK, *asked)
    assert told.code == 1
    assert told.out.startswith("BREACH ")
    assert told.err == "".join(f"wrote out/{kind}\n" for kind in FORMATS)
    out = folder / "out"
    assert set(contents(out)) == set(FORMATS)
    assert json.loads((out / "json").read_text("utf-8"))["verdict"] == "breach"
    assert (out / "markdown").read_text("utf-8").startswith("**BREACH** ")
    assert JUnitXml.fromfile(str(out / "junit")).failures == 1
    assert [one.name for one in read_commands((out / "github").read_text("utf-8"))] == ["notice", "error"]


@pytest.mark.parametrize("kind", FORMATS)
def test_each_form_goes_to_standard_output_as_it_goes_to_a_file(
    kind: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(WIDTH))  # whoever runs tests side by side may set another
    told = drift(*CHECK, "--format", kind, "--format", f"{kind}=copy", "--quiet")
    assert (told.code, told.err) == (1, "")
    copy = (folder / "copy").read_text("utf-8")
    assert told.out.strip() == copy.strip()


def test_annotations_point_at_the_config_that_was_given() -> None:
    _, error = read_commands(drift(*CHECK, "--config", "trips.yaml", "--format", "github").out)
    assert (error.properties["file"], error.properties["line"]) == ("trips.yaml", "5")
    _, error = read_commands(drift(*CHECK, "--format", "github").out)
    assert "file" not in error.properties


def test_annotations_name_the_config_as_github_looks_it_up(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the top of the repository; a file elsewhere keeps its path."""
    (folder / "below").mkdir()
    monkeypatch.setenv("GITHUB_WORKSPACE", str(folder))
    monkeypatch.chdir(folder / "below")
    check = ("check", "../live.parquet", "-r", "../reference.drift", "--format", "github", "--config")
    assert read_commands(drift(*check, "../trips.yaml").out)[1].properties["file"] == "trips.yaml"
    monkeypatch.setenv("GITHUB_WORKSPACE", str(folder / "below"))
    assert read_commands(drift(*check, "../trips.yaml").out)[1].properties["file"] == "../trips.yaml"


def test_a_form_that_cannot_be_written_leaves_the_others_whole(folder: Path) -> None:
    (folder / "closed").mkdir()
    (folder / "old.xml").write_text("old", encoding="utf-8")
    told = drift(*CHECK, "--format", "junit=old.xml", "--format", "markdown=closed")
    assert (told.code, told.out) == (2, "")
    assert (folder / "old.xml").read_text("utf-8") == "old"


@pytest.mark.parametrize("odd", ["red", "bidi", "lines", "backspaces"])
def test_no_form_is_obeyed_by_the_terminal_it_is_printed_on(odd: str, folder: Path) -> None:
    frame = training().select(pl.col("seconds").alias(ODD_NAMES[odd]))
    library.fit(frame).save(folder / "reference.drift")
    (frame * 1000).write_parquet(folder / "live.parquet")
    for kind in FORMATS:
        told = drift(*CHECK, "--format", kind)
        assert told.code == 1
        assert all(one.isprintable() or one in "\n\t\u200b" for one in told.out)


def test_a_breach_that_is_kept_says_how_it_is_accepted() -> None:
    told = drift(*CHECK, "--save", "a run.drift", "--html", "page.html")
    step = told.err.splitlines()[-1]
    assert step == (
        "if it is expected: drift accept 'a run.drift' --column seconds --until DATE --reason TEXT"
    )
    words = shlex.split(step.partition(": drift ")[2])
    asked = ["2099-12-31" if word == "DATE" else word for word in words]
    assert drift(*asked).code == 0
    assert drift(*CHECK).code == 0
    page = Path("page.html").read_text("utf-8")
    assert "drift accept &#39;a run.drift&#39; --column seconds" in page


def test_what_is_not_kept_or_no_breach_says_nothing_of_that(folder: Path) -> None:
    assert "if it is expected" not in drift(*CHECK).err
    assert drift(*CHECK, "--save", "run.drift", "--quiet").err == ""
    training().select("seconds", "city").write_parquet(folder / "live.parquet")
    assert "if it is expected" not in drift(*CHECK, "--save", "run.drift").err


@pytest.mark.parametrize(("odd", "named"), [("long", "NAME"), ("markup", None)])
def test_a_name_that_nobody_would_type_is_left_to_the_person(odd: str, named: str | None) -> None:
    run = run_with_name(ODD_NAMES[odd])
    told = next_told(run, "run.drift")
    assert told is not None
    words = shlex.split(told.partition(": ")[2])
    assert words[words.index("--column") + 1] == (named or ODD_NAMES[odd])
