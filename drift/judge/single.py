"""Doubles that went through 32 bits on their way: 12.34 came as 12.34000015258789, in a column of doubles.

A float's width is no fault, and a column of singles is read as the decimals that these stand for. One that
was widened before it came looks as any column of doubles does, but that each of its values is a single: of
numbers that were computed as doubles one in 2**29 is. What is computed from singles as doubles, in another
unit say, looks like any doubles, and has no more digits that tell anything than singles have.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from drift.profile.cells import cells_of
from drift.profile.keys import float_keys, floats_of
from drift.profile.step import NO_STEP, step_of
from drift.sources.singles import doubles_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from numpy.typing import NDArray

    from drift.profile.cells import Cells
    from drift.profile.column import ColumnProfile, NumberDetail
    from drift.profile.level import Level
    from drift.profile.segments import Segments
    from drift.profile.table import Profile
    from drift.sources.schema import Contract

_WIDTH = "Float32"


def of_singles(profile: Profile, contract: Contract | None = None) -> frozenset[str]:
    """Return the columns that are singles by contract, or whose sampled values all went through 32 bits."""
    columns = contract.columns if contract is not None else ()
    went = (name for name, values in _doubles(profile) if decimals_of(values) is not values)
    return frozenset(one.name for one in columns if one.dtype == _WIDTH) | frozenset(went)


def as_written(profile: Profile, names: Container[str]) -> Profile:
    """Return a table with the decimals that some of its columns stand for as singles.

    Those are of columns `of_singles`, on either side: what was computed from training's singles as doubles
    has their last bits, of which it cannot know more. What is counted in cells that hold more than one value
    is left as it is: there the two are one.
    """
    rows = profile.sample.rows
    written = {
        name: pl.Series(name, decimals).set(rows[name].is_null(), None)
        for name, values in _doubles(profile)
        if name in names and not np.array_equal(decimals := nearest_decimals(values), values, equal_nan=True)
    }
    if not written:
        return profile
    every = {one.name: one for one in rows.iter_columns()}
    return replace(
        profile,
        columns=_all_written(profile.columns, written),
        sample=replace(profile.sample, rows=pl.DataFrame({**every, **written})),
        segments={name: _in_levels(held, written) for name, held in profile.segments.items()},
    )


def _doubles(profile: Profile) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """Yield the columns of numbers whose sampled values are doubles, and these, NaN for null."""
    for column in profile.sample.rows.iter_columns():
        profiled = profile.columns.get(column.name)
        if column.dtype == pl.Float64 and profiled is not None and profiled.family == "number":
            yield column.name, column.to_numpy()


def _in_levels(held: Segments, names: Container[str]) -> Segments:
    def written(level: Level) -> Level:
        return replace(level, columns=_all_written(level.columns, names))

    levels = {key: written(level) for key, level in held.levels.items()}
    return replace(held, levels=levels, rest=written(held.rest))


def _all_written(columns: Mapping[str, ColumnProfile], names: Container[str]) -> dict[str, ColumnProfile]:
    return {name: _as_written(one) if name in names else one for name, one in columns.items()}


def _as_written(column: ColumnProfile) -> ColumnProfile:
    number, cells = column.number, column.cells
    if cells.exact:
        values = nearest_decimals(floats_of(cells.keys))
        if number.step == NO_STEP:
            number = replace(number, step=step_of(values[np.isfinite(values)]))
        cells = _cells(values, cells)
    return replace(column, cells=cells, detail=_with_ends(number))


def _cells(values: NDArray[np.float64], cells: Cells) -> Cells:
    keys, places = np.unique(float_keys(values), return_inverse=True)
    counts = np.bincount(places, weights=cells.counts).astype(np.int64)
    return cells_of(keys, counts, limit=cells.limit)


def _with_ends(number: NumberDetail) -> NumberDetail:
    if number.lowest is None or number.highest is None:
        return number
    lowest, highest = nearest_decimals(np.array([number.lowest, number.highest], np.float64)).tolist()
    return replace(number, lowest=lowest, highest=highest)


def decimals_of(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the decimals that doubles stand for that all are singles; as they are where one is none.

    Examples
    --------
    >>> decimals_of(np.array([12.34000015258789, 7.0])).tolist(), decimals_of(np.array([12.34])).tolist()
    ([12.34, 7.0], [12.34])
    """
    with np.errstate(over="ignore"):
        singles = values.astype(np.float32)
    if not np.array_equal(singles.astype(np.float64), values, equal_nan=True):
        return values
    decimals = doubles_of(singles)
    return values if np.array_equal(decimals, values, equal_nan=True) else decimals


def nearest_decimals(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the decimals that the singles nearest to doubles stand for; what is beyond singles as it is.

    Examples
    --------
    >>> nearest_decimals(np.array([12340.00015258789, 7.0, 1e300])).tolist()
    [12340.0, 7.0, 1e+300]
    """
    with np.errstate(over="ignore"):
        singles = values.astype(np.float32)
    return np.where(np.isfinite(singles), doubles_of(singles), values)
