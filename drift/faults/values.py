"""What breakers ask of a column's values: numbers of them, how far two sides are apart, where they repeat."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterable

Mask: TypeAlias = NDArray[np.bool_]
Numbers: TypeAlias = NDArray[np.float64]


def mask_of(truths: pl.Series) -> Mask:
    """Return a series of booleans as an array; null is false."""
    found: Mask = truths.fill_null(value=False).to_numpy().astype(np.bool_)
    return found


def known(values: pl.Series) -> Mask:
    """Return which rows hold a value: not null and, of floats, not NaN."""
    there = values.is_not_null()
    return mask_of(there & values.is_not_nan()) if values.dtype.is_float() else mask_of(there)


def is_number(values: pl.Series) -> bool:
    """Return whether the column is of integers, floats or decimals."""
    return values.dtype.is_numeric()


def numbers(values: pl.Series) -> Numbers:
    """Return the finite numbers of a column as floats; empty where it holds none."""
    if not is_number(values):
        return np.empty(0)
    found = values.drop_nulls().cast(pl.Float64).to_numpy()
    finite: Numbers = found[np.isfinite(found)]
    return finite


def as_floats(values: pl.Series) -> Numbers:
    """Return all rows of a column of numbers as floats, NaN for null."""
    found: Numbers = values.cast(pl.Float64).to_numpy().astype(np.float64)
    return found


def floats(found: Numbers, like: pl.Series) -> pl.Series:
    """Return floats as a column that is null where another is."""
    return pl.select(pl.when(like.is_not_null()).then(pl.Series("values", found))).to_series().alias("values")


def merged(before: pl.Series, after: pl.Series, rows: Mask) -> pl.Series:
    """Return `after` on some rows and `before` on the others, in a type that holds both."""
    if before.dtype.is_integer() and after.dtype.is_integer() and before.dtype != after.dtype:
        before, after = before.cast(pl.Int64), after.cast(pl.Int64)
    elif before.dtype != after.dtype and is_number(before) and is_number(after):
        before, after = before.cast(pl.Float64), after.cast(pl.Float64)
    return after.zip_with(pl.Series(rows), before)


def replaced(frame: pl.DataFrame, column: str, values: pl.Series) -> pl.DataFrame:
    """Return the table with other values in a column, whatever the column's name looks like."""
    return table_of((name, values if name == column else frame.get_column(name)) for name in frame.columns)


def table_of(columns: Iterable[tuple[str, pl.Series]]) -> pl.DataFrame:
    """Return a table of named columns."""
    return pl.DataFrame({name: values.alias(name) for name, values in columns})


def gap(one: Numbers, other: Numbers) -> float:
    """Return the Kolmogorov-Smirnov distance of two sets of numbers, 0 to 1; 1 where one is empty.

    Examples
    --------
    >>> gap(np.array([1.0, 2.0]), np.array([2.0, 3.0]))
    0.5
    """
    if not (one.size and other.size):
        return 1.0
    points = np.concatenate([one, other])
    below = [np.searchsorted(np.sort(side), points, side="right") / side.size for side in (one, other)]
    return float(np.abs(below[0] - below[1]).max())


def level_shares(values: pl.Series) -> dict[str, float]:
    """Return the share of the rows that each level of a text column has, the most frequent first."""
    counts = (
        values.drop_nulls()
        .cast(pl.String)
        .alias("level")
        .value_counts()
        .sort(["count", "level"], descending=[True, False])
    )
    rows = max(int(counts["count"].sum()), 1)
    return {level: count / rows for level, count in counts.iter_rows()}


def top_share(values: pl.Series) -> float:
    """Return the share of the rows with a value that the most frequent value has; 1 of no rows."""
    counts = values.drop_nulls().alias("value").value_counts()["count"]
    return int(counts.max() or 0) / int(counts.sum()) if len(counts) else 1.0  # type: ignore[arg-type]
