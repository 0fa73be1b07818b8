"""Files that differ in widths, order and columns have one schema; those that disagree have none."""

from __future__ import annotations

import polars as pl
import pytest

from drift.errors import InputUnreadableError
from drift.sources.union import Named, lacking, unite, widest

LISBON = pl.Datetime("us", "Europe/Lisbon")
PAIRS = [
    (pl.Int8(), pl.Int64(), pl.Int64()),
    (pl.UInt64(), pl.Int64(), pl.Int128()),  # neither holds the other's ends
    (pl.Int64(), pl.Float64(), pl.Float64()),
    (pl.Int32(), pl.Float32(), pl.Float64()),
    (pl.Date(), pl.Datetime("us"), pl.Datetime("us")),
    (LISBON, pl.Datetime("us", "UTC"), pl.Datetime("us", "UTC")),
    (pl.String(), pl.Categorical(), pl.String()),
    (pl.Enum(["a"]), pl.Enum(["b"]), pl.String()),
    (pl.Null(), pl.List(pl.Int8), pl.List(pl.Int8)),
    (pl.List(pl.Int8), pl.List(pl.Int64), pl.List(pl.Int64)),
    (LISBON, LISBON, LISBON),
]
APART = [
    (pl.Int64(), pl.String()),
    (pl.Int64(), pl.Boolean()),
    (pl.Int64(), pl.Datetime("us")),
    (pl.Int64(), pl.Duration("us")),
    (pl.Duration("us"), pl.Time()),
    (pl.Datetime("us"), pl.Datetime("us", "UTC")),
    (pl.List(pl.Int8), pl.Struct({"a": pl.Int8})),
]


@pytest.mark.parametrize(("one", "other", "wide"), PAIRS, ids=str)
def test_the_widest_type_holds_both_in_either_order(
    one: pl.DataType, other: pl.DataType, wide: pl.DataType
) -> None:
    assert widest(one, other) == wide
    assert widest(other, one) == wide


@pytest.mark.parametrize(("one", "other"), APART, ids=str)
def test_no_type_holds_what_means_another_thing(one: pl.DataType, other: pl.DataType) -> None:
    assert widest(one, other) is None
    assert widest(other, one) is None


def test_a_disagreement_names_the_column_both_files_and_both_types() -> None:
    schemas: list[Named] = [
        ("a.parquet", {"x": pl.Null()}),
        ("b.parquet", {"x": pl.Int8()}),
        ("c.parquet", {"x": pl.String()}),
    ]
    with pytest.raises(InputUnreadableError) as caught:
        unite(schemas)
    assert caught.value.what == "column `x` is Int8 in b.parquet and String in c.parquet"


def test_the_union_has_every_column_and_says_who_lacks_it() -> None:
    schemas: list[Named] = [("a", {"x": pl.Int8(), "y": pl.Int8()}), ("b", {"z": pl.Int8(), "x": pl.Int16()})]
    assert unite(schemas).schema == {"x": pl.Int16(), "y": pl.Int8(), "z": pl.Int8()}
    assert lacking(schemas, "xyz") == {"y": ("b",), "z": ("a",)}
    assert lacking(schemas, "xz") == {"z": ("a",)}
