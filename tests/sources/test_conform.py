"""A batch ends in the contract's families; widths are no fault, and what was lost is counted."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from polars.testing import assert_frame_equal
from polars.testing.parametric import column, dataframes

from drift.sources.conform import Reading, conform
from drift.sources.schema import Contract
from drift.sources.source import Batch

NEW_YEAR = datetime(2020, 1, 1)  # noqa: DTZ001 - naive is the point
NEW_YEAR_SECONDS = 1_577_836_800  # date -u -d 2020-01-01 +%s


def conformed(
    found: pl.Series, wanted: pl.DataType, *, native: bool = False
) -> tuple[pl.Series, Reading | None]:
    """Return one column as a contract with one column wants it."""
    batch = Batch(frame=found.alias("x").to_frame(), native_text=frozenset("x" if native else ""))
    frame, readings = conform(batch, Contract.learn({"x": wanted}))
    return frame["x"], readings[0] if readings else None


@pytest.mark.parametrize(
    ("found", "wanted", "dtype"),
    [
        (pl.Int8(), pl.Float64(), pl.Int64()),
        (pl.Float32(), pl.Int64(), pl.Float64()),
        (pl.UInt64(), pl.Int64(), pl.Int64()),
        (pl.Categorical(), pl.String(), pl.String()),
        (pl.Date(), pl.Datetime("ns"), pl.Datetime("us")),
        (pl.Date(), pl.Date(), pl.Date()),
        (pl.Decimal(10, 2), pl.Float64(), pl.Decimal(10, 2)),
        (pl.Duration("us"), pl.Int64(), pl.Duration("us")),
        (pl.Null(), pl.Int8(), pl.Int64()),
        (pl.Null(), pl.List(pl.Int8), pl.Null()),
        (pl.List(pl.Int8), pl.List(pl.Int64), pl.List(pl.Int8)),
        (pl.Int8(), pl.Null(), pl.Int64()),
    ],
    ids=str,
)
def test_another_width_is_levelled_and_is_no_fault(
    found: pl.DataType, wanted: pl.DataType, dtype: pl.DataType
) -> None:
    values, reading = conformed(pl.Series(values=[None], dtype=found), wanted)
    assert (values.dtype, reading) == (dtype, None)


@pytest.mark.parametrize(("value", "dtype"), [(2**63, pl.UInt64()), (2**100, pl.Int128())])
def test_integers_beyond_64_bits_stay_exact(value: int, dtype: pl.DataType) -> None:
    values, reading = conformed(pl.Series(values=[value, 1], dtype=dtype), pl.Int64())
    assert (values.to_list(), reading) == ([value, 1], None)


@pytest.mark.parametrize(
    ("found", "wanted", "form", "values"),
    [
        (pl.Series(["1", "2.5", "x"]), pl.Float64(), "number as text", [1.0, 2.5, None]),
        (pl.Series(["0,24"]), pl.Float64(), "decimal comma", [0.24]),
        (pl.Series(["1", "2"], dtype=pl.Categorical), pl.Int8(), "number as text", [1, 2]),
        (pl.Series([True, None, False]), pl.Float64(), "number as boolean", [1, None, 0]),
        (pl.Series([NEW_YEAR]), pl.Int64(), "number as time", [NEW_YEAR_SECONDS]),
        (pl.Series([date(2020, 1, 1)]), pl.Int64(), "number as time", [NEW_YEAR_SECONDS]),
        (pl.Series([1, 0, 2, None]), pl.Boolean(), "boolean as number", [True, False, None, None]),
        (pl.Series([0.0, 0.5]), pl.Boolean(), "boolean as number", [False, None]),
        (pl.Series(["true"]), pl.Boolean(), "boolean as text", [True]),
        (pl.Series(["yes"]), pl.Boolean(), "boolean as word", [True]),
        (pl.Series(["2020-01-01 00:00"]), pl.Datetime(), "time as text", [NEW_YEAR]),
        (pl.Series([NEW_YEAR_SECONDS]), pl.Datetime(), "time as number", [NEW_YEAR]),
        (pl.Series([NEW_YEAR_SECONDS + 0.0]), pl.Date(), "time as number", [NEW_YEAR]),
        (pl.Series([501, None]), pl.String(), "text as number", ["501", None]),
        (pl.Series([501.0, 0.5]), pl.String(), "text as number", ["501", "0.5"]),
        (pl.Series([True]), pl.String(), "text as boolean", ["true"]),
        (pl.Series([date(2020, 1, 31)]), pl.String(), "text as time", ["2020-01-31"]),
        (pl.Series([[1]]), pl.Int64(), "number as nested", [None]),
        (pl.Series(["[1]"]), pl.List(pl.Int8), "nested as text", [None]),
        (pl.Series([1]), pl.List(pl.Int8), "nested as number", [None]),
        (pl.Series([b"a"]), pl.String(), "text as unknown", [None]),
        (pl.Series([timedelta(1)]), pl.Datetime(), "time as number", [None]),
        (pl.Series([True]), pl.Datetime(), "time as boolean", [None]),
    ],
    ids=str,
)
def test_another_family_is_read_as_the_wanted_one(
    found: pl.Series, wanted: pl.DataType, form: str, values: list[object]
) -> None:
    read, reading = conformed(found, wanted)
    assert read.to_list() == values
    assert reading is not None
    came = len(found) - found.null_count()
    lost = read.null_count() - found.null_count()
    assert (reading.form, reading.rows, reading.unreadable) == (form, came, lost)
    assert reading.reformed == came - lost


@pytest.mark.parametrize(
    ("zone", "wanted", "form"), [("UTC", None, "zoned time"), (None, "Asia/Tokyo", "naive time")]
)
def test_a_zone_that_came_or_went_is_told_and_the_times_are_kept(
    zone: str | None, wanted: str | None, form: str
) -> None:
    found = pl.Series([NEW_YEAR, None]).dt.replace_time_zone(zone)
    values, reading = conformed(found, pl.Datetime("us", wanted))
    assert values.to_list() == found.to_list()
    assert reading is not None
    assert (reading.form, reading.rows, reading.unreadable, reading.reformed) == (form, 1, 0, 1)


def test_another_zone_is_no_fault_and_keeps_the_moments() -> None:
    found = pl.Series("x", [NEW_YEAR, None]).dt.replace_time_zone("UTC")
    column, reading = conformed(found, pl.Datetime("us", "Asia/Tokyo"))
    assert reading is None
    assert column.dtype == pl.Datetime("us", "Asia/Tokyo")
    assert (column == found.dt.convert_time_zone("Asia/Tokyo")).drop_nulls().all()
    assert column.dt.epoch("s").to_list() == [NEW_YEAR_SECONDS, None]


def test_in_a_csv_file_plain_text_is_the_same() -> None:
    values, reading = conformed(pl.Series(["1", "NA", "x", None]), pl.Int64(), native=True)
    assert values.to_list() == [1, None, None, None]
    assert reading == Reading(
        column="x", found="String", wanted="number", form="same", rows=2, unreadable=1, reformed=0
    )


def test_in_a_csv_file_another_way_of_writing_is_told() -> None:
    _, reading = conformed(pl.Series(["0,5", "1", "2", "x"]), pl.Float64(), native=True)
    assert reading is not None
    assert (reading.form, reading.rows, reading.unreadable, reading.reformed) == ("decimal comma", 4, 1, 1)


def test_text_where_text_is_wanted_has_no_reading() -> None:
    values, reading = conformed(pl.Series([" 1 ", "NA", ""]), pl.String(), native=True)
    assert (values.to_list(), reading) == ([" 1 ", "NA", ""], None)


def test_new_columns_stay_lost_ones_stay_away_and_order_is_kept() -> None:
    contract = Contract.learn({"gone": pl.Int64(), "a": pl.Int64(), "^a$": pl.Boolean(), "": pl.Int8()})
    frame = pl.DataFrame({"new": ["1"], "^a$": ["true"], "a": ["7"], "": [1.5]})
    conformed_frame, readings = conform(Batch(frame=frame), contract)
    assert conformed_frame.to_dict(as_series=False) == {"new": ["1"], "^a$": [True], "a": [7], "": [1.5]}
    assert [reading.column for reading in readings] == ["^a$", "a"]


def test_a_batch_without_rows_is_conformed_too() -> None:
    contract = Contract.learn({"a": pl.Int64(), "b": pl.Date()})
    frame = pl.DataFrame(schema={"a": pl.String, "b": pl.String})
    empty, readings = conform(Batch(frame=frame), contract)
    assert empty.height == 0
    assert [reading.rows for reading in readings] == [0, 0]


SAFE = [
    column("i", dtype=pl.Int64),
    column("u", dtype=pl.UInt32),
    column("f", dtype=pl.Float64),
    column("b", dtype=pl.Boolean),
]


@given(dataframes(SAFE, allow_null=True, max_size=20))
def test_numbers_and_booleans_survive_being_text(frame: pl.DataFrame) -> None:
    """Polars writes the text, so that it is not this package's own idea of it."""
    contract = Contract.learn(frame.schema)
    text = frame.with_columns(pl.all().cast(pl.String))
    read, readings = conform(Batch(frame=text, native_text=frozenset(text.columns)), contract)
    level = frame.with_columns(pl.col("u").cast(pl.Int64), pl.col("f").fill_nan(None))
    assert_frame_equal(read, level, check_dtypes=frame.height > 0, check_exact=True)
    assert all(reading.form == "same" and reading.unreadable == 0 for reading in readings)
