"""A picture shows the sides that can share an axis, and tells why another is not there."""

from __future__ import annotations

import polars as pl

from drift.profile.table import Plan, profile_batches
from drift.report.html.sides import Sides


def sides(reference: pl.Series | None, live: pl.Series | None) -> Sides:
    """Return the sides of a column; None where one does not have it."""
    one, other = (
        None if values is None else profile_batches([pl.DataFrame({"x": values})], Plan()).columns["x"]
        for values in (reference, live)
    )
    return Sides(reference=one, live=other)


NUMBERS = pl.Series([1.0, 2.0, 3.0])
NULLS = pl.Series([None, None], dtype=pl.Float64)
TEXTS = pl.Series(["a", "b"])


def test_both_sides_are_drawn_where_both_have_values() -> None:
    found = sides(NUMBERS, NUMBERS)
    assert list(found.drawn) == ["reference", "live"]
    assert found.notes == ()


def test_a_side_without_the_column_is_told() -> None:
    assert sides(NUMBERS, None).notes == ("The batch does not have this column.",)
    assert sides(None, NUMBERS).notes == ("Training does not have this column.",)


def test_a_side_without_values_is_told() -> None:
    found = sides(NULLS, NUMBERS)
    assert list(found.drawn) == ["live"]
    assert found.notes == ("Training has no values here.",)


def test_another_family_is_not_drawn_on_the_reference_axis() -> None:
    found = sides(NUMBERS, TEXTS)
    assert list(found.drawn) == ["reference"]
    assert found.notes == ("The batch holds text values here, which this axis cannot show.",)


def test_nothing_is_drawn_of_nulls_alone() -> None:
    assert sides(NULLS, NULLS).drawn == {}
