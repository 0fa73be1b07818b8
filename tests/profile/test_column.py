"""Two parts of a column add up if they carry the same thing, and one that is all null joins any."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING, get_args

import numpy as np
import polars as pl
import pytest

from drift.profile import column
from drift.profile.column import Family, family_of_both, highest_of, lowest_of
from drift.profile.numbers import prepare_numbers
from drift.profile.others import prepare_booleans, prepare_unknown
from drift.profile.pieces import no_pieces
from drift.profile.texts import prepare_texts
from drift.profile.times import prepare_times
from drift.sources import schema

if TYPE_CHECKING:
    from drift.profile.column import ColumnProfile, End

NUMBER = prepare_numbers(pl.Series("x", [1, 2, None]), None).profile
TEXT = prepare_texts(pl.Series("x", ["a"]), None).profile
TIME = prepare_times(pl.Series("x", [0], dtype=pl.Int64).cast(pl.Datetime("us")), None).profile
BOOLEAN = prepare_booleans(pl.Series("x", [True])).profile
NOTHING = prepare_unknown(pl.Series("x", [None, None])).profile


def test_the_families_are_those_of_the_sources() -> None:
    assert get_args(column.Family) == schema.FAMILIES


@pytest.mark.parametrize(("one", "other"), list(product(schema.FAMILIES, schema.FAMILIES)))
def test_unknown_joins_any_family_and_others_only_themselves(one: Family, other: Family) -> None:
    known = {one, other} - {"unknown"}
    expected = None if len(known) == 2 else next(iter(known), "unknown")
    assert family_of_both(one, other) == expected


@pytest.mark.parametrize("typed", [NUMBER, TEXT, TIME, BOOLEAN], ids=lambda one: str(one.family))
def test_a_part_of_nulls_adds_nulls_alone(typed: ColumnProfile) -> None:
    for both in (typed + NOTHING, NOTHING + typed):
        assert (both.family, both.rows, both.nulls) == (typed.family, typed.rows + 2, typed.nulls + 2)
        assert both.cells.limit == typed.cells.limit
        assert both.cells.keys.tolist() == typed.cells.keys.tolist()
        assert both.detail == typed.detail
        assert both.dtypes == tuple(sorted(["Null", *typed.dtypes]))


def test_parts_that_carry_different_things_do_not_add_up() -> None:
    with pytest.raises(TypeError, match="number and text do not add up"):
        NUMBER + TEXT


def test_a_detail_is_had_by_its_own_family_only() -> None:
    assert (NUMBER.number, TEXT.text, TIME.time) == (NUMBER.detail, TEXT.detail, TIME.detail)
    for ask in (lambda: TEXT.number, lambda: NUMBER.text, lambda: BOOLEAN.time):
        with pytest.raises(TypeError, match=r"text|number|boolean"):
            ask()


def test_nulls_of_a_part_that_lacks_the_column_are_spread_over_its_pieces() -> None:
    with_pieces = replace(NUMBER, pieces=no_pieces())
    more = with_pieces.with_nulls(5, np.array([3, 8]), np.array([4, 1]))
    assert (more.rows, more.nulls, more.valid) == (8, 6, 2)
    assert more.pieces is not None
    assert (more.pieces.null_pieces.tolist(), more.pieces.null_counts.tolist()) == ([3, 8], [4, 1])
    without = NUMBER.with_nulls(5, None, None)
    assert (without.rows, without.nulls, without.pieces) == (8, 6, None)


@pytest.mark.parametrize(
    ("one", "other", "lowest", "highest"),
    [
        (None, None, None, None),
        (None, 3, 3, 3),
        (2**53, 2**53 + 1, 2**53, 2**53 + 1),  # which one float would hold
        (2.0**53, 2**53 + 1, 2.0**53, 2**53 + 1),
        (0.1, Decimal("0.1000000000000000000001"), Decimal("0.1000000000000000000001"), 0.1),
        (5, 5.0, 5, 5),
        (-1.5, 1e300, -1.5, 1e300),
    ],
)
def test_ends_are_compared_exactly(
    one: End | None, other: End | None, lowest: End | None, highest: End | None
) -> None:
    """The float 0.1 is a little more than a tenth."""
    for first, second in ((one, other), (other, one)):
        assert repr(lowest_of(first, second)) == repr(lowest)
        assert repr(highest_of(first, second)) == repr(highest)
