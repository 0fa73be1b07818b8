"""Names: which tell that a column is another one under a new name, and which that it is not."""

from __future__ import annotations

import pytest

from drift.diagnose.likeness import SAME, TELLING, likeness


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("amount", "amount_v2"),
        ("amount", "amt"),
        ("amount", "amnt"),
        ("trip_duration", "tripDuration"),
        ("trip_duration", "duration_ms"),
        ("trip_duration_s", "Trip duration (ms)"),
        ("customer_id", "cust_id"),
        ("Größe", "größe_neu"),
    ],
)
def test_a_name_tells_by_its_words_whatever_its_unit(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one) >= TELLING


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("temp_min", "temp_max"),
        ("item_1", "item_2"),
        ("weight", "height"),
        ("amount", "city"),
        ("x", "y"),
        ("", "a"),
        ("!", "?"),
    ],
)
def test_names_of_two_things_do_not_tell(one: str, other: str) -> None:
    assert likeness(one, other) < TELLING


@pytest.mark.parametrize("name", ["a", "trip_duration_ms", "", "!", "漢字", "ms"])
def test_a_name_is_its_own(name: str) -> None:
    assert likeness(name, name) == SAME
