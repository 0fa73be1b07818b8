"""Rows of a span of time pass, whatever their time is written as; the others are counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path  # noqa: TC003 - pytest looks at it
from typing import TYPE_CHECKING, Final

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.errors import ColumnNotFoundError
from drift.sources.options import ReadOptions
from drift.sources.schema import Contract
from drift.sources.source import Source, open_source

if TYPE_CHECKING:
    from collections.abc import Callable

NOON: Final = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOURS: Final = 72
FRAME: Final = pl.DataFrame(
    {"n": range(HOURS), "at": [(NOON + timedelta(hours=n)).replace(tzinfo=None) for n in range(HOURS)]}
)
SPAN: Final = ReadOptions(since="2026-11-23", until="2026-11-24T06:00", time="at")
INSIDE: Final = list(range(12, 42))


def read(source: Source) -> list[int]:
    """Return the numbers of the rows that pass."""
    return sorted(int(n) for batch in source.batches() for n in batch.frame["n"])


@pytest.mark.parametrize(
    "write",
    [
        lambda at: at.dt.date(),
        lambda at: at.cast(pl.Datetime("ms")),
        lambda at: at.cast(pl.Datetime("ns")),
        lambda at: at.dt.replace_time_zone("UTC").dt.convert_time_zone("Asia/Kathmandu"),
        lambda at: at.dt.strftime("%Y-%m-%dT%H:%M:%S"),
        lambda at: at.dt.strftime("%Y-%m-%dT%H:%M:%S+00:00"),
        lambda at: at.dt.strftime("%d.%m.%Y %H:%M"),
        lambda at: at.dt.epoch("s"),
        lambda at: at.dt.epoch("ms"),
        lambda at: at.dt.epoch("us").cast(pl.Float64),
        lambda at: at.dt.epoch("s").cast(pl.String),
    ],
    ids=["days", "ms", "ns", "zone", "ISO", "offset", "days first", "epoch", "epoch ms", "floats", "digits"],
)
@pytest.mark.parametrize("known", [True, False], ids=["by a contract", "by itself"])
def test_a_time_is_read_in_any_form(write: Callable[[pl.Expr], pl.Expr], *, known: bool) -> None:
    frame = FRAME.with_columns(write(pl.col("at")))
    contract = Contract.learn(FRAME.schema) if known else None
    source = open_source(frame, contract=contract, options=SPAN)
    inside = INSIDE if frame["at"].dtype != pl.Date else list(range(12, 60))  # a day is its first moment
    assert read(source) == inside
    assert source.window is not None
    seen = source.window.seen
    assert (seen.rows, seen.outside, seen.undated) == (len(inside), HOURS - len(inside), 0)
    first = NOON if frame["at"].dtype != pl.Date else NOON.replace(hour=0)
    assert seen.earliest == first


def test_rows_without_a_time_that_can_be_read_are_counted() -> None:
    text = pl.col("at").dt.strftime("%Y-%m-%dT%H:%M:%S")
    frame = FRAME.with_columns(
        at=pl.when(pl.col("n") < 20).then(text).when(pl.col("n") < 50).then(pl.lit("?"))
    )
    source = open_source(frame, contract=Contract.learn(FRAME.schema), options=SPAN)
    assert read(source) == list(range(12, 20))
    assert source.window is not None
    assert (source.window.seen.outside, source.window.seen.undated) == (12, 52)


def test_times_that_are_null_throughout_are_in_no_window() -> None:
    frame = FRAME.with_columns(at=None)
    for contract in (None, Contract.learn(FRAME.schema)):
        source = open_source(frame, contract=contract, options=SPAN)
        assert read(source) == []
        assert source.window is not None
        assert source.window.seen.undated == HOURS
        assert source.window.seen.range_words == "no row has a time that can be read"


def test_a_column_that_is_not_there_is_told() -> None:
    for options in (SPAN, ReadOptions(since="2026-11-23", time="ta", columns=("n",))):
        with pytest.raises(ColumnNotFoundError, match=r"no column `(at|ta)`"):
            open_source(FRAME.drop("at"), contract=Contract.learn(FRAME.schema), options=options)


def test_a_column_that_is_not_asked_for_goes_once_it_has_told() -> None:
    source = open_source(FRAME, options=ReadOptions(since="2026-11-23", time="at", columns=("n",)))
    assert (list(source.schema), source.left_out) == (["n"], ("at",))
    assert {tuple(batch.frame.columns) for batch in source.batches()} == {("n",)}


@pytest.mark.parametrize("name", ["^a.*$", "*", "", "a b"])
def test_a_name_is_no_pattern(name: str) -> None:
    frame = FRAME.rename({"at": name}).with_columns(ab=pl.lit(1))
    options = ReadOptions(since="2026-11-23", until="2026-11-24T06:00", time=name, columns=("n", "ab"))
    source = open_source(frame, options=options)
    assert read(source) == INSIDE
    assert {tuple(batch.frame.columns) for batch in source.batches()} == {("n", "ab")}


@pytest.mark.parametrize("suffix", ["parquet", "csv"])
@pytest.mark.parametrize("known", [True, False], ids=["by a contract", "by itself"])
def test_files_whose_folders_are_outside_are_not_opened(tmp_path: Path, suffix: str, *, known: bool) -> None:
    days = FRAME.with_columns(day=pl.col("at").dt.date())
    for (day,), part in days.partition_by("day", as_dict=True, include_key=False).items():
        folder = tmp_path / f"day={day}"
        folder.mkdir()
        write = part.write_parquet if suffix == "parquet" else part.write_csv
        write(folder / f"x.{suffix}")
    (tmp_path / "day=2026-11-22" / f"x.{suffix}").write_bytes(b"damaged")
    nowhere = tmp_path / "day=__HIVE_DEFAULT_PARTITION__"
    nowhere.mkdir()
    (nowhere / f"x.{suffix}").write_bytes((tmp_path / "day=2026-11-24" / f"x.{suffix}").read_bytes())
    contract = Contract.learn(days.schema) if known else None
    options = ReadOptions(since="2026-11-23", until="2026-11-24", time="day")
    source = open_source(tmp_path, contract=contract, options=options)
    assert read(source) == list(range(12, 36))
    assert source.window is not None
    seen = source.window.seen
    assert (seen.rows, seen.outside, seen.undated, seen.files) == (24, 0, 24, 3)
    assert (seen.earliest, seen.latest) == (NOON.replace(hour=0), NOON.replace(hour=0, day=25))


def test_where_all_folders_are_outside_the_columns_are_known(tmp_path: Path) -> None:
    for day in ("2026-11-22", "2026-11-23"):
        (tmp_path / f"day={day}").mkdir()
        FRAME.write_parquet(tmp_path / f"day={day}" / "x.parquet")
    source = open_source(tmp_path, options=ReadOptions(since="2027-01-01", time="day"))
    assert list(source.schema) == ["n", "at", "day"]
    assert read(source) == []
    assert source.window is not None
    assert source.window.seen.range_words == "the times go from 2026-11-22 to 2026-11-23"


micros = st.integers(-(2**62), 2**62)


@given(
    st.lists(micros | st.none(), max_size=20),
    st.sampled_from(["ms", "us", "ns"]),
    st.datetimes(timezones=st.just(UTC)),
    st.datetimes(timezones=st.just(UTC)),
)
def test_ends_are_exact_in_every_unit(
    counts: list[int | None], unit: str, one: datetime, other: datetime
) -> None:
    """Against Python's whole numbers, in nanoseconds."""
    since, until = sorted((one, other))
    if since == until:
        return
    size = {"ms": 10**6, "us": 10**3, "ns": 1}[unit]
    first, last = (
        (end - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1) * 1000 for end in (since, until)
    )
    frame = pl.DataFrame({"n": range(len(counts)), "at": pl.Series(counts, dtype=pl.Int64)})
    frame = frame.with_columns(pl.col("at").cast(pl.Datetime(unit)))  # type: ignore[arg-type]
    source = open_source(frame, options=ReadOptions(since=since, until=until, time="at"))
    expected = [n for n, at in enumerate(counts) if at is not None and first <= at * size < last]
    assert read(source) == expected
