"""Segments of more levels than one pass keeps: the largest are named, by a second look at the data."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl
import pytest

import drift
from command_line import drift as command
from drift.judge.reference import MAX_SEGMENTS

if TYPE_CHECKING:
    from pathlib import Path

LEVELS, ROWS = 3_000, 60_000
CONFIG: Final = {"segments": ["shop"]}


@pytest.fixture(scope="module")
def rows() -> pl.DataFrame:
    """Return shops whose rows fall as one over their rank."""
    random = np.random.default_rng(3)
    shares = 1 / np.arange(1, LEVELS + 1)
    shops = random.choice(LEVELS, ROWS, p=shares / shares.sum())
    return pl.DataFrame({"shop": [f"shop {one}" for one in shops], "x": random.normal(size=ROWS)})


def named(reference: drift.Reference) -> dict[object, int]:
    return {level.value: level.rows for level in reference.profile.segments["shop"].levels.values()}


def largest(rows: pl.DataFrame) -> dict[object, int]:
    return dict(Counter(rows.get_column("shop").to_list()).most_common(MAX_SEGMENTS))


def test_the_largest_of_many_levels_are_named_with_all_their_rows(rows: pl.DataFrame) -> None:
    """Counted by Python's own counter; levels of fewer than a hundred rows are none."""
    reference = drift.fit(rows, config=CONFIG)
    assert named(reference) == {level: count for level, count in largest(rows).items() if count >= 100}
    assert reference.profile.segments["shop"].rest.rows == ROWS - sum(named(reference).values())


def test_files_in_any_order_give_the_same(rows: pl.DataFrame, tmp_path: Path) -> None:
    paths = [tmp_path / f"{place}.parquet" for place in range(3)]
    for place, path in enumerate(paths):
        rows[place * 20_000 : (place + 1) * 20_000].write_parquet(path)
    digests = {drift.fit(order, config=CONFIG).digest for order in (paths, paths[::-1])}
    assert digests == {drift.fit(rows, config=CONFIG).digest}


def test_what_is_read_once_only_has_those_that_one_pass_kept(rows: pl.DataFrame) -> None:
    """A stream has no second look: the levels are large ones of a draw, and no row is lost."""
    reference = drift.fit(rows.to_arrow().to_reader(), config=CONFIG)
    segments = reference.profile.segments["shop"]
    assert sum(named(reference).values()) + segments.rest.rows == ROWS
    assert set(named(reference)) < set(rows.get_column("shop").to_list())


def test_show_lists_the_levels(rows: pl.DataFrame, tmp_path: Path) -> None:
    drift.fit(rows, config=CONFIG).save(tmp_path / "reference.drift")
    told = command("show", tmp_path / "reference.drift")
    first, count = next(iter(largest(rows).items()))
    assert f"segments of `shop`: {MAX_SEGMENTS} levels apart" in told.out
    assert f"{first} {count:,}" in told.out
    document = command("show", tmp_path / "reference.drift", "--json").document
    (shop,) = document["segments"]
    assert shop["column"] == "shop"
    assert shop["levels"][0] == {"value": first, "rows": count}


def test_a_saved_run_keeps_what_was_told_of_levels_and_not_their_profiles(
    rows: pl.DataFrame, tmp_path: Path
) -> None:
    run = drift.check(rows, drift.fit(rows, config=CONFIG))
    run.save(tmp_path / "run.drift")
    loaded = drift.Run.load(tmp_path / "run.drift")
    assert loaded.live_profile.segments == {}
    assert loaded.to_dict()["segments"] == run.to_dict()["segments"]
