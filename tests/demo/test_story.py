"""The demo tells its story to the end, twice the same, and leaves what it tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import drift as library
from command_line import Told, contents, drift
from runs import without_moments

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LEFT = {
    "train.parquet",
    "healthy.parquet",
    "broken.parquet",
    "reference.drift",
    "healthy.run.drift",
    "broken.run.drift",
    "orders.yaml",
    "healthy.html",
    "broken.html",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("story")


@pytest.fixture(scope="module")
def story(folder: Path) -> Told:
    return drift("demo", folder)


def test_it_ends_with_zero_and_tells_the_code_of_each_step(story: Told) -> None:
    assert story.code == 0
    assert story.err == ""
    codes = [line for line in story.out.splitlines() if line.startswith("exit code ")]
    assert codes == ["exit code 0", "exit code 0", "exit code 1"]


def test_it_names_what_happened(story: Told) -> None:
    assert "`seconds_since_last_order`" in story.out
    assert "second → millisecond" in story.out


@pytest.mark.usefixtures("story")
def test_it_leaves_data_reference_runs_and_reports(folder: Path) -> None:
    assert set(contents(folder)) == LEFT
    for name, verdict, code in (("healthy", "ok", 0), ("broken", "breach", 1)):
        run = library.Run.load(folder / f"{name}.run.drift")
        assert (run.verdict, run.exit_code) == (verdict, code)
        assert (folder / f"{name}.html").read_text(encoding="utf-8").lower().startswith("<!doctype html>")


@pytest.mark.usefixtures("story")
def test_its_commands_work_on_what_it_left(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As they are printed, in that folder."""
    monkeypatch.chdir(folder)
    for name, code in (("healthy", 0), ("broken", 1)):
        assert drift("check", f"{name}.parquet", "-r", "reference.drift").code == code


@pytest.mark.usefixtures("story")
def test_only_one_column_is_blamed(folder: Path) -> None:
    run = library.Run.load(folder / "broken.run.drift")
    assert [column.name for column in run.breaches] == ["seconds_since_last_order"]
    assert run.counts["warning"] == 0


def words(told: Told, folder: Path) -> list[str]:
    """Return what was told, wherever its lines were broken, without the name of the folder."""
    return "".join(told.out.split()).split(str(folder))


def test_told_again_it_is_the_same(folder: Path, story: Told, tmp_path: Path) -> None:
    again = drift("demo", tmp_path)
    assert words(again, tmp_path) == words(story, folder)
    for name in LEFT:
        if name.endswith(".parquet"):
            assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()
        if name.endswith(".run.drift"):
            one, two = (
                without_moments(library.Run.load(where / name).to_dict()) for where in (folder, tmp_path)
            )
            for document in (one, two):
                document["reference"]["path"] = document["live"]["sources"] = None
            assert one == two
    before, now = (library.Reference.load(where / "reference.drift") for where in (folder, tmp_path))
    assert before.digest == now.digest
    assert before.tolerances == now.tolerances


def test_told_quietly_it_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def play(folder: str, *, say: Callable[[str], None]) -> None:
        say(f"A story in {folder}")

    monkeypatch.setattr("drift.demo.story.tell", play)
    assert drift("demo", tmp_path).out == f"A story in {tmp_path}\n"
    told = drift("demo", tmp_path, "--quiet")
    assert (told.out, told.err, told.code) == ("", "", 0)
