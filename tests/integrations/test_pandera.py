"""`drift_free` in schemas of a user's own, run by pandera itself, on polars and on pandas."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import pandera.pandas as of_pandas
import pandera.polars as of_polars
import polars as pl
import pytest
from pandera.config import ValidationDepth, config_context
from pandera.errors import SchemaError, SchemaErrors, SchemaWarning

import drift
from drift.integrations.pandera import drift_free
from runs import CHANGES, reference, training

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pandera.api.checks import Check

KEPT: Final = ("seconds", "count", "city")
WHY: Final = "All rows of `seconds` look multiplied by 1,000 (second → millisecond)."


def data(change: str) -> pl.DataFrame:
    return CHANGES[change](training().select(KEPT))


@pytest.fixture(scope="module")
def learned() -> drift.Reference:
    return drift.fit(training().select(KEPT))


def polars_schema(**checks: Check) -> of_polars.DataFrameSchema:
    """Return a schema of the columns; `checks` by column, and `frame` for the whole."""
    columns = {name: of_polars.Column(checks=checks.get(name)) for name in KEPT}
    return of_polars.DataFrameSchema(columns, checks=checks.get("frame"))


def pandas_schema(**checks: Check) -> of_pandas.DataFrameSchema:
    columns = {name: of_pandas.Column(checks=checks.get(name)) for name in KEPT}
    return of_pandas.DataFrameSchema(columns, checks=checks.get("frame"))


def as_pandas(frame: pl.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(frame.to_dict(as_series=False))


BACKENDS: Final[dict[str, tuple[Callable[..., Any], Callable[[pl.DataFrame], Any]]]] = {
    "polars": (polars_schema, lambda frame: frame),
    "pandas": (pandas_schema, as_pandas),
}


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("place", ["seconds", "frame"])
def test_a_healthy_batch_passes_and_comes_back(backend: str, place: str, learned: drift.Reference) -> None:
    schema, made = BACKENDS[backend]
    batch = made(data("all ok"))
    assert schema(**{place: drift_free(learned)}).validate(batch).equals(batch)


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("place", ["seconds", "frame"])
def test_a_breach_fails_with_its_sentence(backend: str, place: str, learned: drift.Reference) -> None:
    schema, made = BACKENDS[backend]
    with pytest.raises(SchemaError) as caught:
        schema(**{place: drift_free(learned)}).validate(made(data("a unit")))
    assert "drift_free" in str(caught.value)
    assert WHY in str(caught.value)


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_lazy_validation_lists_it_beside_other_failures(backend: str, learned: drift.Reference) -> None:
    schema, made = BACKENDS[backend]
    wanted = schema(seconds=drift_free(learned), city=of_polars.Check.isin(["Porto"]))
    with pytest.raises(SchemaErrors) as caught:
        wanted.validate(made(data("a unit")), lazy=True)
    cases = caught.value.failure_cases
    rows = cases.rows(named=True) if isinstance(cases, pl.DataFrame) else cases.to_dict("records")
    assert {row["column"] for row in rows} == {"seconds", "city"}
    (said,) = [row for row in rows if row["column"] == "seconds"]
    assert WHY in str(said["failure_case"])
    assert said["check"] == "drift_free"


@pytest.mark.parametrize("backend", BACKENDS)
def test_several_faults_are_several_failure_cases(backend: str, learned: drift.Reference) -> None:
    schema, made = BACKENDS[backend]
    batch = made(data("a unit").with_columns(city=pl.lit("Faro")))
    with pytest.raises(SchemaErrors) as caught:
        schema(frame=drift_free(learned)).validate(batch, lazy=True)
    said = "".join(map(str, caught.value.failure_cases["failure_case"]))
    assert len(caught.value.failure_cases) > 1
    assert WHY in said
    assert "`city`" in said


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_column_is_judged_alone(backend: str, learned: drift.Reference) -> None:
    """What happened to another one is for that one's check."""
    schema, made = BACKENDS[backend]
    schema(city=drift_free(learned)).validate(made(data("a unit")))


@pytest.mark.parametrize("backend", BACKENDS)
def test_few_rows_are_no_pass_unless_one_says_so(backend: str, learned: drift.Reference) -> None:
    schema, made = BACKENDS[backend]
    batch = made(data("no rows"))
    with pytest.raises(SchemaError, match="is undecided: the batch has no rows"):
        schema(frame=drift_free(learned)).validate(batch)
    schema(frame=drift_free(learned, undecided="pass")).validate(batch)


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_warning_fails_where_it_should(backend: str, learned: drift.Reference) -> None:
    schema, made = BACKENDS[backend]
    batch = made(data("all ok").with_columns(extra=pl.lit(1)))
    schema(frame=drift_free(learned)).validate(batch)
    with pytest.raises(SchemaError, match="extra"):
        schema(frame=drift_free(learned, fail_on="warning")).validate(batch)


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_check_may_only_warn(backend: str, learned: drift.Reference) -> None:
    schema, made = BACKENDS[backend]
    with pytest.warns(SchemaWarning, match="multiplied by 1,000"):
        schema(seconds=drift_free(learned, raise_warning=True)).validate(made(data("a unit")))


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_column_that_the_reference_does_not_have_is_no_pass(backend: str) -> None:
    schema, made = BACKENDS[backend]
    other = drift.fit(training().select("count"))
    with pytest.raises(SchemaError, match="The reference has no column `seconds`"):
        schema(seconds=drift_free(other)).validate(made(data("all ok")))
    schema(seconds=drift_free(other, column="count")).validate(
        made(data("all ok").with_columns(seconds="count"))
    )


def test_a_reference_is_read_from_its_file(tmp_path: Path, learned: drift.Reference) -> None:
    path = tmp_path / "reference.drift"
    wanted = polars_schema(seconds=drift_free(path))
    learned.save(path)
    with pytest.raises(SchemaError, match="multiplied by 1,000"):
        wanted.validate(data("a unit"))


def test_a_model_takes_it_in_its_fields() -> None:
    check = drift_free(reference())

    class Trips(of_polars.DataFrameModel):
        seconds: float
        city: str

        class Config:
            strict = False

    schema = Trips.to_schema()
    schema = schema.update_column("seconds", checks=[check])
    with pytest.raises(SchemaError, match="multiplied by 1,000"):
        schema.validate(data("a unit"))


def test_a_lazy_frame_is_checked_where_pandera_looks_at_data(learned: drift.Reference) -> None:
    wanted = polars_schema(seconds=drift_free(learned))
    lazy = data("a unit").lazy()
    with (
        config_context(validation_depth=ValidationDepth.SCHEMA_AND_DATA),
        pytest.raises(SchemaError, match="1,000"),
    ):
        wanted.validate(lazy)


def test_a_name_is_no_pattern() -> None:
    """Text between ^ and $ is a pattern to polars, and to pandera where it is asked for one."""
    frame = training().select(pl.col("seconds").alias("^s.*$"), "count")
    wanted = of_pandas.DataFrameSchema({"^s.*$": of_pandas.Column(checks=drift_free(drift.fit(frame)))})
    wanted.validate(as_pandas(frame))
    with pytest.raises(SchemaError, match="1,000"):
        wanted.validate(as_pandas(frame.with_columns(pl.nth(0) * 1000)))


def test_a_series_has_the_name_that_the_check_gives_it(learned: drift.Reference) -> None:
    series = as_pandas(data("a unit"))["seconds"].rename(None)
    with pytest.raises(SchemaError, match="multiplied by 1,000"):
        of_pandas.SeriesSchema(checks=drift_free(learned, column="seconds")).validate(series)
    with pytest.raises(SchemaError, match="a series without a name"):
        of_pandas.SeriesSchema(checks=drift_free(learned)).validate(series)


def test_checks_of_two_references_are_two(learned: drift.Reference) -> None:
    other = drift.fit(training().select("count"))
    assert drift_free(learned) == drift_free(learned)
    assert drift_free(learned) != drift_free(other)
    assert copy.deepcopy(drift_free(learned)).name == "drift_free"
