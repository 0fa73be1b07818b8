"""What training's sampled rows teach of relations: grades, and how strongly columns go together there.

No batch changes anything of it. So it is worked out once, and while the batch is still being read.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from drift.compare.grades import LEAST_ROWS, MOST_LEVELS, Levels, Ranks, canonical_grades, level_grades
from drift.judge.lesson import identity_of
from drift.judge.strong_pairs import LEAST_STRENGTH, MOST_PAIRS
from drift.profile.arrays import numbers_of

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from drift.compare.grades import CanonicalGrades, LevelGrades
    from drift.judge.lesson import Lesson
    from drift.profile.sample import Sample

DEAL: Final = 20_231  # of what deals copies of a row to the halves: the same for every check

# What a lesson is worked out by: one of other rules is as good as none.
RULES: Final = {
    "deal": DEAL,
    "most_levels": MOST_LEVELS,
    "least_rows": LEAST_ROWS,
    "least_strength": LEAST_STRENGTH,
    "most_pairs": MOST_PAIRS,
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TaughtNumber:
    """How a number's values are ranked, and the grades of training's own rows."""

    ranks: Ranks
    grades: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TaughtLevels:
    """Which levels of a category have codes, and the codes of training's own rows."""

    levels: Levels
    codes: NDArray[np.int64]


class Taught:
    """What sampled rows teach: each part is worked out when it is first asked for.

    Parameters
    ----------
    rows : DataFrame
        The rows.
    teaching : array of shape (rows,)
        How many copies of each row teach.
    lesson : Lesson, optional
        What they are known to teach.
    """

    def __init__(
        self, rows: pl.DataFrame, teaching: NDArray[np.float64], lesson: Lesson | None = None
    ) -> None:
        self.rows = rows
        self.teaching = teaching
        self.lesson = lesson
        self.number = cache(self._number)
        self.levels = cache(self._levels)
        self.grades = cache(self._grades)
        self.beside_numbers = cache(self._beside_numbers)
        self.beside_category = cache(self._beside_category)
        self._numbers = numbers_of(rows, rows.columns)

    def known_pairs(
        self, numbers: tuple[str, ...], categories: tuple[str, ...]
    ) -> frozenset[tuple[str, str]] | None:
        """Return the pairs of some columns that are known to go together; None where that is not known."""
        known = self.lesson
        if known is None or (known.numbers, known.categories) != (numbers, categories):
            return None
        return frozenset(known.pairs)

    def _number(self, name: str) -> TaughtNumber | None:
        """Return what is taught of a number; None where it is none, or does not vary."""
        values = self._numbers.get(name)
        ranks = None if values is None else Ranks.learned(values, self.teaching)
        return None if values is None or ranks is None else TaughtNumber(ranks=ranks, grades=ranks.of(values))

    def _levels(self, name: str) -> TaughtLevels | None:
        """Return what is taught of a category; None where there are no two levels to tell apart."""
        values = self.rows[name]
        levels = Levels.learned(values, self.teaching)
        return None if levels is None else TaughtLevels(levels=levels, codes=levels.of(values))

    def _grades(self, names: tuple[str, ...]) -> NDArray[np.float64]:
        """Return the grades of some numbers that vary, a column for each."""
        numbers = [one for name in names if (one := self.number(name)) is not None]
        return (
            np.stack([one.grades for one in numbers], axis=1) if numbers else np.empty((self.rows.height, 0))
        )

    def _beside_numbers(self, category: str, names: tuple[str, ...]) -> LevelGrades | None:
        """Return the grades of a category's levels beside some numbers that vary."""
        found = self.levels(category)
        if found is None:
            return None
        both = (self.teaching > 0) & (found.codes >= 0)
        return level_grades(
            found.codes[both], self.grades(names)[both], self.teaching[both], found.levels.codes
        )

    def _beside_category(self, one: str, other: str) -> CanonicalGrades | None:
        """Return the grades of two categories' levels beside each other."""
        mine, theirs = self.levels(one), self.levels(other)
        if mine is None or theirs is None:
            return None
        return canonical_grades(
            mine.codes, theirs.codes, self.teaching, (mine.levels.codes, theirs.levels.codes)
        )


@lru_cache(maxsize=1)  # of one reference, whose batches are checked one after the other
def taught_by(sample: Sample, lesson: Lesson | None = None) -> Taught:
    """Return what a sample teaches, by one half of its rows.

    A lesson that a reference keeps spares work, where it is of this sample and these rules, and makes no
    other difference.
    """
    known = lesson if lesson is not None and _is_of(lesson, sample) else None
    teaching = dealt(sample) if known is None else known.teaching
    return Taught(sample.rows, teaching.astype(np.float64), known)


def _is_of(lesson: Lesson, sample: Sample) -> bool:
    return lesson.rules == RULES and lesson.sample == identity_of(sample)


def dealt(sample: Sample) -> NDArray[np.int64]:
    """Return how many copies of each row teach.

    Whole numbers of copies are dealt one by one: a row is as likely to teach as to be compared.
    """
    return np.random.default_rng(DEAL).binomial(sample.counts, 0.5)
