"""The benchmark of scale adds up what it says, and reckons by what it measured."""

from __future__ import annotations

from benchmarks.scale.merging import WAYS, Merged, merge
from benchmarks.scale.reckoning import Rates, rates_of, reckoned
from benchmarks.scale.shards import SHAPES, measured, shards
from drift.profile.store import content_digest

COLUMNS, ROWS = 5, 50


def test_shards_are_of_files_of_their_own_and_of_other_rows() -> None:
    made = list(shards(measured(3, ROWS, SHAPES[COLUMNS]), 7))
    assert len({shard for one in made for shard in one.files}) == 7
    assert len({content_digest(one.profile) for one in made}) == 3


def test_both_ways_give_the_same_sum() -> None:
    files = measured(3, ROWS, SHAPES[COLUMNS])
    tree, sequence = (WAYS[way](shards(files, 13)) for way in ("tree", "sequence"))
    assert content_digest(tree.profile) == content_digest(sequence.profile)
    assert tree.profile.rows == 13 * ROWS
    assert tree.files == sequence.files


def test_what_a_merge_costs_is_told_of_all_shards() -> None:
    found = merge("tree", 5, COLUMNS, ROWS, 2)
    assert (found.way, found.shards, found.columns, found.rows) == ("tree", 5, COLUMNS, ROWS)
    assert found.peak >= found.before > 0
    assert found.sum_bytes > found.named_bytes > 5 * 2 * 64  # each file's digest stands in it twice


def test_large_tables_are_reckoned_by_hand() -> None:
    """A processor counts a million rows a second; of 10^13 rows that is 10^7 seconds, 2,777.8 hours."""
    rates = Rates(rows=1e6, merge=0.018, write=0.0, shard_bytes=100_000)
    last = [part.strip() for part in reckoned(rates)[-1].strip("|").split("|")]
    assert last[:2] == ["10^13", "100,000"]
    assert last[2] == "2,778.3"  # and half an hour for 100,000 sums
    assert last[5:7] == ["10.000", "30.0"]
    assert last[7] == "138.91"  # at five cents an hour


def test_rates_are_those_of_one_shard() -> None:
    merged = Merged(
        way="tree", shards=101, columns=5, rows=50, seconds=9.0, processors=2.0, load=0.005, write=0.004,
        before=1.0, peak=1.0, shard_bytes=7, sum_bytes=9, named_bytes=1,
    )  # fmt: skip
    assert rates_of(3.0, merged) == Rates(rows=3.0, merge=0.025, write=0.004, shard_bytes=7)
