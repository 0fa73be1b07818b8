"""Levels are kept apart as a sum: which ones are does not depend on the order of rows."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np
import polars as pl
import pytest

from drift.profile.archive import archive_bytes
from drift.profile.keys import text_key
from drift.profile.segments import NULL_LEVEL, largest_levels, named_levels
from drift.profile.store import content_digest, profile_of_rows, profile_rows
from drift.profile.table import Plan, Profile, profile_batch, profile_batches

ROWS: Final = 2_000
CITIES: Final = 30


def rows(cities: int = CITIES, seed: int = 1) -> pl.DataFrame:
    """Return rows of cities of very different sizes, some of no city."""
    random = np.random.default_rng(seed)
    shares = 1 / np.arange(1, cities + 1)
    city = pl.Series(random.choice(cities, ROWS, p=shares / shares.sum()))
    return pl.DataFrame(
        {
            "city": pl.select(pl.when(city % 7 > 0).then(pl.format("city {}", city))).to_series(),
            "amount": random.normal(100, 10, ROWS),
            "code": random.integers(0, 3, ROWS),
            "paid": random.random(ROWS) < 0.5,
        }
    )


def stored(profile: Profile) -> bytes:
    return archive_bytes("profile", *profile_rows(profile, side="x"))


def levels_of(profile: Profile, segment: str = "city") -> dict[object, int]:
    return {one.value: one.rows for one in profile.segments[segment].levels.values()}


@pytest.mark.parametrize("levels", [0, 4, 256])
def test_levels_do_not_depend_on_order_batches_or_threads(levels: int) -> None:
    """To the byte, whether some levels are pushed out by others or not; files read back are the same."""
    plan = Plan(segments=("city", "code"), levels=levels, named=((text_key("city 3"),), ()))
    whole = profile_batch(rows(), plan)
    for batch, workers in ((97, 4), (1_999, 1)):
        mixed = rows().sample(fraction=1, shuffle=True, seed=batch)
        assert stored(profile_batches(mixed.iter_slices(batch), plan, workers=workers)) == stored(whole)
    halves = [profile_batch(rows()[::2], plan), profile_batch(rows()[1::2], plan)]
    assert stored(halves[1] + halves[0]) == stored(whole)
    again = profile_of_rows(*profile_rows(whole, side="x"), side="x")
    assert stored(again) == stored(whole)
    assert content_digest(again) == content_digest(whole)


def test_every_row_is_in_one_level_or_in_the_rest() -> None:
    """Null is a level like any other, and counts are those that polars has."""
    profile = profile_batch(rows(), Plan(segments=("city",), levels=256))
    counted = dict(rows()["city"].value_counts().iter_rows())
    assert levels_of(profile) == counted
    assert profile.segments["city"].complete
    assert profile.segments["city"].levels[NULL_LEVEL].value is None
    few = profile_batch(rows(), Plan(segments=("city",), levels=5)).segments["city"]
    assert len(few.levels) == 5
    assert sum(one.rows for one in few.levels.values()) + few.rest.rows == ROWS
    assert {one.value: one.rows for one in few.levels.values()}.items() <= counted.items()


def test_a_level_is_what_a_profile_of_its_rows_alone_would_be() -> None:
    """Counts, ends, zeros and nulls of each column are those of the rows of that level."""
    profile = profile_batch(rows(), Plan(segments=("city",), levels=256))
    for level in profile.segments["city"].levels.values():
        mine = rows().filter(pl.col("city").eq_missing(pl.lit(level.value, pl.String)))
        amount, code = level.columns["amount"], level.columns["code"]
        assert amount.rows == level.rows == mine.height
        assert (amount.number.lowest, amount.number.highest) == (mine["amount"].min(), mine["amount"].max())
        assert code.cells.counts.tolist() == mine["code"].value_counts().sort("code")["count"].to_list()
        assert "city" not in level.columns


def test_named_levels_are_kept_however_many_there_are() -> None:
    """And of the others none, where a plan keeps no others."""
    named = (tuple(sorted(text_key(f"city {place}") for place in (1, 2, 29))),)
    profile = profile_batch(rows(), Plan(segments=("city",), named=named))
    assert levels_of(profile).keys() <= {"city 1", "city 2", "city 29"}
    assert levels_of(profile)["city 1"] == rows()["city"].eq("city 1").sum()
    assert named_levels(profile.segments)[0] == tuple(profile.segments["city"].levels)


@pytest.mark.parametrize(
    ("column", "values"),
    [
        (pl.Series([1, 2, None], dtype=pl.UInt8), [1, 2, None]),
        (pl.Series([1.0, 2.0, None]), [1, 2, None]),
        (pl.Series([1.5, float("nan"), float("inf")]), [1.5, "nan", "inf"]),
        (pl.Series([True, False, None]), [True, False, None]),
        (pl.Series(["", "a", None], dtype=pl.Categorical), ["", "a", None]),
        (pl.Series([2**60, -(2**60), 0]), [str(2**60), str(-(2**60)), 0]),
    ],
)
def test_a_level_has_one_form_whatever_its_type(column: pl.Series, values: list[object]) -> None:
    """Whole floats are integers, and what JSON has no number for is text."""
    frame = pl.DataFrame({"s": column, "x": [1.0, 2.0, 3.0]})
    profile = profile_batch(frame, Plan(segments=("s",), levels=9))
    found = levels_of(profile, "s")
    assert {(type(one), one) for one in found} == {(type(one), one) for one in values}


def test_a_part_without_the_segment_column_is_of_the_null_level() -> None:
    plan = Plan(segments=("city",), levels=256)
    one, two = rows()[:1_000], rows()[1_000:].drop("city")
    both = profile_batch(one, plan) + profile_batch(two, plan)
    whole = profile_batch(pl.concat([one, two], how="diagonal"), plan)
    assert stored(both) == stored(whole)
    assert both.segments["city"].levels[NULL_LEVEL].rows == 1_000 + one["city"].null_count()


def test_a_column_that_a_level_has_no_value_of_is_null_there() -> None:
    """Whether a part lacks it, or has nothing in it."""
    frame = rows().with_columns(amount=pl.when(pl.col("city") != "city 1").then("amount"))
    profile = profile_batch(frame, Plan(segments=("city",), levels=256))
    level = profile.segments["city"].levels[text_key("city 1")]
    assert "amount" not in level.columns
    column = level.column(profile.columns["amount"])
    assert (column.rows, column.nulls, column.valid) == (level.rows, level.rows, 0)
    assert column.number.lowest is None


def test_the_largest_levels_stay_apart_and_all_rows_stay() -> None:
    """Small ones and those beyond the bound are one."""
    segments = profile_batch(rows(), Plan(segments=("city",), levels=256)).segments["city"]
    counted = sorted(levels_of(profile_batch(rows(), Plan(segments=("city",), levels=256))).values())[::-1]
    kept = largest_levels(segments, 3, 1)
    assert sorted((one.rows for one in kept.levels.values()), reverse=True) == counted[:3]
    assert kept.rest.rows == sum(counted[3:]) == kept.rest.columns["code"].rows
    assert all(one.rows >= 50 for one in largest_levels(segments, 99, 50).levels.values())
    assert sum(before >= after for before, after in pairwise(counted)) == len(counted) - 1


def test_a_profile_without_segments_is_written_as_ever() -> None:
    """Files and digests of earlier versions stay as they were."""
    manifest, _ = profile_rows(profile_batch(rows(), Plan(sample=3)), side="x")
    assert "segments" not in manifest
    assert manifest["plan"].keys() == {"sample", "pieces", "time", "key", "hidden"}
