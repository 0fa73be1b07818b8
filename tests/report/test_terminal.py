"""What a person reads on a terminal: it fits the width, and no name in the data writes on the screen."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

import polars as pl
import pytest
from rich.cells import cell_len

import drift
from drift.report.terminal import printable, render_text
from runs import CHANGES, ODD_NAMES, run_of, run_with_name, training

# What a terminal obeys: control, format, surrogate and private characters, line and paragraph separators.
OBEYED = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def obeyed(text: str) -> set[str]:
    """Return the characters of a text, line feeds aside, that are not merely shown."""
    return {character for character in text if unicodedata.category(character) in OBEYED} - {"\n"}


@pytest.mark.parametrize("details", [False, True])
@pytest.mark.parametrize("change", CHANGES)
def test_every_run_can_be_told_within_any_width(change: str, *, details: bool) -> None:
    for width in (40, 80, 100, 200):
        text = render_text(run_of(change), width=width, details=details)
        assert max(map(cell_len, text.splitlines())) <= width
        assert obeyed(text) == set()
        assert not any(line.endswith(" ") for line in text.splitlines())


@pytest.mark.parametrize("odd", ODD_NAMES)
def test_odd_names_stay_within_their_line_and_are_not_obeyed(odd: str) -> None:
    for change in (1000.0, 1.0):
        text = render_text(run_with_name(ODD_NAMES[odd], change=change), width=80, details=True)
        assert obeyed(text) == set()
        assert max(map(cell_len, text.splitlines())) <= 80


def test_a_name_cannot_tell_a_line_of_its_own() -> None:
    """Nor is it read as markup."""
    text = render_text(run_with_name(ODD_NAMES["lines"]), width=200)
    assert not any(line.startswith("ok") for line in text.splitlines())
    assert "[bold red]a[/]" in render_text(run_with_name(ODD_NAMES["rich markup"]), width=200)


def test_a_long_name_is_cut_where_it_is_told() -> None:
    text = render_text(run_with_name(ODD_NAMES["long"]), width=80)
    assert len(text) < 3_000
    assert "…" in text


def test_colours_are_written_only_where_they_are_wanted() -> None:
    run = run_of("a unit")
    plain, coloured = render_text(run), render_text(run, colour=True)
    assert "\x1b[" not in plain
    assert "\x1b[1;31mBREACH" in coloured
    shown = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert [line.rstrip() for line in shown.splitlines()] == plain.splitlines()


def test_the_verdict_comes_first_and_each_finding_says_why() -> None:
    run = run_of("a unit")
    text = render_text(run, width=1000)
    assert text.startswith("BREACH ")
    for column in run.columns:
        assert all(finding.why in text for finding in column.findings)


def test_only_details_list_what_is_ok() -> None:
    run = run_of("all ok")
    assert "city" not in render_text(run)
    assert all(column.name in render_text(run, details=True, width=200) for column in run.columns)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, é, 漢字 and a space", "plain, é, 漢字 and a space"),
        ("\x1b[31m", "·[31m"),
        ("\x9b31m", "·31m"),
        ("a\r\nb\tc", "a··b·c"),
        ("\u202e\u2066\u200f", "···"),
        ("\ud800", "·"),
        ("x" * 300, "x" * 300),
        ("x" * 301, "x" * 299 + "…"),
    ],
)
def test_what_a_terminal_would_obey_is_a_dot(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_columns_that_are_skipped_for_one_reason_are_counted_and_all_told_on_request() -> None:
    frame = training().select("seconds", *(pl.lit(1).alias(f"aside_{n}") for n in range(9)))
    reference = drift.fit(frame, options=drift.ReadOptions(columns=("seconds",)))
    run = drift.check(frame, reference)
    text = render_text(run)
    assert text.count("aside_") == 3
    assert "… and 6 more skipped: left out when the reference was fitted" in text
    assert render_text(run, details=True).count("aside_") == 9


def test_what_people_decided_and_since_when_is_told_to_its_end() -> None:
    """A reason of two hundred characters beside all the numbers: the end of the sentence is as important."""
    run = run_of("a unit")
    column = run.breaches[0]
    finding = replace(
        column.findings[0], why=f"{column.findings[0].why} Accepted by Ana: {'why ' * 50}. The very end."
    )
    changed = replace(column, findings=(finding,))
    columns = tuple(changed if one is column else one for one in run.columns)
    assert "The very end." in " ".join(render_text(replace(run, columns=columns), width=80).split())
