"""What a contract is learned from, how it is stored, and how a batch's schema breaks it."""

from __future__ import annotations

import json

import polars as pl
import pytest

from drift.sources.schema import ColumnType, Contract, dtype_name, family

MANY = 120  # more columns than pandera is shown at once

FAMILIES = [
    (pl.Int8(), "number"),
    (pl.UInt64(), "number"),
    (pl.Int128(), "number"),
    (pl.Float32(), "number"),
    (pl.Decimal(10, 2), "number"),
    (pl.Duration("us"), "number"),
    (pl.Time(), "number"),
    (pl.String(), "text"),
    (pl.Categorical(), "text"),
    (pl.Enum(["a"]), "text"),
    (pl.Boolean(), "boolean"),
    (pl.Date(), "time"),
    (pl.Datetime("ns", "UTC"), "time"),
    (pl.List(pl.Int8), "nested"),
    (pl.Array(pl.Int8, 2), "nested"),
    (pl.Struct({"a": pl.Int8}), "nested"),
    (pl.Null(), "unknown"),
    (pl.Binary(), "unknown"),
    (pl.Object(), "unknown"),
]
ODD_NAMES = ["", "a b", "<script>", "a.*", "^a$", "*", "`*`", 'q"q', "a{b", "line\nbreak", "é"]


@pytest.mark.parametrize(("dtype", "expected"), FAMILIES, ids=str)
def test_each_type_has_one_family(dtype: pl.DataType, expected: str) -> None:
    assert family(dtype) == expected


def test_an_enum_is_named_without_its_levels() -> None:
    assert dtype_name(pl.Enum(["a", "b"])) == "Enum"
    assert dtype_name(pl.Datetime("us", "UTC")) == "Datetime(time_unit='us', time_zone='UTC')"


def test_a_column_knows_whether_it_is_integer_and_its_zone() -> None:
    contract = Contract.learn({"i": pl.UInt8(), "f": pl.Float64(), "t": pl.Datetime("us", "Asia/Tokyo")})
    assert [column.integer for column in contract.columns] == [True, False, False]
    assert [column.zone for column in contract.columns] == [None, None, "Asia/Tokyo"]


@pytest.mark.parametrize(
    ("dtype", "read"),
    [
        (pl.Int8(), pl.Int64()),
        (pl.Float32(), pl.Float64()),
        (pl.Categorical(), pl.String()),
        (pl.Boolean(), pl.Boolean()),
        (pl.Date(), pl.Date()),
        (pl.Datetime("ms"), pl.Datetime("us")),
        (pl.Datetime("ns", "Asia/Tokyo"), pl.Datetime("us", "Asia/Tokyo")),
        (pl.List(pl.Int8), pl.String()),
    ],
    ids=str,
)
def test_text_of_a_column_is_read_as_its_widest_type(dtype: pl.DataType, read: pl.DataType) -> None:
    assert Contract.learn({"x": dtype}).columns[0].read_dtype() == read


def test_a_contract_goes_through_json_and_back() -> None:
    schema = {name: dtype for name, (dtype, _) in zip(ODD_NAMES, FAMILIES, strict=False)}
    contract = Contract.learn(schema, {"a b": "%Y-%m-%d"})
    assert Contract.from_dict(json.loads(json.dumps(contract.to_dict()))) == contract
    assert contract.by_name()["a b"].time_format == "%Y-%m-%d"
    assert contract.column("nobody") is None


def test_a_stored_contract_of_another_form_is_refused() -> None:
    with pytest.raises(TypeError):
        Contract.from_dict({"columns": [{"name": "a", "colour": "red"}]})


def test_the_schema_that_a_contract_is_learned_from_keeps_it() -> None:
    schema = {f"{name}{dtype}": dtype for name in ODD_NAMES for dtype, _ in FAMILIES[:15]}
    assert Contract.learn(schema).failures(schema) == ()


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_name_is_never_a_pattern(name: str) -> None:
    """Polars and pandera read `*` and `^…$` as patterns; here only the column of that name counts."""
    contract = Contract.learn({name: pl.Int64(), "aaa": pl.String()})
    assert contract.failures({name: pl.Float64(), "aaa": pl.String()}) == ()
    missing = contract.failures({"aaa": pl.String()})
    assert [(f.column, f.reason, f.expected, f.found) for f in missing] == [
        (name, "missing_column", "number", None)
    ]
    wrong = contract.failures({name: pl.String(), "aaa": pl.String()})
    assert [(f.column, f.reason, f.expected, f.found) for f in wrong] == [
        (name, "wrong_type", "number", "String")
    ]
    new = Contract.learn({"aaa": pl.String()}).failures({name: pl.Int8(), "aaa": pl.String()})
    assert [(f.column, f.reason, f.expected, f.found) for f in new] == [(name, "new_column", None, "Int8")]


@pytest.mark.parametrize(
    ("learned", "live"),
    [
        (pl.Int64(), pl.UInt8()),
        (pl.Int64(), pl.Float64()),
        (pl.Float32(), pl.Decimal(10, 2)),
        (pl.String(), pl.Categorical()),
        (pl.String(), pl.Enum(["a"])),
        (pl.Date(), pl.Datetime("ns")),
        (pl.Datetime("us"), pl.Datetime("us", "UTC")),
        (pl.List(pl.Int8), pl.List(pl.Int64)),
    ],
    ids=str,
)
def test_a_type_of_the_same_family_is_no_failure(learned: pl.DataType, live: pl.DataType) -> None:
    assert Contract.learn({"x": learned}).failures({"x": live}) == ()
    assert Contract.learn({"x": live}).failures({"x": learned}) == ()


@pytest.mark.parametrize("dtype", [dtype for dtype, _ in FAMILIES], ids=str)
def test_a_column_of_nulls_agrees_with_every_type(dtype: pl.DataType) -> None:
    assert Contract.learn({"x": dtype}).failures({"x": pl.Null()}) == ()
    assert Contract.learn({"x": pl.Null()}).failures({"x": dtype}) == ()


def test_failures_come_missing_first_then_wrong_then_new() -> None:
    contract = Contract.learn({"gone": pl.Int8(), "a": pl.Int8(), "b": pl.Boolean(), "lost": pl.Date()})
    found = contract.failures({"z": pl.Int8(), "b": pl.Int8(), "y": pl.Int8(), "a": pl.String()})
    assert [(f.column, f.reason) for f in found] == [
        ("gone", "missing_column"),
        ("lost", "missing_column"),
        ("a", "wrong_type"),
        ("b", "wrong_type"),
        ("z", "new_column"),
        ("y", "new_column"),
    ]


def test_of_very_many_columns_each_is_checked() -> None:
    contract = Contract.learn({f"c{i}": pl.Int64() for i in range(MANY)})
    assert contract.failures({f"c{i}": pl.Int8() for i in range(MANY)}) == ()
    assert len(contract.failures({})) == MANY
    assert len(contract.failures({f"c{i}": pl.String() for i in range(MANY)})) == MANY


def test_columns_are_compared_by_value() -> None:
    assert ColumnType(name="a", family="number", dtype="Int8") == ColumnType(
        name="a", family="number", dtype="Int8"
    )
