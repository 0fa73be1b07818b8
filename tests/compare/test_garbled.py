"""Marks of damage: what Python's own codecs and libraries make of texts, and texts that have none."""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING
from urllib.parse import quote

import numpy as np
import polars as pl
import pytest
from scipy import stats

import drift
from drift.compare.garbled import MARKS, measure_garbled
from drift.profile.table import Plan, profile_batch

if TYPE_CHECKING:
    from collections.abc import Callable

    from drift.compare.statistic import Measurement
    from drift.judge.result import ColumnResult

WORDS = [
    "Straße",
    "Käse",
    "größer",
    "l'école",
    "Menü",
    "&",
    "Café",
    "naïve",
    "gern",
    "zu",
    "spät",
    "<3",
    "100",
    "%",
]
ROWS = 2_000
LEVEL = 1e-4


def notes(seed: int, rows: int = ROWS) -> list[str]:
    random = np.random.default_rng(seed)
    return [" ".join(random.choice(WORDS, random.integers(3, 12))) for _ in range(rows)]


def measured(before: list[str], now: list[str]) -> Measurement | None:
    mine, theirs = (profile_batch(pl.DataFrame({"x": side}), Plan()).columns["x"] for side in (before, now))
    return measure_garbled(mine, theirs, LEVEL)


def checked(before: list[str], now: list[str]) -> ColumnResult:
    return drift.check(pl.DataFrame({"note": now}), drift.fit(pl.DataFrame({"note": before})))["note"]


def in_share(texts: list[str], change: Callable[[str], str], share: float) -> list[str]:
    taken = np.random.default_rng(7).random(len(texts)) < share
    return [change(text) if yes else text for text, yes in zip(texts, taken, strict=True)]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: text.encode("ascii", "replace").decode(), "question marks within words"),
        (lambda text: text.encode("latin-1").decode("utf-8", "replace"), "U+FFFD in place of letters"),
        (lambda text: text.encode().decode("latin-1"), "UTF-8 that was read in another encoding"),
        (lambda text: text.encode().decode("cp1252", "ignore"), "UTF-8 that was read in another encoding"),
        (html.escape, "escapes of HTML"),
        (lambda text: f"<p>{text}</p>", "tags of HTML"),
        (quote, "escapes of URLs"),
        (lambda text: json.dumps(text)[1:-1], "escapes with backslashes"),
        (lambda text: f'"{text}"', "quotes around the text"),
        (lambda text: f"{text}\n", "white space around the text"),
        (lambda text: f"{text}   ", "white space around the text"),
    ],
)
@pytest.mark.parametrize("share", [1.0, 0.2, 0.05])
def test_texts_that_were_damaged_are_told_with_their_share(
    change: Callable[[str], str], words: str, share: float
) -> None:
    """The share is that of the texts that are not as they were; a last letter that is lost is in no word."""
    live = notes(2)
    broken = in_share(live, change, share)
    found = checked(notes(1), broken)
    told = next(one for one in found.findings if one.check == "garbled")
    changed = np.mean([one != other for one, other in zip(broken, live, strict=True)])
    assert told.verdict == "breach"
    assert told.diagnosis is not None
    assert told.diagnosis.fault == "format_change"
    assert told.diagnosis.parameters == {"from": "text without it", "to": words}
    assert told.diagnosis.share is not None
    assert 0.85 * changed - 0.02 <= told.diagnosis.share <= changed + 0.02


def test_texts_that_were_damaged_in_training_and_are_no_more_are_told_too() -> None:
    found = checked([html.escape(text) for text in notes(1)], notes(2))
    told = next(one.diagnosis for one in found.findings if one.diagnosis)
    assert told.parameters == {"from": "escapes of HTML", "to": "text without it"}


@pytest.mark.parametrize("seed", range(20))
def test_texts_as_they_were_are_not_garbled(seed: int) -> None:
    """Marks that both sides have are no news."""
    both = [in_share(notes(side), html.escape, 0.3) for side in (2 * seed + 10, 2 * seed + 11)]
    found = measured(*both)
    assert found is not None
    assert found.value <= found.margin


def test_texts_without_any_mark_are_not_asked() -> None:
    assert measured(["gern etwas", "immer"] * 50, ["immer gern", "etwas"] * 50) is None


def test_a_mark_is_held_against_the_exact_test_of_two_shares() -> None:
    """A mark that ten of the batch's two hundred texts have, and none of training's."""
    before = [f"text {place}" for place in range(300)]
    now = [f"text {place}" + "&amp;" * (place < 10) for place in range(200)]
    found = measured(before, now)
    assert found is not None
    assert (found.value, found.reference, found.live) == (0.05, 0.0, 0.05)
    assert found.p_value == pytest.approx(
        stats.fisher_exact(np.array([[10, 190], [0, 300]])).pvalue, rel=1e-6
    )


@pytest.mark.parametrize(
    "text",
    [
        "Où? Là-bas",
        "Was? Nein",
        "R&D; ok",
        "50 % off",
        "C:\\temp",
        "a < b > c",
        "«à la carte»",
        "Ärger",
        "naïve â",
    ],
)
def test_what_people_write_bears_no_mark(text: str) -> None:
    assert [mark.name for mark in MARKS if mark.found.search(text)] == []
