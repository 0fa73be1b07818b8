"""Columns that JSON has as text in some rows and as numbers or booleans in others, taken apart by rows.

Read as one column they are text, and nothing tells any more which rows a producer wrote otherwise. Apart,
each frame has the column in one type, and `conform` counts the rows that came as another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from drift.sources.ndjson_file import Piece

AS_TEXT, AS_NUMBER, AS_BOOLEAN = 0, 1, 2  # nulls count as text
TYPE_OF_KIND = {AS_NUMBER: pl.Float64(), AS_BOOLEAN: pl.Boolean()}


def kinds_of_rows(piece: Piece, name: str) -> NDArray[np.int8]:
    """Return how each row has a column: as text or not at all, as a number, or as a boolean."""
    kinds = np.full(piece.frame({name: pl.String()}).height, AS_TEXT, np.int8)
    for kind, dtype in TYPE_OF_KIND.items():
        kinds[piece.fitting(name, dtype).is_not_null().to_numpy()] = kind
    return kinds


def apart(frame: pl.DataFrame, kinds: Mapping[str, NDArray[np.int8]]) -> Iterator[pl.DataFrame]:
    """Yield the rows of a frame, those together that have each of the columns in the same way.

    Parameters
    ----------
    frame : polars.DataFrame
        The columns named in `kinds` are text, as polars writes JSON's numbers and booleans.
    kinds : mapping of str to int8 array of shape (rows,)
        What `kinds_of_rows` says of each.
    """
    ways = np.stack(list(kinds.values()), axis=1)
    for way in np.unique(ways, axis=0):
        rows = frame.filter(pl.Series(values=(ways == way).all(axis=1)))
        typed = {
            name: _typed(rows.get_column(name), int(kind)) for name, kind in zip(kinds, way, strict=True)
        }
        yield pl.DataFrame({one.name: typed.get(one.name, one) for one in rows.iter_columns()})


def _typed(text: pl.Series, kind: int) -> pl.Series:
    """Return the values that texts were before they were written as text."""
    if kind == AS_TEXT:
        return text
    if kind == AS_BOOLEAN:
        return text == "true"
    whole = text.cast(pl.Int64(), strict=False)
    return text.cast(pl.Float64(), strict=False) if whole.null_count() else whole
