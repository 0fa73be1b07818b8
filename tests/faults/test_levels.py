"""Levels by hand."""

from __future__ import annotations

from breaking import broken, fits

LEVELS = ["a"] * 60 + ["b"] * 30 + ["c"] * 10


def test_a_level_comes() -> None:
    found = broken("new_category: a new level", LEVELS, share=0.05)
    assert found.frame["x"].to_list().count("brand new") == 5
    assert found.parameters == {"levels": ["brand new"]}


def test_a_level_goes_and_its_rows_are_among_the_others() -> None:
    found = broken("lost_category: a level went", LEVELS)
    assert set(found.frame["x"]) == {"a", "c"}
    assert found.parameters == {"levels": ["b"]}
    assert int(found.rows.sum()) == 30


def test_a_level_is_merged_or_split() -> None:
    assert broken("lost_category: merged", LEVELS).frame["x"].to_list() == ["a"] * 90 + ["c"] * 10
    split = broken("new_category: split", LEVELS)
    assert set(split.frame["x"]) == {"a", "b one", "b two", "c"}
    assert split.parameters == {"levels": ["b one", "b two"]}


def test_of_two_levels_none_can_go() -> None:
    assert not fits("lost_category: a level went", ["a", "b"])
    assert not fits("new_category: a new level", [1, 2], share=0.05)
