"""The columns of a batch as arrays: numbers as floats, text as hashes, booleans as codes.

Those of several columns in one call of polars: each call wakes its threads, which costs as much as
counting a column. Nulls have a value of their own in each array, so no second one is needed to tell them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from drift.profile.keys import text_hash
from drift.sources.schema import family
from drift.sources.singles import doubles_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from numpy.typing import NDArray

# The NaN of which all bits are set, which no arithmetic makes: its key is 0, and so is the hash of that.
NULL_NUMBER: Final = float(np.array([2**64 - 1], np.uint64).view(np.float64)[0])
NULL_TEXT: Final = 0  # no text hashes to it but one in 2^64
NULL_BOOLEAN: Final = 2

COLUMNS_AT_ONCE: Final = 20  # of more, their arrays would be a good part of a wide batch's memory


def arrays_by_column(
    frame: pl.DataFrame, quick: Container[str] = ()
) -> Iterator[tuple[pl.Series, NDArray[Any] | None]]:
    """Yield each column with its array, if it has one: made for some columns at a time."""
    columns = frame.get_columns()
    for start in range(0, len(columns), COLUMNS_AT_ONCE):
        some = columns[start : start + COLUMNS_AT_ONCE]
        arrays = arrays_of(some, quick)
        for column in some:
            yield column, arrays.pop(column.name, None)


def arrays_of(some: Iterable[pl.Series], quick: Container[str] = ()) -> dict[str, NDArray[Any]]:
    """Return the arrays of all columns of a frame that have one, by name.

    For those in `quick`, if they are text, with the hashes that polars has itself, of which a text takes a
    quarter of the time: the same in this process alone.
    """
    columns = {one.name: _physical(one) for one in some}
    found = {name: one.cast(pl.Float64).to_numpy() for name, one in columns.items() if _as_it_is(one)}
    # Under plain names: polars takes some, such as `^a$`, for patterns.
    names = {f"c{place}": name for place, name in enumerate(columns) if name not in found}
    plain = pl.DataFrame([columns[name].alias(plain) for plain, name in names.items()])
    # The engine for what is in memory already: each array in one piece, in half the time.
    quickly = {plain for plain, name in names.items() if name in quick}
    made = plain.lazy().select(_arrays(plain, quickly)).collect(engine="in-memory") if names else plain
    return found | {names[one.name]: _as_array(one) for one in made.iter_columns()}


def numbers_of(frame: pl.DataFrame, names: Iterable[str]) -> dict[str, NDArray[np.float64]]:
    """Return the arrays of those of some columns that are numbers, by name; NaN for nulls."""
    return arrays_of(one for one in map(frame.get_column, names) if one.dtype.is_numeric())


def _as_array(made: pl.Series) -> NDArray[Any]:
    return doubles_of(made.to_numpy()) if made.dtype == pl.Float32 else made.to_numpy()


def nulls_of(frame: pl.DataFrame) -> dict[str, NDArray[np.bool_]]:
    """Return which rows of each column are null."""
    plain = {f"c{place}": one for place, one in enumerate(frame.iter_columns())}
    found = pl.DataFrame(plain).select(pl.all().is_null())
    return {plain[one.name].name: one.to_numpy() for one in found.iter_columns()}


def array_of(series: pl.Series, *, quick: bool = False) -> NDArray[Any]:
    """Return the array of one column of numbers, text or booleans."""
    return arrays_of([series], [series.name] if quick else ())[series.name]


def _physical(series: pl.Series) -> pl.Series:
    match series.dtype:
        case pl.Categorical() | pl.Enum():
            return series.cast(pl.String)
        case pl.Duration() | pl.Time():
            return series.to_physical()
        case _:
            return series


def _as_it_is(series: pl.Series) -> bool:
    """Return whether a column's own memory, or numbers of its size, are its array already."""
    double = series.dtype not in {pl.Float16, pl.Float32} and family(series.dtype) == "number"
    return double and not series.null_count()


def _arrays(frame: pl.DataFrame, quick: Container[str]) -> Iterator[pl.Expr]:
    """Yield the expressions that make arrays, each under its column's name."""
    for one in frame.iter_columns():
        match family(one.dtype):
            case "number" if one.dtype in {pl.Float16, pl.Float32}:
                array = pl.col(one.name).cast(pl.Float32).fill_null(NULL_NUMBER)
            case "number":
                array = pl.col(one.name).cast(pl.Float64).fill_null(NULL_NUMBER)
            case "text" if one.name in quick:
                array = pl.col(one.name).hash()
            case "text":
                array = text_hash(one.name).fill_null(NULL_TEXT)
            case "boolean":
                array = pl.col(one.name).cast(pl.UInt8).fill_null(NULL_BOOLEAN)
            case _:
                continue
        yield array
