"""What a file holds reads in words, and no name in it writes on the terminal."""

from __future__ import annotations

import polars as pl
import pytest

import drift
from drift.report.contents import ColumnContents, Movement
from drift.report.contents_text import moves, render_contents
from runs import ODD_NAMES, WHEN, training


def column(movement: tuple[Movement, ...], told: float | None = None) -> ColumnContents:
    return ColumnContents(
        name="a",
        kind="number",
        kind_reason="its type is a number",
        dtype="Int64",
        rows=10,
        nulls=0,
        distinct=3.0,
        lowest=1,
        highest=3,
        levels=(),
        unit=None,
        unit_reason=None,
        movement=movement,
        told_tolerance=told,
    )


def test_movement_is_told_in_words() -> None:
    weeks = tuple(
        Movement(statistic="ks", span_hours=hours, tolerance=value)
        for hours, value in ((24, 0.08), (168, 0.06))
    )
    assert moves(column(weeks)) == "moves by up to 0.08 from day to day, 0.06 from week to week"
    assert moves(column(weeks, told=0.5)) == "may move by 0.5: the config says so"
    chance = (Movement(statistic="ks", span_hours=0, tolerance=0.02),)
    assert moves(column(chance)) == "may move by 0.02: no time column to learn from"
    assert moves(column(())) == ""


def test_distinct_values_are_never_more_than_there_are_rows() -> None:
    frame = pl.DataFrame({"few": [n % 3 for n in range(9_000)], "parcel": [f"P{n:06}" for n in range(9_000)]})
    text = " ".join(render_contents(drift.fit(frame, created_at=WHEN).describe()).split())
    assert "no nulls, 3 distinct" in text
    told = text.partition("parcel identifier")[2].partition(" distinct")[0].rpartition("about ")[2]
    assert 8_000 <= int(told.replace(",", "")) <= 9_000


def test_a_reference_is_told_column_by_column() -> None:
    text = render_contents(drift.fit(training(), created_at=WHEN).describe())
    assert text.startswith("a reference of 10 columns and 600 rows\n")
    assert "fitted 2026-11-22 06:30 UTC" in text
    assert "count  number (Int64), no nulls, " in text
    assert "75% null" in text
    assert "Braga, Porto, Évora" in text


@pytest.mark.parametrize("colour", [False, True])
@pytest.mark.parametrize("odd", ODD_NAMES)
def test_odd_names_and_levels_are_not_obeyed(odd: str, *, colour: bool) -> None:
    name = ODD_NAMES[odd]
    frame = pl.DataFrame({name: [name, "b"] * 20})
    for held in (drift.fit(frame, config={"dataset": name or "x"}), drift.profile(frame)):
        text = render_contents(held.describe(), colour=colour)
        for mark in ("\x1b[1m", "\x1b[2m", "\x1b[0m"):  # the colours of our own
            text = text.replace(mark, "")
        assert all(character.isprintable() or character == "\n" for character in text)
        assert "[bold red]" in text or odd != "rich markup"


def test_lines_are_as_long_as_they_may_be() -> None:
    contents = drift.fit(training()).describe()
    for width in (60, 100):
        assert max(map(len, render_contents(contents, width=width).splitlines())) <= width
