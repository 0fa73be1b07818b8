"""Counts of readings add up in any order, and the form of a column is settled by all of them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from drift.sources.conform import Reading
from drift.sources.tally import settle, tally

if TYPE_CHECKING:
    from collections.abc import Sequence


def reading(form: str, reformed: int, *, rows: int = 10, column: str = "a") -> Reading:
    return Reading(
        column=column, found="String", wanted="number", form=form, rows=rows, unreadable=1, reformed=reformed
    )


PARTS = (
    reading("same", 0),
    reading("decimal comma", 5),
    reading("thousands separator", 4),
    reading("thousands separator", 3),
    reading("same", 2, column="b"),
)


def in_other_orders(parts: Sequence[Reading]) -> list[list[Reading]]:
    """Return the parts in ten orders, the same in every run."""
    draw = random.Random(7)  # noqa: S311 - orders, not secrets
    return [draw.sample(parts, len(parts)) for _ in range(10)]


def test_a_tally_does_not_depend_on_the_order_or_on_how_it_was_added_up() -> None:
    expected = tally(PARTS)
    assert len(expected) == 4
    for parts in in_other_orders(PARTS):
        assert tally(parts) == expected
        assert tally([*tally(parts[:2]), *tally(parts[2:])]) == expected


def test_the_form_of_most_strayed_values_is_settled_and_all_rows_are_counted() -> None:
    """7 and 2 of one form outweigh the 5 and 1 of another that came in one batch."""
    for parts in in_other_orders(PARTS):
        a, b = settle(parts)
        assert (a.form, a.rows, a.reformed, a.unreadable) == ("thousands separator", 40, 12, 4)
        assert (b.column, b.form, b.rows, b.reformed) == ("b", "same", 10, 2)


def test_no_readings_are_none() -> None:
    assert tally(()) == settle(()) == ()
