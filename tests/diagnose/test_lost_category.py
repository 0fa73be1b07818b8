"""Levels that went: those that chance does not leave out, and where their rows are now."""

from __future__ import annotations

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
