"""A user's schema on the way: training data has to keep it, and what a batch breaks is a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandera.polars as pa
import polars as pl
import pytest
from jsonschema import Draft202012Validator

import drift
from drift.errors import ConfigError, TrainingInvalidError
from drift.report.json import run_schema
from runs import training

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA: Final = pa.DataFrameSchema(
    {
        "seconds": pa.Column(float, pa.Check.ge(0)),
        "city": pa.Column(str, pa.Check.isin(["Porto", "Braga", "Évora"])),
    },
    name="Trips",
)
TRAIN: Final = training().select("seconds", "city", "count", "order_id")
BROKEN: Final = TRAIN.with_columns(
    seconds=pl.when(pl.int_range(pl.len()) < 2).then(-1.0).otherwise(pl.col("seconds"))
)


@pytest.fixture(scope="module")
def reference() -> drift.Reference:
    return drift.fit(TRAIN, schema=SCHEMA, config={"key": ["order_id"]})


def test_training_data_has_to_keep_it() -> None:
    with pytest.raises(TrainingInvalidError, match="breaks the schema `Trips`") as caught:
        drift.fit(BROKEN, schema=SCHEMA)
    assert "`seconds` greater_than_or_equal_to(0): 2 rows fail" in str(caught.value)


def test_two_rows_that_break_it_are_a_breach_with_their_keys(reference: drift.Reference) -> None:
    assert drift.check(TRAIN, reference, schema=SCHEMA).verdict == "ok"
    assert drift.check(BROKEN, reference).verdict != "breach"
    run = drift.check(BROKEN, reference, schema=SCHEMA)
    (finding,) = [one for one in run["seconds"].findings if one.check == "schema"]
    assert (run.verdict, finding.verdict) == ("breach", "breach")
    assert finding.why.startswith("2 of 600 rows fail the check `greater_than_or_equal_to(0)` of `seconds`")
    assert finding.evidence is not None
    assert sorted(finding.evidence.rows, key=str) == [
        {"order_id": "A-000000", "seconds": -1.0},
        {"order_id": "A-000001", "seconds": -1.0},
    ]


def test_evidence_is_in_json_and_comes_back_and_is_in_no_ci_form(
    reference: drift.Reference, tmp_path: Path
) -> None:
    run = drift.check(BROKEN, reference, schema=SCHEMA)
    Draft202012Validator(run_schema()).validate(run.to_dict())
    run.save(tmp_path / "run.drift")
    assert drift.Run.load(tmp_path / "run.drift").to_dict() == run.to_dict()
    assert "A-000001" in run.to_json()
    assert "A-000001" not in run.to_junit() + run.to_github()


def test_a_column_that_the_reference_lacks_breaks_it_at_the_top(reference: drift.Reference) -> None:
    wanted = pa.DataFrameSchema({"nosuch": pa.Column(str)})
    run = drift.check(TRAIN, reference, schema=wanted)
    assert [(one.column, one.check, one.verdict) for one in run.findings] == [(None, "schema", "breach")]
    assert "`nosuch`" in run.findings[0].why
    assert "nosuch" in run.to_junit()


def test_the_same_rows_as_csv_keep_it(reference: drift.Reference, tmp_path: Path) -> None:
    TRAIN.write_csv(tmp_path / "live.csv")
    assert drift.check(tmp_path / "live.csv", reference, schema=SCHEMA).verdict == "ok"


def test_on_a_profile_it_is_skipped_and_not_passed(reference: drift.Reference) -> None:
    run = drift.check(drift.profile(BROKEN, reference=reference), reference, schema=SCHEMA)
    (finding,) = [one for one in run.findings if one.check == "schema"]
    assert finding.verdict == "skipped"
    Draft202012Validator(run_schema()).validate(run.to_dict())
    for told in (run.to_text(), run.to_markdown(), run.to_html()):
        assert "was not checked: a profile keeps no rows" in told
    assert "<skipped" in run.to_junit()


def test_it_is_refused_before_anything_is_read() -> None:
    unique = pa.DataFrameSchema({"seconds": pa.Column(float, unique=True)})
    with pytest.raises(ConfigError, match="`seconds` unique cannot be told batch by batch"):
        drift.fit("nosuch.parquet", schema=unique)
    with pytest.raises(ConfigError, match="names no schema"):
        drift.fit("nosuch.parquet", config={"schema": "nowhere"})


def test_of_columns_that_were_not_asked_for_nothing_is_said(reference: drift.Reference) -> None:
    run = drift.check(
        TRAIN, reference, schema=SCHEMA, options=drift.ReadOptions(columns=("city", "order_id"))
    )
    assert [one.check for one in run.findings] == []
    assert run["seconds"].verdict == "skipped"
