"""A pandas frame as a polars one, without importing pandas, and with or without pyarrow.

NaN is how pandas writes a missing number, so it becomes null here; so do NaT, None and NA. The index
is not data and is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from polars.exceptions import PolarsError

from drift.errors import InputUnreadableError
from drift.sources.faults import reading

if TYPE_CHECKING:
    from typing import TypeGuard

    import pandas as pd

TIME_UNITS = ("ms", "us", "ns")  # numpy's units that polars has too; seconds and days are widened


def is_pandas(data: object) -> TypeGuard[pd.DataFrame]:
    """Return whether `data` is a pandas DataFrame, or of a class derived from it."""
    return any(
        kind.__module__.partition(".")[0] == "pandas" and kind.__name__ == "DataFrame"
        for kind in type(data).__mro__
    )


def from_pandas(frame: pd.DataFrame, name: str) -> pl.DataFrame:
    """Return the columns of a pandas frame.

    Numbers share pandas' memory, texts are copied.

    Raises
    ------
    InputUnreadableError
        If two columns have one name, also where the names only become one as text (1 and "1").
    """
    names = [str(column) for column in frame.columns]
    twice = sorted({column for column in names if names.count(column) > 1})
    if twice:
        raise InputUnreadableError(
            f"{name}: two columns have one name: {', '.join(f'`{column}`' for column in twice)}",
            mend="give every column a name of its own",
        )
    with reading(name, "convert it yourself and give a polars frame"):
        return pl.DataFrame({column: _column(frame.iloc[:, at]) for at, column in enumerate(names)})


def _column(series: pd.Series[Any]) -> pl.Series:
    """Return one column, by what pandas says its values are."""
    dtype = series.dtype
    kind = getattr(dtype, "kind", "O")
    if str(dtype) == "category":
        return _categories(series)
    if hasattr(dtype, "pyarrow_dtype"):  # then pyarrow is there
        return pl.Series(series.array.__arrow_array__())
    if kind in "biuf":
        return _numbers(series, kind)
    if kind in "mM":
        return _times(series)
    return _objects(series)


def _numbers(series: pd.Series[Any], kind: str) -> pl.Series:
    """Return numbers or booleans, of numpy's types, sparse ones, or pandas' own with NA."""
    if isinstance(series.dtype, np.dtype) or str(series.dtype).startswith("Sparse"):
        values = pl.Series(values=np.asarray(series))
        return values.fill_nan(None) if kind == "f" else values
    missing = series.isna().to_numpy()
    plain = np.dtype(series.dtype.type)
    values = pl.Series(values=series.array.to_numpy(dtype=plain, na_value=plain.type(0)))
    return pl.select(pl.when(pl.Series(~missing)).then(values)).to_series()


def _times(series: pd.Series[Any]) -> pl.Series:
    """Return datetimes, with their zone, or durations."""
    zone = getattr(series.dtype, "tz", None)
    values = (series.dt.tz_convert("UTC").dt.tz_localize(None) if zone is not None else series).to_numpy()
    unit = np.datetime_data(values.dtype)[0]
    if unit not in TIME_UNITS:
        values = values.astype(f"{values.dtype.kind}8[ms]")
    times = pl.Series(values=values)
    if zone is None:
        return times
    times = times.dt.replace_time_zone("UTC")
    try:
        return times.dt.convert_time_zone(str(zone))
    except PolarsError:  # polars knows zones by name only, and a fixed offset has none
        return times


def _categories(series: pd.Series[Any]) -> pl.Series:
    """Return the values that the codes of a categorical stand for."""
    codes = pl.Series(values=series.cat.codes.to_numpy())
    levels = _column(series.cat.categories.to_series())
    return levels.gather(pl.select(pl.when(codes >= 0).then(codes)).to_series())


def _objects(series: pd.Series[Any]) -> pl.Series:
    """Return texts, or other Python objects; where they are of several types, all as text.

    An object column without a value could hold anything, so its type is Null.
    """
    missing = series.isna().to_numpy()
    values = [None if gone else value for value, gone in zip(series.array, missing, strict=True)]
    if missing.all():
        return pl.Series(values=values, dtype=pl.Null() if series.dtype == object else pl.String())
    if not all(value is None or isinstance(value, str) for value in values):
        try:
            column = pl.Series(values=values)
        except (TypeError, ValueError, OverflowError, PolarsError):
            column = pl.Series(dtype=pl.Object())
        if not isinstance(column.dtype, pl.Object):
            return column
        values = [None if value is None else str(value) for value in values]
    return pl.Series(values=values, dtype=pl.String())
