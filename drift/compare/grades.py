"""Grades: what training makes of a feature's values, so that how two features go together is a number.

A number's grade is its rank in training, so the correlation of two of them is Spearman's. A level has no
rank of its own: beside a number its grade is the number's mean grade there, and the correlation of both is
the correlation ratio; beside another category both get the grades that correlate most, and that is the
first canonical correlation. Grades are learned from one half of training's sample; what is compared is the
other half and the batch, for which they are fixed, as an exact margin needs it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_LEVELS: Final = 30  # levels with a grade of their own; the rarer ones share one
LEAST_ROWS: Final = 20  # of a level, in the half that teaches; of fewer, its grade is chance
UNKNOWN: Final = -1  # the code of a null
PAIR: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ranks:
    """The grades of a number: its standardised rank among training's values, linear between them."""

    values: NDArray[np.float64]
    grades: NDArray[np.float64]

    @classmethod
    def learned(cls, values: NDArray[np.float64], weights: NDArray[np.float64]) -> Ranks | None:
        """Return the grades that rows teach; None where they do not vary."""
        known = np.isfinite(values) & (weights > 0)
        distinct, place = np.unique(values[known], return_inverse=True)
        if distinct.size < PAIR:
            return None
        counts = np.bincount(place, weights=weights[known]).astype(np.float64)
        middle = np.cumsum(counts) - counts / 2
        return cls(values=distinct, grades=_standard(middle, counts))

    def of(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the grades of values; NaN of what is not finite, the outermost grade beyond both ends."""
        finite = np.isfinite(values)
        known = np.where(finite, values, self.values[0])  # with NaN among them a sort takes twice as long
        order = np.argsort(known)  # of neighbours the place is found at once
        grades = np.empty(values.shape)
        grades[order] = np.interp(known[order], self.values, self.grades)
        grades[~finite] = np.nan
        return grades


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Levels:
    """The levels of a category that have a code of their own; all others share the last one."""

    names: pl.Series

    @classmethod
    def learned(cls, values: pl.Series, weights: NDArray[np.float64]) -> Levels | None:
        """Return the levels that enough rows have; None where there are not two to tell apart."""
        names = _as_text(values)
        distinct = names.unique().drop_nulls().sort()
        places = _places(names, distinct)
        known = places != UNKNOWN
        counts = np.bincount(places[known], weights=weights[known], minlength=len(distinct))
        most = np.argsort(-counts, kind="stable")[:MOST_LEVELS]
        most = most[counts[most] >= LEAST_ROWS]
        rest = float(counts.sum()) - float(counts[most].sum())
        return cls(names=distinct.gather(most)) if most.size + (rest > 0) >= PAIR else None

    @property
    def codes(self) -> int:
        """How many codes there are."""
        return len(self.names) + 1

    def of(self, values: pl.Series) -> NDArray[np.int64]:
        """Return the codes of values; `UNKNOWN` of nulls."""
        names = _as_text(values)
        places = _places(names, self.names)
        others = (places == UNKNOWN) & names.is_not_null().to_numpy()
        return np.where(others, len(self.names), places)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LevelGrades:
    """The grades of a category's levels beside some numbers, and their correlation ratios, 0 to 1."""

    grades: NDArray[np.float64]
    strength: NDArray[np.float64]


def level_grades(
    codes: NDArray[np.int64], grades: NDArray[np.float64], weights: NDArray[np.float64], many: int
) -> LevelGrades | None:
    """Return each level's grade beside some numbers; None where one of these is known in no row.

    Parameters
    ----------
    codes : array of shape (rows,)
        The levels, by code.
    grades : array of shape (rows, k)
        The grades of the numbers.
    weights : array of shape (rows,)
        How often each row stands there.
    many : int
        How many codes there are.

    Returns
    -------
    LevelGrades or None
        Grades with mean 0 and deviation 1.
    """
    known = ~np.isnan(grades)
    counts = _by_level(codes, known * weights[:, None], many)
    sums = _by_level(codes, np.where(known, grades, 0.0) * weights[:, None], many)
    means = np.divide(sums, counts, out=np.zeros_like(sums), where=counts > 0)
    rows = counts.sum(axis=0)
    if not (rows > 0).all():
        return None
    means -= (means * counts).sum(axis=0) / rows
    spread = np.sqrt((means**2 * counts).sum(axis=0) / rows)
    return LevelGrades(
        grades=np.divide(means, spread, out=np.zeros_like(means), where=spread > 0),
        strength=np.minimum(spread, 1.0),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CanonicalGrades:
    """The grades of two categories' levels, and how they correlate, 0 to 1."""

    first: NDArray[np.float64]
    second: NDArray[np.float64]
    strength: float


def canonical_grades(
    mine: NDArray[np.int64], theirs: NDArray[np.int64], weights: NDArray[np.float64], many: tuple[int, int]
) -> CanonicalGrades | None:
    """Return the grades of two categories' levels that correlate most, and their correlation.

    None where no row knows both, or one of both has a single level there.
    """
    known = (mine >= 0) & (theirs >= 0)
    joint = np.bincount(
        mine[known] * many[1] + theirs[known], weights=weights[known], minlength=many[0] * many[1]
    ).reshape(many)
    rows, columns = joint.sum(axis=1), joint.sum(axis=0)
    if min((rows > 0).sum(), (columns > 0).sum()) < PAIR:
        return None
    total = joint.sum()
    expected = np.outer(rows, columns) / total
    root = np.sqrt(np.where(expected > 0, expected, 1.0) * total)
    left, strength, right = np.linalg.svd((joint - expected) / root, full_matrices=False)
    sign = 1.0 if left[np.abs(left[:, 0]).argmax(), 0] > 0 else -1.0  # of two that are as good, always one
    first = sign * left[:, 0] / np.sqrt(np.where(rows > 0, rows / total, np.inf))
    second = sign * right[0] / np.sqrt(np.where(columns > 0, columns / total, np.inf))
    return CanonicalGrades(first=first, second=second, strength=float(min(strength[0], 1.0)))


def graded(codes: NDArray[np.int64], grades: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the grade of each row's level; NaN where it is not known."""
    return np.where(codes >= 0, grades[codes], np.nan)


def _by_level(codes: NDArray[np.int64], values: NDArray[np.float64], many: int) -> NDArray[np.float64]:
    """Return the sum of the rows of each level."""
    order = np.argsort(codes, kind="stable")
    there, starts = np.unique(codes[order], return_index=True)
    sums = np.zeros((many, values.shape[1]))
    if there.size:
        sums[there] = np.add.reduceat(values[order], starts, axis=0)
    return sums


def _standard(values: NDArray[np.float64], counts: NDArray[np.float64]) -> NDArray[np.float64]:
    centred = values - (values * counts).sum() / counts.sum()
    spread: float = np.sqrt((centred**2 * counts).sum() / counts.sum())
    scaled: NDArray[np.float64] = centred / spread
    return scaled


def _places(names: pl.Series, among: pl.Series) -> NDArray[np.int64]:
    """Return where each name stands among distinct ones; `UNKNOWN` where it does not."""
    places = names.cast(pl.Enum(among), strict=False).to_physical()
    return places.cast(pl.Int64).fill_null(UNKNOWN).to_numpy()


def _as_text(values: pl.Series) -> pl.Series:
    plain = values.alias("values")
    return (plain.cast(pl.Float64) if plain.dtype.is_numeric() else plain).cast(pl.String)
