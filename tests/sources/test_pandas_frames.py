"""A pandas frame keeps its values and types, and what pandas takes for missing is null."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

from drift.errors import InputUnreadableError
from drift.sources.pandas_frames import from_pandas, is_pandas

NEW_YEAR = datetime(2020, 1, 1)  # noqa: DTZ001 - naive is the point
TIMES = pd.Series(pd.to_datetime(["2020-01-01", "NaT"]))
OBJECTS = "object"

COLUMNS: list[tuple[pd.Series[Any], pl.DataType, list[Any]]] = [
    (pd.Series([1.5, np.nan]), pl.Float64(), [1.5, None]),
    (pd.Series([1, 2], dtype="int8"), pl.Int8(), [1, 2]),
    (pd.Series([2**63], dtype="uint64"), pl.UInt64(), [2**63]),
    (pd.Series([True, False]), pl.Boolean(), [True, False]),
    (pd.Series([1, None], dtype="Int64"), pl.Int64(), [1, None]),
    (pd.Series([1.5, None], dtype="Float32"), pl.Float32(), [1.5, None]),
    (pd.Series([True, None], dtype="boolean"), pl.Boolean(), [True, None]),
    (pd.Series(["a", None]), pl.String(), ["a", None]),
    (pd.Series(["a", None], dtype="string"), pl.String(), ["a", None]),
    (pd.Series(["a", np.nan, None], dtype=OBJECTS), pl.String(), ["a", None, None]),
    (pd.Series([None, None], dtype="string"), pl.String(), [None, None]),
    (pd.Series([None, None], dtype=OBJECTS), pl.Null(), [None, None]),
    (pd.Series([1, None], dtype=OBJECTS), pl.Int64(), [1, None]),
    (pd.Series([1, "a"], dtype=OBJECTS), pl.String(), ["1", "a"]),
    (pd.Series([date(2020, 1, 1), None], dtype=OBJECTS), pl.Date(), [date(2020, 1, 1), None]),
    (pd.Series([Decimal("1.5")], dtype=OBJECTS), pl.Decimal(38, 1), [Decimal("1.5")]),
    (pd.Series([[1], [2, 3]], dtype=OBJECTS), pl.List(pl.Int64), [[1], [2, 3]]),
    (TIMES, pl.Datetime("us"), [NEW_YEAR, None]),
    (TIMES.astype("datetime64[s]"), pl.Datetime("ms"), [NEW_YEAR, None]),
    (TIMES.dt.tz_localize("UTC"), pl.Datetime("us", "UTC"), [NEW_YEAR.replace(tzinfo=UTC), None]),
    (
        TIMES.dt.tz_localize("Asia/Tokyo"),
        pl.Datetime("us", "Asia/Tokyo"),
        [datetime(2019, 12, 31, 15, tzinfo=UTC), None],
    ),
    (
        TIMES.dt.tz_localize("+02:00"),
        pl.Datetime("us", "UTC"),
        [datetime(2019, 12, 31, 22, tzinfo=UTC), None],
    ),
    (pd.Series([timedelta(1), None]), pl.Duration("us"), [timedelta(1), None]),
    (pd.Series(["x", None, "y"], dtype="category"), pl.String(), ["x", None, "y"]),
    (pd.Series([3, None, 1], dtype="category"), pl.Int64(), [3, None, 1]),
    (pd.Series(pd.arrays.SparseArray([0.0, np.nan, 1.0])), pl.Float64(), [0.0, None, 1.0]),
    (pd.Series(pd.period_range("2020-01", periods=1, freq="M")), pl.String(), ["2020-01"]),
    (pd.Series([1, None], dtype="int64[pyarrow]"), pl.Int64(), [1, None]),
    (pd.Series(["a", None], dtype="string[pyarrow]"), pl.String(), ["a", None]),
    (pd.Series([], dtype="float64"), pl.Float64(), []),
]


@pytest.mark.parametrize(
    ("series", "dtype", "values"), COLUMNS, ids=[f"{series.dtype} {values}" for series, _, values in COLUMNS]
)
def test_each_type_keeps_its_values(series: pd.Series[Any], dtype: pl.DataType, values: list[object]) -> None:
    column = from_pandas(series.to_frame("x"), "frame")["x"]
    assert (column.dtype, column.to_list()) == (dtype, values)


def test_names_become_text_and_the_index_is_left_out() -> None:
    frame = pd.DataFrame({1: [1], "^a$": [2], "": [3]}, index=["row"])
    assert from_pandas(frame, "frame").to_dict(as_series=False) == {"1": [1], "^a$": [2], "": [3]}


@pytest.mark.parametrize("names", [["a", "a"], [1, "1"]], ids=str)
def test_a_name_that_two_columns_have_is_an_error(names: list[object]) -> None:
    with pytest.raises(InputUnreadableError, match="frame: two columns have one name"):
        from_pandas(pd.DataFrame([[1, 2]], columns=names), "frame")


def test_a_class_derived_from_a_pandas_frame_is_one() -> None:
    class Derived(pd.DataFrame):
        """As geopandas has it."""

    assert is_pandas(Derived())
    assert not is_pandas(pl.DataFrame())
    assert not is_pandas("DataFrame")


def test_pandas_frames_are_read_without_pyarrow() -> None:
    """In an interpreter of its own, where pyarrow cannot be imported."""
    program = """
import sys
sys.modules["pyarrow"] = None
import pandas as pd
from drift.sources.source import open_source
frame = pd.DataFrame({
    "f": [1.5, None], "s": ["a", None], "c": pd.Categorical(["x", None]),
    "i": pd.array([1, None], dtype="Int64"),
    "t": pd.to_datetime(["2020-01-01", None]).tz_localize("UTC"),
})
(batch,) = open_source(frame).batches()
assert batch.frame.null_count().row(0) == (1,) * 5, batch.frame
print(batch.frame.drop("t").rows()[0])
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)  # noqa: S603 - our own program
    assert run.stdout.strip() == "(1.5, 'a', 'x', 1)", run.stderr
