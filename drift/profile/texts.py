"""Profiles of text columns: cells by the hash of the text, names, lengths, distinct texts.

The grid collapses hashes as it collapses numbers: exact counts of every level while there are few,
counts by hash bucket beyond.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from drift.profile.arrays import NULL_TEXT, array_of
from drift.profile.cells import PROBE_ROWS, Cells, cells_of, count_cells, places_of
from drift.profile.column import ColumnProfile, TextDetail
from drift.profile.distinct import Distinct, bound_of, count_distinct, distinct_of
from drift.profile.level_names import NAME_CHARACTERS, has_level_names, level_names
from drift.profile.prepared import Prepared
from drift.sources.schema import dtype_name

if TYPE_CHECKING:
    from numpy.typing import NDArray

TEXT_CELLS = 4096  # levels counted exactly; beyond, buckets
TEXT_DISTINCT = 1024  # a distinct count within 3 % (one standard error)
LENGTH_CELLS = 256


def prepare_texts(
    series: pl.Series, known: ColumnProfile | None, hashes: NDArray[np.uint64] | None = None
) -> Prepared:
    """Return a batch's column of text, prepared; `known` and the array spare work, as for numbers.

    The array has quick hashes where `has_level_names` says that the names of `known` tell them.
    """
    before = known.text if known is not None and known.family == "text" else None
    dtype = series.dtype
    series = series.cast(pl.String)
    nulls = series.null_count()
    quick, counted = has_level_names(known, len(series)), None
    hashes = array_of(series, quick=quick) if hashes is None else hashes
    if quick and before:
        hashes, counted = level_names(tuple(before.names.values())).told(series, hashes)
    valid = hashes != NULL_TEXT
    if np.count_nonzero(valid) != len(series) - nulls:  # some text hashes to what stands for null
        valid = series.is_not_null().to_numpy()
    if counted:
        cells = cells_of(*counted, limit=TEXT_CELLS)
    else:
        sum_cells = known.cells if before and known else None
        level = sum_cells.level if sum_cells else 0
        cells = count_cells(hashes, limit=TEXT_CELLS, level=level, nulls=nulls, known=sum_cells)
    if cells.exact:
        distinct = distinct_of(cells.keys, cells.counts, limit=TEXT_DISTINCT)
    else:
        distinct = _distinct(hashes, valid, before.distinct.threshold if before else None)
    names = _names(series, hashes, _to_name(cells, distinct), before.names if before else {})
    detail = TextDetail(lengths=_lengths(series, cells, names), distinct=distinct, names=names)
    return Prepared(
        profile=ColumnProfile(
            name=series.name,
            family="text",
            dtypes=(dtype_name(dtype),),
            rows=len(series),
            nulls=nulls,
            cells=cells,
            pieces=None,
            detail=detail,
        ),
        hashes=hashes,
        piece_keys=hashes,
        piece_valid=valid,
        piece_cells=cells,
    )


def _distinct(hashes: NDArray[np.uint64], valid: NDArray[np.bool_], threshold: int | None) -> Distinct:
    """Return the sketch of the texts; larger hashes than `threshold` cannot enter the sum's."""
    if threshold is None:
        threshold = bound_of(hashes, TEXT_DISTINCT + 1)  # with a place for the hash of nulls
    if threshold is None:
        return count_distinct(hashes[valid], limit=TEXT_DISTINCT)
    may_enter = np.flatnonzero(hashes <= np.uint64(threshold))
    return count_distinct(hashes[may_enter[valid[may_enter]]], limit=TEXT_DISTINCT)


def _to_name(cells: Cells, distinct: Distinct) -> NDArray[np.uint64]:
    return cells.keys if cells.exact else distinct.hashes


def _names(
    series: pl.Series, hashes: NDArray[np.uint64], wanted: NDArray[np.uint64], known: dict[int, str]
) -> dict[int, str]:
    """Return the names of the wanted hashes, looking up in the rows only what is not known yet."""
    keys = wanted.tolist()
    names = {key: known[key] for key in keys if key in known}
    new = np.array([key for key in keys if key not in known], np.uint64)
    if new.size:
        texts = series.gather(_rows_of(series, hashes, new)).to_list()
        names.update((key, text[:NAME_CHARACTERS]) for key, text in zip(new.tolist(), texts, strict=True))
    return dict(sorted(names.items()))


def _rows_of(series: pl.Series, hashes: NDArray[np.uint64], wanted: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return the first row of each of some hashes: of most texts that is among the first of all."""
    found, left = np.empty(wanted.size, np.int64), np.arange(wanted.size)
    for part in (slice(PROBE_ROWS), slice(PROBE_ROWS, None)):
        sought, start = wanted[left], part.start or 0
        # Most rows are told from the wanted ones by their hash alone, where not all texts are wanted.
        rows = np.flatnonzero((hashes[part] >= sought.min()) & (hashes[part] <= sought.max())) + start
        if NULL_TEXT in sought:  # a text that hashes to what stands for null
            rows = rows[series.gather(rows).is_not_null().to_numpy()]
        there, first = np.unique(hashes[rows], return_index=True)
        place = np.searchsorted(there, sought)
        known = np.isin(sought, there)
        found[left[known]] = rows[first[place[known]]]
        left = left[~known]
        if not left.size:
            break
    return found


def _lengths(series: pl.Series, cells: Cells, names: dict[int, str]) -> Cells:
    """Count the characters of each text: of each level, if all are named in full, else of each row."""
    if cells.exact:
        lengths = np.array([len(names[key]) for key in cells.keys.tolist()], np.uint64)
        if lengths.max(initial=0) < NAME_CHARACTERS:
            return cells_of(lengths, cells.counts, limit=LENGTH_CELLS)
    characters = series.to_frame().select(pl.first().str.len_chars().fill_null(0)).to_series().to_numpy()
    nulls = series.null_count()
    if characters.max(initial=0) >= max(len(series), PROBE_ROWS):  # one long text in a small batch
        return count_cells(characters.astype(np.uint64), limit=LENGTH_CELLS, nulls=nulls)
    table = np.bincount(characters, minlength=1)
    table[0] -= nulls
    found = places_of(table)
    return cells_of(found.astype(np.uint64), table[found], limit=LENGTH_CELLS)
