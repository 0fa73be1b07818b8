"""The pairs of columns whose relation is asked for, with the grades that their values have beside each other.

Numbers have one grade each, so all of their pairs are one table. A level's grade depends on what it
stands beside, so a pair with a category is a table of two columns; only the strongest of training are kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from drift.compare.association import Association
from drift.compare.grades import graded
from drift.profile.arrays import numbers_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from drift.compare.grades import CanonicalGrades
    from drift.judge.related_rows import RelatedRows

LEAST_STRENGTH: Final = 0.2  # of a relation with a category in training, to be asked for
MOST_PAIRS: Final = 200  # with a category; the strongest
MOST_CATEGORIES: Final = 40  # in the order of the data: all pairs of them are looked at


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Graded:
    """Columns with the grades of their values on both sides.

    Attributes
    ----------
    names : tuple of str
        The columns.
    statistic : str
        What the correlation of their grades is.
    reference, live : arrays of shape (rows, columns)
        NaN where a value is not known.
    """

    names: tuple[str, ...]
    statistic: str
    reference: NDArray[np.float64]
    live: NDArray[np.float64]

    def associations(self, rows: RelatedRows) -> tuple[Association, Association]:
        """Return how the columns go together in training's half that is compared, and in the batch.

        Grades are standardised over the rows of both, so that a column that moved in the batch weighs as
        little as may be; which rows are whose makes no difference to that, so margins stay exact.
        """
        grades = np.concatenate([self.reference, self.live])
        known = ~np.isnan(grades)
        weights = np.concatenate([rows.compared, rows.live])[:, None] * known
        if not known.all():  # what is not known weighs nothing
            grades[~known] = 0.0
        many = weights.sum(axis=0)
        mean = _share((grades * weights).sum(axis=0), many)
        spread = np.sqrt(_share(((grades - mean) ** 2 * weights).sum(axis=0), many))
        scale = np.where(spread > 0, spread, 1.0)
        return (
            Association.of((self.reference - mean) / scale, rows.compared),
            Association.of((self.live - mean) / scale, rows.live),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Coded:
    """A category by codes."""

    name: str
    reference: NDArray[np.int64]
    live: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _BesideNumber:
    """A category and a number, and how strongly they go together; not yet a table, for most are dropped."""

    first: _Coded
    second: str
    place: int
    grades: NDArray[np.float64]
    strength: float

    def graded(self, numbers: Graded) -> Graded:
        """Return both columns with their grades."""
        reference, live = (graded(codes, self.grades) for codes in (self.first.reference, self.first.live))
        return Graded(
            names=(self.first.name, self.second),
            statistic="correlation_ratio",
            reference=np.stack([reference, numbers.reference[:, self.place]], axis=1),
            live=np.stack([live, numbers.live[:, self.place]], axis=1),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _BesideCategory:
    """Two categories, and how strongly they go together."""

    first: _Coded
    other: _Coded
    learned: CanonicalGrades

    @property
    def second(self) -> str:
        """The other one's name."""
        return self.other.name

    @property
    def strength(self) -> float:
        """Their canonical correlation."""
        return self.learned.strength

    def graded(self, _: Graded) -> Graded:
        """Return both columns with their grades."""
        mine, theirs = self.learned.first, self.learned.second
        sides = ((self.first.reference, self.other.reference), (self.first.live, self.other.live))
        reference, live = (
            np.stack([graded(one, mine), graded(other, theirs)], axis=1) for one, other in sides
        )
        return Graded(
            names=(self.first.name, self.other.name),
            statistic="canonical_correlation",
            reference=reference,
            live=live,
        )


def number_grades(names: Sequence[str], rows: RelatedRows) -> Graded:
    """Return the numbers that vary in training, with their ranks as grades."""
    now = numbers_of(rows.now, names)
    numbers = {name: one for name in names if name in now and (one := rows.taught.number(name)) is not None}
    live = [one.ranks.of(now[name]) for name, one in numbers.items()]
    kept = tuple(numbers)
    return Graded(
        names=kept,
        statistic="rank_correlation",
        reference=rows.taught.grades(kept),
        live=np.stack(live, axis=1) if kept else np.empty((rows.now.height, 0)),
    )


def category_grades(names: Sequence[str], numbers: Graded, rows: RelatedRows) -> list[Graded]:
    """Return the pairs with a category that go together most in the half of training that teaches."""
    categories = [one for name in names[:MOST_CATEGORIES] if (one := _coded(name, rows)) is not None]
    found: list[_BesideNumber | _BesideCategory] = [
        *_beside_numbers(categories, numbers, rows),
        *_beside_categories(categories, rows),
    ]
    strong = sorted(
        (one for one in found if one.strength >= LEAST_STRENGTH),
        key=lambda one: (-one.strength, one.first.name, one.second),
    )
    return [one.graded(numbers) for one in strong[:MOST_PAIRS]]


def _beside_numbers(
    categories: Sequence[_Coded], numbers: Graded, rows: RelatedRows
) -> Iterator[_BesideNumber]:
    for one in categories if numbers.names else ():
        learned = rows.taught.beside_numbers(one.name, numbers.names)
        if learned is None:
            continue
        for place, name in enumerate(numbers.names):
            yield _BesideNumber(
                first=one,
                second=name,
                place=place,
                grades=learned.grades[:, place],
                strength=float(learned.strength[place]),
            )


def _beside_categories(categories: Sequence[_Coded], rows: RelatedRows) -> Iterator[_BesideCategory]:
    for place, one in enumerate(categories):
        for other in categories[place + 1 :]:
            learned = rows.taught.beside_category(one.name, other.name)
            if learned is not None:
                yield _BesideCategory(first=one, other=other, learned=learned)


def _coded(name: str, rows: RelatedRows) -> _Coded | None:
    taught = rows.taught.levels(name)
    if taught is None:
        return None
    return _Coded(name=name, reference=taught.codes, live=taught.levels.of(rows.now[name]))


def _share(sums: NDArray[np.float64], of: NDArray[np.float64]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = sums / np.maximum(of, 1.0)
    return found
