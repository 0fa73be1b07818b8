"""`drift show` and `drift report`: what files hold, told again without the data they were made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from pandera.io.polars_io import from_yaml

import drift as library
from command_line import drift
from drift.report.formats import FORMATS
from runs import CHANGES, ODD_NAMES, WHEN, training

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a reference, a profile, and a batch in breach."""
    frame = training()
    library.fit(frame, created_at=WHEN).save(tmp_path / "reference.drift")
    library.profile(frame).save(tmp_path / "profile.drift")
    CHANGES["a unit"](frame).write_parquet(tmp_path / "live.parquet")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_saved_run_is_rendered_to_the_same_bytes(folder: Path) -> None:
    forms = [f"--format={form}={{}}.{form}" for form in FORMATS]
    first = drift(
        "check",
        "live.parquet",
        "-r",
        "reference.drift",
        "--save",
        "run.drift",
        "--html",
        "first.html",
        *(one.format("first") for one in forms),
    )
    again = drift("report", "run.drift", "--html", "again.html", *(one.format("again") for one in forms))
    assert (first.code, again.code) == (1, 0)
    assert again.out == first.out
    for ending in ("html", *FORMATS):
        assert (folder / f"again.{ending}").read_bytes() == (folder / f"first.{ending}").read_bytes()


def test_a_report_needs_neither_data_nor_reference(folder: Path) -> None:
    drift("check", "live.parquet", "-r", "reference.drift", "--save", "run.drift")
    for name in ("live.parquet", "reference.drift"):
        (folder / name).unlink()
    assert drift("report", "run.drift").out.startswith("BREACH ")
    assert drift("report", "run.drift", "--format", "json").document["verdict"] == "breach"


def test_a_report_does_not_overwrite_the_run() -> None:
    told = drift("report", "run.drift", "--html", "run.drift")
    assert told.code == 2


@pytest.mark.usefixtures("folder")
def test_each_kind_of_file_is_shown() -> None:
    drift("check", "live.parquet", "-r", "reference.drift", "--save", "run.drift")
    shown = {name: drift("show", f"{name}.drift") for name in ("reference", "profile", "run")}
    assert {one.code for one in shown.values()} == {0}
    assert shown["reference"].out.startswith("reference.drift: a reference of 10 columns and 600 rows\n")
    assert shown["profile"].out.startswith("profile.drift: a profile of 10 columns and 600 rows\n")
    assert shown["run"].out == drift("report", "run.drift", "--verbose").out


@pytest.mark.usefixtures("folder")
def test_json_is_the_same_for_a_program() -> None:
    drift("check", "live.parquet", "-r", "reference.drift", "--save", "run.drift")
    document = drift("show", "reference.drift", "--json").document
    assert [column["name"] for column in document["columns"]] == training().columns
    assert drift("show", "run.drift", "--json").out == drift("report", "run.drift", "--format", "json").out


@pytest.mark.usefixtures("folder")
def test_the_schema_is_one_that_pandera_reads() -> None:
    for name in ("reference", "profile"):
        told = drift("show", f"{name}.drift", "--schema")
        schema = from_yaml(told.out)  # type: ignore[no-untyped-call]
        assert schema.validate(training()).equals(training())


@pytest.mark.usefixtures("folder")
def test_what_cannot_be_shown_is_refused() -> None:
    drift("check", "live.parquet", "-r", "reference.drift", "--save", "run.drift")
    told = drift("show", "run.drift", "--schema")
    assert (told.code, told.out) == (2, "")
    assert "a run, which has no schema of its own" in told.err
    assert drift("show", "reference.drift", "--schema", "--json").code == 2
    told = drift("show", "live.parquet", "--json")
    assert (told.code, told.document["error"]["kind"]) == (2, "file_damaged")


@pytest.mark.parametrize("odd", ODD_NAMES)
def test_no_name_writes_on_the_terminal(odd: str, tmp_path: Path) -> None:
    frame = pl.DataFrame({ODD_NAMES[odd]: [ODD_NAMES[odd], "b"] * 30})
    library.fit(frame).save(tmp_path / "odd.drift")
    for option in ((), ("--json",), ("--schema",)):
        told = drift("show", tmp_path / "odd.drift", *option)
        assert told.code == 0
        assert all(character.isprintable() or character == "\n" for character in told.out)
