"""Past runs are found in a history, in folders and by patterns, and tell the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl
import pytest

import drift
from drift.errors import FileIncompatibleError, InputNotFoundError, UsageError
from drift.run import write_trends

if TYPE_CHECKING:
    from pathlib import Path

TRAIN = pl.DataFrame(
    {"wait_s": [float(60 + i * 37 % 997) for i in range(1_000)], "age": [i % 80 for i in range(1_000)]}
)
DAYS = {"2026-11-20": 1, "2026-11-21": 60, "2026-11-22": 60}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a history and the saved runs of three days."""
    monkeypatch.chdir(tmp_path)
    reference = drift.fit(TRAIN, config={"dataset": "trips", "history": "history.db"})
    for day, factor in DAYS.items():
        run = drift.check(TRAIN.with_columns(pl.col("wait_s") * factor), reference, as_of=day)
        run.save(f"runs/{day}.drift")
    reference.save("runs/reference.drift")
    return tmp_path


@pytest.mark.parametrize(
    "past", ["history.db", "runs", "runs/2026-*.drift", ["runs/2026-11-20.drift", "runs/2026-11-2[12]*"]]
)
def test_a_history_and_saved_runs_tell_the_same(past: str | list[str]) -> None:
    found = drift.trends(past)
    assert [run.batch for run in found.runs] == list(DAYS)
    (episode,) = found.columns[0].episodes
    assert (episode.fault, episode.first, episode.batches, episode.ongoing) == ("unit_change", 1, 2, True)
    assert found.to_dict() == drift.trends("history.db").to_dict()


def test_what_has_no_runs_is_told(folder: Path) -> None:
    (folder / "empty").mkdir()
    for past, error in (
        ("empty", InputNotFoundError),
        ("nosuch", InputNotFoundError),
        ("runs/reference.drift", FileIncompatibleError),
    ):
        with pytest.raises(error):
            drift.trends(past)
    with pytest.raises(UsageError, match="no runs of `orders`"):
        drift.trends("history.db", dataset="orders")


def test_one_dataset_of_several_has_to_be_named() -> None:
    drift.check(TRAIN, drift.fit(TRAIN, config={"dataset": "orders"})).save("runs/other.drift")
    with pytest.raises(UsageError, match="runs of 2 datasets"):
        drift.trends("runs")
    assert len(drift.trends("runs", dataset="trips").runs) == len(DAYS)


def test_faults_lead_to_the_reports_that_are_beside_the_page(folder: Path) -> None:
    found = drift.trends("runs")
    first = found.runs[1].run_id
    (folder / f"{first}.html").write_text("a report", encoding="utf-8")
    write_trends(found, "history.html")
    page = (folder / "history.html").read_text("utf-8")
    assert re.findall(r'href="([^#"]+#[^"]+)"', page) == [f"{first}.html#wait_s"]
    (folder / "2026-11-22.html").write_text("of a batch with no fault of its own", encoding="utf-8")
    (folder / f"{first}.html").rename(folder / "2026-11-21.html")
    write_trends(found, "history.html")
    page = (folder / "history.html").read_text("utf-8")
    assert re.findall(r'href="([^#"]+#[^"]+)"', page) == ["2026-11-21.html#wait_s"]
    write_trends(found, "elsewhere/history.html")
    assert not re.findall(r'href="[^#"]', (folder / "elsewhere/history.html").read_text("utf-8"))
