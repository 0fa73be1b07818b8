"""Verdicts: what is a breach, what is a warning, and that no column is left out."""

from __future__ import annotations

import json
import math
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import drift
from drift.compare.column import CHECKS_A_COLUMN
from drift.judge.result import VERDICTS
from runs import CHANGES, run_of, training

START = datetime(2026, 1, 5)  # noqa: DTZ001 - a Monday; clocks without a zone
ROWS = 3000


def made(rows: int = ROWS, seed: int = 1, start: datetime = START) -> pl.DataFrame:
    random = np.random.default_rng(seed)
    return pl.DataFrame(
        {
            "at": [start + timedelta(minutes=20 * i) for i in range(rows)],
            "order": range(int((start - START).total_seconds()), int((start - START).total_seconds()) + rows),
            "amount": random.normal(50, 5, rows),
            "city": random.choice(["Porto", "Braga", "Faro"], rows),
            "member": random.random(rows) < 0.3,
            "grade": pl.Series([None, "a", "b"]).gather(random.choice(3, rows, p=[0.2, 0.5, 0.3])),
        }
    )


@pytest.fixture(scope="module")
def reference() -> drift.Reference:
    return drift.fit(made())


def only(run: drift.Run) -> list[str]:
    return [column.name for column in run.columns if column.verdict != "ok"]


@pytest.mark.parametrize("shift", [0.0, 0.3, 0.6, 1.0, 2.0])
@pytest.mark.parametrize("tolerance", [0.0, 0.1, 0.3])
def test_a_breach_is_a_distance_beyond_chance_and_tolerance(shift: float, tolerance: float) -> None:
    """And a warning is one beyond chance alone. A mere shift proves no fault of itself."""
    learned = drift.fit(made().select("amount"), config={"columns": {"amount": {"tolerance": tolerance}}})
    result = drift.check(made(seed=2).select(pl.col("amount") + shift), learned)["amount"]
    deciding = [one for one in result.measurements if one.tolerance is not None]
    beyond = [one.measurement.value - one.measurement.margin for one in deciding]
    breach = any(gap > (one.tolerance or 0.0) for gap, one in zip(beyond, deciding, strict=True))
    expected = "breach" if breach else "warning" if max(beyond) > 0 else "ok"
    assert result.verdict == expected
    ks = next(one for one in deciding if one.measurement.statistic == "ks")
    assert ks.tolerance == tolerance


def test_rows_from_the_same_source_are_ok_in_every_column(reference: drift.Reference) -> None:
    run = drift.check(made(seed=2, start=START + timedelta(days=100)), reference)
    assert (run.verdict, only(run)) == ("ok", [])


def test_times_and_running_numbers_that_went_on_are_ok_and_say_what_was_not_compared(
    reference: drift.Reference,
) -> None:
    run = drift.check(made(seed=2, start=START + timedelta(days=1000)), reference)
    assert (run["at"].kind, run["order"].kind) == ("time", "identifier")
    for name in ("at", "order"):
        assert run[name].verdict == "ok"
        assert run[name].reason is not None
        assert not {"ks", "outside_share"} & {one.measurement.statistic for one in run[name].measurements}


@pytest.mark.parametrize(
    ("column", "change", "fault"),
    [
        ("amount", pl.col("amount") * 1000, "unit_change"),
        ("amount", pl.col("amount") + 5, "shift"),
        ("amount", pl.lit(50.0), "frozen"),
        ("city", pl.lit("Porto"), "frozen"),
        ("member", pl.lit(value=True), "frozen"),
        ("member", ~pl.col("member"), "renamed_category"),
        ("city", pl.col("city").replace("Faro", "Lagos"), "renamed_category"),
        ("city", pl.when(pl.col("amount") > 55).then(pl.lit("Lagos")).otherwise("city"), "new_category"),
        ("grade", pl.col("grade").fill_null("a"), "missing_values"),
        ("amount", pl.lit(None, dtype=pl.Float64), "missing_values"),
        ("city", pl.lit(""), "missing_values"),
        ("amount", pl.lit(math.nan), "missing_values"),
        ("amount", pl.col("amount").cast(pl.String), "type_change"),
        (
            "amount",
            pl.col("amount").round(2).cast(pl.String).str.replace(".", ",", literal=True),
            "type_change",
        ),
        ("member", pl.col("member").cast(pl.Int8), "type_change"),
        ("member", pl.when("member").then(pl.lit("yes")).otherwise(pl.lit("no")), "type_change"),
        ("at", pl.col("at").dt.to_string("%Y-%m-%d %H:%M:%S"), "type_change"),
        ("at", pl.col("at").dt.epoch("ms"), "type_change"),
        ("order", pl.col("order") * 1000, "unit_change"),
    ],
)
def test_a_fault_is_a_breach_of_its_column_alone(
    reference: drift.Reference, column: str, change: pl.Expr, fault: str
) -> None:
    run = drift.check(made(seed=2).with_columns(change.alias(column)), reference)
    assert only(run) == [column]
    result = run[column]
    assert result.verdict == "breach"
    assert fault in {one.diagnosis.fault for one in result.findings if one.diagnosis is not None}


@pytest.mark.parametrize(
    "change",
    [
        pl.col("amount").cast(pl.Decimal(20, 6)),
        pl.col("order").cast(pl.Int32),
        pl.col("order").cast(pl.Float64),
        pl.col("order").cast(pl.UInt64),
        pl.col("city").cast(pl.Categorical),
        pl.col("city").cast(pl.Enum(["Porto", "Braga", "Faro"])),
    ],
)
def test_the_same_values_in_another_width_are_no_fault(reference: drift.Reference, change: pl.Expr) -> None:
    frame = made(seed=2)
    run = drift.check(frame.with_columns(change).select(reversed(frame.columns)), reference)
    assert (run.verdict, only(run)) == ("ok", [])


def test_nan_for_null_is_no_change() -> None:
    holes = made().with_columns(amount=pl.when(pl.col("order") % 10 == 0).then(None).otherwise("amount"))
    run = drift.check(holes.with_columns(pl.col("amount").fill_null(math.nan)), drift.fit(holes))
    assert run["amount"].verdict == "ok"


def test_a_lost_column_is_a_breach_and_a_new_one_a_warning(reference: drift.Reference) -> None:
    run = drift.check(made(seed=2).drop("city").with_columns(town=pl.lit("Rome")), reference)
    assert (run["city"].verdict, run["town"].verdict) == ("breach", "warning")
    assert {one.column for one in run.findings} == {"city", "town"}


def test_a_column_of_which_training_holds_no_values_is_skipped_with_the_reason() -> None:
    nothing = made().with_columns(amount=pl.lit(None, dtype=pl.Null))
    result = drift.check(nothing, drift.fit(nothing))["amount"]
    assert result.verdict == "skipped"
    assert result.reason is not None


@pytest.mark.parametrize("change", ["a unit", "lost", "nulls", "mix"])
def test_the_target_is_reported_and_never_a_breach(change: str) -> None:
    learned = drift.fit(made(), config={"target": "amount"})
    live = made(seed=2)
    live = {
        "a unit": live.with_columns(pl.col("amount") * 1000),
        "lost": live.drop("amount"),
        "nulls": live.with_columns(amount=pl.lit(None, dtype=pl.Float64)),
        "mix": live.with_columns(pl.col("amount") + 10),
    }[change]
    run = drift.check(live, learned)
    assert run["amount"].verdict == "warning"
    assert run.verdict == "warning"


@pytest.mark.parametrize(("told", "verdict"), [(True, "ok"), (False, "breach")])
def test_a_day_of_one_value_is_frozen_unless_whole_days_of_training_were(told: bool, verdict: str) -> None:  # noqa: FBT001
    """Rain: none for days, and then some. Without the time nobody knows that it comes in days."""
    random = np.random.default_rng(3)
    frame = pl.DataFrame(
        {
            "at": [START + timedelta(minutes=30 * i) for i in range(48 * 60)],
            "rain": [random.exponential(2) if (i // 48) % 3 == 0 else 0.0 for i in range(48 * 60)],
        }
    )
    learned = drift.fit(frame, config={"time": "at"} if told else None)
    day = frame.filter(pl.col("at").dt.date() == datetime(2026, 1, 7).date())  # noqa: DTZ001
    result = drift.check(day, learned)["rain"]
    frozen = [one for one in result.findings if one.diagnosis and one.diagnosis.fault == "frozen"]
    assert bool(frozen) == (verdict == "breach")


def test_a_batch_without_rows_is_undecided_in_every_column(reference: drift.Reference) -> None:
    run = drift.check(made().clear(), reference)
    assert {column.verdict for column in run.columns} == {"undecided"}
    assert run.verdict == "undecided"


def test_two_rows_are_too_few_and_it_is_said_how_many_it_would_take(reference: drift.Reference) -> None:
    result = drift.check(made(seed=2).head(2), reference)["amount"]
    assert result.verdict == "undecided"
    assert result.reason is not None
    assert "too few rows" in result.reason


@pytest.mark.parametrize(
    ("trained", "live", "short"), [(1000, 4, ""), (5, 1000, "training"), (5, 5, "training and the batch")]
)
def test_the_side_that_has_too_few_rows_is_named_and_so_many_are_enough(
    trained: int, live: int, short: str
) -> None:
    """Of five rows of training no batch, as long as it may be, tells anything."""
    names = ["amount", "city"]
    run = drift.check(made(live, seed=2).select(names), drift.fit(made(trained).select(names)))
    reasons = {column.reason or "" for column in run.columns}
    begins = f"{short} has " if short == "training" else f"{short} have " if short else ""
    assert all(one.startswith(f"{begins}too few rows to tell: it would take about ") for one in reasons)
    many = [float(number) for one in reasons for number in re.findall(r"about ([0-9.]+)", one)]
    most = math.ceil(max(many))
    if short == "training":
        trained = most
    elif short:
        trained, live = trained * most, live * most
    else:
        live = most
    again = drift.check(made(live, seed=2).select(names), drift.fit(made(trained).select(names)))
    assert {column.verdict for column in again.columns} == {"ok"}


def test_what_the_config_leaves_out_is_skipped_with_its_reason() -> None:
    learned = drift.fit(made(), config={"columns": {"city": {"check": False, "reason": "free text"}}})
    run = drift.check(made(seed=2).with_columns(city=pl.lit("Lagos")), learned)
    assert (run["city"].verdict, run.verdict) == ("skipped", "ok")
    assert "free text" in (run["city"].reason or "")


def test_a_few_texts_among_numbers_are_counted() -> None:
    texts = made().select(pl.col("order").cast(pl.String)).with_columns(pl.all().replace("7", "seven"))
    run = drift.check(texts, drift.fit(made().select("order")))
    diagnosis = run["order"].diagnosis
    assert diagnosis is not None
    assert diagnosis.fault == "type_change"
    assert diagnosis.parameters["unreadable"] == 1


@pytest.mark.parametrize("sensitivity", ["low", "medium", "high"])
def test_a_higher_sensitivity_has_a_narrower_margin(sensitivity: str) -> None:
    """Massart's bound, at the column's share of the budget: half of it, for the batch has the other half."""
    budget = {"low": 1e-4, "medium": 1e-3, "high": 1e-2}[sensitivity]
    learned = drift.fit(made().select("amount"), config={"sensitivity": sensitivity})
    result = drift.check(made(seed=2).select("amount"), learned)["amount"]
    margin = next(one.measurement.margin for one in result.measurements if one.measurement.statistic == "ks")
    assert margin == pytest.approx(math.sqrt(math.log(2 * 2 * CHECKS_A_COLUMN / budget) / ROWS))


@pytest.mark.parametrize("change", CHANGES)
def test_every_column_of_both_sides_has_one_verdict(change: str) -> None:
    run = run_of(change)
    live = CHANGES[change](training())
    names = [column.name for column in run.columns]
    assert sorted(names) == sorted({*training().columns, *live.columns})
    assert {column.verdict for column in run.columns} <= set(VERDICTS)
    for column in run.columns:
        if column.verdict in {"skipped", "undecided"}:
            assert column.reason


SERIES: dict[str, st.SearchStrategy[Any]] = {
    "Float64": st.floats() | st.sampled_from([1e300, -1e300, math.inf, 0.0, math.nan]),
    "Float32": st.floats(width=32),
    "Int64": st.integers(-(2**63), 2**63 - 1) | st.integers(-3, 3),
    "UInt8": st.integers(0, 255),
    "Boolean": st.booleans(),
    "String": st.text(max_size=5) | st.sampled_from(["", "NA", "1,5", "x"]),
    "Datetime": st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)),  # noqa: DTZ001
    "Date": st.dates(),
    "Null": st.none(),
    "List": st.lists(st.integers(0, 3), max_size=3),
}
DTYPES: dict[str, Any] = {
    "Float64": pl.Float64,
    "Float32": pl.Float32,
    "Int64": pl.Int64,
    "UInt8": pl.UInt8,
    "Boolean": pl.Boolean,
    "String": pl.String,
    "Datetime": pl.Datetime("us"),
    "Date": pl.Date,
    "Null": pl.Null,
    "List": pl.List(pl.Int64),
}
NAMES = ("a", "b_ms", "time", "id", "")


@st.composite
def frames(draw: st.DrawFn, least: int = 0) -> pl.DataFrame:
    rows = draw(st.integers(least, 30))
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True))
    columns = {}
    for name in names:
        kind = draw(st.sampled_from(sorted(SERIES)))
        values = draw(st.lists(st.none() | SERIES[kind], min_size=rows, max_size=rows))
        columns[name] = pl.Series(name, values, dtype=DTYPES[kind], strict=False)
    return pl.DataFrame(columns)


def finite(value: Any) -> bool:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, dict):
        return all(finite(one) for one in value.values())
    if isinstance(value, list):
        return all(finite(one) for one in value)
    return not isinstance(value, float) or math.isfinite(value)


@pytest.mark.parametrize("dtype", [pl.String, pl.Boolean, pl.Int64, pl.Float64, pl.Date])
@pytest.mark.parametrize("rows", [1, 3])
def test_a_column_of_nulls_alone_is_fitted_and_has_a_verdict(dtype: type[pl.DataType], rows: int) -> None:
    train = pl.DataFrame({"a": pl.Series([None] * rows, dtype=dtype)})
    assert drift.check(train, drift.fit(train)).columns[0].verdict in {"ok", "undecided"}


@given(frames(least=1), frames())
def test_no_frame_is_too_weird_for_a_verdict(train: pl.DataFrame, live: pl.DataFrame) -> None:
    """Any types on either side, few rows, infinities: every column has a verdict, all numbers are finite."""
    try:
        run = drift.check(live, drift.fit(train))
    except drift.DriftError:
        return
    assert {column.name for column in run.columns} == {*train.columns, *live.columns}
    document = run.to_dict()
    assert finite(document)
    json.dumps(document, allow_nan=False)
    assert {column["verdict"] for column in document["columns"]} <= set(VERDICTS)


@pytest.mark.slow
def test_random_halves_alarm_no_more_often_than_the_budget() -> None:
    """At high sensitivity one batch in a hundred may: of 300, more than nine are below one in 500 draws."""
    learned = drift.fit(made(20_000), config={"sensitivity": "high"})
    verdicts = [drift.check(made(300, seed=seed), learned).verdict for seed in range(100, 400)]
    assert verdicts.count("breach") <= 9


@pytest.mark.parametrize(("factor", "verdict"), [(1, "warning"), (1000, "breach")])
def test_a_year_is_not_blamed_for_a_time_that_is_wrong_but_for_its_own_factor(
    factor: int, verdict: str
) -> None:
    """A third of the times lie a year ahead: the year beside them is as it should be."""
    hours = pl.datetime_range(datetime(2025, 1, 1), datetime(2026, 3, 1), "1h", eager=True)  # noqa: DTZ001 - as in files
    frame = pl.DataFrame({"at": hours}).with_columns(
        year=pl.col("at").dt.year(), x=pl.int_range(pl.len()) % 97
    )
    learned = drift.fit(frame.head(8_000), config={"time": "at", "max_age": "2d"})
    ahead = pl.when(pl.int_range(pl.len()) % 3 == 0).then(pl.col("at").dt.offset_by("1y")).otherwise("at")
    live = frame.tail(2_000).with_columns(at=ahead, year=pl.col("year") * factor)
    run = drift.check(live, learned, as_of=datetime(2026, 3, 1, tzinfo=UTC))
    assert (run["at"].verdict, run["year"].verdict, run["x"].verdict) == ("breach", verdict, "ok")
