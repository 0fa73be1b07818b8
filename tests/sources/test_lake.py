"""Tables of Delta and Iceberg: which version is read, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

import drift
from drift.errors import InputUnreadableError, InputUnsupportedError
from drift.sources import lake
from drift.sources.lake import scan_table, table_of
from drift.sources.options import ReadOptions
from drift.sources.source import open_source

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def delta(tmp_path: Path) -> Path:
    rows = pl.DataFrame({"x": range(500), "city": ["Porto", "Braga"] * 250})
    rows.write_delta(tmp_path / "trips")
    return tmp_path / "trips"


def test_what_was_opened_is_read_though_the_table_goes_on(delta: Path) -> None:
    source = open_source(delta)
    pl.DataFrame({"x": [1], "city": ["Lisboa"]}).write_delta(delta, mode="append")
    assert sum(batch.frame.height for batch in source.batches()) == 500
    assert sum(batch.frame.height for batch in open_source(delta).batches()) == 501


def test_columns_and_a_limit_are_as_for_files(delta: Path) -> None:
    source = open_source(delta, options=ReadOptions(columns=("x",), limit=3))
    assert [batch.frame.shape for batch in source.batches()] == [(3, 1)]


def test_a_table_is_fitted_and_checked(delta: Path) -> None:
    run = drift.check(delta, drift.fit(delta))
    assert run.verdict == "ok"
    assert run.to_dict()["live"]["rows"] == 500


def test_a_table_stands_alone(delta: Path) -> None:
    with pytest.raises(InputUnsupportedError, match="read alone"):
        open_source([delta, delta])


def test_a_damaged_log_is_unreadable(delta: Path) -> None:
    (delta / "_delta_log" / "00000000000000000000.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputUnreadableError, match="trips"):
        open_source(delta)


def test_what_is_missing_to_read_it_is_named(delta: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(lake.DRIVERS, "Delta", "no_such_package")
    with pytest.raises(InputUnsupportedError, match="needs the package no-such-package"):
        open_source(delta)


@pytest.mark.parametrize(
    ("names", "last"),
    [
        (["v9.metadata.json", "v10.metadata.json"], "v10.metadata.json"),
        (["00002-b.metadata.json", "00010-a.metadata.json"], "00010-a.metadata.json"),
        (["v1.metadata.json", "v2.metadata.json", "version-hint.text"], "v1.metadata.json"),
    ],
)
def test_the_last_version_of_iceberg_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: list[str], last: str
) -> None:
    (tmp_path / "metadata").mkdir()
    for name in names:
        (tmp_path / "metadata" / name).write_text("1\n", encoding="utf-8")
    asked: list[str] = []
    monkeypatch.setattr(pl, "scan_iceberg", asked.append)
    table = table_of([tmp_path])
    assert table is not None
    scan_table(table)
    assert [one.rpartition("/")[2] for one in asked] == [last]
