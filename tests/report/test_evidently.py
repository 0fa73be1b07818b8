"""Evidently's report on the samples of both sides; slow, for evidently takes seconds to import."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

import drift
from command_line import drift as run_command

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


def checked() -> drift.Run:
    random = np.random.default_rng(0)
    train = pl.DataFrame({"x": random.normal(size=500), "c": random.choice(["a", "b"], 500)})
    return drift.check(train.with_columns(pl.col("x") * 1000), drift.fit(train))


def test_evidently_sees_both_columns_of_both_samples() -> None:
    """Its own name for the metric of a column is the witness."""
    told = str(checked().to_evidently().dict())
    assert "ValueDrift" in told
    assert all(f"'column': '{name}'" in told for name in ("x", "c"))


def test_a_loaded_run_is_told_as_the_run_that_was_checked(tmp_path: Path) -> None:
    checked().save(tmp_path / "run.drift")
    told = drift.Run.load(tmp_path / "run.drift").to_evidently().dict()
    values = [one["value"] for one in told["metrics"]]
    assert values == [one["value"] for one in checked().to_evidently().dict()["metrics"]]


def test_the_command_writes_its_page(tmp_path: Path) -> None:
    checked().save(tmp_path / "run.drift")
    done = run_command("report", tmp_path / "run.drift", "--evidently", tmp_path / "page.html", "--quiet")
    assert (done.code, done.err) == (0, "")
    assert "<html" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_without_rows_there_is_nothing_to_show(tmp_path: Path) -> None:
    frame = pl.DataFrame({"x": range(100)})
    drift.check(frame, drift.fit(frame, config={"sample": 0})).save(tmp_path / "run.drift")
    with pytest.raises(drift.DriftError, match="this run keeps none"):
        drift.Run.load(tmp_path / "run.drift").to_evidently()
