"""Texts that are cut have the lengths of training, but for those that were longer."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest

import drift
from drift.diagnose.cut_texts import diagnose_cut_texts
from drift.profile.table import Plan, profile_batches

ROWS = 3_000
LETTERS = np.array(list("abcdefghijklmnopqrstuvwxyz"))


def notes(rows: int, *, seed: int, words: float = 4.0) -> list[str]:
    random = np.random.default_rng(seed)

    def word() -> str:
        return "".join(random.choice(LETTERS, random.integers(2, 9)))

    return [" ".join(word() for _ in range(1 + random.poisson(words))) for _ in range(rows)]


def taken(share: float, rows: int = ROWS) -> list[bool]:
    return [bool(one) for one in np.random.default_rng(9).random(rows) < share]


def cut(texts: list[str], length: int, share: float) -> list[str]:
    return [one[:length] if yes else one for one, yes in zip(texts, taken(share, len(texts)), strict=True)]


def told(before: list[str], now: list[str]) -> list[tuple[str, dict[str, Any], float | None]]:
    run = drift.check(pl.DataFrame({"note": now}), drift.fit(pl.DataFrame({"note": before})))
    return [
        (one.diagnosis.fault, one.diagnosis.parameters, one.diagnosis.share)
        for one in run["note"].findings
        if one.diagnosis
    ]


@pytest.mark.parametrize("rows", [500, ROWS])
@pytest.mark.parametrize(("length", "share"), [(20, 1.0), (8, 1.0), (20, 0.3), (5, 0.2)])
def test_texts_that_are_cut_are_told_with_the_length(length: int, share: float, rows: int) -> None:
    live = notes(rows, seed=2)
    broken = cut(live, length, share)
    ((fault, parameters, concerned),) = told(notes(ROWS, seed=1), broken)
    assert (fault, parameters) == ("clipping", {"bound": length, "side": "upper"})
    truly = np.mean([one != other for one, other in zip(live, broken, strict=True)])
    assert concerned == pytest.approx(truly, abs=0.04)


STREETS = [
    f"{name}{kind} {number}"
    for name in ("Linden", "Haupt", "Ring")
    for kind in ("weg", "allee")
    for number in range(30)
]


@pytest.mark.parametrize("share", [1.0, 0.3])
def test_levels_of_which_several_begin_alike_are_told_to_be_cut(share: float) -> None:
    before, live = (list(np.random.default_rng(seed).choice(STREETS, ROWS)) for seed in (1, 2))
    broken = cut(live, 6, share)
    assert ("clipping", {"bound": 6, "side": "upper"}) in [one[:2] for one in told(before, broken)]


def test_levels_are_told_to_be_cut_though_most_are_one_then() -> None:
    """Most birds are unknown, small or large ones; of what the cut explains nothing else is told."""
    names = [
        "Unknown bird - small",
        "Unknown bird - medium",
        "Rock pigeon",
        "Mourning dove",
        "European starling",
    ]
    before, live = (
        np.random.default_rng(seed).choice(names, ROWS, p=[0.45, 0.35, 0.1, 0.06, 0.04]).tolist()
        for seed in (1, 2)
    )
    for length in (8, 10):
        found = told(before, [one[:length] for one in live])
        assert [one[:2] for one in found] == [("clipping", {"bound": length, "side": "upper"})]


def test_a_default_that_one_level_begins_with_is_no_cut() -> None:
    names = ["Unknown bird - small", "Kestrel", "Pigeon", "Dove"]
    before, live = (list(np.random.default_rng(seed).choice(names, ROWS)) for seed in (1, 2))
    broken = ["Unknown" if yes else one for one, yes in zip(live, taken(0.6), strict=True)]
    assert "clipping" not in [one[0] for one in told(before, broken)]


def test_codes_of_another_form_and_length_are_not_cut() -> None:
    before, live = (list(np.random.default_rng(seed).choice(STREETS, ROWS)) for seed in (1, 2))
    codes = {name: f"{place:05d}" for place, name in enumerate(STREETS)}
    assert "clipping" not in [one[0] for one in told(before, [codes[name] for name in live])]


@pytest.mark.parametrize("share", [1.0, 0.2])
def test_texts_that_all_came_to_one_length_otherwise_are_not_cut(share: float) -> None:
    """What is masked has one length, and so has what stands for nothing."""
    live = notes(ROWS, seed=2)
    masked = [f"{one[:2]}***{one[-2:]}" if yes else one for one, yes in zip(live, taken(share), strict=True)]
    assert "clipping" not in [one[0] for one in told(notes(ROWS, seed=1), masked)]
    nothing = ["None" if yes else one for one, yes in zip(live, taken(share), strict=True)]
    ((fault, parameters, _),) = told(notes(ROWS, seed=1), nothing)
    assert (fault, parameters) == ("frozen" if share == 1 else "sentinel", {"value": "None"})


@pytest.mark.parametrize("words", [2.0, 3.0, 6.0])
def test_texts_that_are_shorter_or_longer_are_not_cut(words: float) -> None:
    found = told(notes(ROWS, seed=1), notes(ROWS, seed=2, words=words))
    assert "clipping" not in [fault for fault, _, _ in found]


def test_texts_as_they_were_and_columns_of_numbers_are_not_cut() -> None:
    before, now = (profile_batches([pl.DataFrame({"x": notes(ROWS, seed=seed)})], Plan()) for seed in (1, 2))
    numbers = profile_batches([pl.DataFrame({"x": [1, 2, 3]})], Plan())
    assert diagnose_cut_texts(before.columns["x"], now.columns["x"], "x") is None
    assert diagnose_cut_texts(numbers.columns["x"], now.columns["x"], "x") is None


def test_codes_that_lost_their_prefix_follow_another_form() -> None:
    random = np.random.default_rng(5)
    before, now = ([f"ORD-{number}" for number in random.integers(10**6, 10**7, ROWS)] for _ in range(2))
    assert [fault for fault, _, _ in told(before, [one[4:] for one in now])] == ["format_change"]
