"""Doubles that went through 32 bits on their way: 12.34 came as 12.34000015258789, in a column of doubles.

A float's width is no fault, and a column of singles is read as the decimals that these stand for. One that
was widened before it came looks as any column of doubles does, but that each of its values is a single: of
numbers that were computed as doubles one in 2**29 is.
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
    from collections.abc import Container, Mapping

    from numpy.typing import NDArray

    from drift.profile.cells import Cells
    from drift.profile.column import ColumnProfile, NumberDetail
    from drift.profile.level import Level
    from drift.profile.segments import Segments
    from drift.profile.table import Profile


def as_written(profile: Profile) -> Profile:
    """Return a table as if none of its columns of doubles had gone through 32 bits.

    A column went if all its sampled values did. What is counted in cells that hold more than one value is
    left as it is: there the two are one.
    """
    rows = profile.sample.rows
    written: dict[str, pl.Series] = {}
    for column in rows.iter_columns():
        profiled = profile.columns.get(column.name)
        if column.dtype == pl.Float64 and profiled is not None and profiled.family == "number":
            values = column.to_numpy()
            decimals = decimals_of(values)
            if decimals is not values:
                written[column.name] = pl.Series(column.name, decimals).set(column.is_null(), None)
    if not written:
        return profile
    every = {one.name: one for one in rows.iter_columns()}
    return replace(
        profile,
        columns=_all_written(profile.columns, written),
        sample=replace(profile.sample, rows=pl.DataFrame({**every, **written})),
        segments={name: _in_levels(held, written) for name, held in profile.segments.items()},
    )


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
        values = decimals_of(floats_of(cells.keys))
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
    lowest, highest = decimals_of(np.array([number.lowest, number.highest], np.float64)).tolist()
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
