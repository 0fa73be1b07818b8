"""Profiles of what is neither number, text nor time: booleans, nested values, and what has no type.

Of a list its length is kept. Structs, binary values and objects are counted, not looked into: their
columns are skipped with that reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from drift.profile.arrays import NULL_BOOLEAN, array_of
from drift.profile.cells import cells_of, count_cells
from drift.profile.column import ColumnProfile
from drift.profile.keys import mixed
from drift.profile.prepared import Prepared
from drift.sources.schema import dtype_name

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.profile.cells import Cells
    from drift.profile.column import Family

BOOLEAN_CELLS = 2
NESTED_CELLS = 256

# One more than the key, so that false and an empty list differ from null, which is 0, in the hash of a row.
_HASHES_OF_CODES = np.append(mixed(np.array([1, 2], np.uint64)), np.uint64(0))


def prepare_booleans(series: pl.Series, codes: NDArray[np.uint8] | None = None) -> Prepared:
    """Return a batch's boolean column, prepared: its cells are 0 for false and 1 for true."""
    codes = array_of(series) if codes is None else codes
    counts = np.bincount(codes, minlength=NULL_BOOLEAN)[:NULL_BOOLEAN]
    seen = np.flatnonzero(counts)
    cells = cells_of(seen.astype(np.uint64), counts[seen], limit=BOOLEAN_CELLS)
    valid = codes != NULL_BOOLEAN
    return _with_cells(series, "boolean", codes.astype(np.uint64), valid, cells, _HASHES_OF_CODES[codes])


def prepare_nested(series: pl.Series) -> Prepared:
    """Return a batch's nested column, prepared: its cells are the lengths of lists; structs have none."""
    if isinstance(series.dtype, pl.List):
        return _prepared(series, "nested", series.list.len().cast(pl.UInt64), limit=NESTED_CELLS)
    if isinstance(series.dtype, pl.Array):
        return _prepared(
            series, "nested", series.arr.to_list().list.len().cast(pl.UInt64), limit=NESTED_CELLS
        )
    return _prepared(series, "nested", None, limit=NESTED_CELLS)


def prepare_unknown(series: pl.Series) -> Prepared:
    """Return a column of which only the nulls are counted, prepared."""
    return _prepared(series, "unknown", None, limit=BOOLEAN_CELLS)


def _prepared(series: pl.Series, family: Family, keys: pl.Series | None, *, limit: int) -> Prepared:
    valid: NDArray[np.bool_] = series.is_not_null().to_numpy()
    rows = np.zeros(len(series), np.uint64) if keys is None else keys.fill_null(0).to_numpy()
    counted = valid if keys is not None else np.zeros(len(series), np.bool_)
    cells = count_cells(rows[counted], limit=limit)
    hashes = mixed(rows + np.uint64(1))
    hashes[~valid] = 0
    return _with_cells(series, family, rows, counted, cells, hashes)


def _with_cells(
    series: pl.Series,
    family: Family,
    keys: NDArray[np.uint64],
    counted: NDArray[np.bool_],
    cells: Cells,
    hashes: NDArray[np.uint64],
) -> Prepared:
    return Prepared(
        profile=ColumnProfile(
            name=series.name,
            family=family,
            dtypes=(dtype_name(series.dtype),),
            rows=len(series),
            nulls=series.null_count(),
            cells=cells,
            pieces=None,
            detail=None,
        ),
        hashes=hashes,
        piece_keys=keys,
        piece_valid=counted,
        piece_cells=cells,
    )
