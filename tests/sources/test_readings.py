"""Text is read as what is wanted however it is written, and the way it was written is told."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import polars as pl
import pytest

from drift.sources.readings import Attempt, epoch_times, plain_type, read_text
from drift.sources.schema import ColumnType, Contract
from drift.sources.text import DATE, FLOAT, INTEGER

NEW_YEAR = datetime(2020, 1, 1)  # noqa: DTZ001 - naive is the point
NEW_YEAR_SECONDS = 1_577_836_800  # date -u -d 2020-01-01 +%s


def wanted(dtype: pl.DataType, time_format: str | None = None) -> ColumnType:
    """Return a contract's column of this type."""
    return Contract.learn({"x": dtype}, {"x": time_format} if time_format else {}).columns[0]


def read(dtype: pl.DataType, *texts: str | None) -> Attempt:
    """Return texts read as what a column of this type wants."""
    return read_text(pl.Series(values=texts, dtype=pl.String()), wanted(dtype))


FLOATS, INTEGERS, TRUTHS, DATES = pl.Float64(), pl.Int64(), pl.Boolean(), pl.Date()
TIMES, ZONED = pl.Datetime("us"), pl.Datetime("us", "Europe/Lisbon")


@pytest.mark.parametrize(
    ("dtype", "texts", "form", "values"),
    [
        (FLOATS, ["1", " 2.5 ", "x", "NA"], "same", [1.0, 2.5, None, None]),
        (
            FLOATS,
            ["0,24", "-1", "1.234,5", "1 234,5", ",5"],
            "decimal comma",
            [0.24, -1.0, 1234.5, 1234.5, 0.5],
        ),
        (FLOATS, ["1,234.5", "7", "1,234,567"], "thousands separator", [1234.5, 7.0, 1234567.0]),
        (FLOATS, ["$1,234.50", "-$7", "$ 8.25"], "number with a unit", [1234.5, -7.0, 8.25]),
        (FLOATS, ["$-1,234.50", "($7.25)", "$ 3"], "number with a unit", [-1234.5, -7.25, 3.0]),
        (FLOATS, ["(1,234.50)", "( 7 )", "8.25"], "negatives in brackets", [-1234.5, -7.0, 8.25]),
        (FLOATS, ["1.234,50 €", "7 €", "0,5€"], "number with a unit", [1234.5, 7.0, 0.5]),
        (FLOATS, ["12.5%", "7 %", None], "number with a unit", [12.5, 7.0, None]),
        (INTEGERS, ["70kg", "USD 1,200", "80 kg"], "number with a unit", [70, 1200, 80]),
        (FLOATS, ["12A", "14F", "3C", "9D"], "same", [None] * 4),  # seats
        (FLOATS, ["N14228", "ORD12"], "same", [None] * 2),
        (FLOATS, ["yes", "n", "TRUE"], "number as boolean", [1.0, 0.0, 1.0]),
        (INTEGERS, ["1'234", "7 000", "5"], "thousands separator", [1234, 7000, 5]),
        (INTEGERS, ["1", str(2**64)], "same", [1, 2**64]),
        (INTEGERS, ["1", "2.5"], "same", [1.0, 2.5]),
        (TRUTHS, ["true", "FALSE", "x"], "same", [True, False, None]),
        (TRUTHS, ["yes", "N", "t"], "boolean as word", [True, False, True]),
        (TRUTHS, ["1", "0.0"], "boolean as number", [True, False]),
        (DATES, ["2020-01-01", "x"], "same", [date(2020, 1, 1), None]),
        (TIMES, ["2020-01-01", "2020-01-01T00:00", "2020-01-01 00:00:00.0"], "same", [NEW_YEAR] * 3),
        (TIMES, ["2020-01-01T02:00:00+02:00"], "zoned time", [NEW_YEAR.replace(tzinfo=UTC)]),
        (ZONED, ["2020-01-01T02:00:00+02:00"], "same", [NEW_YEAR.replace(tzinfo=UTC)]),
        (ZONED, ["2020-01-01T00:00:00"], "naive time", [NEW_YEAR]),
        (TIMES, ["13/02/2020", "01.01.2020"], "day first", [datetime(2020, 2, 13), NEW_YEAR]),  # noqa: DTZ001
        (
            TIMES,
            ["1 Jan 2020", "1-JAN-20", "January 1, 2020", "Jan. 1 2020 0:00"],
            "month by name",
            [NEW_YEAR] * 4,
        ),
        (TIMES, ["2/13/2020 10:30", "1/1/2020"], "month first", [datetime(2020, 2, 13, 10, 30), NEW_YEAR]),  # noqa: DTZ001
        (TIMES, [str(NEW_YEAR_SECONDS), f"{NEW_YEAR_SECONDS}000"], "time as number", [NEW_YEAR] * 2),
        (pl.Time(), ["10:30:00", "x"], "same", [time(10, 30), None]),
    ],
    ids=str,
)
def test_the_way_that_reads_most_is_taken_and_named(
    dtype: pl.DataType, texts: list[str], form: str, values: list[object]
) -> None:
    attempt = read(dtype, *texts)
    assert attempt.form == form
    assert attempt.values.to_list() == values
    assert attempt.read == sum(value is not None for value in values)


def test_what_is_wanted_decides_between_a_comma_and_a_separator() -> None:
    """Both read "1,234"; a column of whole numbers means 1234."""
    assert read(INTEGERS, "1,234", "5").values.to_list() == [1234, 5]
    assert read(FLOATS, "1,234", "5").values.to_list() == [1.234, 5.0]


def test_the_rows_that_needed_another_way_are_counted() -> None:
    assert read(FLOATS, "0,5", "1", "2", "x").reformed == 1
    assert read(FLOATS, "0.5", "1").reformed == 0


def test_a_stray_value_does_not_change_the_way_of_a_column() -> None:
    attempt = read(FLOATS, *["1.5"] * 500, "1,5")
    assert (attempt.form, attempt.read, attempt.reformed) == ("same", 500, 0)


def test_days_and_months_that_could_be_either_are_not_guessed() -> None:
    assert read(TIMES, "01/02/2020", "03/04/2020").read == 0


def test_text_of_other_words_is_not_read() -> None:
    assert [read(dtype, "a", "b").read for dtype in (FLOATS, INTEGERS, TRUTHS, DATES, TIMES)] == [0] * 5


def test_the_size_of_an_epoch_tells_its_unit() -> None:
    numbers = [NEW_YEAR_SECONDS * 1_000**power for power in range(4)]
    frame = pl.DataFrame({"x": [*numbers, -86_400, None]})
    assert frame.select(epoch_times(pl.col("x")))["x"].to_list() == [
        *[NEW_YEAR] * 4,
        datetime(1969, 12, 31),  # noqa: DTZ001 - naive is the point
        None,
    ]


def test_an_epoch_that_is_no_number_is_null() -> None:
    frame = pl.DataFrame({"x": [NEW_YEAR_SECONDS + 0.5, float("nan"), float("inf")]})
    times = frame.select(epoch_times(pl.col("x")))["x"].to_list()
    assert times == [NEW_YEAR.replace(microsecond=500_000), None, None]


def test_the_first_guess_follows_the_contract() -> None:
    assert plain_type(wanted(pl.UInt8())) is INTEGER
    assert plain_type(wanted(pl.Float32())) is FLOAT
    assert plain_type(wanted(pl.Date(), "%Y-%m-%d")) is DATE
    assert plain_type(wanted(pl.Date())) is None
    assert plain_type(wanted(pl.String())) is None
