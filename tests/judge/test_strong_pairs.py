"""The pairs that a reference names are those that a search among all finds, to the last digit."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import polars as pl
import pytest

from drift.judge.lesson import Lesson
from drift.judge.strong_pairs import LEAST_STRENGTH, MOST_PAIRS, StrongPair, strong_pairs
from drift.judge.taught import RULES, Taught

ROWS = 1_500
NUMBERS = tuple(f"n{place}" for place in range(5))
CATEGORIES = tuple(f"c{place}" for place in range(4))


def made(seed: int, *, hold: float) -> pl.DataFrame:
    """Return a table whose columns hold to one of them more or less, some of them about as much as counts."""
    random = np.random.default_rng(seed)
    base = random.integers(0, 4, ROWS)
    holds = random.uniform(0, hold, len(NUMBERS) + len(CATEGORIES))
    numbers = {
        name: pl.Series(base * share + random.normal(size=ROWS)).set(
            pl.Series(random.random(ROWS) < 0.05), None
        )
        for name, share in zip(NUMBERS, holds, strict=False)
    }
    categories = {
        name: pl.Series(np.where(random.random(ROWS) < share, base, random.integers(0, 4, ROWS))).cast(
            pl.String
        )
        for name, share in zip(CATEGORIES, holds[len(NUMBERS) :], strict=True)
    }
    return pl.DataFrame(numbers | categories)


def dealt(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).binomial(1, 0.5, ROWS).astype(np.float64)


def lesson(pairs: list[StrongPair], numbers: tuple[str, ...] = NUMBERS) -> Lesson:
    return Lesson(
        rules=RULES,
        sample=0,
        teaching=np.zeros(0, np.int64),
        numbers=numbers,
        categories=CATEGORIES,
        pairs=tuple(one.names for one in pairs),
    )


def told(pairs: list[StrongPair]) -> list[tuple[object, ...]]:
    """Return all that there is of pairs, to the last digit."""
    return [
        (
            one.names,
            one.strength,
            one.first.grades.tobytes(),
            None if isinstance(one.second, str) else one.second.grades.tobytes(),
        )
        for one in pairs
    ]


@pytest.mark.parametrize("seed", range(40))
def test_where_the_pairs_are_known_they_are_found_to_the_last_digit(seed: int) -> None:
    rows, teaching = made(seed, hold=0.4), dealt(seed)
    searched = strong_pairs(Taught(rows, teaching), NUMBERS, CATEGORIES)
    known = strong_pairs(Taught(rows, teaching, lesson(searched)), NUMBERS, CATEGORIES)
    assert told(known) == told(searched)


def test_they_are_those_that_polars_finds_to_go_together_by_so_much() -> None:
    """The correlation ratio: the root of the share of a rank's variance that is between the levels."""
    between = set()
    for seed in range(20):
        rows, teaching = made(seed, hold=0.6), dealt(seed)
        found = {one.names: one.strength for one in strong_pairs(Taught(rows, teaching), NUMBERS, CATEGORIES)}
        for category, number in product(CATEGORIES, NUMBERS):
            part = rows.filter(pl.Series(teaching > 0)).select(category, number)
            part = part.drop_nulls().with_columns(pl.col(number).rank())
            means = part.select(pl.col(number).mean().over(category)).to_series()
            ratio = float(np.std(means.to_numpy()) / np.std(part[number].to_numpy()))
            assert ((category, number) in found) == (ratio >= LEAST_STRENGTH)
            assert found.get((category, number), ratio) == pytest.approx(ratio)
            between.add(0.15 < ratio < 0.25)
    assert between == {True, False}


def test_of_two_categories_of_two_levels_it_is_phi() -> None:
    random = np.random.default_rng(4)
    base = random.random(ROWS) < 0.4
    names = tuple("abcdef")
    rows = pl.DataFrame(
        {name: base ^ (random.random(ROWS) < 0.1 * place) for place, name in enumerate(names)}
    )
    found = {one.names: one.strength for one in strong_pairs(Taught(rows, np.ones(ROWS)), (), names)}
    for one, other in combinations(names, 2):
        phi = abs(np.corrcoef(rows[one], rows[other])[0, 1])
        assert ((one, other) in found) == (phi >= LEAST_STRENGTH)
        assert found.get((one, other), phi) == pytest.approx(phi)
    assert 0 < len(found) < 15


def test_where_nothing_goes_together_no_level_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    rows, teaching = made(1, hold=0), dealt(1)
    searched = strong_pairs(Taught(rows, teaching), NUMBERS, CATEGORIES)
    taught = Taught(rows, teaching, lesson(searched))
    monkeypatch.setattr(taught, "levels", lambda name: pytest.fail(f"{name} was looked at"))
    assert searched == strong_pairs(taught, NUMBERS, CATEGORIES) == []


@pytest.mark.parametrize(
    ("numbers", "categories"),
    [(NUMBERS[1:], CATEGORIES), (NUMBERS, CATEGORIES[::-1]), ((), CATEGORIES), (NUMBERS, CATEGORIES[:3])],
)
def test_of_other_columns_all_pairs_are_looked_at(
    numbers: tuple[str, ...], categories: tuple[str, ...]
) -> None:
    rows, teaching = made(2, hold=0.9), dealt(2)
    searched = strong_pairs(Taught(rows, teaching), numbers, categories)
    assert searched
    assert told(strong_pairs(Taught(rows, teaching, lesson([])), numbers, categories)) == told(searched)


def test_a_number_that_no_row_with_a_level_knows_leaves_the_category_without_numbers() -> None:
    """As it is without a lesson, so that which pairs are asked for does not depend on who looked."""
    rows, teaching = made(3, hold=0.9), dealt(3)
    apart = rows.with_columns(
        c0=pl.when(pl.int_range(pl.len()) < ROWS // 2).then("c0"),
        n0=pl.when(pl.int_range(pl.len()) >= ROWS // 2).then("n0"),
    )
    searched = strong_pairs(Taught(apart, teaching), NUMBERS, CATEGORIES)
    assert not any(one.first.name == "c0" and isinstance(one.second, str) for one in searched)
    known = strong_pairs(Taught(apart, teaching, lesson(searched)), NUMBERS, CATEGORIES)
    assert told(known) == told(searched)
    assert searched


def test_of_many_only_the_strongest_are_kept() -> None:
    random = np.random.default_rng(5)
    base = random.integers(0, 4, ROWS)
    names = tuple(f"c{place:02}" for place in range(24))
    rows = pl.DataFrame(
        {
            name: pl.Series(np.where(random.random(ROWS) < 0.9, base, random.integers(0, 4, ROWS))).cast(
                pl.String
            )
            for name in names
        }
    )
    taught = Taught(rows, np.ones(ROWS))
    every = [taught.beside_category(one, other) for one, other in combinations(names, 2)]
    strengths = sorted((one.strength for one in every if one is not None), reverse=True)
    assert len(strengths) > MOST_PAIRS
    assert [one.strength for one in strong_pairs(taught, (), names)] == strengths[:MOST_PAIRS]
