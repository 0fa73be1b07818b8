"""A saved run holds all that its reports are drawn from, and nothing that only rows could tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

import drift
from drift.errors import FileDamagedError, FileIncompatibleError
from drift.profile.store import content_digest
from drift.record.run_file import SAMPLE_ROWS, of_few_rows
from drift.report.terminal import render_text
from runs import CHANGES, reference, run_of, training

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("change", CHANGES)
def test_a_saved_run_comes_back_whole(change: str, tmp_path: Path) -> None:
    run = run_of(change)
    run.save(tmp_path / "run.drift")
    loaded = drift.Run.load(tmp_path / "run.drift")
    assert loaded.to_dict() == run.to_dict()
    for mine, saved in (
        (run.live_profile, loaded.live_profile),
        (run.reference_profile, loaded.reference_profile),
    ):
        assert content_digest(saved) == content_digest(of_few_rows(mine))


@pytest.mark.parametrize("change", ["all ok", "a unit", "no rows", "a lost column"])
def test_every_report_is_drawn_from_the_file_alone(change: str, tmp_path: Path) -> None:
    run = run_of(change)
    run.save(tmp_path / "run.drift")
    loaded = drift.Run.load(tmp_path / "run.drift")
    assert render_text(loaded, details=True) == render_text(run, details=True)
    assert loaded.to_html() == run.to_html()


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        run_of("a unit").save(tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_of_a_large_sample_the_rows_of_the_smallest_hashes_are_kept(tmp_path: Path) -> None:
    frame = pl.DataFrame({"x": range(3 * SAMPLE_ROWS)})
    run = drift.check(frame, drift.fit(frame))
    run.save(tmp_path / "run.drift")
    loaded = drift.Run.load(tmp_path / "run.drift")
    for mine, saved in (
        (run.live_profile, loaded.live_profile),
        (run.reference_profile, loaded.reference_profile),
    ):
        assert mine.sample.rows.height == 3 * SAMPLE_ROWS
        assert saved.sample.rows.equals(mine.sample.rows[:SAMPLE_ROWS])
        assert (saved.sample.hashes == mine.sample.hashes[:SAMPLE_ROWS]).all()


def test_no_row_of_the_data_is_kept_where_the_config_says_so(tmp_path: Path) -> None:
    learned = drift.fit(training(), config={"sample": 0})
    drift.check(training(), learned).save(tmp_path / "run.drift")
    loaded = drift.Run.load(tmp_path / "run.drift")
    assert loaded.live_profile.sample.rows.is_empty()
    assert loaded.reference_profile.sample.rows.is_empty()


def test_it_is_parquet_that_others_read(tmp_path: Path) -> None:
    run_of("all ok").save(tmp_path / "run.drift")
    assert pl.read_parquet(tmp_path / "run.drift").height > 0
    assert '"kind":"run"' in pl.read_parquet_metadata(tmp_path / "run.drift")["drift"]


def test_a_reference_is_no_run(tmp_path: Path) -> None:
    reference().save(tmp_path / "reference.drift")
    with pytest.raises(FileIncompatibleError, match="a reference, where a run is wanted"):
        drift.Run.load(tmp_path / "reference.drift")


@pytest.mark.parametrize("place", [0.1, 0.5, 0.9, 0.999])
def test_a_changed_byte_is_seen(place: float, tmp_path: Path) -> None:
    file = tmp_path / "run.drift"
    run_of("all ok").save(file)
    data = bytearray(file.read_bytes())
    data[int(len(data) * place)] ^= 0x20
    file.write_bytes(data)
    with pytest.raises(FileDamagedError):
        drift.Run.load(file)
