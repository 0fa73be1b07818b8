"""How two features go together, and whether two samples of rows agree on it beyond chance.

Every feature is a grade: what training makes of a value (`grades.py`), with mean 0 and deviation 1.
How two go together is told in two ways: by the correlation of their grades within a sample, which does
not care how each is spread there, and by the mean of their products, which is a mean over rows and so has
an exact margin. A relation changed by the smaller of both, where they agree on the direction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_MOVED: Final = 0.1  # of a correlation; a change that small is of no consequence
LEAST_SPREAD: Final = 0.05  # of the variance of both samples; a feature that hardly varies goes with nothing


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Association:
    """Sums over the rows in which both of two features are known, for all pairs of some features.

    Attributes
    ----------
    rows : array of shape (k, k)
        How many rows know both.
    sums, squares : arrays of shape (k, k)
        At ``[i, j]`` the sum of the grades of ``i``, and of their squares, over the rows that know ``j``.
    products, product_squares : arrays of shape (k, k)
        Sums of the products of the grades, and of their squares.
    reach : array of shape (k,)
        The largest grade of each feature, signs aside.
    """

    rows: NDArray[np.float64]
    sums: NDArray[np.float64]
    squares: NDArray[np.float64]
    products: NDArray[np.float64]
    product_squares: NDArray[np.float64]
    reach: NDArray[np.float64]

    @classmethod
    def of(cls, grades: NDArray[np.float64], weights: NDArray[np.float64]) -> Association:
        """Return the sums of a sample.

        Parameters
        ----------
        grades : array of shape (rows, k)
            A column for each feature; NaN where its value is not known.
        weights : array of shape (rows,)
            How often each row stands there.
        """
        known = ~np.isnan(grades)
        values, every = np.where(known, grades, 0.0), bool(known.all())
        squared, weighted = values**2, weights[:, None]

        def known_in(sums: NDArray[np.float64]) -> NDArray[np.float64]:
            if every:  # each over all rows: a product of matrices is many times as slow
                return np.broadcast_to(sums.sum(axis=0)[:, None], (known.shape[1], known.shape[1]))
            return sums.T @ known

        return cls(
            rows=known_in(known * weighted),
            sums=known_in(values * weighted),
            squares=known_in(squared * weighted),
            products=values.T @ (values * weighted),
            product_squares=squared.T @ (squared * weighted),
            reach=np.abs(values).max(axis=0, initial=0.0),
        )

    def __add__(self, other: Association) -> Association:
        """Return the sums over the rows of both."""
        return Association(
            rows=self.rows + other.rows,
            sums=self.sums + other.sums,
            squares=self.squares + other.squares,
            products=self.products + other.products,
            product_squares=self.product_squares + other.product_squares,
            reach=np.maximum(self.reach, other.reach),
        )

    @property
    def mean_product(self) -> NDArray[np.float64]:
        """The mean product of the grades; NaN where no row knows both."""
        return _over(self.products, self.rows)

    @property
    def correlation(self) -> NDArray[np.float64]:
        """Pearson's correlation of the grades within the sample; NaN where one of both hardly varies."""
        mean = _over(self.sums, self.rows)
        variance = _over(self.squares, self.rows) - mean**2
        varied = np.where(variance >= LEAST_SPREAD, variance, np.nan)
        found: NDArray[np.float64] = (self.mean_product - mean * mean.T) / np.sqrt(varied * varied.T)
        return found


def moved(before: Association, now: Association) -> NDArray[np.float64]:
    """Return by how much each relation is another one now, with its sign: -2 to 2.

    The smaller of the change of the correlation and of that of the mean product; 0 where they differ in
    sign, or one of both cannot be told.
    """
    changes = np.stack([now.correlation - before.correlation, now.mean_product - before.mean_product])
    agree = np.sign(changes).sum(axis=0)
    smaller = np.abs(changes).min(axis=0)
    return np.where(np.abs(agree) == len(changes), np.sign(agree) * smaller, 0.0)


def association_margin(before: Association, now: Association, level: float) -> NDArray[np.float64]:
    """Return how far chance moves each mean product between two samples, at an error probability.

    If which of the two samples a row is in says nothing about it, the smaller sample is drawn from both
    together without replacement, and its mean is no further from that of both than Bernstein's inequality
    allows; for draws without replacement that is theorem 4 of [1]_. Nothing is approximated: it holds for
    any number of rows.

    Parameters
    ----------
    before, now : Association
        The two samples, of the same features.
    level : float
        The error probability for one pair, both directions together.

    Returns
    -------
    array of shape (k, k)
        In units of the mean product; infinite where a sample has no rows.

    References
    ----------
    .. [1] Hoeffding, "Probability inequalities for sums of bounded random variables", JASA 1963.
    """
    both = before + now
    mean = both.mean_product
    variance = np.maximum(_over(both.product_squares, both.rows) - mean**2, 0.0)
    furthest = np.outer(both.reach, both.reach) + np.abs(mean)
    few, many = np.minimum(before.rows, now.rows), np.maximum(before.rows, now.rows)
    log = np.log(2 / level)
    linear = furthest * log / 3
    with np.errstate(divide="ignore", invalid="ignore"):
        from_both = (linear + np.sqrt(linear**2 + 2 * few * variance * log)) / few
        margin = from_both * both.rows / many
    return np.where(few > 0, margin, np.inf)


def _over(sums: NDArray[np.float64], rows: NDArray[np.float64]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = np.divide(sums, rows, out=np.full(np.shape(sums), np.nan), where=rows > 0)
    return found
