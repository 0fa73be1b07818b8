"""Profiles as rows of the file format, and back: to the byte the same for the same content.

The table has one row a cell: `column` (its place in the manifest), `part` (which counts), `piece`,
`gap` (the key less the key of the row before in the same part, so that files are small), `count` and
`text`. A sample is one row whose `blob` is a Parquet file of its own, with the columns' own types.
"""

from __future__ import annotations

import hashlib
import io
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from drift.errors import FileIncompatibleError
from drift.profile.cells import Cells
from drift.profile.column import ColumnProfile, Detail, End, NumberDetail, TextDetail, TimeDetail
from drift.profile.distinct import Distinct, distinct_of
from drift.profile.keys import mixed
from drift.profile.pieces import Pieces
from drift.profile.sample import Sample, no_sample
from drift.profile.step import Step
from drift.profile.table import GRID_VERSION, PieceRows, Plan, Profile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

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
    frames: list[pl.DataFrame] = []
    columns = []
    for place, column in enumerate(profile.columns.values()):
        columns.append(_column_manifest(column))
        frames += [_frame(side, place, part) for part in _parts(column)]
    sample, rows = profile.sample, profile.piece_rows
    table_place = len(profile.columns)
    if rows is not None:
        frames.append(
            _frame(side, table_place, {"part": "piece_rows", "piece": rows.pieces, "count": rows.counts})
        )
    if sample.hashes.size:
        frames.append(
            _frame(side, table_place, {"part": "sample", "gap": _gaps(sample.hashes), "count": sample.counts})
        )
        blob = io.BytesIO()
        sample.rows.write_parquet(blob, compression="zstd", statistics=False)
        frames.append(_frame(side, table_place, {"part": "sample_rows", "blob": [blob.getvalue()]}))
    manifest = {
        "grid_version": GRID_VERSION,
        "rows": profile.rows,
        "plan": {"sample": profile.plan.sample, "pieces": profile.plan.pieces, "time": profile.plan.time},
        "span": rows.span if rows else None,
        "columns": columns,
        "shards": sorted(profile.shards),
    }
    return manifest, pl.concat(frames) if frames else pl.DataFrame(schema=_SCHEMA)


def profile_of_rows(manifest: Mapping[str, Any], table: pl.DataFrame, *, side: str) -> Profile:
    """Return the profile that `profile_rows` wrote."""
    if manifest["grid_version"] != GRID_VERSION:
        raise FileIncompatibleError(
            "the profile was made on another grid",
            seen=f"grid version {manifest['grid_version']}; this drift has {GRID_VERSION}",
            mend="profile the data again with this version",
        )
    parts = table.filter(pl.col("side") == side).partition_by(
        "column", "part", as_dict=True, include_key=False
    )
    parts = {(int(str(place)), str(part)): frame for (place, part), frame in parts.items()}
    columns = {}
    for place, entry in enumerate(manifest["columns"]):
        columns[entry["name"]] = _column(
            entry, {part: frame for (at, part), frame in parts.items() if at == place}
        )
    plan, table_place = Plan(**manifest["plan"]), len(columns)
    piece_rows = None
    if manifest["span"] is not None:
        frame = parts.get((table_place, "piece_rows"), pl.DataFrame(schema=_SCHEMA))
        piece_rows = PieceRows(
            span=manifest["span"], pieces=_numpy(frame, "piece"), counts=_numpy(frame, "count")
        )
    sample = no_sample(plan.sample)
    if (table_place, "sample") in parts:
        frame = parts[table_place, "sample"]
        blob = parts[table_place, "sample_rows"]["blob"][0]
        sample = Sample(
            limit=plan.sample,
            hashes=_keys(frame),
            counts=_numpy(frame, "count"),
            rows=pl.read_parquet(io.BytesIO(blob)),
        )
    return Profile(
        plan=plan,
        rows=manifest["rows"],
        columns=columns,
        sample=sample,
        piece_rows=piece_rows,
        shards=frozenset(manifest["shards"]),
    )


def content_digest(profile: Profile) -> str:
    """Return ``sha256:…`` over all that a profile holds, but how it was stored and which files it came from."""
    manifest, table = profile_rows(profile, side="")
    content = {
        **manifest,
        "shards": [],
        "columns": [{**entry, "dtypes": []} for entry in manifest["columns"]],
    }
    digest = hashlib.sha256(json.dumps(content, separators=(",", ":")).encode())
    table = table.filter(pl.col("part") != "sample_rows")  # the hashes of the rows stand for them
    for name in ("column", "piece", "gap", "count"):
        digest.update(table[name].fill_null(0).to_numpy().tobytes())
    for name in ("part", "text"):
        digest.update("\0".join(value or "" for value in table[name]).encode())
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
                "hours": detail.hours.tolist(),
                "weekdays": detail.weekdays.tolist(),
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
        detail=_detail(entry, cells, part("distinct"), part("lengths"), part("names")),
    )


def _detail(
    entry: Mapping[str, Any], cells: Cells, distinct: pl.DataFrame, lengths: pl.DataFrame, names: pl.DataFrame
) -> Detail | None:
    stored = entry["detail"]
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
                hours=np.array(stored["hours"], np.int64),
                weekdays=np.array(stored["weekdays"], np.int64),
                step=stored["step"],
            )


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


def _frame(side: str, place: int, part: Mapping[str, Any]) -> pl.DataFrame:
    values = {name: value for name, value in part.items() if name != "part"}
    frame = pl.DataFrame(values, schema_overrides={name: _SCHEMA[name] for name in values})
    constants = {"side": side, "column": place, "part": part["part"]}
    missing = [name for name in _SCHEMA if name not in values and name not in constants]
    return frame.with_columns(
        *(pl.lit(value, _SCHEMA[name]).alias(name) for name, value in constants.items()),
        *(pl.lit(None, _SCHEMA[name]).alias(name) for name in missing),
    ).select(*_SCHEMA)
