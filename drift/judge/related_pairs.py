"""The pairs of columns whose relation is asked for, with the grades that their values have beside each other.

Numbers have one grade each, so all of their pairs are one table. A level's grade depends on what it
stands beside, so a pair with a category is a table of two columns; only the strongest of training are kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from drift.compare.association import Association
from drift.compare.grades import graded
from drift.judge.strong_pairs import MOST_CATEGORIES, strong_pairs
from drift.profile.arrays import numbers_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from drift.judge.related_rows import RelatedRows
    from drift.judge.strong_pairs import Beside
    from drift.judge.taught import TaughtLevels


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """In how many rows two columns lie on the same side of their middles, of those that know both."""

    same: int
    rows: int


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

    def sides(self, rows: RelatedRows, first: int, second: int) -> tuple[Sides, Sides]:
        """Return how often two columns lie on the same side of their middles, in training and the batch.

        Of training it is the half that is compared. The middles are the mean grades of the rows of both:
        which rows are whose makes no difference to them.
        """
        both = self.reference[:, [first, second]], self.live[:, [first, second]]
        grades, weights = np.concatenate(both), np.concatenate([rows.compared, rows.live])
        known = ~np.isnan(grades)
        counted = np.where(known, weights[:, None], 0.0)
        middle = _share((np.where(known, grades, 0.0) * counted).sum(axis=0), counted.sum(axis=0))
        above = np.asarray(grades > middle)
        whole = np.asarray(known.all(axis=1))
        alike = whole & (above[:, 0] == above[:, 1])
        before, now = (
            Sides(same=round(float(weights[of] @ alike[of])), rows=round(float(weights[of] @ whole[of])))
            for of in (slice(0, rows.compared.size), slice(rows.compared.size, None))
        )
        return before, now

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

    @cache
    def live_codes(name: str, taught: TaughtLevels) -> NDArray[np.int64]:
        return taught.levels.of(rows.now[name])

    def grades(one: str | Beside) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        if isinstance(one, str):
            place = numbers.names.index(one)
            return numbers.reference[:, place], numbers.live[:, place]
        return graded(one.taught.codes, one.grades), graded(live_codes(one.name, one.taught), one.grades)

    found = []
    for pair in strong_pairs(rows.taught, numbers.names, tuple(names[:MOST_CATEGORIES])):
        reference, live = zip(grades(pair.first), grades(pair.second), strict=True)
        found.append(
            Graded(
                names=pair.names,
                statistic="correlation_ratio" if isinstance(pair.second, str) else "canonical_correlation",
                reference=np.stack(reference, axis=1),
                live=np.stack(live, axis=1),
            )
        )
    return found


def _share(sums: NDArray[np.float64], of: NDArray[np.float64]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = sums / np.maximum(of, 1.0)
    return found
