"""Profiles as rows of the file format, and back: to the byte the same for the same content.

The table has one row a cell: `column` (its place in the manifest), `part` (which counts), `piece`,
`gap` (the key less the key of the row before in the same part, so that files are small), `count` and
`text`. A sample is one row whose `blob` is a Parquet file of its own, with the columns' own types.
"""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import asdict, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from drift.errors import FileIncompatibleError
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
from drift.profile.sample import no_sample
from drift.profile.step import Step
from drift.profile.table import GRID_VERSION, PieceRows, Plan, Profile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

    from drift.profile.sample import Sample

_SCHEMA = {
    "side": pl.String,
    "column": pl.UInt32,
    "part": pl.String,
    "piece": pl.Int64,
    "gap": pl.UInt64,
    "count": pl.Int64,
    "text": pl.String,
    "blob": pl.Binary,
}
_EXACT_INTEGERS = 2**53


def profile_rows(profile: Profile, *, side: str) -> tuple[dict[str, Any], pl.DataFrame]:
    """Return a profile's manifest and its table; `side` tells profiles in one file apart."""
    columns = list(profile.columns.values())
    parts = [(place, part) for place, column in enumerate(columns) for part in _parts(column)]
    parts += [(len(columns), part) for part in _parts_of_table(profile)]
    manifest = {
        "grid_version": GRID_VERSION,
        "rows": profile.rows,
        "plan": _plan_manifest(profile.plan),
        "repeats_limit": profile.repeats.limit,
        "span": profile.piece_rows.span if profile.piece_rows else None,
        "columns": [_column_manifest(column) for column in columns],
        "shards": sorted(profile.shards),
    }
    return manifest, _table(side, parts)


def profile_of_rows(manifest: Mapping[str, Any], table: pl.DataFrame, *, side: str) -> Profile:
    """Return the profile that `profile_rows` wrote."""
    if manifest["grid_version"] != GRID_VERSION:
        raise FileIncompatibleError(
            "the profile was made on another grid",
            seen=f"grid version {manifest['grid_version']}; this drift has {GRID_VERSION}",
            mend="profile the data again with this version",
        )
    places: dict[int, dict[str, pl.DataFrame]] = {}
    for (place, part), frame in (
        table.filter(pl.col("side") == side)
        .partition_by("column", "part", as_dict=True, include_key=False)
        .items()
    ):
        places.setdefault(int(str(place)), {})[str(part)] = frame
    columns = {
        entry["name"]: _column(entry, places.get(place, {}))
        for place, entry in enumerate(manifest["columns"])
    }
    plan, of_table = _plan(manifest["plan"]), places.get(len(columns), {})
    repeats = of_table.get("repeats", pl.DataFrame(schema=_SCHEMA))
    piece_rows = None
    if manifest["span"] is not None:
        frame = of_table.get("piece_rows", pl.DataFrame(schema=_SCHEMA))
        piece_rows = PieceRows(
            span=manifest["span"], pieces=_numpy(frame, "piece"), counts=_numpy(frame, "count")
        )
    return Profile(
        plan=plan,
        rows=manifest["rows"],
        columns=columns,
        sample=_sample(plan.sample, of_table),
        repeats=Distinct(
            limit=manifest["repeats_limit"], hashes=_keys(repeats), counts=_numpy(repeats, "count")
        ),
        piece_rows=piece_rows,
        shards=frozenset(manifest["shards"]),
    )


def _plan_manifest(plan: Plan) -> dict[str, Any]:
    return asdict(plan) | {"key": list(plan.key), "hidden": list(plan.hidden)}


def _plan(stored: Mapping[str, Any]) -> Plan:
    return Plan(**{**stored, "key": tuple(stored["key"]), "hidden": tuple(stored["hidden"])})


def _sample(limit: int, parts: Mapping[str, pl.DataFrame]) -> Sample:
    sample = no_sample(limit)
    if "sample" in parts:
        sample = replace(sample, hashes=_keys(parts["sample"]), counts=_numpy(parts["sample"], "count"))
    if "sample_rows" in parts:
        sample = replace(sample, rows=pl.read_parquet(io.BytesIO(parts["sample_rows"]["blob"][0])))
    return sample


def content_digest(profile: Profile) -> str:
    """Return ``sha256:…`` over all that a profile holds, but its physical types and where it came from."""
    # The hashes of the sample's rows stand for them.
    bare = replace(profile, sample=replace(profile.sample, rows=pl.DataFrame()))
    manifest, table = profile_rows(bare, side="")
    content = {
        **manifest,
        "shards": [],
        "columns": [{**entry, "dtypes": []} for entry in manifest["columns"]],
        "parts": table.group_by("column", "part", maintain_order=True).len().rows(),
        "texts": table["text"].drop_nulls().to_list(),
    }
    digest = hashlib.sha256(json.dumps(content, separators=(",", ":")).encode())
    for name in ("piece", "gap", "count"):
        digest.update(table[name].fill_null(0).to_numpy().tobytes())
    return f"sha256:{digest.hexdigest()}"


def _column_manifest(column: ColumnProfile) -> dict[str, Any]:
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


def _parts(column: ColumnProfile) -> Iterator[dict[str, Any]]:
    yield {"part": "cells", "gap": _gaps(column.cells.keys), "count": column.cells.counts}
    if column.pieces is not None:
        pieces = column.pieces
        yield {"part": "pieces", "piece": pieces.pieces, "gap": _gaps(pieces.keys), "count": pieces.counts}
        yield {"part": "null_pieces", "piece": pieces.null_pieces, "count": pieces.null_counts}
    match column.detail:
        # While cells are exact they tell all that the sketch would, and it is worked out again on reading.
        case NumberDetail(distinct=distinct) if not column.cells.exact:
            yield {"part": "distinct", "gap": _gaps(distinct.hashes), "count": distinct.counts}
        case TextDetail(distinct=distinct, lengths=lengths, names=names):
            yield {"part": "distinct", "gap": _gaps(distinct.hashes), "count": distinct.counts}
            yield {"part": "lengths", "gap": _gaps(lengths.keys), "count": lengths.counts}
            keys = np.fromiter(names.keys(), np.uint64, len(names))
            yield {"part": "names", "gap": _gaps(keys), "text": list(names.values())}
        case TimeDetail(week=week, calendar=calendar):
            yield from (_places("week", week), _places("calendar", calendar))


def _parts_of_table(profile: Profile) -> Iterator[dict[str, Any]]:
    sample, rows = profile.sample, profile.piece_rows
    if rows is not None:
        yield {"part": "piece_rows", "piece": rows.pieces, "count": rows.counts}
    if profile.repeats.hashes.size:
        repeats = profile.repeats
        yield {"part": "repeats", "gap": _gaps(repeats.hashes), "count": repeats.counts}
    if sample.hashes.size:
        yield {"part": "sample", "gap": _gaps(sample.hashes), "count": sample.counts}
    if sample.rows.width:
        blob = io.BytesIO()
        sample.rows.write_parquet(blob, compression="zstd", statistics=False)
        yield {"part": "sample_rows", "blob": [blob.getvalue()]}


def _column(entry: Mapping[str, Any], parts: Mapping[str, pl.DataFrame]) -> ColumnProfile:
    nothing = pl.DataFrame(schema=_SCHEMA)

    def part(name: str) -> pl.DataFrame:
        return parts.get(name, nothing)

    cells = Cells(
        limit=entry["limit"],
        level=entry["level"],
        keys=_keys(part("cells")),
        counts=_numpy(part("cells"), "count"),
    )
    pieces = None
    if entry["piece_level"] is not None:
        pieces = Pieces(
            level=entry["piece_level"],
            pieces=_numpy(part("pieces"), "piece"),
            keys=_keys(part("pieces")),
            counts=_numpy(part("pieces"), "count"),
            null_pieces=_numpy(part("null_pieces"), "piece"),
            null_counts=_numpy(part("null_pieces"), "count"),
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
                sketch = Distinct(
                    limit=stored["distinct_limit"], hashes=_keys(distinct), counts=_numpy(distinct, "count")
                )
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
            keys = _keys(names).tolist()
            return TextDetail(
                lengths=Cells(
                    limit=stored["lengths_limit"],
                    level=stored["lengths_level"],
                    keys=_keys(lengths),
                    counts=_numpy(lengths, "count"),
                ),
                distinct=Distinct(
                    limit=stored["distinct_limit"], hashes=_keys(distinct), counts=_numpy(distinct, "count")
                ),
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
    return {"part": name, "gap": _gaps(held.astype(np.uint64)), "count": counts[held]}


def _filled(frame: pl.DataFrame, places: int) -> NDArray[np.int64]:
    """Return the counts of so many places that `_places` made a part of."""
    counts = np.zeros(places, np.int64)
    counts[_keys(frame).astype(np.int64)] = _numpy(frame, "count")
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


def _gaps(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    return np.diff(keys, prepend=np.uint64(0))


def _keys(frame: pl.DataFrame) -> NDArray[np.uint64]:
    return np.cumsum(frame["gap"].to_numpy(), dtype=np.uint64)


def _numpy(frame: pl.DataFrame, name: str) -> NDArray[np.int64]:
    values: NDArray[np.int64] = frame[name].to_numpy().copy()
    return values


def _table(side: str, parts: list[tuple[int, dict[str, Any]]]) -> pl.DataFrame:
    """Return the parts, each with its column's place, one below the other: null where it lacks a value."""
    sizes = [max(len(values) for name, values in part.items() if name != "part") for _, part in parts]
    places = np.repeat(np.array([place for place, _ in parts], np.uint32), sizes)
    named = pl.Series([part["part"] for _, part in parts], dtype=pl.String)
    constants = {
        "side": pl.repeat(side, places.size, dtype=pl.String, eager=True),
        "column": pl.Series(places),
        "part": named.gather(np.repeat(np.arange(len(parts)), sizes)),
    }
    stacked = {name: _stacked(name, parts, sizes) for name in _SCHEMA if name not in constants}
    return pl.DataFrame(constants | stacked, schema=_SCHEMA)


def _stacked(name: str, parts: list[tuple[int, dict[str, Any]]], sizes: list[int]) -> pl.Series:
    dtype = _SCHEMA[name]
    nulls = pl.Series(dtype=dtype).extend_constant(None, max(sizes, default=0))
    values = [
        pl.Series(part[name], dtype=dtype) if name in part else nulls.slice(0, size)
        for (_, part), size in zip(parts, sizes, strict=True)
    ]
    return pl.concat(values, rechunk=True) if values else nulls
