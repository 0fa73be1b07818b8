"""A file's fingerprint changes with its bytes, size and times; what it misses is known."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from drift.sources.fingerprint import BLOCK, BLOCKS, fingerprint, starts
from drift.sources.options import ReadOptions
from drift.sources.paths import find_files

if TYPE_CHECKING:
    from pathlib import Path

CSV = ReadOptions(input_format="csv")


def print_of(path: Path) -> str:
    return fingerprint(find_files([path], CSV)[0])


def with_times_of(path: Path, content: bytes) -> None:
    """Write other bytes into a file, and give it back the time at which it was written before."""
    before = path.stat()
    path.write_bytes(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_the_same_file_has_the_same_fingerprint(tmp_path: Path) -> None:
    path = tmp_path / "day.csv"
    path.write_bytes(b"x\n1\n")
    assert print_of(path) == print_of(path)


def test_other_bytes_of_the_same_size_and_time_of_writing_are_seen(tmp_path: Path) -> None:
    path = tmp_path / "day.csv"
    path.write_bytes(b"x\n1\n")
    before = print_of(path)
    with_times_of(path, b"x\n2\n")
    assert print_of(path) != before


def test_a_change_between_the_blocks_shows_in_the_time_of_the_last_change(tmp_path: Path) -> None:
    path = tmp_path / "day.csv"
    large = bytearray(b"x\n" + b"1\n" * BLOCK * BLOCKS)
    path.write_bytes(large)
    before = print_of(path)
    unseen = starts(len(large))[0] + BLOCK
    assert unseen < starts(len(large))[1]
    large[unseen] ^= 1
    with_times_of(path, bytes(large))
    assert print_of(path) != before


def test_blocks_cover_a_small_file_and_both_ends_of_a_large_one() -> None:
    for size in (0, 1, BLOCK, BLOCK * BLOCKS):
        covered = {place for start in starts(size) for place in (start, min(start + BLOCK, size) - 1)}
        assert (0 in covered and size - 1 in covered) or size == 0
        assert len(starts(size)) == -(-size // BLOCK)
    assert starts(10**12)[0] == 0
    assert starts(10**12)[-1] == 10**12 - BLOCK
    assert len(set(starts(BLOCK * BLOCKS + 1))) == BLOCKS
