"""Keys that do not fit into memory are counted as those that do."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl
import pytest

from drift.errors import OutputNotWrittenError
from drift.run.key_counts import PARTS, KeyCounts, pairs_of

if TYPE_CHECKING:
    from collections.abc import Sequence


def counted(folder: Path, keys: Sequence[str], buffer: int) -> KeyCounts:
    """Return keys counted, batch by batch."""
    folder.mkdir()
    counts = KeyCounts(str(folder), 1, buffer)
    for start in range(0, len(keys), 1000):
        counts.add(pl.DataFrame({"0": keys[start : start + 1000]}, schema={"0": pl.String()}))
    return counts


LITTLE: Final = 40_000  # bytes, which thousands of keys fill several times
PLENTY: Final = 10**9


@pytest.mark.parametrize(
    ("one", "other"), [(LITTLE, LITTLE), (LITTLE, PLENTY), (PLENTY, LITTLE), (PLENTY, PLENTY)]
)
def test_what_is_in_files_counts_as_what_is_in_memory(one: int, other: int, tmp_path: Path) -> None:
    came_in = [f"r-{number * number % 7919}" for number in range(20_000)]
    came_out = [f"r-{number * number % 6007}" for number in range(15_000)]
    sides = (counted(tmp_path / "in", came_in, one), counted(tmp_path / "out", came_out, other))
    assert [side.spilled for side in sides] == [one == LITTLE, other == LITTLE]
    pairs = pl.concat(pairs_of(*sides, ["0"]))
    assert pairs["0"].n_unique() == pairs.height
    assert dict(pairs.filter(pl.col("in") > 0).select("0", "in").iter_rows()) == Counter(came_in)
    assert dict(pairs.filter(pl.col("out") > 0).select("0", "out").iter_rows()) == Counter(came_out)


def test_parts_are_looked_at_in_order_and_none_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drift.run.key_counts.TOGETHER", 50_000)
    keys = [f"r-{number}" for number in range(20_000)]
    sides = (counted(tmp_path / "in", keys, LITTLE), counted(tmp_path / "out", keys[5:], LITTLE))
    frames = list(pairs_of(*sides, ["0"]))
    assert 1 < len(frames) < PARTS
    assert sum(frame.height for frame in frames) == 20_000
    assert sum(int((frame["out"] == 0).sum()) for frame in frames) == 5


def test_parts_are_even_and_a_key_that_repeats_fills_none(tmp_path: Path) -> None:
    counts = counted(tmp_path / "in", [f"r-{number}" for number in range(50_000)], LITTLE)
    counts.spill()
    sizes = [counts.keys([number]).height for number in range(PARTS)]
    assert sum(sizes) == 50_000
    assert max(sizes) < 2 * 50_000 / PARTS
    same = counted(tmp_path / "same", ["r"] * 50_000, LITTLE)
    assert not same.spilled
    assert same.keys([0]).rows() == [("r", 50_000)]


@pytest.mark.skipif(os.geteuid() == 0 and not Path("/dev/full").exists(), reason="no full disk to offer")
def test_a_full_disk_is_told_with_what_helps(tmp_path: Path) -> None:
    counts = counted(tmp_path / "in", ["r"], PLENTY)
    for number in range(PARTS):
        (tmp_path / "in" / f"{number:03}").symlink_to("/dev/full")
    with pytest.raises(OutputNotWrittenError, match="set TMPDIR to a folder with more room"):
        counts.spill()
