"""Even ranks: every column spread evenly over 0 to 1, so that only how columns go together is left.

That is the empirical copula of the rows (Deheuvels 1979), with equal values dealt out at random: a value
that a quarter of the rows hold takes a quarter of the way. So two samples whose columns each moved have
the same columns by themselves once both are made even.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from numpy.typing import NDArray


def codes_of(before: pl.Series, now: pl.Series) -> NDArray[np.int64] | None:
    """Return the values of both sides as places in one order; None where they are all the same.

    Numbers stand in their own order and nulls after them; levels by how many rows hold them, so that those
    of a kind are not torn apart by their names. Which side a row is of makes no difference.

    Parameters
    ----------
    before, now : Series
        A column of training and of the batch: numbers both, or anything else.

    Returns
    -------
    int64 array of shape (rows of both,) or None
        Training's rows first.
    """
    sides = [before.alias("values"), now.alias("values")]
    if all(one.dtype.is_numeric() for one in sides):
        both = pl.concat([one.cast(pl.Float64).fill_nan(None) for one in sides])
        codes = both.rank("dense").cast(pl.Int64)
    else:
        both = pl.concat([_as_text(one) for one in sides])
        order = both.drop_nulls().value_counts(name="rows").sort("rows", "values", descending=[True, False])
        codes = both.replace_strict(order["values"], range(order.height), default=None, return_dtype=pl.Int64)
    if both.n_unique() <= 1:
        return None
    return codes.fill_null(int(codes.max() or 0) + 1).to_numpy()  # type: ignore[arg-type]


def even_ranks(codes: NDArray[np.int64], random: np.random.Generator) -> NDArray[np.float64]:
    """Return each value's place among the rows, 0 to 1, spread evenly.

    Parameters
    ----------
    codes : array of shape (rows, k)
        Columns of values that only have an order.
    random : Generator
        What deals out equal values, and the place within a row's own step.

    Returns
    -------
    array of shape (rows, k)
        In each column one value in each of the ``rows`` steps of equal width.
    """
    rows = codes.shape[0]
    found = np.empty(codes.shape)
    for place in range(codes.shape[1]):
        order = np.argsort(codes[:, place] + random.random(rows))
        found[order, place] = np.arange(rows)
    even: NDArray[np.float64] = (found + random.random(codes.shape)) / max(rows, 1)
    return even


def _as_text(values: pl.Series) -> pl.Series:
    return (values.cast(pl.Float64) if values.dtype.is_numeric() else values).cast(pl.String)
