"""A profile's file holds all that the value does, and is Parquet that others read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

import drift
from drift.errors import FileDamagedError, FileIncompatibleError
from drift.profile.archive import archive_kind
from drift.profile.store import content_digest
from runs import CHANGES, ODD_NAMES, reference, training

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "change", ["all ok", "numbers as text", "no rows", "null columns", "nested elsewhere"]
)
def test_a_profile_comes_back_whole(change: str, tmp_path: Path) -> None:
    stored = drift.profile(CHANGES[change](training()), reference=reference())
    stored.save(tmp_path / "a.drift")
    loaded = drift.Profile.load(tmp_path / "a.drift")
    loaded.save(tmp_path / "b.drift")
    assert (tmp_path / "a.drift").read_bytes() == (tmp_path / "b.drift").read_bytes()
    assert content_digest(loaded.profile) == content_digest(stored.profile)
    assert loaded.readings == stored.readings
    assert (loaded.schema, list(loaded.schema)) == (stored.schema, list(stored.schema))
    assert (loaded.settled, loaded.config, loaded.names) == (stored.settled, stored.config, stored.names)


def test_odd_names_come_back(tmp_path: Path) -> None:
    frame = pl.DataFrame({name: [1, 2] for name in ODD_NAMES.values()})
    drift.profile(frame).save(tmp_path / "a.drift")
    assert list(drift.Profile.load(tmp_path / "a.drift").schema) == frame.columns


def test_it_is_parquet_that_others_read(tmp_path: Path) -> None:
    drift.profile(training()).save(tmp_path / "a.drift")
    assert pl.read_parquet(tmp_path / "a.drift").height > 0
    assert archive_kind(tmp_path / "a.drift") == "profile"


def test_what_is_no_file_of_ours_has_no_kind(tmp_path: Path) -> None:
    training().write_parquet(tmp_path / "a.parquet")
    (tmp_path / "b").write_bytes(b"PAR1")
    (tmp_path / "c").write_bytes(b"")
    assert [archive_kind(tmp_path / name) for name in ("a.parquet", "b", "c", "nosuch", "")] == [None] * 5


def test_a_reference_is_no_profile_and_a_changed_byte_is_seen(tmp_path: Path) -> None:
    reference().save(tmp_path / "reference.drift")
    with pytest.raises(FileIncompatibleError, match="a reference, where a profile is wanted"):
        drift.Profile.load(tmp_path / "reference.drift")
    drift.profile(training()).save(tmp_path / "a.drift")
    data = bytearray((tmp_path / "a.drift").read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "a.drift").write_bytes(data)
    with pytest.raises(FileDamagedError):
        drift.Profile.load(tmp_path / "a.drift")
