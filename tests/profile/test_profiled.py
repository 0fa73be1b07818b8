"""A profiled table is a sum to the byte: whichever way its rows were cut, one file comes out."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import polars as pl
import pytest

import drift
from drift.errors import ProfilesIncompatibleError
from runs import training

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def parts(tmp_path: Path) -> list[Path]:
    """Return files that cut the training data by days, one of them without a row, one lacking a column."""
    frame = training().sort("started_at")
    cut = [
        frame[:150],
        frame[150:151],
        frame[151:],
        frame.clear(),
        frame[:40].drop("city").with_columns(extra=1),
    ]
    for place, part in enumerate(cut):
        part.write_parquet(tmp_path / f"{place}.parquet")
    return [tmp_path / f"{place}.parquet" for place in range(len(cut))]


@pytest.mark.parametrize("time", [None, "started_at"])
def test_the_sum_is_the_profile_of_all_to_the_byte(
    time: str | None, parts: list[Path], tmp_path: Path
) -> None:
    same_columns = parts[:4]
    drift.profile(same_columns, time=time).save(tmp_path / "whole.drift")
    whole = (tmp_path / "whole.drift").read_bytes()
    profiles = [drift.profile(part, time=time) for part in same_columns]
    for order in itertools.islice(itertools.permutations(profiles), 0, None, 5):
        drift.merge(order).save(tmp_path / "sum.drift")
        assert (tmp_path / "sum.drift").read_bytes() == whole


def test_any_order_and_nesting_gives_the_same_bytes(parts: list[Path], tmp_path: Path) -> None:
    """Columns that not all parts have are null in the others."""
    a, b, c, d, e = (drift.profile(part) for part in parts)
    sums = (((a + b) + c) + d) + e, a + (b + (c + (d + e))), (e + c) + (d + (b + a))
    files = []
    for one in sums:
        one.save(tmp_path / "sum.drift")
        files.append((tmp_path / "sum.drift").read_bytes())
    assert len(set(files)) == 1
    assert sums[0].profile.columns["city"].nulls == 40
    assert sums[0].profile.columns["extra"].nulls == 600


def test_widths_of_types_unite_and_what_is_other_does_not() -> None:
    narrow = drift.profile(pl.DataFrame({"n": pl.Series([1, 2], dtype=pl.Int8)}))
    wide = drift.profile(pl.DataFrame({"n": [1.5]}))
    nulls = drift.profile(pl.DataFrame({"n": [None, None]}))
    for order in itertools.permutations((narrow, wide, nulls)):
        assert drift.merge(order).schema == {"n": pl.Float64()}
    for other in (["a"], [True], [[1]]):
        with pytest.raises(ProfilesIncompatibleError, match="column `n` does not add up"):
            narrow + drift.profile(pl.DataFrame({"n": other}))


def test_types_that_a_reference_settled_are_named_alike_in_any_order() -> None:
    frame = pl.DataFrame({"n": pl.Series(range(100), dtype=pl.Int8)})
    learned = drift.fit(frame)
    types = (pl.Int8, pl.UInt8, pl.String, pl.Float32, pl.Duration("us"))
    profiles = [drift.profile(frame.with_columns(pl.col("n").cast(one)), reference=learned) for one in types]
    merged = [drift.merge(order) for order in itertools.permutations(profiles, len(types))]
    assert {str(one.schema["n"]) for one in merged} == {"Float32"}
    assert len({one.readings for one in merged}) == 1


def test_the_order_of_columns_is_that_of_the_data() -> None:
    one = drift.profile(pl.DataFrame({"b": [1], "a": [2]}))
    two = drift.profile(pl.DataFrame({"b": [1], "c": [3], "a": [2]}))
    assert [column.name for column in (one + one).contract.columns] == ["b", "a"]
    assert list((one + two).schema) == list((two + one).schema) == ["b", "a", "c"]


def test_times_that_texts_write_in_two_ways_do_not_add_up(tmp_path: Path) -> None:
    for name, rows in (
        ("iso", ["2026-01-31 10:00:00", "2026-02-01 11:00:00"]),
        ("t", ["2026-01-31T10:00:00"]),
    ):
        pl.DataFrame({"at": rows}).write_csv(tmp_path / f"{name}.csv")
    one, two = (drift.profile(tmp_path / f"{name}.csv") for name in ("iso", "t"))
    assert one.time_formats != two.time_formats
    with pytest.raises(ProfilesIncompatibleError, match="`at` are written in two ways"):
        one + two
