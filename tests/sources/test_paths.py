"""From paths and globs to files: each once, sorted, of a form that is read, or a clear error."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

import polars as pl
import pytest

from drift.errors import (
    InputNotFoundError,
    InputUnreadableError,
    InputUnsupportedError,
    NotBuiltError,
    UsageError,
)
from drift.sources.paths import find_files, find_paths

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with two CSV files and a Parquet file without a suffix."""
    (tmp_path / "b.csv").write_text("x\n1\n")
    (tmp_path / "a.csv").write_text("x\n1\n")
    pl.DataFrame({"x": [1]}).write_parquet(tmp_path / "table")
    return tmp_path


def test_files_come_sorted_and_each_once(folder: Path) -> None:
    named: list[Path | str] = [folder / "b.csv", f"{folder}/*.csv", f"{folder}/../{folder.name}/a.csv"]
    assert [file.path.name for file in find_files(named)] == ["a.csv", "b.csv"]


def test_a_link_to_a_file_is_that_file(folder: Path) -> None:
    (folder / "c.csv").symlink_to(folder / "a.csv")
    assert len(find_files([folder / "a.csv", folder / "c.csv"])) == 1


def test_a_glob_goes_into_folders_and_takes_files_only(folder: Path) -> None:
    (folder / "deep.csv").mkdir()
    (folder / "deep.csv" / "c.csv").write_text("x\n1\n")
    assert [f.path.name for f in find_files([f"{folder}/**/*.csv"])] == ["a.csv", "b.csv", "c.csv"]


@pytest.mark.parametrize("name", ["[ab].csv", "a*.csv", "?.csv"])
def test_a_path_that_exists_is_no_glob(folder: Path, name: str) -> None:
    (folder / name).write_text("x\n1\n")
    assert [file.path.name for file in find_files([folder / name])] == [name]


@pytest.mark.parametrize(
    ("name", "form"), [("x.parquet", "parquet"), ("x.PQ", "parquet"), ("x.Csv", "csv"), ("x.tsv", "tsv")]
)
def test_the_suffix_tells_the_form_in_any_case(tmp_path: Path, name: str, form: str) -> None:
    (tmp_path / name).write_bytes(b"any")
    assert find_files([tmp_path / name])[0].form == form


def test_without_a_known_suffix_the_first_bytes_tell(folder: Path) -> None:
    assert find_files([folder / "table"])[0].form == "parquet"


def test_a_shard_is_the_same_for_a_file_and_another_when_it_changes(folder: Path) -> None:
    path = folder / "a.csv"
    (before,) = find_files([path])
    assert find_files([f"{folder}/../{folder.name}/a.csv"])[0].shard == before.shard
    assert find_files([folder / "b.csv"])[0].shard != before.shard
    assert not before.changed()
    path.write_text("x\n12\n")
    assert before.changed()
    assert find_files([path])[0].shard != before.shard


def test_a_missing_file_names_the_nearest_one(folder: Path) -> None:
    with pytest.raises(InputNotFoundError) as caught:
        find_files([folder / "a.cvs"])
    assert str(caught.value) == f"{folder}/a.cvs: no such file\n  mend it:  did you mean `{folder}/a.csv`?"
    assert caught.value.retryable


@pytest.mark.parametrize(
    ("asked", "mend"),
    [("2019-04-01.csv", "check the path"), ("2019-3-31.csv", "did you mean `{folder}/2019-03-31.csv`?")],
)
def test_a_file_of_another_day_is_no_typing_error(tmp_path: Path, asked: str, mend: str) -> None:
    (tmp_path / "2019-03-31.csv").write_text("a\n1\n")
    with pytest.raises(InputNotFoundError) as caught:
        find_files([tmp_path / asked])
    assert str(caught.value).endswith(f"mend it:  {mend.format(folder=tmp_path)}")


def test_a_missing_folder_is_named(folder: Path) -> None:
    with pytest.raises(InputNotFoundError, match=f"there is no folder {folder}/gone"):
        find_files([folder / "gone" / "a.csv"])


def test_a_glob_that_matches_nothing_is_an_error(folder: Path) -> None:
    with pytest.raises(InputNotFoundError, match="no file has a name like this"):
        find_files([f"{folder}/*.parquet"])


def test_no_path_at_all_is_a_wrong_call() -> None:
    with pytest.raises(UsageError, match="no data was given"):
        find_files([])


@pytest.mark.parametrize("content", [b"PK", b"", b"1,2\n", b'{"a": 1}\n'], ids=repr)
@pytest.mark.parametrize("name", ["x.xlsx", "x"])
def test_another_form_is_refused_by_name(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputUnsupportedError, match="is not of a form that drift reads") as caught:
        find_files([tmp_path / name])
    assert "--input-format" in str(caught.value.mend)


@pytest.mark.parametrize("named", ["hdfs://host/x.parquet", "ftp://host/x.csv"])
def test_urls_of_other_schemes_are_not_built(named: str) -> None:
    with pytest.raises(NotBuiltError, match="is not built yet"):
        find_files([named])


def test_a_directory_stands_for_the_files_below_it(folder: Path) -> None:
    (folder / "deep").mkdir()
    (folder / "deep" / "c.csv").write_text("x\n1\n")
    (folder / "_SUCCESS").write_text("")
    assert [file.path.name for file in find_files([folder])] == ["a.csv", "b.csv", "c.csv"]
    assert [file.path.name for file in find_files([f"{folder}/d*"])] == ["c.csv"]


def test_the_partitions_of_a_directory_are_known_and_those_of_a_file_are_part_of_its_path(
    tmp_path: Path,
) -> None:
    path = tmp_path / "day=1" / "x.csv"
    path.parent.mkdir()
    path.write_text("x\n1\n")
    for named in (tmp_path, path.parent):
        assert find_files([named])[0].partitions == (("day", "1"),)
    assert find_files([path])[0].partitions == ()


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    """Opening one would wait for a writer for ever."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputUnsupportedError, match="neither a file nor a directory") as caught:
        find_files([tmp_path / "pipe"])
    assert "pipe it in" in str(caught.value.mend)


def test_a_link_to_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.csv").symlink_to("gone.csv")
    for named in (tmp_path / "x.csv", tmp_path):
        with pytest.raises(InputUnreadableError, match=r"x\.csv: is a link to a file that is not there"):
            find_files([named])


def test_standard_input_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"x\n1\n")))
    with pytest.raises(UsageError, match="standard input is named twice"):
        find_files(["-", "-"])
    (file,) = find_files(["-"])
    assert (file.name, file.form) == ("<stdin>", "csv")
    with file.open() as content:
        assert content.read() == b"x\n1\n"
    assert find_paths(["-"]) == ()


def test_the_paths_alone_are_found_without_a_look_into_the_files(folder: Path) -> None:
    (folder / "x.bin").write_bytes(b"?")
    assert find_paths([f"{folder}/*.bin", folder / "a.csv"]) == (folder / "a.csv", folder / "x.bin")
