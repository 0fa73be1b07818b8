"""Profiles of text columns: cells by the hash of the text, names, lengths, distinct texts.

The grid collapses hashes as it collapses numbers: exact counts of every level while there are few,
counts by hash bucket beyond.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from drift.profile.cells import Cells, count_cells
from drift.profile.column import ColumnProfile, TextDetail
from drift.profile.distinct import Distinct, count_distinct, distinct_of
from drift.profile.keys import text_keys
from drift.profile.prepared import Prepared
from drift.sources.schema import dtype_name

if TYPE_CHECKING:
    from numpy.typing import NDArray

TEXT_CELLS = 4096  # levels counted exactly; beyond, buckets
TEXT_DISTINCT = 1024  # a distinct count within 3 % (one standard error)
LENGTH_CELLS = 256
NAME_CHARACTERS = 200  # of a level's name; the hash is of the whole text


def prepare_texts(series: pl.Series, known: ColumnProfile | None) -> Prepared:
    """Return a batch's column of text, prepared; `known` spares work, as for numbers."""
    before = known.text if known is not None and known.family == "text" else None
    dtype = series.dtype
    series = series.cast(pl.String)
    hashes = text_keys(series)
    valid = np.ones(len(series), np.bool_) if series.null_count() == 0 else series.is_not_null().to_numpy()
    keys = hashes if series.null_count() == 0 else hashes[valid]
    cells = count_cells(keys, limit=TEXT_CELLS, level=known.cells.level if before and known else 0)
    if cells.exact:
        distinct = distinct_of(cells.keys, cells.counts, limit=TEXT_DISTINCT)
    else:
        threshold = before.distinct.threshold if before else None
        distinct = count_distinct(keys, limit=TEXT_DISTINCT, threshold=threshold)
    lengths = series.drop_nulls().str.len_chars().cast(pl.UInt64).to_numpy()
    detail = TextDetail(
        lengths=count_cells(lengths, limit=LENGTH_CELLS),
        distinct=distinct,
        names=_names(series, hashes, _to_name(cells, distinct), before.names if before else {}),
    )
    return Prepared(
        profile=ColumnProfile(
            name=series.name,
            family="text",
            dtypes=(dtype_name(dtype),),
            rows=len(series),
            nulls=series.null_count(),
            cells=cells,
            pieces=None,
            detail=detail,
        ),
        hashes=hashes,
        piece_keys=hashes,
        piece_valid=valid,
        piece_cells=cells,
    )


def _to_name(cells: Cells, distinct: Distinct) -> NDArray[np.uint64]:
    return cells.keys if cells.exact else distinct.hashes


def _names(
    series: pl.Series, hashes: NDArray[np.uint64], wanted: NDArray[np.uint64], known: dict[int, str]
) -> dict[int, str]:
    """Return the names of the wanted hashes, looking up in the rows only what is not known yet."""
    names = {key: known[key] for key in wanted.tolist() if key in known}
    new = pl.Series("key", [key for key in wanted.tolist() if key not in known], dtype=pl.UInt64)
    if len(new):
        rows = pl.DataFrame({"key": hashes, "text": series}).filter(
            pl.col("text").is_not_null(), pl.col("key").is_in(new.implode())
        )
        found = rows.unique("key").with_columns(pl.col("text").str.slice(0, NAME_CHARACTERS))
        names.update(zip(found["key"].to_list(), found["text"].to_list(), strict=True))
    return dict(sorted(names.items()))
