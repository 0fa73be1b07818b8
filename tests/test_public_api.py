"""What a user of the library does: any frame in, a run out, and nothing heavy for an import."""

from __future__ import annotations

import inspect
import subprocess
import sys
from typing import TYPE_CHECKING

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import drift
from runs import WHEN, reference, run_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def frame(factor: float = 1.0) -> pl.DataFrame:
    """Return a table that every library has types for."""
    rows = range(600)
    return pl.DataFrame(
        {
            "seconds": [factor * (60.0 + i * 37 % 197) for i in rows],
            "count": [i * i % 11 for i in rows],
            "city": [("Porto", "Braga", "Évora")[i % 3] for i in rows],
            "member": [i % 5 == 0 for i in rows],
        }
    )


def written(rows: pl.DataFrame, path: Path) -> Path:
    """Return the path of a file of these rows."""
    rows.write_parquet(path)
    return path


FORMS: dict[str, Callable[[pl.DataFrame, Path], object]] = {
    "polars": lambda rows, _: rows,
    "a query": lambda rows, _: rows.lazy(),
    "pandas": lambda rows, _: pd.DataFrame(rows.to_dict(as_series=False)),
    "an Arrow table": lambda rows, _: rows.to_arrow(),
    "record batches": lambda rows, _: pa.RecordBatchReader.from_batches(
        rows.to_arrow().schema, rows.to_arrow().to_batches(max_chunksize=100)
    ),
    "a path": lambda rows, folder: written(rows, folder / "rows.parquet"),
    "a path as text": lambda rows, folder: str(written(rows, folder / "rows.parquet")),
    "paths": lambda rows, folder: [
        written(rows[:300], folder / "one.parquet"),
        written(rows[300:], folder / "two.parquet"),
    ],
    "a glob": lambda rows, folder: (written(rows, folder / "rows.parquet"), str(folder / "*.parquet"))[1],
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_data_is_learned_and_checked_alike(form: str, tmp_path: Path) -> None:
    made = FORMS[form]
    for folder in ("train", "live"):
        (tmp_path / folder).mkdir()
    learned = drift.fit(made(frame(), tmp_path / "train"))
    assert learned.digest == drift.fit(frame()).digest
    run = drift.check(made(frame(1000.0), tmp_path / "live"), learned)
    assert run.live.digest == drift.check(frame(1000.0), learned).live.digest
    assert run.verdict == "breach"
    assert [column.name for column in run.breaches] == ["seconds"]
    diagnosis = run["seconds"].diagnosis
    assert diagnosis is not None
    assert diagnosis.parameters["factor"] == 1000.0


def test_a_run_raises_for_a_breach_and_is_on_the_error() -> None:
    run = run_of("a unit")
    with pytest.raises(drift.DriftBreach, match="1 of 10 columns in breach: All rows of `seconds`") as caught:
        run.raise_for_breach()
    assert caught.value.run is run
    assert not isinstance(caught.value, drift.DriftError)


@pytest.mark.parametrize("change", ["all ok", "a new column", "no rows"])
def test_a_run_without_a_breach_raises_nothing(change: str) -> None:
    run_of(change).raise_for_breach()


def test_references_and_runs_are_saved_and_loaded(tmp_path: Path) -> None:
    reference().save(tmp_path / "reference.drift")
    run_of("a unit").save(str(tmp_path / "run.drift"))
    learned, run = (
        drift.Reference.load(tmp_path / "reference.drift"),
        drift.Run.load(str(tmp_path / "run.drift")),
    )
    assert isinstance(learned, drift.Reference)
    assert isinstance(run, drift.Run)
    assert run.to_dict() == run_of("a unit").to_dict()
    assert (learned.digest, learned.created_at) == (reference().digest, WHEN)


def test_a_notebook_shows_the_report_in_a_frame_of_its_own() -> None:
    run = run_of("a unit")
    shown = run._repr_html_()
    assert shown.lstrip().startswith("<iframe")
    assert "<!doctype html>" in run.to_html().lower()


def test_every_public_name_is_there_documented_and_listed() -> None:
    for name in drift.__all__:
        assert ">>> " in (inspect.getdoc(getattr(drift, name)) or ""), name
    with pytest.raises(AttributeError, match="no attribute 'fitt'"):
        drift.fitt  # type: ignore[attr-defined]  # noqa: B018


def test_what_cannot_be_done_raises_an_error_of_ours() -> None:
    for call in (
        lambda: drift.fit("nosuch.parquet"),
        lambda: drift.fit(3),
        lambda: drift.fit([]),
        lambda: drift.check(frame(), "nosuch.drift"),
        lambda: drift.fit(frame(), config="nosuch.yaml"),
        lambda: drift.fit(frame(), config={"sensitivty": "high"}),
        lambda: drift.fit(frame(), time="nosuch"),
        lambda: drift.Run.load("nosuch.drift"),
    ):
        with pytest.raises(drift.DriftError):
            call()


@pytest.mark.parametrize(
    "program", ["import drift", "import drift; drift.fit, drift.Run", "import drift.cli"]
)
def test_an_import_warns_of_nothing_and_says_nothing(program: str) -> None:
    command = [sys.executable, "-W", "error", "-c", f"import sys; sys.path[:] = {sys.path!r}; {program}"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own program
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_the_package_alone_imports_nothing_heavy() -> None:
    program = (
        "import drift, sys; print(sorted({'polars', 'numpy', 'pandera', 'pydantic'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", f"import sys; sys.path[:] = {sys.path!r}; {program}"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own program
    assert (run.stdout.strip(), run.stderr) == ("[]", "")
