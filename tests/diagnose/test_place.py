"""A new column in the place of a lost one: by every column of a table, moved and left."""

from __future__ import annotations

import pytest

from drift.diagnose.place import ANYWHERE, place_by_accident

TRAINING = ["id", "age", "sex", "pay", "city"]


@pytest.mark.parametrize(
    ("batch", "place"),
    [
        (["id", "x", "sex", "pay", "city"], 1 / 5),
        (["id", "x", "sex", "pay", "city", "new"], 1 / 6),
        (["id", "x", "pay", "city"], ANYWHERE),  # two went there, and one came
        (["id", "x", "y", "sex", "pay", "city"], ANYWHERE),  # one went there, and two came
        (["id", "sex", "x", "pay", "city"], ANYWHERE),
        (["id", "sex", "pay", "city", "x"], ANYWHERE),
        (["id", "x", "pay", "sex", "city"], ANYWHERE),  # the neighbours were moved
        (["id", "x", "y", "pay", "city"], 1 / 5),  # two went there, and as many came
        (["id", "y", "x", "pay", "city"], ANYWHERE),
        (["v", "x", "y", "z", "w"], 1 / 5),  # all have other names
        (["v", "x", "y", "z"], ANYWHERE),
        (["id", "age", "sex", "pay", "city", "x"], ANYWHERE),  # it is still there
    ],
)
def test_a_column_stands_where_another_stood_between_the_same_neighbours(
    batch: list[str], place: float
) -> None:
    assert place_by_accident("age", "x", TRAINING, batch) == place


def test_the_last_place_tells_nothing_for_columns_are_added_there() -> None:
    assert place_by_accident("city", "x", TRAINING, ["id", "age", "sex", "pay", "x"]) == ANYWHERE
    assert place_by_accident("id", "x", TRAINING, ["x", "age", "sex", "pay", "city"]) == 1 / 5


def test_columns_in_any_order_stand_nowhere_in_particular() -> None:
    assert place_by_accident("age", "x", [], ["x"]) == ANYWHERE
    assert place_by_accident("age", "x", TRAINING, []) == ANYWHERE
