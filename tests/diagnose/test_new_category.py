"""Levels that came: named, counted, and told where they are one level parted."""

from __future__ import annotations

import pytest

from changes import change_of_texts
from drift.diagnose.new_category import MAX_LEVELS, explain_new

TRAINING = ["a"] * 6000 + ["b"] * 3000


def test_new_levels_come_with_the_most_frequent_first_and_ties_by_name() -> None:
    now = ["a"] * 600 + ["b"] * 300 + ["z"] * 50 + ["y"] * 50 + ["c"] * 20
    found = explain_new(change_of_texts(TRAINING, now))
    assert found is not None
    assert found.diagnosis.parameters["levels"] == ["y", "z", "c"]
    assert "`y` (50 rows), `z` (50 rows), `c` (20 rows); 11.76% of the rows" in found.diagnosis.story
    assert found.diagnosis.share == pytest.approx(120 / 1020, abs=1e-6)


def test_a_level_of_one_row_is_named_only_if_chance_does_not_explain_it() -> None:
    """Of so many rare levels in training, that one of the batch is not among them is no surprise."""
    training = TRAINING + [f"rare {i}" for i in range(200)]
    assert explain_new(change_of_texts(training, ["a"] * 600 + ["b"] * 300 + ["rarer"])) is None
    found = explain_new(change_of_texts(training, ["a"] * 600 + ["b"] * 300 + ["rarer"] + ["new"] * 60))
    assert found is not None
    assert found.diagnosis.parameters["levels"] == ["new"]


def test_no_more_levels_are_named_than_a_person_reads() -> None:
    found = explain_new(change_of_texts(TRAINING, [f"{i:02d}" for i in range(50)] * 20))
    assert found is not None
    assert found.diagnosis.parameters["levels"] == [f"{i:02d}" for i in range(MAX_LEVELS)]


def test_a_level_that_was_split_is_told_as_such() -> None:
    found = explain_new(change_of_texts(TRAINING, ["a"] * 600 + ["b north", "b south"] * 150))
    assert found is not None
    assert "together as many as `b` had, which is gone: it was split" in found.diagnosis.story


def test_nothing_new_is_nothing_to_tell() -> None:
    assert explain_new(change_of_texts(TRAINING, ["a"] * 600 + ["b"] * 300)) is None
