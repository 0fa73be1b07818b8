"""Columns as rows of the file format, and back; the schema of these rows.

The table has one row a cell: `column` (its place in the manifest), `part` (which counts), `piece`,
`gap` (the key less the key of the row before in the same part, so that files are small), `count` and
`text`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from drift.profile.cells import Cells
from drift.profile.column import (
    DAYS_OF_MONTH,
    MONTHS,
    QUARTERS,
    WEEKDAYS,
    ColumnProfile,
    Detail,
    End,
    NumberDetail,
    TextDetail,
    TimeDetail,
)
from drift.profile.distinct import Distinct, distinct_of
from drift.profile.keys import mixed
from drift.profile.pieces import Pieces
from drift.profile.step import Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

SCHEMA = {
    "side": pl.String,
    "column": pl.UInt32,
    "part": pl.String,
    "piece": pl.Int64,
    "gap": pl.UInt64,
    "count": pl.Int64,
    "text": pl.String,
    "blob": pl.Binary,
}
NO_ROWS = pl.DataFrame(schema=SCHEMA)  # of a part that is not there
_EXACT_INTEGERS = 2**53


def column_manifest(column: ColumnProfile) -> dict[str, Any]:
    """Return what of a column stands in the manifest."""
    return {
        "name": column.name,
        "family": column.family,
        "dtypes": list(column.dtypes),
        "rows": column.rows,
        "nulls": column.nulls,
        "limit": column.cells.limit,
        "level": column.cells.level,
        "piece_level": column.pieces.level if column.pieces else None,
        "detail": _detail_manifest(column.detail),
    }


def _detail_manifest(detail: Detail | None) -> dict[str, Any] | None:
    match detail:
        case NumberDetail():
            return {
                "nans": detail.nans,
                "positive_infinities": detail.positive_infinities,
                "negative_infinities": detail.negative_infinities,
                "zeros": detail.zeros,
                "lowest": end_to_json(detail.lowest),
                "highest": end_to_json(detail.highest),
                "step": [detail.step.decimals, detail.step.units],
                "distinct_limit": detail.distinct.limit,
            }
        case TextDetail():
            return {
                "distinct_limit": detail.distinct.limit,
                "lengths_limit": detail.lengths.limit,
                "lengths_level": detail.lengths.level,
            }
        case TimeDetail():
            return {
                "lowest": detail.lowest,
                "highest": detail.highest,
                "step": detail.step,
            }
        case None:
            return None


def parts_of(column: ColumnProfile) -> Iterator[dict[str, Any]]:
    """Yield the parts of a column, each of which becomes rows of the table."""
    yield {"part": "cells", "gap": gaps(column.cells.keys), "count": column.cells.counts}
    if column.pieces is not None:
        pieces = column.pieces
        yield {"part": "pieces", "piece": pieces.pieces, "gap": gaps(pieces.keys), "count": pieces.counts}
        yield {"part": "null_pieces", "piece": pieces.null_pieces, "count": pieces.null_counts}
    match column.detail:
        # While cells are exact they tell all that the sketch would, and it is worked out again on reading.
        case NumberDetail(distinct=distinct) if not column.cells.exact:
            yield {"part": "distinct", "gap": gaps(distinct.hashes), "count": distinct.counts}
        case TextDetail(distinct=distinct, lengths=lengths, names=names):
            yield {"part": "distinct", "gap": gaps(distinct.hashes), "count": distinct.counts}
            yield {"part": "lengths", "gap": gaps(lengths.keys), "count": lengths.counts}
            keys = np.fromiter(names.keys(), np.uint64, len(names))
            yield {"part": "names", "gap": gaps(keys), "text": list(names.values())}
        case TimeDetail(week=week, calendar=calendar):
            yield from (_places("week", week), _places("calendar", calendar))


def column_of(entry: Mapping[str, Any], parts: Mapping[str, pl.DataFrame]) -> ColumnProfile:
    """Return the column that `column_manifest` and `parts_of` took apart."""

    def part(name: str) -> pl.DataFrame:
        return parts.get(name, NO_ROWS)

    cells = Cells(
        limit=entry["limit"],
        level=entry["level"],
        keys=keys_of(part("cells")),
        counts=counts_of(part("cells"), "count"),
    )
    pieces = None
    if entry["piece_level"] is not None:
        pieces = Pieces(
            level=entry["piece_level"],
            pieces=counts_of(part("pieces"), "piece"),
            keys=keys_of(part("pieces")),
            counts=counts_of(part("pieces"), "count"),
            null_pieces=counts_of(part("null_pieces"), "piece"),
            null_counts=counts_of(part("null_pieces"), "count"),
        )
    return ColumnProfile(
        name=entry["name"],
        family=entry["family"],
        dtypes=tuple(entry["dtypes"]),
        rows=entry["rows"],
        nulls=entry["nulls"],
        cells=cells,
        pieces=pieces,
        detail=_detail(entry, cells, part),
    )


def _detail(entry: Mapping[str, Any], cells: Cells, part: Callable[[str], pl.DataFrame]) -> Detail | None:
    stored, distinct = entry["detail"], part("distinct")
    if stored is None:
        return None
    match entry["family"]:
        case "number":
            if cells.exact:
                sketch = distinct_of(mixed(cells.keys), cells.counts, limit=stored["distinct_limit"])
            else:
                sketch = _sketch(stored["distinct_limit"], distinct)
            counted = ("nans", "positive_infinities", "negative_infinities", "zeros")
            return NumberDetail(
                **{name: stored[name] for name in counted},
                lowest=end_of_json(stored["lowest"]),
                highest=end_of_json(stored["highest"]),
                step=Step(decimals=stored["step"][0], units=stored["step"][1]),
                distinct=sketch,
            )
        case "text":
            lengths, names = part("lengths"), part("names")
            keys = keys_of(names).tolist()
            return TextDetail(
                lengths=Cells(
                    limit=stored["lengths_limit"],
                    level=stored["lengths_level"],
                    keys=keys_of(lengths),
                    counts=counts_of(lengths, "count"),
                ),
                distinct=_sketch(stored["distinct_limit"], distinct),
                names=dict(zip(keys, names["text"].to_list(), strict=True)),
            )
        case _:
            return TimeDetail(
                lowest=stored["lowest"],
                highest=stored["highest"],
                week=_filled(part("week"), QUARTERS * WEEKDAYS),
                calendar=_filled(part("calendar"), MONTHS * DAYS_OF_MONTH),
                step=stored["step"],
            )


def _places(name: str, counts: NDArray[np.int64]) -> dict[str, Any]:
    """Return the part of counts by place: those that hold rows."""
    held = np.flatnonzero(counts)
    return {"part": name, "gap": gaps(held.astype(np.uint64)), "count": counts[held]}


def _filled(frame: pl.DataFrame, places: int) -> NDArray[np.int64]:
    """Return the counts of so many places that `_places` made a part of."""
    counts = np.zeros(places, np.int64)
    counts[keys_of(frame).astype(np.int64)] = counts_of(frame, "count")
    return counts


def end_to_json(end: End | None) -> int | float | str | None:
    """Return an end as JSON holds it without loss: large integers and decimals as text."""
    if isinstance(end, Decimal) or (isinstance(end, int) and abs(end) > _EXACT_INTEGERS):
        return str(end)
    return end


def end_of_json(value: float | str | None) -> End | None:
    """Return the end that `end_to_json` wrote."""
    if isinstance(value, str):
        return int(value) if value.lstrip("-").isdigit() else Decimal(value)
    return value


def parts_by_column(table: pl.DataFrame, side: str) -> dict[int, dict[str, pl.DataFrame]]:
    """Return one side's parts, by the place of their column and by name: the rows of each stand together."""
    rows = table.filter(pl.col("side") == side)
    places: dict[int, dict[str, pl.DataFrame]] = {}
    start = 0
    for length, of in rows.select(pl.struct("column", "part").rle().struct.unnest()).rows():
        places.setdefault(of["column"], {})[of["part"]] = rows.slice(start, length)
        start += length
    return places


def gaps(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return sorted keys as they are stored: each less the one before."""
    return np.diff(keys, prepend=np.uint64(0))


def _sketch(limit: int, frame: pl.DataFrame) -> Distinct:
    return Distinct(limit=limit, hashes=keys_of(frame), counts=counts_of(frame, "count"))


def keys_of(frame: pl.DataFrame) -> NDArray[np.uint64]:
    """Return the keys of a part."""
    return np.cumsum(frame["gap"].to_numpy(), dtype=np.uint64)


def counts_of(frame: pl.DataFrame, name: str) -> NDArray[np.int64]:
    """Return the whole numbers of a part: its counts, or its pieces."""
    values: NDArray[np.int64] = frame[name].to_numpy().copy()
    return values


def table_of(side: str, parts: list[tuple[int, dict[str, Any]]]) -> pl.DataFrame:
    """Return the parts, each with its column's place, one below the other: null where it lacks a value."""
    sizes = [max(len(values) for name, values in part.items() if name != "part") for _, part in parts]
    places = np.repeat(np.array([place for place, _ in parts], np.uint32), sizes)
    named = pl.Series([part["part"] for _, part in parts], dtype=pl.String)
    constants = {
        "side": pl.repeat(side, places.size, dtype=pl.String, eager=True),
        "column": pl.Series(places),
        "part": named.gather(np.repeat(np.arange(len(parts)), sizes)),
    }
    stacked = {name: _stacked(name, parts, sizes) for name in SCHEMA if name not in constants}
    return pl.DataFrame(constants | stacked, schema=SCHEMA)


def _stacked(name: str, parts: list[tuple[int, dict[str, Any]]], sizes: list[int]) -> pl.Series:
    """Return one column of the table: the parts' values, one below the other, and nulls for who has none."""
    dtype = SCHEMA[name]
    if dtype.is_integer():
        held = np.array([name in part for _, part in parts], np.bool_)
        zeros = np.zeros(max(sizes, default=0), np.uint64 if dtype == pl.UInt64 else np.int64)
        filled = [
            np.asarray(part.get(name, zeros[:size]), zeros.dtype)
            for (_, part), size in zip(parts, sizes, strict=True)
        ]
        joined = pl.Series(np.concatenate(filled) if filled else zeros, dtype=dtype)
        return joined if held.all() else joined.set(pl.Series(np.repeat(~held, sizes)), None)
    nulls = pl.Series(dtype=dtype).extend_constant(None, max(sizes, default=0))
    values = [
        pl.Series(part[name], dtype=dtype) if name in part else nulls.slice(0, size)
        for (_, part), size in zip(parts, sizes, strict=True)
    ]
    return pl.concat(values, rechunk=True) if values else nulls
