"""Configs are held to what can be told without data, all at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from command_line import drift
from drift.errors import ConfigError
from drift.run import validate

if TYPE_CHECKING:
    from collections.abc import Callable

EXAMPLE: Final = Path(__file__).parents[2] / "configs" / "example.yaml"


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], str]:
    """Return a call that writes a config into the folder in which the test runs."""
    monkeypatch.chdir(tmp_path)

    def written(name: str, text: str) -> str:
        Path(name).write_text(text, encoding="utf-8")
        return name

    return written


def test_the_example_is_valid() -> None:
    (config,) = validate([EXAMPLE]).values()
    assert config.dataset == "trips"


def test_a_unit_that_there_is_not_is_told_with_its_line(write: Callable[[str, str], str]) -> None:
    path = write("trips.yaml", "version: 1\ncolumns:\n  wait:\n    owner: ops\n    unit: secnd\n")
    with pytest.raises(ConfigError) as caught:
        validate([path])
    assert str(caught.value).startswith("trips.yaml line 5: ")
    assert "secnd" in str(caught.value)


def test_a_single_error_is_told_as_it_is(write: Callable[[str, str], str]) -> None:
    good, wrong = write("good.yaml", "dataset: trips"), write("wrong.yaml", "datset: trips")
    with pytest.raises(ConfigError) as caught:
        validate([good, wrong])
    assert caught.value.mend is not None
    assert "did you mean `dataset`?" in caught.value.mend


def test_all_files_are_told_at_once(write: Callable[[str, str], str]) -> None:
    names = [
        write("a.yaml", "datset: trips"),
        write("b.yaml", "dataset: x"),
        write("c.yaml", "sensitivity: hgh"),
    ]
    told = drift("validate", *names)
    assert (told.code, told.out) == (2, "")
    assert "a.yaml line 1: unknown key `datset`" in told.err
    assert "c.yaml line 1: `sensitivity` must be" in told.err
    assert "b.yaml" not in told.err


def test_what_a_path_says_does_not_reach_the_terminal(write: Callable[[str, str], str]) -> None:
    told = drift("validate", write("a\x1b[31m.yaml", "dataset: trips"))
    assert told.code == 0
    assert told.out == "a·[31m.yaml: valid (dataset trips)\n"


def test_quiet_says_nothing_of_what_is_valid(write: Callable[[str, str], str]) -> None:
    told = drift("validate", write("a.yaml", "dataset: trips"), "--quiet")
    assert (told.code, told.out, told.err) == (0, "", "")
