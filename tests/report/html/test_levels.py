"""Levels are told by how much they changed, and the rest is summed up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from drift.diagnose.diagnosis import Diagnosis
from drift.profile.table import Plan, profile_batches
from drift.report.html import levels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drift.report.html.sides import Side


def of_texts(
    reference: Sequence[str | None] | None,
    live: Sequence[str | None] | None,
    diagnosis: Diagnosis | None = None,
) -> levels.Levels:
    """Return the picture of two sides of text."""
    sides: tuple[tuple[Side, Sequence[str | None] | None], ...] = (("reference", reference), ("live", live))
    return levels.of_texts(
        {
            side: profile_batches([pl.DataFrame({"x": values})], Plan()).columns["x"]
            for side, values in sides
            if values is not None
        },
        diagnosis,
    )


def test_shares_are_of_the_rows_that_have_a_value() -> None:
    picture = of_texts(["a", "a", "a", "b", None], ["a", "b", None, None])
    assert [(bar.name, bar.shares) for bar in picture.bars] == [("a", ("75%", "50%")), ("b", ("25%", "50%"))]


def test_the_largest_change_comes_first() -> None:
    picture = of_texts(["a"] * 5 + ["b"] * 5, ["a"] * 5 + ["b"] * 4 + ["c"])
    assert [bar.name for bar in picture.bars] == ["b", "c", "a"]


def test_the_longest_bar_is_the_largest_share() -> None:
    [first, second] = of_texts(["a", "a", "a", "b"], ["a", "a", "a", "b"]).bars
    assert first.widths == ("100%", "100%")
    assert second.widths == ("33.33%", "33.33%")


def test_many_levels_are_summed_up() -> None:
    """Of 40 equal levels 12 are shown, and the 28 others are 70 % of the rows."""
    names: list[str] = [f"level {i}" for i in range(40)]
    bars = of_texts(names, names).bars
    assert len(bars) == levels.MAX_LEVELS + 1
    assert (bars[-1].name, bars[-1].rest, bars[-1].shares) == ("28 other levels", True, ("70%", "70%"))


def test_one_level_too_many_is_shown_itself() -> None:
    names: list[str] = [f"level {i}" for i in range(13)]
    assert not any(bar.rest for bar in of_texts(names, names).bars)


def test_uncountable_levels_are_said_to_be_a_sample() -> None:
    names: list[str] = [f"level {i}" for i in range(10_000)]
    picture = of_texts(names, names)
    assert picture.bars[-1].name == "all other levels"
    assert picture.notes == ("There are too many levels to count each; these are a sample of them.",)


def test_a_lacking_side_has_no_shares() -> None:
    assert of_texts(["a"], None).bars[0].shares == ("100%", "—")
    assert len(of_texts(None, ["a"]).spark) == 1


def test_hidden_characters_of_a_level_are_shown() -> None:
    assert of_texts(["a\u202eb"], ["a\u202eb"]).bars[0].name == r"a\u202eb"


@pytest.mark.parametrize(("live", "shares"), [([True] * 4, ("25%", "100%")), ([False] * 4, ("25%", "0%"))])
def test_booleans_have_two_levels_whatever_was_seen(live: list[bool], shares: tuple[str, str]) -> None:
    sides: tuple[tuple[Side, list[bool]], ...] = (("reference", [True, False, False, False]), ("live", live))
    picture = levels.of_booleans(
        {side: profile_batches([pl.DataFrame({"x": values})], Plan()).columns["x"] for side, values in sides}
    )
    assert dict(
        zip([bar.name for bar in picture.bars], [bar.shares for bar in picture.bars], strict=True)
    ) == {
        "true": shares,
        "false": ("75%", "0%" if shares[1] == "100%" else "100%"),
    }


def diagnosed(fault: str, **parameters: object) -> Diagnosis:
    return Diagnosis(fault=fault, story="…", advice="…", parameters=parameters)


def test_levels_with_their_old_names_lie_on_the_reference() -> None:
    found = diagnosed("renamed_category", mapping={"Porto": "PORTO", "Faro": "FARO"})
    picture = of_texts(["Porto", "Porto", "Porto", "Faro"], ["PORTO", "PORTO", "PORTO", "FARO"], found)
    assert picture.undone
    assert {bar.name: bar.shares for bar in picture.bars} == {
        "Porto": ("75%", "0%", "75%"),
        "Faro": ("25%", "0%", "25%"),
        "PORTO": ("0%", "75%", "0%"),
        "FARO": ("0%", "25%", "0%"),
    }


def test_levels_that_changed_places_are_changed_back() -> None:
    found = diagnosed("renamed_category", mapping={"a": "b", "b": "a"})
    picture = of_texts(["a", "a", "a", "b"], ["b", "b", "b", "a"], found)
    assert {bar.name: bar.shares for bar in picture.bars} == {
        "a": ("75%", "25%", "75%"),
        "b": ("25%", "75%", "25%"),
    }


def test_a_level_that_stands_for_no_value_is_taken_out() -> None:
    picture = of_texts(
        ["a", "a", "b", "b"], ["a", "b", "unknown", "unknown"], diagnosed("sentinel", value="unknown")
    )
    assert {bar.name: bar.shares for bar in picture.bars} == {
        "a": ("50%", "25%", "50%"),
        "b": ("50%", "25%", "50%"),
        "unknown": ("0%", "50%", "0%"),
    }


def test_a_diagnosis_of_other_levels_adds_no_third_bar() -> None:
    assert not of_texts(["a"], ["b"], diagnosed("renamed_category", mapping={"x": "y"})).undone
    assert not of_texts(["a"], ["b"], diagnosed("new_category", levels=["b"])).undone
