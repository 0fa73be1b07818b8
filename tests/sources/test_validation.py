"""The contract is a pandera schema that anyone can validate with, and pandera's words are kept."""

from __future__ import annotations

import polars as pl
import pytest
from pandera.config import ValidationDepth
from pandera.errors import SchemaError, SchemaErrors
from pandera.io.polars_io import from_yaml

from drift.sources.schema import Contract
from drift.sources.validation import FamilyType, failures, pandera_schema
from runs import ODD_NAMES

CONTRACT = Contract.learn({"n": pl.Int64(), "s": pl.String(), "u": pl.Null()})


def test_pandera_passes_data_that_keeps_the_contract() -> None:
    data = pl.DataFrame({"n": [1.5, None], "s": ["a", None], "u": [True, None]})
    assert CONTRACT.pandera_schema().validate(data).equals(data)


def test_pandera_fails_data_that_breaks_it() -> None:
    with pytest.raises(SchemaErrors) as caught:
        CONTRACT.pandera_schema().validate(pl.DataFrame({"n": ["1"], "u": [1], "new": [1]}), lazy=True)
    assert {error.reason_code.name for error in caught.value.schema_errors} == {
        "COLUMN_NOT_IN_DATAFRAME",
        "COLUMN_NOT_IN_SCHEMA",
        "WRONG_DATATYPE",
    }


def test_failures_carry_panderas_words() -> None:
    found = failures(CONTRACT, {"n": pl.String(), "u": pl.Int8(), "new": pl.Int8()})
    assert {failure.column: failure.text for failure in found} == {
        "n": "expected column 'n' to have type number, got String",
        "s": "column 's' not in dataframe",
        "new": "column 'new' not in DataFrameSchema {}",
    }


def test_turning_pandera_off_does_not_turn_the_contract_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pandera.config.CONFIG.validation_enabled", False)
    monkeypatch.setattr("pandera.config.CONFIG.validation_depth", ValidationDepth.DATA_ONLY)
    assert [f.reason for f in failures(CONTRACT, {"n": pl.String(), "s": pl.String(), "u": pl.Int8()})] == [
        "wrong_type"
    ]


def test_a_family_type_equals_its_like_only() -> None:
    assert FamilyType("number") == FamilyType("number")
    assert len({FamilyType("number"), FamilyType("number"), FamilyType("text")}) == 2
    assert FamilyType("number") != "number"


def test_a_schema_without_columns_is_one() -> None:
    assert pandera_schema(()).columns == {}


def test_the_schema_as_yaml_is_read_by_pandera_alone() -> None:
    frame = pl.DataFrame(
        {
            **{name: [1, None] for name in ODD_NAMES.values()},
            "at": pl.Series([0, None]).cast(pl.Datetime("us", "UTC")),
            "nothing": [None, None],
            "nested": [[1], None],
            "level": pl.Series(["a", None], dtype=pl.Enum(["a"])),
        }
    )
    schema = from_yaml(  # type: ignore[no-untyped-call]
        Contract.learn(frame.schema).pandera_yaml()
    )
    schema.validate(frame)
    for broken in (frame.drop("at"), frame.with_columns(new=1), frame.with_columns(at=pl.lit("x"))):
        with pytest.raises(SchemaError):
            schema.validate(broken)


@pytest.mark.parametrize("name", ["*", "^a$", "^.*$"])
def test_a_name_that_is_a_pattern_stands_for_itself_in_that_yaml(name: str) -> None:
    schema = from_yaml(  # type: ignore[no-untyped-call]
        Contract.learn({name: pl.Int64()}).pandera_yaml()
    )
    schema.validate(pl.DataFrame({name: [1]}))
    with pytest.raises(SchemaError):
        schema.validate(pl.DataFrame({name: [1], "b": [1]}))
