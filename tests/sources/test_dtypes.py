"""A type is read back from the name that polars prints, and nothing else is."""

from __future__ import annotations

from datetime import UTC
from typing import Final

import polars as pl
import pytest

from drift.sources.dtypes import dtype_of
from drift.sources.schema import dtype_name

TYPES: Final[tuple[pl.DataType, ...]] = (
    *(one() for one in (pl.Int8, pl.UInt64, pl.Int128, pl.Float32, pl.Boolean, pl.String, pl.Binary)),
    *(one() for one in (pl.Null, pl.Object, pl.Time, pl.Date, pl.Categorical)),
    pl.Datetime("us"),
    pl.Datetime("ns", UTC.tzname(None)),
    pl.Datetime("ms", "Europe/Lisbon"),
    pl.Duration("ms"),
    pl.Decimal(10, 2),
    pl.List(pl.Datetime("us")),
    pl.Array(pl.Int64, (2, 3)),
    pl.Struct({"a'b\"": pl.List(pl.String), "": pl.Struct({"x": pl.Int8})}),
)


@pytest.mark.parametrize("dtype", TYPES, ids=str)
def test_a_type_comes_back_from_its_name(dtype: pl.DataType) -> None:
    assert dtype_of(str(dtype)) == dtype


def test_an_enum_comes_back_without_its_levels() -> None:
    assert dtype_of(dtype_name(pl.Enum(["a", "b"]))) == pl.Enum([])
    assert dtype_name(dtype_of("List(Enum(categories=['a']))")) == "List(Enum(categories=[]))"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Int7",
        "int",
        "DataFrame",
        "__import__('os')",
        "Int64.__class__",
        "List(Int64",
        "Datetime(unit='us')",
        "[Int64]",
        "lambda: Int64",
        "(1, 2)",
        "Decimal(precision=10, scale=2) and Int64",
    ],
)
def test_what_is_no_type_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no type of this polars"):
        dtype_of(name)
