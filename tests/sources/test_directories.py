"""A directory is its data files, and its folders' names are columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from drift.errors import InputNotFoundError, InputUnsupportedError
from drift.sources.directories import data_files, partitions_of
from drift.sources.options import READ_ALL, ReadOptions


def made(folder: Path, *names: str) -> Path:
    """Return a folder with empty files of these names."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    return folder


def test_data_files_are_those_of_a_known_form_that_are_not_hidden(tmp_path: Path) -> None:
    made(tmp_path, "b.csv", "a/c.csv.gz", ".hidden.csv", "_SUCCESS", "_tmp/d.csv", ".git/e.csv", "notes.txt")
    found = [path.relative_to(tmp_path).as_posix() for path in data_files(tmp_path, READ_ALL)]
    assert found == ["a/c.csv.gz", "b.csv"]
    told = data_files(tmp_path, ReadOptions(input_format="csv"))
    assert [path.name for path in told] == ["c.csv.gz", "b.csv", "notes.txt"]


def test_a_link_back_is_not_followed_for_ever(tmp_path: Path) -> None:
    made(tmp_path, "a.csv", "deep/b.csv")
    (tmp_path / "deep" / "back").symlink_to(tmp_path)
    assert [path.name for path in data_files(tmp_path, READ_ALL)] == ["a.csv", "b.csv"]


def test_a_directory_without_data_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputNotFoundError, match="holds no data file"):
        data_files(made(tmp_path, "notes.txt"), READ_ALL)


@pytest.mark.parametrize(
    ("name", "format_"), [("_delta_log/0.json", "Delta"), ("metadata/v1.metadata.json", "Iceberg")]
)
def test_a_table_of_which_only_some_files_count_is_refused_by_name(
    tmp_path: Path, name: str, format_: str
) -> None:
    made(tmp_path, "trips/x.parquet", f"trips/{name}")
    with pytest.raises(InputUnsupportedError, match=f"trips: is a table of {format_}, which is read alone"):
        data_files(tmp_path, READ_ALL)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("x.csv", ()),
        ("a=1/x.csv", (("a", "1"),)),
        ("b=2/plain/a=1/x.csv", (("a", "1"),)),
        ("a=1/b=x%2Fy/x.csv", (("a", "1"), ("b", "x/y"))),
        ("a=__HIVE_DEFAULT_PARTITION__/x.csv", (("a", None),)),
        ("=1/x.csv", ()),
        ("a=/b=1=2/x.csv", (("a", ""), ("b", "1=2"))),
    ],
)
def test_partitions_are_the_folders_right_above(
    path: str, expected: tuple[tuple[str, str | None], ...]
) -> None:
    assert partitions_of(Path(path)) == expected
