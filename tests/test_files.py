"""A file is written whole or not at all, and what stood there stays until the new one is complete."""

from __future__ import annotations

import fcntl
import os
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from drift.errors import NotBuiltError, OutputNotWrittenError
from drift.files import PART, write_whole
from drift.profile.archive import read_archive

if TYPE_CHECKING:
    from collections.abc import Callable


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_bytes_are_written_as_they_are_and_text_as_utf8(tmp_path: Path) -> None:
    write_whole(tmp_path / "a", b"\x00\xff\r\n")
    write_whole(str(tmp_path / "b"), "ü\n")
    assert (tmp_path / "a").read_bytes() == b"\x00\xff\r\n"
    assert (tmp_path / "b").read_bytes() == b"\xc3\xbc\n"
    assert names(tmp_path) == ["a", "b"]


def test_missing_folders_are_made(tmp_path: Path) -> None:
    write_whole(tmp_path / "reports" / "today" / "run.html", "x")
    assert (tmp_path / "reports" / "today" / "run.html").read_text() == "x"


@pytest.mark.parametrize("name", ["x" * 250, "ü" * 120, "日" * 84, "a b.drift", ".hidden"])
def test_any_name_that_the_system_takes_is_taken(tmp_path: Path, name: str) -> None:
    write_whole(tmp_path / name, "x")
    assert names(tmp_path) == [name]


def test_a_new_file_has_the_permissions_of_the_users_mask(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        write_whole(tmp_path / "a", "x")
    finally:
        os.umask(mask)
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640


def test_a_replaced_file_keeps_its_permissions(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    (tmp_path / "a").chmod(0o604)
    write_whole(tmp_path / "a", "new")
    assert (tmp_path / "a").read_text() == "new"
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o604


def fail(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


def interrupt(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(("owner", "function"), [(os, "fsync"), (Path, "replace"), (Path, "chmod")], ids=str)
@pytest.mark.parametrize(
    ("how", "raised"),
    [(fail, OutputNotWrittenError), (interrupt, KeyboardInterrupt)],
    ids=["full", "interrupt"],
)
def test_when_writing_fails_the_old_file_is_whole_and_nothing_is_left_over(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    owner: object,
    function: str,
    how: Callable[..., None],
    raised: type[BaseException],
) -> None:
    """Before the new file is complete, while it takes its place, and when a person interrupts."""
    (tmp_path / "a").write_text("old")
    with monkeypatch.context() as patch:
        patch.setattr(owner, function, how)
        with pytest.raises(raised):
            write_whole(tmp_path / "a", "new")
    assert (tmp_path / "a").read_text() == "old"
    assert names(tmp_path) == ["a"]


def test_the_old_file_is_there_until_the_new_one_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The part beside it is complete, and flushed, before."""
    (tmp_path / "a").write_text("old")
    seen: list[tuple[str, str]] = []
    replace = Path.replace

    def watched(part: Path, target: Path) -> Path:
        seen.append((part.read_text(), target.read_text()))
        return replace(part, target)

    monkeypatch.setattr(Path, "replace", watched)
    write_whole(tmp_path / "a", "new")
    assert seen == [("new", "old")]
    assert (tmp_path / "a").read_text() == "new"


def test_a_failure_says_where_why_and_what_state_things_are_in(tmp_path: Path) -> None:
    with pytest.raises(OutputNotWrittenError) as failure:
        write_whole(tmp_path, "x")
    assert str(failure.value).splitlines() == [
        f"{tmp_path}: cannot be written",
        "  seen:     Is a directory",
        "  mend it:  choose another place, or make this one writable",
        "  state:    what stood there before is as it was",
    ]
    assert failure.value.retryable


def test_a_place_below_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    with pytest.raises(OutputNotWrittenError):
        write_whole(tmp_path / "a" / "b", "x")
    assert (tmp_path / "a").read_text() == "old"


def test_where_no_files_can_be_nothing_is_written() -> None:
    """Not for root, either: /proc takes no files."""
    with pytest.raises(OutputNotWrittenError, match=r"/proc/drift/run\.json: cannot be written"):
        write_whole("/proc/drift/run.json", "x")


def test_a_link_stays_and_the_file_it_points_to_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "2026-11-23").write_text("old")
    (tmp_path / "latest").symlink_to("2026-11-23")
    write_whole(tmp_path / "latest", "new")
    assert (tmp_path / "latest").is_symlink()
    assert (tmp_path / "2026-11-23").read_text() == "new"
    assert names(tmp_path) == ["2026-11-23", "latest"]


def test_a_link_to_itself_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("a")
    write_whole(tmp_path / "a", "x")
    assert (tmp_path / "a").read_text() == "x"


def test_a_pipe_is_written_to_and_stays(tmp_path: Path) -> None:
    """As /dev/stdout is, which a file must never replace."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_whole(pipe, "through")
    reader.join(timeout=10)
    assert read == [b"through"]
    assert pipe.is_fifo()
    assert names(tmp_path) == ["pipe"]


@pytest.mark.parametrize("url", ["hdfs://cluster/a.drift", Path("hdfs://cluster/a.drift"), "file:///a"])
def test_a_url_names_no_file_here(url: str | Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a path it would be a folder called `hdfs:`, and the file would seem to be in the cluster."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NotBuiltError, match="writing to such a URL is not built yet"):
        write_whole(url, "x")
    with pytest.raises(NotBuiltError, match="reading from such a URL is not built yet"):
        read_archive(url, kind="reference")
    assert names(tmp_path) == []


def test_the_part_of_a_killed_process_is_cleared_and_one_that_is_written_is_not(tmp_path: Path) -> None:
    """The lock is what tells them apart: the kernel lets go of it when its process ends."""
    left, other, held = (tmp_path / f"{name}{PART}" for name in (".a.dead0001", ".b.dead0002", ".a.live0003"))
    for path in (left, other, held):
        path.write_text("half", encoding="utf-8")
    with held.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        write_whole(tmp_path / "a", "whole")
    assert names(tmp_path) == [held.name, other.name, "a"]
    assert (tmp_path / "a").read_text() == "whole"


def test_a_part_that_was_taken_for_a_leftover_before_it_was_locked_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def mkstemp(**options: Any) -> tuple[int, str]:  # noqa: ANN401 - those of tempfile
        handle, path = real(**options)
        if not made:
            Path(path).unlink()
        made.append(path)
        return handle, path

    real = tempfile.mkstemp
    monkeypatch.setattr("tempfile.mkstemp", mkstemp)
    write_whole(tmp_path / "a", "x")
    assert len(made) == 2
    assert names(tmp_path) == ["a"]
    assert (tmp_path / "a").read_text() == "x"
