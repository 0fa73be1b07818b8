"""A column of text gets the narrowest type that reads all of its rows, in whatever order they come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.sources.infer import GLANCE, Inferred, infer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

SNIPPETS = ["1", "2.5", "99999999999999999999", "00501", "true", "2020-01-02", "2020-01-02 10:00", "NA", ""]
PIECES = [*SNIPPETS, " 7 ", "x", "2020-01-02T10:00:00Z", None]


def inferred(*batches: Sequence[str | None]) -> Inferred:
    """Return what a column is taken for whose rows come in these batches."""
    frames = (pl.DataFrame({"x": batch}, schema={"x": pl.String}) for batch in batches)
    return infer(frames, ["x"])["x"]


@pytest.mark.parametrize(
    ("texts", "dtype"),
    [
        (["1", "-20", None, "NA", ""], pl.Int64()),
        (["1", str(2**64)], pl.Int128()),
        (["1", "9" * 60], pl.Float64()),
        (["1", "2.5", "nan"], pl.Float64()),
        (["0", "1"], pl.Int64()),
        (["true", "False", "-"], pl.Boolean()),
        (["2020-01-02", "none"], pl.Date()),
        (["2020-01-02T10:00:00", "2020-01-02T10:00:00.5"], pl.Datetime("us")),
        (["2020-01-02 10:00"], pl.Datetime("us")),
        (["2020-01-02T10:00:00+01:00"], pl.Datetime("us", "UTC")),
        (["00501", "1000"], pl.String()),
        (["+351", "1000"], pl.String()),
        (["1", "x"], pl.String()),
        (["1", "true"], pl.String()),
        (["2020-01-02", "2020-01-02 10:00"], pl.String()),
        (["none", "none"], pl.String()),
        (["", None], pl.Null()),
        ([], pl.Null()),
    ],
    ids=str,
)
def test_the_type_is_the_narrowest_that_reads_all(texts: list[str | None], dtype: pl.DataType) -> None:
    assert inferred(texts).dtype == dtype


def test_one_row_at_the_very_end_decides() -> None:
    ones = ["1"] * 1_000
    assert inferred(ones, ones, [*ones, "x"]).dtype == pl.String()
    assert inferred([*["1"] * (GLANCE + 1), "0.5"]).dtype == pl.Float64()


def test_spaces_around_values_are_no_part_of_them() -> None:
    column = inferred(["1", "2"], [" 3 ", " NA"])
    assert (column.dtype, column.padded) == (pl.Int64(), True)
    frame = pl.DataFrame({"x": ["1", " 3 ", " NA", None]})
    assert frame.select(column.read(pl.col("x")))["x"].to_list() == [1, 3, None, None]


def test_text_is_kept_as_it_is() -> None:
    texts = [" x ", "NA", "", "1"]
    frame = pl.DataFrame({"x": texts})
    assert frame.select(inferred(texts).read(pl.col("x")))["x"].to_list() == texts


def test_times_carry_their_format() -> None:
    column = inferred(["2020-01-02 10:00"])
    assert column.type is not None
    assert column.type.time_format == "%Y-%m-%d %H:%M"


def test_only_the_columns_asked_for_are_looked_at_and_frames_may_lack_them() -> None:
    frames = [pl.DataFrame({"a": ["1"], "b": ["x"]}), pl.DataFrame({"b": ["1"], "^a$": ["true"]})]
    types = infer(frames, ["a", "^a$"])
    assert {name: one.dtype for name, one in types.items()} == {"a": pl.Int64(), "^a$": pl.Boolean()}


@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=3), max_size=3), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_batches_does_not_matter(
    batches: list[list[str | None]], random: Random
) -> None:
    rows = [text for batch in batches for text in batch]
    shuffled = random.sample(rows, len(rows))
    assert (
        inferred(*batches).dtype == inferred(shuffled).dtype == inferred(*([row] for row in shuffled)).dtype
    )


@given(st.lists(st.sampled_from(PIECES), max_size=6))
def test_every_value_is_read(texts: list[str | None]) -> None:
    column = inferred(texts)
    read = pl.DataFrame({"x": texts}, schema={"x": pl.String}).select(column.read(pl.col("x")))["x"]
    absent = (None, "") if column.dtype == pl.Null() else (None, "", "NA")
    if column.dtype != pl.String():
        assert read.null_count() == sum(text in absent for text in texts)
