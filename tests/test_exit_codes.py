"""Every command, with every exit code that it can end with, told as text and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import pytest

import drift as library
from command_line import contents, drift
from drift.cli.commands import COMMANDS
from drift.log import FeatureLog
from runs import CHANGES, training

if TYPE_CHECKING:
    from pathlib import Path

LIVE: Final = {0: "all ok", 1: "a unit", 3: "no rows"}

# How a command comes to end with a code; 2 by a file that is not there.
ENDS: Final[dict[tuple[str, int], tuple[str, ...]]] = {
    ("fit", 0): ("train.parquet", "-o", "new.drift"),
    ("fit", 2): ("nosuch.parquet", "-o", "reference.drift"),
    **{("check", code): (f"{live}.parquet", "-r", "reference.drift") for code, live in LIVE.items()},
    ("check", 2): ("all ok.parquet", "-r", "nosuch.drift", "--save", "old"),
    **{("compare", code): ("train.parquet", f"{live}.parquet") for code, live in LIVE.items()},
    ("compare", 2): ("train.parquet", "nosuch.parquet", "--save", "old"),
    ("profile", 0): ("train.parquet", "-o", "new.drift"),
    ("profile", 2): ("nosuch.parquet", "-o", "reference.drift"),
    ("merge", 0): ("profile.drift", "-o", "new.drift"),
    ("merge", 2): ("nosuch.drift", "-o", "reference.drift"),
    ("init", 0): ("train.parquet", "-o", "new.yaml"),
    ("init", 2): ("nosuch.parquet", "-o", "new.yaml"),
    ("validate", 0): ("trips.yaml",),
    ("validate", 2): ("nosuch.yaml",),
    ("show", 0): ("reference.drift",),
    ("show", 2): ("nosuch.drift",),
    ("report", 0): ("run.drift", "--html", "new.html"),
    ("report", 2): ("nosuch.drift", "--html", "old"),
    ("history", 0): ("run.drift",),
    ("history", 2): ("nosuch.drift",),
    ("postmortem", 0): ("broken.drift", "--column", "seconds"),
    ("postmortem", 2): ("nosuch.drift", "--column", "seconds"),
    ("accept", 0): ("broken.drift", "--column", "seconds", "--until", "2099-12-31", "--reason", "known"),
    ("accept", 2): ("nosuch.drift", "--until", "2099-12-31", "--reason", "known", "-o", "old"),
    ("promote", 0): ("run.drift", "-r", "reference.drift", "-o", "new.drift"),
    ("promote", 2): ("nosuch.drift", "-r", "reference.drift", "-o", "old"),
    **{
        ("drill", code): (f"{live}.parquet", "-r", "reference.drift", "--rows", "300", "--columns", column)
        for (code, live), column in zip(LIVE.items(), ("city", "seconds", "city"), strict=True)
    },
    ("power", 0): ("-r", "reference.drift", "--rows", "100"),
    ("power", 2): ("-r", "nosuch.drift", "--rows", "100"),
    ("lookup", 0): ("features", "r-1"),
    ("lookup", 1): ("features", "r-2"),
    ("lookup", 2): ("nosuch.features", "r-1"),
    ("reconcile", 0): ("train.parquet", "train.parquet", "--key", "seconds"),
    ("reconcile", 1): ("train.parquet", "no rows.parquet", "--key", "seconds"),
    ("reconcile", 2): ("train.parquet", "nosuch.parquet", "--key", "seconds"),
    ("drill", 2): ("nosuch.parquet", "-r", "reference.drift"),
}
FORMS: Final = {"text": ("--format", "text"), "json": ("--format", "json")}
FORMS_OF_SHOW: Final[dict[str, tuple[str, ...]]] = {"text": (), "json": ("--json",)}
MADE_ALONE: Final = frozenset({"fit", "profile", "merge", "init", "accept", "promote"})  # all they tell
TELLS_NO_JSON: Final = ("demo",)  # a story for a person


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return training data, its reference and profile, and a batch for each code."""
    folder = tmp_path_factory.mktemp("material")
    frame = training().select("seconds", "count", "city")
    library.fit(frame).save(folder / "reference.drift")
    library.compare(frame, frame).save(folder / "run.drift")
    library.compare(frame, CHANGES["a unit"](frame)).save(folder / "broken.drift")
    library.profile(frame).save(folder / "profile.drift")
    frame.write_parquet(folder / "train.parquet")
    for name in LIVE.values():
        CHANGES[name](frame).write_parquet(folder / f"{name}.parquet")
    (folder / "old").write_text("old", encoding="utf-8")
    (folder / "trips.yaml").write_text("dataset: trips", encoding="utf-8")
    with FeatureLog(folder / "features") as log:
        log.write("r-1", {"seconds": 60.0})
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, material: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of these files in which commands are run."""
    for name, content in material.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_command_is_here_with_every_code_that_it_says_it_can_end_with() -> None:
    promised = {(one.name, code) for one in COMMANDS for code in one.codes if one.name not in TELLS_NO_JSON}
    assert set(ENDS) == promised


@pytest.mark.parametrize("end", ENDS, ids=lambda end: f"{end[0]} {end[1]}")
@pytest.mark.parametrize("form", FORMS)
def test_a_command_ends_with_its_code_and_tells_it_in_its_form(
    end: tuple[str, int], form: str, folder: Path
) -> None:
    command, code = end
    before = contents(folder)
    asked = (FORMS_OF_SHOW if command == "show" else FORMS)[form]
    told = drift(command, *ENDS[end], *asked)
    assert told.code == code
    assert told.err.startswith("error: nosuch.") is (code == 2)
    assert (contents(folder) == before) or code != 2
    if form == "json":
        assert ("error" in told.document) is (code == 2)
        assert told.document.get("exit_code", code) == code
    else:
        assert (told.out == "") is (code == 2 or command in MADE_ALONE)


def test_what_was_made_is_told_with_its_size() -> None:
    for command, key in (("fit", "reference"), ("profile", "profile")):
        told = drift(command, "train.parquet", "-o", "new.drift", "--format", "json")
        assert json.loads(told.out) == {key: {"path": "new.drift", "columns": 3, "rows": 600}}
        assert told.err == ""


def test_the_demo_ends_with_0_or_2(folder: Path) -> None:
    told = drift("demo", "old/below")
    assert (told.code, told.out) == (2, "")
    assert (folder / "old").read_text(encoding="utf-8") == "old"
