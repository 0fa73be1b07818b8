"""Identifiers are no distribution, but each stands in one row, is no less than zero, and is whole."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest

import drift

if TYPE_CHECKING:
    from drift.run import Reference

ROWS = 2_000
ID = pl.col("customer_id")


def table(rows: int = ROWS, *, seed: int = 1, first: int = 1_000_000) -> pl.DataFrame:
    random = np.random.default_rng(seed)
    numbers = first + random.choice(4 * rows, rows, replace=False)
    return pl.DataFrame(
        {
            "customer_id": numbers,
            "order": [f"ORD-{number:08d}" for number in numbers],
            "amount": np.round(random.lognormal(3, 1, rows), 2),
        }
    )


@cache
def reference() -> Reference:
    return drift.fit(table())


def told(frame: pl.DataFrame, name: str = "customer_id") -> list[tuple[str, dict[str, Any]]]:
    column = drift.check(frame, reference())[name]
    return [(one.diagnosis.fault, one.diagnosis.parameters) for one in column.findings if one.diagnosis]


def some(rows: int, share: float) -> pl.Series:
    return pl.Series(np.random.default_rng(3).random(rows) < share)


@pytest.mark.parametrize("rows", [500, ROWS])
@pytest.mark.parametrize("share", [0.05, 0.2])
@pytest.mark.parametrize("default", [-1, 0, 999_999_999, 1_000_017])
def test_a_default_in_place_of_identifiers_is_a_sentinel(default: int, share: float, rows: int) -> None:
    live = table(rows, seed=2, first=1_050_000)
    broken = live.with_columns(pl.when(some(rows, share)).then(default).otherwise(ID).alias("customer_id"))
    assert told(broken) == [("sentinel", {"value": default})]


def test_a_text_that_is_built_as_all_are_may_be_a_default_too() -> None:
    live = table(seed=2)
    default = pl.when(some(ROWS, 0.1)).then(pl.lit("ORD-00000000")).otherwise("order")
    assert told(live.with_columns(order=default), "order") == [("sentinel", {"value": "ORD-00000000"})]


@pytest.mark.parametrize("share", [0.05, 1.0])
def test_identifiers_below_zero_have_the_other_sign(share: float) -> None:
    live = table(seed=2)
    broken = live.with_columns(pl.when(some(ROWS, share)).then(-ID).otherwise(ID).alias("customer_id"))
    assert told(broken) == [("sign_flip", {})]


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("log", ID.cast(pl.Float64).log()),
        ("log", ID.cast(pl.Float64).log1p()),
        ("sqrt", ID.cast(pl.Float64).sqrt()),
        ("standardised", (ID - ID.mean()) / ID.std()),
        ("min-max", (ID - ID.min()) / (ID.max() - ID.min())),
    ],
)
def test_whole_numbers_that_went_through_a_transform_are_known_by_what_it_makes(
    name: str, made: pl.Expr
) -> None:
    assert told(table(seed=2).with_columns(customer_id=made)) == [("transform", {"name": name})]


def test_decimals_that_no_transform_makes_are_told_as_such() -> None:
    noise = pl.Series(np.random.default_rng(4).uniform(0, 1, ROWS))
    assert told(table(seed=2).with_columns(customer_id=ID + noise)) == [("rounding", {"step": 1.0})]


def test_roots_of_a_fifth_of_the_rows_are_no_transform_of_all() -> None:
    """Squares of whole numbers are whole, too: what came through unchanged must not pass for a root."""
    some_roots = pl.when(some(ROWS, 0.2)).then(ID.cast(pl.Float64).sqrt()).otherwise(ID)
    assert [fault for fault, _ in told(table(seed=2).with_columns(customer_id=some_roots))] == ["rounding"]


def test_a_default_is_written_in_code_so_that_nothing_of_it_is_hidden() -> None:
    default = pl.when(some(ROWS, 0.1)).then(pl.lit("none\u202e")).otherwise("order")
    found = drift.check(table(seed=2).with_columns(order=default), reference())["order"].diagnosis
    assert found is not None
    assert found.find is not None
    assert (found.parameters["value"], found.find.isprintable()) == ("none\u202e", True)


def test_numbers_that_were_held_in_32_bits_lost_their_last_digits() -> None:
    large = table(first=1_000_000_000)
    live = table(seed=2, first=1_000_050_000)
    broken = live.with_columns(customer_id=ID.cast(pl.Float32).cast(pl.Int64))
    (finding,) = drift.check(broken, drift.fit(large))["customer_id"].findings
    assert finding.diagnosis is not None
    assert (finding.diagnosis.fault, finding.diagnosis.parameters) == ("rounding", {"step": 64.0})


@pytest.mark.parametrize("rows", [100, 500, ROWS, 20_000])
def test_later_numbers_are_no_fault(rows: int) -> None:
    assert drift.check(table(rows, seed=5, first=90_000_000), reference())["customer_id"].verdict == "ok"


def test_a_row_that_came_again_and_again_is_no_default() -> None:
    live = table(seed=2)
    copied = pl.concat([live, *[live.head(1)] * 100])
    assert told(copied) == []


def test_no_value_of_a_sensitive_column_is_told() -> None:
    config = {"columns": {"customer_id": {"sensitive": True}}}
    live = table(seed=2).with_columns(pl.when(some(ROWS, 0.2)).then(-1).otherwise(ID).alias("customer_id"))
    run = drift.check(live, drift.fit(table(), config=config))
    assert not [one for one in run["customer_id"].findings if one.check == "single_value"]


def test_identifiers_that_are_cut_to_what_all_begin_with_are_no_default() -> None:
    cut = pl.when(some(ROWS, 0.2)).then(pl.col("order").str.slice(0, 6)).otherwise("order")
    assert [fault for fault, _ in told(table(seed=2).with_columns(order=cut), "order")] != ["sentinel"]
