"""A check looks back at the config's history and writes its run there; what keeps nothing leaves it alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest

import drift
from command_line import drift as command
from drift.profile.table import profile_batches

if TYPE_CHECKING:
    from pathlib import Path

FIRST = datetime(2026, 11, 1, tzinfo=UTC)
TRAIN = pl.DataFrame({"wait_s": [float(i % 97) for i in range(600)]})
BATCH = TRAIN.head(300)


@pytest.fixture
def reference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> drift.Reference:
    monkeypatch.chdir(tmp_path)
    return drift.fit(TRAIN, config={"dataset": "waits", "history": "kept/history.db"})


def day(reference: drift.Reference, number: int, rows: int = 300, **options: Any) -> drift.Run:  # noqa: ANN401
    as_of = FIRST + timedelta(days=number)
    return drift.check(BATCH.head(rows), reference, batch=f"{number}", as_of=as_of, **options)


def test_a_check_writes_its_run_where_the_config_says_from_the_working_folder(
    reference: drift.Reference, tmp_path: Path
) -> None:
    run = day(reference, 0)
    (past,) = drift.History(tmp_path / "kept" / "history.db").runs()
    assert (past.run_id, past.dataset, past.batch) == (run.run_id, "waits", "0")


def test_without_the_key_nothing_is_read_or_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    drift.check(BATCH, drift.fit(TRAIN))
    assert list(tmp_path.iterdir()) == []


def test_what_keeps_nothing_leaves_the_history_alone(reference: drift.Reference, tmp_path: Path) -> None:
    day(reference, 0, remember=False)
    drift.compare(TRAIN, BATCH, config=reference.config)
    drift.drill(BATCH, reference, rows=50)
    assert not (tmp_path / "kept").exists()


def test_far_fewer_rows_than_before_are_a_breach_of_the_batch(reference: drift.Reference) -> None:
    for number in range(8):
        assert day(reference, number, rows=290 + number).verdict == "ok"
    run = day(reference, 8, rows=60)
    (finding,) = run.findings
    assert run.verdict == "breach"
    assert finding.diagnosis is not None
    assert (finding.check, finding.column, finding.diagnosis.fault) == ("rows", None, "row_count")
    assert finding.diagnosis.parameters == {"from": 193, "to": 60}  # a third fewer than 290
    again = day(reference, 9, rows=60)
    assert again.verdict == "breach", "a batch with too few rows taught that few are in order"


def test_an_empty_batch_is_no_longer_undecided_where_past_ones_had_rows(reference: drift.Reference) -> None:
    assert day(reference, 0, rows=0).verdict == "undecided"
    for number in range(1, 9):
        day(reference, number)
    assert day(reference, 9, rows=0).verdict == "breach"


def test_the_configs_rows_win(reference: drift.Reference) -> None:
    for number in range(8):
        day(reference, number)
    config = {"dataset": "waits", "history": "kept/history.db", "rows": {"min": 10}}
    assert day(reference, 8, rows=60, config=config).findings == ()


def test_a_batch_that_is_checked_again_looks_back_at_others_alone(reference: drift.Reference) -> None:
    """Else seven batches and the first try of the eighth would be eight."""
    for number in range(7):
        day(reference, number)
    for _ in range(2):
        assert day(reference, 7, rows=60).findings == ()
    assert len(drift.History("kept/history.db").runs()) == 8


def test_batches_of_a_later_time_are_not_looked_back_at(reference: drift.Reference) -> None:
    for number in range(10, 19):
        day(reference, number)
    assert day(reference, 0, rows=60).findings == ()


def test_the_command_tells_what_the_history_holds_and_protects_it(
    reference: drift.Reference, tmp_path: Path
) -> None:
    reference.save("waits.drift")
    BATCH.write_parquet("batch.parquet")
    told = command("check", "batch.parquet", "-r", "waits.drift", "--batch", "today", "--verbose")
    assert told.code == 0
    assert "history kept/history.db: 1 batch of waits, from today to today" in told.err
    silent = command("check", "batch.parquet", "-r", "waits.drift", "--batch", "today")
    assert "history" not in silent.err
    before = (tmp_path / "kept" / "history.db").read_bytes()
    refused = command("check", "batch.parquet", "-r", "waits.drift", "--save", "kept/history.db")
    assert refused.code == 2
    assert "would overwrite the history" in refused.err
    assert (tmp_path / "kept" / "history.db").read_bytes() == before


def test_a_history_that_is_none_ends_a_check_with_code_2(reference: drift.Reference, tmp_path: Path) -> None:
    reference.save("waits.drift")
    BATCH.write_parquet("batch.parquet")
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "history.db").write_bytes(b"something else entirely, and long enough" * 30)
    told = command("check", "batch.parquet", "-r", "waits.drift", "--format", "json")
    assert told.code == 2
    assert '"kind": "file_damaged"' in told.out


def test_a_slow_slide_that_no_day_shows_is_told_since_when(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twenty weeks in order, then 0.025 standard deviations a week; each alone is within its tolerance."""
    monkeypatch.chdir(tmp_path)
    random = np.random.default_rng(20_261_122)
    config = {"history": "history.db", "sample": 0, "columns": {"slides": {"tolerance": 0.3}}}
    names, weeks, begins, slope = ("slides", "stays"), 40, 20, 0.025
    reference = drift.fit(pl.DataFrame({name: random.normal(size=4_000) for name in names}), config=config)
    history, frames = drift.History("history.db"), []
    for number in range(weeks):
        moved = max(0, number - begins) * slope
        frames.append(pl.DataFrame({n: random.normal(moved * (n == "slides"), size=1_000) for n in names}))
    one = drift.check(frames[0], reference, remember=False)
    for number, frame in enumerate(frames[:-1]):
        profile = profile_batches([frame], one.live_profile.plan)
        as_of = FIRST + timedelta(weeks=number)
        history.add(replace(one, batch=f"week {number}", as_of=as_of, live_profile=profile))
    last = FIRST + timedelta(weeks=weeks - 1)
    told = drift.check(frames[-1], reference, batch="today", as_of=last)
    assert told["stays"].verdict == "ok"
    finding = next(one for one in told["slides"].findings if one.check == "sequential")
    assert told.verdict == finding.verdict == "warning"
    assert finding.diagnosis is not None
    assert finding.diagnosis.fault == "shift"
    assert finding.diagnosis.parameters["effect"] == pytest.approx((weeks - 4 - begins) * slope, abs=0.12)
    assert abs(int(finding.diagnosis.parameters["since"].removeprefix("week ")) - begins) <= 6
    assert "`slides` drifts up since the batch `week " in finding.why
    told.save("run.drift")
    assert drift.Run.load("run.drift").to_dict() == told.to_dict()
    strict = {**config, "columns": {"slides": {"tolerance": 0.02}}}
    alone = drift.check(frames[0], reference, batch="today", as_of=last, config=strict)
    assert alone["slides"].findings[0].verdict == "breach"
