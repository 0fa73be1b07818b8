"""Levels that went: those that chance does not leave out, and where their rows are now."""

from __future__ import annotations

from dataclasses import replace

from changes import change_of_texts
from drift.diagnose.lost_category import explain_lost

TRAINING = ["a"] * 6000 + ["b"] * 2000 + ["c"] * 1000 + ["d"] * 3


def test_a_level_that_went_is_told_with_its_share_in_training() -> None:
    found = explain_lost(change_of_texts(TRAINING, ["a"] * 750 + ["b"] * 250))
    assert found is not None
    assert found.diagnosis.parameters == {"levels": ["c"]}
    assert "has no row of `c` (11.11% in training)" in found.diagnosis.story


def test_a_level_counted_as_another_is_told_with_that() -> None:
    found = explain_lost(change_of_texts(TRAINING, ["a"] * 600 + ["b"] * 300))
    assert found is not None
    assert found.diagnosis.parameters == {"levels": ["c"], "into": "b"}
    assert found.diagnosis.explains is not None
    assert found.diagnosis.explains > 0.9


def test_a_rare_level_stays_away_by_chance() -> None:
    assert explain_lost(change_of_texts(TRAINING, ["a"] * 600 + ["b"] * 200 + ["c"] * 100)) is None


def test_where_all_levels_are_others_none_is_called_lost() -> None:
    assert explain_lost(change_of_texts(TRAINING, ["x"] * 900)) is None


def test_a_level_that_rose_no_further_than_it_moves_has_not_taken_them_in() -> None:
    """In July there is no snow and more clear sky; the one is not counted as the other."""
    change = change_of_texts(TRAINING, ["a"] * 600 + ["b"] * 300)
    found = explain_lost(replace(change, tolerances={**change.tolerances, "level_share": 0.1}))
    assert found is not None
    assert "into" not in found.diagnosis.parameters
    assert "has their rows now" not in found.diagnosis.story


def test_where_two_levels_may_have_taken_them_in_none_is_told() -> None:
    """Both rose by as much as the lost one had, and thirty rare ones fell, each within chance."""
    rare = [f"r{place}" for place in range(30)]
    before = ["a"] * 3000 + ["b"] * 3000 + ["c"] * 1000 + rare * 100
    change = change_of_texts(before, ["a"] * 325 + ["b"] * 325 + rare * 5)
    found = explain_lost(replace(change, tolerances={}))
    assert found is not None
    assert "into" not in found.diagnosis.parameters


def test_it_is_measured_on_the_levels_that_it_was_asked_about() -> None:
    """The column's own measurement is of before another fault was undone."""
    change = change_of_texts(TRAINING, ["A"] * 675 + ["B"] * 225)
    assert change.levels is not None
    undone = replace(change, levels=change.levels.renamed({"A": "a", "B": "b"}))
    found = explain_lost(undone)
    assert found is not None
    assert found.measurement is not None
    assert change.measurements["lost_share"].value == 6000 / 9003
    assert found.measurement.value == 1000 / 9003
