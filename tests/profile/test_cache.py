"""A folder of profiles: found again by what they are of, never more than it may hold, damage is no harm."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import polars as pl
import pytest

import drift
from drift.errors import NotBuiltError, UsageError
from drift.files import PART
from drift.profile.cache import ProfileCache
from drift.sources.paths import find_files

if TYPE_CHECKING:
    from pathlib import Path

    from drift.sources.paths import InputFile

ONE, TWO = "1" * 64, "2" * 64


@pytest.fixture
def file(tmp_path: Path) -> InputFile:
    pl.DataFrame({"x": [1, 2, 3]}).write_parquet(tmp_path / "day.parquet")
    return find_files([tmp_path / "day.parquet"])[0]


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def cache(tmp_path: Path, said: list[str]) -> ProfileCache:
    return ProfileCache(tmp_path / "cache", warn=said.append)


def entries(cache: ProfileCache) -> list[str]:
    return sorted(one.name for one in cache.folder.rglob("*") if one.is_file())


def test_what_is_kept_is_found(cache: ProfileCache, file: InputFile, said: list[str]) -> None:
    entry = cache.entry(file, ONE, "plainly")
    assert cache.kept(entry, file) is None
    cache.keep(entry, drift.profile(str(file.path)))
    found = cache.kept(entry, file)
    assert found is not None
    assert found.profile.rows == 3
    assert (cache.found, cache.made, said) == (1, 1, [])


def test_a_new_version_of_a_file_takes_the_place_of_the_one_before(
    cache: ProfileCache, file: InputFile
) -> None:
    table = drift.profile(str(file.path))
    for version in (ONE, TWO):
        cache.keep(cache.entry(file, version, "plainly"), table)
    assert entries(cache) == [cache.entry(file, TWO, "plainly").name]


def test_ways_of_making_stand_side_by_side(cache: ProfileCache, file: InputFile) -> None:
    table = drift.profile(str(file.path))
    for making in ("plainly", "by a reference"):
        cache.keep(cache.entry(file, ONE, making), table)
    assert len(entries(cache)) == 2


@pytest.mark.parametrize("damage", ["cut", "changed", "emptied", "of another file", "no profile"])
def test_an_entry_of_no_use_is_told_and_not_taken(
    damage: str, cache: ProfileCache, file: InputFile, said: list[str], tmp_path: Path
) -> None:
    entry = cache.entry(file, ONE, "plainly")
    cache.keep(entry, drift.profile(str(file.path)))
    whole = entry.read_bytes()
    if damage == "of another file":
        pl.DataFrame({"x": [4]}).write_parquet(tmp_path / "other.parquet")
        drift.profile(tmp_path / "other.parquet").save(entry)
    elif damage == "no profile":
        drift.fit(pl.DataFrame({"x": [1, 2]})).save(entry)
    else:
        changed = bytearray(whole)
        changed[len(whole) // 2] ^= 1
        entry.write_bytes({"cut": whole[:100], "changed": bytes(changed), "emptied": b""}[damage])
    assert cache.kept(entry, file) is None
    assert len(said) == 1
    assert said[0].startswith(str(entry))
    assert said[0].endswith(f"{file.name} is profiled again")


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path, file: InputFile) -> None:
    table = drift.profile(str(file.path))
    filling = ProfileCache(tmp_path / "cache")
    kept = [filling.entry(file, ONE, making) for making in "abcd"]
    for age, entry in enumerate(kept):
        filling.keep(entry, table)
        os.utime(entry, ns=(0, age))
    assert filling.kept(kept[0], file) is not None  # used now
    size = kept[0].stat().st_size
    ProfileCache(tmp_path / "cache", limit=2 * size).prune()
    assert [entry.exists() for entry in kept] == [True, False, False, True]


def test_a_limit_that_one_run_passes_is_kept_and_told(
    tmp_path: Path, file: InputFile, said: list[str]
) -> None:
    small = ProfileCache(tmp_path / "cache", limit=10, warn=said.append)
    small.keep(small.entry(file, ONE, "plainly"), drift.profile(str(file.path)))
    small.prune()
    assert entries(small) == []
    words = "the profiles of this run alone are more than 10 bytes, so not all of them are kept for the next"
    assert said == [f"{small.folder}: {words}"]


def test_parts_that_killed_runs_left_are_cleared_away(cache: ProfileCache, file: InputFile) -> None:
    entry = cache.entry(file, ONE, "plainly")
    cache.keep(entry, drift.profile(str(file.path)))
    (entry.parent / f".other{PART}").write_bytes(b"half")
    cache.prune()
    assert entries(cache) == [entry.name]


def test_a_folder_that_takes_nothing_is_told_once(tmp_path: Path, file: InputFile, said: list[str]) -> None:
    cache = ProfileCache(tmp_path / "cache", warn=said.append)
    (tmp_path / "cache").write_text("a file now")
    table = drift.profile(str(file.path))
    for making in "ab":
        cache.keep(cache.entry(file, ONE, making), table)
    assert len(said) == 1
    assert said[0].endswith("profiles are made, and not kept")


def test_what_can_be_no_cache_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="not a folder"):
        ProfileCache(tmp_path / "file")
    with pytest.raises(UsageError, match="keeps nothing"):
        ProfileCache(tmp_path / "cache", limit=0)
    with pytest.raises(NotBuiltError):
        ProfileCache("s3://bucket/cache")
