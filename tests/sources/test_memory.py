"""A bound on memory is kept to with smaller batches and the same profile, or refused with the reason."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

import drift
from drift.errors import MemoryExceededError, UsageError
from drift.profile.store import content_digest
from drift.run import drilling, proposing
from drift.sources import memory
from drift.sources.memory import bytes_of, hold, peak, require, rows_within, taken
from drift.sources.options import ReadOptions
from drift.sources.source import open_source

if TYPE_CHECKING:
    from pathlib import Path

ROWS = 30_000
PLENTY = 2**40


@pytest.fixture
def path(tmp_path: Path) -> Path:
    random = np.random.default_rng(1)
    frame = pl.DataFrame({f"x{place}": random.normal(size=ROWS) for place in range(20)})
    frame.write_parquet(tmp_path / "x.parquet", row_group_size=7_000)
    return tmp_path / "x.parquet"


@pytest.mark.parametrize(
    ("text", "size"),
    [("500MB", 500 * 10**6), ("1.5 GiB", 3 * 2**29), ("64kib", 2**16), (" 2gb ", 2 * 10**9), ("7 kB", 7000)],
)
def test_sizes_are_read_in_powers_of_ten_and_of_two(text: str, size: int) -> None:
    assert bytes_of(text) == size


@pytest.mark.parametrize("text", ["500", "MB", "-5MB", "5 lots", "1e3MB", ""])
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="a number and a unit"):
        bytes_of(text)


def test_the_less_memory_the_smaller_the_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """From an allowance that is refused, by way of the one that the refusal names, to the usual size."""
    monkeypatch.setattr(memory, "taken", lambda: 100 * 10**6)
    with pytest.raises(MemoryExceededError) as refused:
        rows_within(150 * 10**6, 50, 100_000)
    (named,) = re.findall(r"allow (\d+) MB", refused.value.mend or "")
    sizes = [rows_within(megabytes * 10**6, 50, 100_000) for megabytes in (int(named), 300, 400, 10_000)]
    assert sizes == sorted(set(sizes))
    assert sizes[-1] == 100_000


def test_what_is_not_read_ahead_gives_the_same_profile(path: Path) -> None:
    heights = [
        batch.frame.height for batch in open_source(path, options=ReadOptions(memory=PLENTY)).batches()
    ]
    small = rows_of(path, rows=4_000)
    assert sum(heights) == sum(small) == ROWS
    assert max(small) == 4_000
    usual, within = drift.profile(path), drift.profile(path, options=ReadOptions(memory=PLENTY))
    assert content_digest(usual.profile) == content_digest(within.profile)


def rows_of(path: Path, *, rows: int) -> list[int]:
    source = open_source(path, options=ReadOptions(memory=PLENTY), batch_rows=rows)
    return [batch.frame.height for batch in source.batches()]


def test_the_first_rows_are_the_first_within_a_bound_too(path: Path) -> None:
    options = ReadOptions(memory=PLENTY, limit=9_000)
    read = pl.concat(
        [batch.frame for batch in open_source(path, options=options, batch_rows=2_000).batches()]
    )
    assert read.equals(pl.read_parquet(path).head(9_000))


def test_a_bound_that_is_passed_while_rows_are_read_ends_reading(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system's word is changed, not the check: what it tells is more than was allowed."""
    source = open_source(path, options=ReadOptions(memory=PLENTY), batch_rows=5_000)
    batches = source.batches()
    next(batches)
    monkeypatch.setattr(memory, "peak", lambda: PLENTY + 1)
    with pytest.raises(MemoryExceededError, match="not read within") as refused:
        next(batches)
    assert "after 10,000 rows" in (refused.value.seen or "")


def test_what_was_taken_before_is_not_counted() -> None:
    """A notebook may have had more in memory than it has now."""
    held = np.ones(50_000_000)  # 400 MB
    before = peak()
    del held
    allowed = before - 200 * 10**6
    hold(allowed, 0, before=before)
    with pytest.raises(MemoryExceededError):  # as if reading itself had taken it
        hold(allowed, 0)


def test_a_system_that_does_not_tell_is_no_silent_promise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "_STATUS", tmp_path / "nothing")
    with pytest.raises(MemoryExceededError, match="cannot be told"):
        taken()


def test_what_would_take_more_than_is_allowed_is_refused_before_it_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(memory, "taken", lambda: 100 * 10**6)
    require(300 * 10**6, 200 * 10**6, "counting")
    with pytest.raises(MemoryExceededError, match="counting does not fit into 299 MB") as refused:
        require(299 * 10**6, 200 * 10**6, "counting")
    assert refused.value.seen == "100 MB are taken, and 200 MB more are needed"
    assert refused.value.mend == "allow 300 MB or more, or read fewer rows or columns"


def test_every_command_that_reads_rows_is_refused_a_bound_below_what_it_has(path: Path) -> None:
    """Each asks the system before the first row; of `drift.drill`, what copies take is looked at, too."""
    little, reference = ReadOptions(memory=10**6), drift.fit(path)
    for reads in (
        lambda: drift.compare(path, path, options=little),
        lambda: drift.init(path, options=little),
        lambda: drift.drill(path, reference, options=little),
    ):
        with pytest.raises(MemoryExceededError, match="20 columns are not read within 1 MB"):
            reads()


def test_within_enough_each_gives_what_it_gives_without_a_bound(path: Path) -> None:
    plenty, bare = ReadOptions(memory=PLENTY, columns=("x1", "x2")), ReadOptions(columns=("x1", "x2"))
    assert drift.init(path, options=plenty) == drift.init(path, options=bare)
    reference = drift.fit(path, options=ReadOptions(columns=("x1",), limit=1_000))
    sides = (replace(one, columns=("x1",)) for one in (plenty, bare))
    found, usual = (drift.drill(path, reference, rows=50, options=one) for one in sides)
    assert found.attempts
    assert found.attempts == usual.attempts
    runs = [drift.compare(path, path, options=one) for one in (plenty, bare)]
    assert runs[0].verdict == runs[1].verdict == "ok"
    assert [one.measurements for one in runs[0].columns] == [one.measurements for one in runs[1].columns]


def test_a_drill_ends_where_its_copies_take_too_much(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    options = ReadOptions(memory=PLENTY, columns=("x1",), limit=1_000)
    reference = drift.fit(path, options=options)
    monkeypatch.setattr(drilling, "require", lambda *_: memory.require(1, 0, "breaking"))
    with pytest.raises(MemoryExceededError, match="breaking does not fit"):
        drift.drill(path, reference, rows=20, options=options)


def test_keys_of_more_rows_than_fit_are_not_tried(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A number that tells every row is a key to be tried; how much its hashes take is reckoned first."""
    keyed = pl.DataFrame({"id": range(ROWS), "x": [float(i % 97) for i in range(ROWS)]})
    keyed.write_parquet(path)
    assert "key: [id]" in drift.init(path)
    monkeypatch.setattr(proposing, "COUNTING", PLENTY)
    with pytest.raises(MemoryExceededError, match="trying keys on all rows does not fit"):
        drift.init(path, options=ReadOptions(memory=PLENTY))
