"""Parquet files are one table whatever their widths, order and columns; damage is a clear error."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import polars as pl
import pytest

import drift
from drift.errors import InputUnreadableError, NotBuiltError
from drift.sources.options import READ_ALL
from drift.sources.parquet import PARQUET
from drift.sources.paths import find_files
from drift.sources.typed_files import open_typed

if TYPE_CHECKING:
    from pathlib import Path

    from drift.sources.stream import Stream


def opened_paths(named: list[str | Path]) -> Stream:
    """Return the stream of the Parquet files that are named."""
    return open_typed(find_files(named), {"parquet": PARQUET}, None, READ_ALL)


def opened(folder: Path) -> Stream:
    """Return the stream of all Parquet files of a folder."""
    return opened_paths([f"{folder}/*.parquet"])


def rows(stream: Stream) -> pl.DataFrame:
    """Return all rows of a stream, and check each frame's schema on the way."""
    frames = list(stream.read(1_000))
    assert all(dict(frame.schema) == stream.schema for frame in frames)
    return pl.concat(frames)


def test_files_may_differ_in_width_order_and_columns(tmp_path: Path) -> None:
    pl.DataFrame({"i": [1, 2], "s": ["a", None]}, schema={"i": pl.Int8, "s": pl.Categorical}).write_parquet(
        tmp_path / "a.parquet"
    )
    pl.DataFrame({"new": [1.5], "s": ["b"], "i": [2**40]}).write_parquet(tmp_path / "b.parquet")
    stream = opened(tmp_path)
    assert stream.schema == {"i": pl.Int64(), "s": pl.String(), "new": pl.Float64()}
    assert rows(stream).sort("i").rows() == [(1, "a", None), (2, None, None), (2**40, "b", 1.5)]
    assert stream.partial == {"new": (str(tmp_path / "a.parquet"),)}


def test_a_column_of_nulls_takes_the_type_of_the_other_file(tmp_path: Path) -> None:
    pl.DataFrame({"x": [None, None]}).write_parquet(tmp_path / "a.parquet")
    pl.DataFrame({"x": ["a"]}).write_parquet(tmp_path / "b.parquet")
    assert sorted(rows(opened(tmp_path))["x"].to_list(), key=str) == [None, None, "a"]


def test_files_that_disagree_on_a_type_are_named(tmp_path: Path) -> None:
    pl.DataFrame({"x": [1]}).write_parquet(tmp_path / "a.parquet")
    pl.DataFrame({"x": ["1"]}).write_parquet(tmp_path / "b.parquet")
    with pytest.raises(InputUnreadableError) as caught:
        opened(tmp_path)
    assert caught.value.what == (
        f"column `x` is Int64 in {tmp_path}/a.parquet and String in {tmp_path}/b.parquet"
    )


def test_columns_of_any_name_are_read(tmp_path: Path) -> None:
    names = ["", "a b", "<script>", "a.*", "^a$", "*"]
    pl.DataFrame({name: [1] for name in names}).write_parquet(tmp_path / "a.parquet")
    pl.DataFrame({name: [1.5] for name in reversed(names)}).write_parquet(tmp_path / "b.parquet")
    assert rows(opened(tmp_path)).sort("").rows() == [(1.0,) * 6, (1.5,) * 6]


def test_a_path_with_glob_characters_or_a_partition_is_read_literally(tmp_path: Path) -> None:
    path = tmp_path / "day=1" / "[ab]*.parquet"
    path.parent.mkdir()
    pl.DataFrame({"x": [1]}).write_parquet(path)
    assert rows(opened_paths([path])).to_dict(as_series=False) == {"x": [1]}


def test_a_file_without_rows_or_columns_has_none(tmp_path: Path) -> None:
    pl.DataFrame({"x": []}, schema={"x": pl.Int8}).write_parquet(tmp_path / "a.parquet")
    assert opened(tmp_path).schema == {"x": pl.Int8()}
    assert list(opened(tmp_path).read(10)) == []
    pl.DataFrame().write_parquet(tmp_path / "b.parquet")
    assert sum(frame.height for frame in opened(tmp_path).read(10)) == 0


def test_a_file_without_a_byte_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"")
    with pytest.raises(InputUnreadableError, match=r"a\.parquet: the file is empty"):
        opened(tmp_path)


@pytest.mark.parametrize("content", [b"PAR1", b"a,b\n1,2\n", b"\0" * 100], ids=repr)
def test_what_is_no_parquet_file_is_an_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.parquet").write_bytes(content)
    with pytest.raises(InputUnreadableError, match=r"a\.parquet: cannot be read"):
        opened(tmp_path)


def test_a_file_that_is_cut_off_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pl.DataFrame({"x": range(1_000)}).write_parquet(path)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(InputUnreadableError, match=r"a\.parquet: cannot be read") as caught:
        opened(tmp_path)
    assert "must end with PAR1" in str(caught.value.seen)


def test_damage_behind_a_whole_footer_shows_when_rows_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pl.DataFrame({"x": [f"text {i * i}" for i in range(5_000)]}).write_parquet(path)
    damaged = bytearray(path.read_bytes())
    damaged[2_000:3_000] = bytes(1_000)
    path.write_bytes(damaged)
    with pytest.raises(InputUnreadableError, match=r"a\.parquet: cannot be read"):
        list(opened(tmp_path).read(1_000))


def test_a_file_that_vanishes_is_an_error(tmp_path: Path) -> None:
    pl.DataFrame({"x": [1]}).write_parquet(tmp_path / "a.parquet")
    stream = opened(tmp_path)
    (tmp_path / "a.parquet").unlink()
    with pytest.raises(InputUnreadableError, match="the file vanished while it was read"):
        list(stream.read(10))


def test_rows_that_the_footer_does_not_count_are_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A changed byte can lose a row group without any other sign."""
    pl.DataFrame({"x": range(10)}).write_parquet(tmp_path / "a.parquet")
    stream = opened(tmp_path)
    monkeypatch.setattr(
        "drift.sources.parquet.scan_batches", lambda *_, **__: iter([pl.DataFrame({"x": range(7)})])
    )
    with pytest.raises(InputUnreadableError) as caught:
        list(stream.read(10))
    assert caught.value.seen == "3 missing"


def test_a_directory_with_the_name_of_a_file_is_a_directory(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").mkdir()
    pl.DataFrame({"x": [1]}).write_parquet(tmp_path / "a.parquet" / "part-0.parquet")
    assert rows(opened_paths([tmp_path / "a.parquet"])).rows() == [(1,)]


def test_a_file_that_drift_wrote_is_no_data(tmp_path: Path) -> None:
    drift.fit(pl.DataFrame({"x": range(10)})).save(tmp_path / "a.parquet")
    with pytest.raises(NotBuiltError, match="a file that drift wrote"):
        opened(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_is_an_error(tmp_path: Path) -> None:
    pl.DataFrame({"x": [1]}).write_parquet(tmp_path / "a.parquet")
    (tmp_path / "a.parquet").chmod(0)
    with pytest.raises(InputUnreadableError, match="may not be read by this user"):
        opened(tmp_path)
