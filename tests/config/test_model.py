"""A config's values, what a column's keys add up to, its digest, and which changes a check may make."""

from __future__ import annotations

import hashlib
import json
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from drift.config import (
    FIT_COLUMN_KEYS,
    FIT_KEYS,
    SENSITIVITY_BUDGETS,
    ColumnConfig,
    Config,
    RowLimits,
    changed_fit_keys,
    parse_config,
)
from drift.errors import ConfigError

KINDS = ("number", "category", "text", "identifier", "time", "boolean", "nested", "unknown")

texts = st.text(min_size=1, max_size=8)
counts = st.integers(min_value=0, max_value=2**53 - 1)
columns = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.none() | st.sampled_from(KINDS),
        "unit": st.none() | texts,
        "tolerance": st.none() | st.floats(min_value=0, allow_infinity=False),
        "importance": st.floats(min_value=0, max_value=1),
        "owner": st.none() | texts,
        "sensitive": st.booleans(),
        "check": st.booleans(),
        "reason": st.none() | texts,
    },
)
limits = st.one_of(
    st.builds(lambda count: {"min": count}, counts),
    st.builds(lambda count: {"max": count}, counts),
    st.builds(lambda one, two: {"min": min(one, two), "max": max(one, two)}, counts, counts),
)
values = st.fixed_dictionaries(
    {},
    optional={
        "version": st.just(1),
        "dataset": texts,
        "reports": st.none() | texts,
        "history": st.none() | texts,
        "time": st.none() | texts,
        "max_age": st.none() | st.sampled_from(["36h", "1d 12h", "90m", "2d"]),
        "key": st.lists(texts, max_size=2),
        "weight": st.none() | texts,
        "ignore": st.lists(texts, max_size=4),
        "sensitivity": st.sampled_from(["low", "medium", "high"]),
        "sample": counts,
        "target": st.none() | texts,
        "rows": st.none() | limits,
        "columns": st.dictionaries(st.text(alphabet="ab*?[]", max_size=4), columns, max_size=5),
    },
)


@given(values)
def test_a_config_survives_its_own_dict_and_json(given_values: dict[str, object]) -> None:
    """What `to_dict` gives is JSON, and `from_dict` makes of it the same config, unwritten keys included."""
    config = Config.from_dict(given_values)
    again = Config.from_dict(json.loads(json.dumps(config.to_dict(), allow_nan=False)))
    assert again == config
    assert again.to_dict() == config.to_dict()
    assert again.digest() == config.digest()
    assert {key: entry.model_fields_set for key, entry in again.columns.items()} == {
        key: entry.model_fields_set for key, entry in config.columns.items()
    }


@given(values)
def test_every_column_has_a_complete_answer(given_values: dict[str, object]) -> None:
    """Whatever the names and patterns, each column gets settings, and a name's own keys are among them."""
    config = Config.from_dict(given_values)
    for name in ("a", "ab", "[a]", "*", *config.columns):
        merged = config.column(name)
        own = config.columns.get(name, ColumnConfig())
        assert {key: getattr(merged, key) for key in own.model_fields_set} == own.model_dump(
            exclude_unset=True
        )


def test_the_order_of_to_dict_is_that_of_the_fields_and_of_the_file() -> None:
    """However a file orders its keys, `to_dict` gives them as declared, and columns as the file has them."""
    config = parse_config("columns: {b: {unit: cent, kind: number}, a: {}}\ndataset: trips", "trips.yaml")
    written = config.to_dict()
    assert list(written) == list(Config.model_fields)
    assert written["columns"] == {"b": {"kind": "number", "unit": "cent"}, "a": {}}
    assert json.dumps(written["columns"]) == '{"b": {"kind": "number", "unit": "cent"}, "a": {}}'


def test_a_config_cannot_be_changed() -> None:
    """Configs are frozen, all the way down."""
    config = Config.from_dict({"rows": {"min": 1}, "columns": {"a": {}}})
    for part, key in ((config, "time"), (config.rows, "min"), (config.columns["a"], "unit")):
        with pytest.raises(ValidationError, match="frozen"):
            setattr(part, key, None)


def test_the_budgets_are_those_of_the_contract() -> None:
    """Low, medium and high: 0.01 %, 0.1 % and 1 % of unchanged batches."""
    assert dict(SENSITIVITY_BUDGETS) == {"low": 0.0001, "medium": 0.001, "high": 0.01}
    assert Config().budget == 0.001
    assert Config(sensitivity="high").budget == 0.01


MERGING = Config.from_dict(
    {
        "columns": {
            "amount_eur": {"owner": "europe"},
            "amount_*": {"unit": "cent", "owner": "payments", "check": False},
            "*_usd": {"unit": "dollar"},
            "price [EUR]": {"unit": "euro"},
            "code_?": {"kind": "category"},
            "amount_gbp": {"unit": None, "check": True},
        }
    }
)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("amount_eur", {"unit": "cent", "owner": "europe", "check": False}),  # a name wins, wherever it is
        ("amount_usd", {"unit": "dollar", "owner": "payments", "check": False}),  # the later pattern wins
        ("amount_gbp", {"unit": None, "owner": "payments", "check": True}),  # even by null or a default
        ("price [EUR]", {"unit": "euro"}),  # a name with signs of a pattern is itself first
        ("price E", {"unit": "euro"}),
        ("code_1", {"kind": "category"}),
        ("code_12", {}),
        ("Code_1", {}),  # case counts
        ("my_amount_eur", {}),  # a pattern matches the whole name
        ("other", {}),
    ],
)
def test_a_column_adds_up_its_patterns_and_its_name(name: str, written: dict[str, object]) -> None:
    """Patterns in the order of the file, a later one wins, the exact name wins over all."""
    merged = MERGING.column(name)
    assert merged.model_dump(exclude_unset=True) == written
    assert merged == ColumnConfig.model_validate(written)


def test_the_digest_is_sha256_of_canonical_json() -> None:
    """The digest of ``Config()`` is what hashlib makes of its keys written out by hand."""
    canonical = (
        '{"accepted":"accepted.yaml","columns":{},"dataset":"dataset","history":null,"ignore":[],"key":[],"max_age":null,'
        '"method":"drift","patterns":[],"reports":null,"rows":null,'
        '"sample":10000,"schema":null,"segments":[],"sensitivity":"medium","target":null,"time":null,"together":false,'
        '"version":1,"weight":null}'
    )
    assert Config().digest() == f"sha256:{hashlib.sha256(canonical.encode()).hexdigest()}"


def test_the_digest_ignores_order_that_says_nothing() -> None:
    """Keys, names and ignored columns in another order, comments and defaults: the same digest."""
    one = parse_config("dataset: t\nignore: [a, b]\ncolumns: {x: {unit: cent, check: true}, y: {}}", "one")
    two = parse_config(
        "columns:\n  y: {}\n  x:\n    check: true # yes\n    unit: 'cent'\n"
        "sample: 10_000\nignore: [b, a, a]\ndataset: t\n",
        "two",
    )
    assert one.digest() == two.digest()


@pytest.mark.parametrize(
    "other",
    [
        "dataset: u",
        "columns: {b*: {unit: cent}, a*: {unit: euro}}",  # the order of patterns decides who wins
        "columns: {a*: {unit: euro}, b*: {unit: second}}",
        "columns: {a*: {unit: euro}}",
    ],
)
def test_the_digest_tells_configs_apart(other: str) -> None:
    """A value, a column or the order of patterns in another way: another digest."""
    config = parse_config("columns: {a*: {unit: euro}, b*: {unit: cent}}", "one")
    assert parse_config(other, "two").digest() != config.digest()


FITTED = Config.from_dict(
    {
        "time": "at",
        "ignore": ["a", "b"],
        "sample": 10,
        "columns": {"x*": {"kind": "number"}, "x2": {"unit": "cent"}},
    }
)


@pytest.mark.parametrize(
    ("change", "paths"),
    [
        ({}, ()),
        ({"ignore": ["b", "a", "a"]}, ()),  # the same names
        ({"time": None, "sample": 0, "ignore": ["a"]}, ("time", "ignore", "sample")),
        (
            {
                "dataset": "other",
                "reports": "elsewhere",
                "history": "other.db",
                "sensitivity": "low",
                "target": "x1",
                "rows": {"min": 1},
            },
            (),
        ),
        ({"columns": {"x*": {"kind": "number", "tolerance": 1, "check": False}}}, ()),
        ({"columns": {"x?": {"kind": "number"}}}, ()),  # said in another way
        ({"columns": {"x*": {"kind": "number"}, "new": {"kind": "text"}}}, ()),
        (
            {"columns": {"x*": {"kind": "number"}, "x2": {"kind": "category"}}},
            ("columns.x2.kind",),
        ),
        ({"columns": {"x*": {"kind": "number"}}}, ()),
    ],
)
def test_a_changed_fit_time_key_is_named(change: dict[str, object], paths: tuple[str, ...]) -> None:
    """Of the reference's columns `x1`, `x2` and `y`, what shaped the reference may not change."""
    now = Config.from_dict(FITTED.to_dict() | change)
    found = changed_fit_keys(FITTED, now, ("x1", "x2", "y"))
    assert tuple(one.path for one in found) == paths


def test_the_lists_of_keys_name_keys_that_there_are() -> None:
    """Fit-time keys are fields."""
    assert set(FIT_KEYS) <= set(Config.model_fields)
    assert set(FIT_COLUMN_KEYS) <= set(ColumnConfig.model_fields)


@pytest.mark.parametrize("values_given", [{"min": 3}, {"max": 3}, {"min": 3, "max": 3}])
def test_row_limits_may_have_one_side_or_none_between_them(values_given: dict[str, int]) -> None:
    """One limit will do, and both may be the same."""
    assert RowLimits(**values_given).model_dump(exclude_unset=True) == values_given


@given(st.text(alphabet=string.printable, min_size=1))
def test_an_unknown_key_is_never_accepted(key: str) -> None:
    """Whatever a key is called, if it is none of ours it is refused."""
    if key not in Config.model_fields:
        with pytest.raises(ConfigError, match="unknown key"):
            Config.from_dict({key: 1})
