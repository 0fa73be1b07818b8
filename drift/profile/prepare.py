"""Columns of a batch made ready to be counted, each as its family wants it; and the hash of each row.

What is counted of a family stands in `numbers`, `texts`, `times` and `others`; `table` puts columns together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from drift.profile.arrays import arrays_by_column
from drift.profile.keys import mixed, text_keys, unmixed
from drift.profile.level_names import has_level_names
from drift.profile.numbers import hashes_of_numbers, prepare_numbers
from drift.profile.others import prepare_booleans, prepare_nested, prepare_unknown
from drift.profile.texts import prepare_texts
from drift.profile.times import hashes_of_times, prepare_times
from drift.sources.schema import family

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from drift.profile.column import ColumnProfile
    from drift.profile.prepared import Prepared


def prepare_columns(frame: pl.DataFrame, known: Mapping[str, ColumnProfile]) -> Iterator[Prepared]:
    """Yield the columns of a batch, prepared; `known` are those of the sum that it will be added to."""
    quick = {name for name, one in known.items() if has_level_names(one, frame.height)}
    for column, array in arrays_by_column(frame, quick):
        yield prepare(column, known.get(column.name), array)


def prepare(series: pl.Series, known: ColumnProfile | None, array: NDArray[Any] | None = None) -> Prepared:
    """Return a column of a batch, prepared, under its own name."""
    prepared = _of_family(series.alias("values"), known, array)
    return replace(prepared, profile=replace(prepared.profile, name=series.name))


def _of_family(series: pl.Series, known: ColumnProfile | None, array: NDArray[Any] | None) -> Prepared:
    match family(series.dtype):
        case "number":
            return prepare_numbers(series, known, array)
        case "text":
            return prepare_texts(series, known, array)
        case "time":
            return prepare_times(series, known)
        case "boolean":
            return prepare_booleans(series, array)
        case "nested":
            return prepare_nested(series)
        case _:
            return prepare_unknown(series)


def hashes_of_rows(frame: pl.DataFrame) -> NDArray[np.uint64]:
    """Return the same hash of each row of a table of which nothing else is asked."""
    return mixed(_sums(frame))


def hashes_without(hashes: NDArray[np.uint64], gone: pl.DataFrame) -> NDArray[np.uint64]:
    """Return the hashes that rows would have without some of their columns, which are given."""
    return mixed(unmixed(hashes) - _sums(gone))


def _sums(frame: pl.DataFrame) -> NDArray[np.uint64]:
    factors, total = _factors(tuple(frame.columns)), np.zeros(frame.height, np.uint64)
    for column, array in arrays_by_column(frame):
        total += _hashes(column, array) * factors[column.name]
    return total


def _hashes(series: pl.Series, array: NDArray[Any] | None) -> NDArray[np.uint64]:
    """Return the hashes of a column's values."""
    match family(series.dtype):
        case "number":
            return hashes_of_numbers(series, array)
        case "text" if array is not None:
            return array
        case "time":
            return hashes_of_times(series)
        case _:
            return prepare(series, None, array).hashes


@dataclass(frozen=True, slots=True, kw_only=True)
class RowHashes:
    """A hash of each row by all columns, and one by those that are counted: the same array if all are."""

    whole: NDArray[np.uint64]
    counted: NDArray[np.uint64]


def row_hashes(
    prepared: Iterable[Prepared], rows: int, names: Iterable[str], counted: frozenset[str] | None = None
) -> RowHashes:
    """Return hashes of each row: sums over columns, so that their order does not matter.

    Parameters
    ----------
    prepared : iterable of Prepared
        The columns.
    rows : int
        How many rows they have.
    names : iterable of str
        Their names, and maybe more.
    counted : frozenset of str, optional
        The columns by which rows are told to be copies; all, if not given.
    """
    factors, total = _factors(tuple(names)), np.zeros(rows, np.uint64)
    aside: NDArray[np.uint64] | None = None
    for one in prepared:
        part = one.hashes * factors[one.profile.name]
        if counted is None or one.profile.name in counted:
            total += part
        else:
            aside = part if aside is None else aside + part
    alike = mixed(total)
    return RowHashes(whole=alike if aside is None else mixed(total + aside), counted=alike)


@lru_cache(maxsize=64)
def _factors(names: tuple[str, ...]) -> dict[str, np.uint64]:
    """Return an odd factor of its own for each name, so that equal values of two columns do not mix.

    By one call of polars for all: each waits until its threads have done some of the decoding.
    """
    return dict(zip(names, text_keys(pl.Series(names, dtype=pl.String)) | np.uint64(1), strict=True))
