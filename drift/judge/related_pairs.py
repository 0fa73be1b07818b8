"""The pairs of columns whose relation is asked for, with the grades that their values have beside each other.

Numbers have one grade each, so all of their pairs are one table. A level's grade depends on what it
stands beside, so a pair with a category is a table of two columns; only the strongest of training are kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from drift.compare.association import Association
from drift.compare.grades import Levels, Ranks, canonical_grades, graded, level_grades

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import polars as pl
    from numpy.typing import NDArray

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

    def before(self, rows: RelatedRows) -> Association:
        """Return how the columns go together in the half of training that is compared."""
        return Association.of(self.reference, rows.compared)

    def now(self, rows: RelatedRows) -> Association:
        """Return how they go together in the batch."""
        return Association.of(self.live, rows.live)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Coded:
    """A category by codes."""

    name: str
    many: int
    reference: NDArray[np.int64]
    live: NDArray[np.int64]


def number_grades(names: Sequence[str], rows: RelatedRows) -> Graded:
    """Return the numbers that vary in training, with their ranks as grades."""
    kept, reference, live = [], [], []
    for name in names:
        before, now = rows.before[name], rows.now[name]
        if not (before.dtype.is_numeric() and now.dtype.is_numeric()):
            continue
        values = _floats(before)
        ranks = Ranks.learned(values, rows.teaching)
        if ranks is not None:
            kept.append(name)
            reference.append(ranks.of(values))
            live.append(ranks.of(_floats(now)))
    empty = np.empty((0, 0))
    return Graded(
        names=tuple(kept),
        statistic="rank_correlation",
        reference=np.stack(reference, axis=1) if kept else empty.reshape(rows.before.height, 0),
        live=np.stack(live, axis=1) if kept else empty.reshape(rows.now.height, 0),
    )


def category_grades(names: Sequence[str], numbers: Graded, rows: RelatedRows) -> list[Graded]:
    """Return the pairs with a category that go together most in the half of training that teaches."""
    categories = [one for name in names[:MOST_CATEGORIES] if (one := _coded(name, rows)) is not None]
    found = [*_beside_numbers(categories, numbers, rows), *_beside_categories(categories, rows)]
    strong = sorted(
        (one for one in found if one[0] >= LEAST_STRENGTH), key=lambda one: (-one[0], one[1].names)
    )
    return [graded for _, graded in strong[:MOST_PAIRS]]


def _beside_numbers(
    categories: Sequence[_Coded], numbers: Graded, rows: RelatedRows
) -> Iterator[tuple[float, Graded]]:
    teach = rows.teaching > 0
    if not numbers.names:
        return
    for one in categories:
        both = teach & (one.reference >= 0)
        learned = level_grades(one.reference[both], numbers.reference[both], rows.teaching[both], one.many)
        if learned is None:
            continue
        for place, name in enumerate(numbers.names):
            grades, strength = learned.grades[:, place], float(learned.strength[place])
            reference, live = (graded(codes, grades) for codes in (one.reference, one.live))
            yield (
                strength,
                Graded(
                    names=(one.name, name),
                    statistic="correlation_ratio",
                    reference=np.stack([reference, numbers.reference[:, place]], axis=1),
                    live=np.stack([live, numbers.live[:, place]], axis=1),
                ),
            )


def _beside_categories(categories: Sequence[_Coded], rows: RelatedRows) -> Iterator[tuple[float, Graded]]:
    for place, one in enumerate(categories):
        for other in categories[place + 1 :]:
            many = (one.many, other.many)
            learned = canonical_grades(one.reference, other.reference, rows.teaching, many)
            if learned is None:
                continue
            mine, theirs, strength = learned
            yield (
                strength,
                Graded(
                    names=(one.name, other.name),
                    statistic="canonical_correlation",
                    reference=np.stack(
                        [graded(one.reference, mine), graded(other.reference, theirs)], axis=1
                    ),
                    live=np.stack([graded(one.live, mine), graded(other.live, theirs)], axis=1),
                ),
            )


def _coded(name: str, rows: RelatedRows) -> _Coded | None:
    before, now = rows.before[name], rows.now[name]
    levels = Levels.learned(before, rows.teaching)
    if levels is None:
        return None
    return _Coded(name=name, many=levels.codes, reference=levels.of(before), live=levels.of(now))


def _floats(values: pl.Series) -> NDArray[np.float64]:
    """Return numbers with NaN for nulls."""
    return values.alias("values").cast(float).fill_null(float("nan")).to_numpy()
