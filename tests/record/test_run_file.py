"""A saved run holds all that its reports are drawn from, and nothing that only rows could tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

import drift
from drift.errors import FileDamagedError, FileIncompatibleError
from drift.profile.store import content_digest
from drift.record.run_file import without_sample
from drift.report.terminal import render_text
from runs import CHANGES, reference, run_of

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
        assert content_digest(without_sample(saved)) == content_digest(without_sample(mine))


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


def test_no_row_of_the_data_is_kept(tmp_path: Path) -> None:
    run_of("all ok").save(tmp_path / "run.drift")
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
