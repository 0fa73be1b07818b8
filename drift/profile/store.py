"""Profiles as rows of the file format, and back: to the byte the same for the same content.

`column_store` has the rows of a column, `segments_store` those of the levels of segment columns. A sample
is one row whose `blob` is a Parquet file of its own, with the columns' own types.
"""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from drift.errors import FileIncompatibleError
from drift.profile.column_store import (
    NO_ROWS,
    column_manifest,
    column_of,
    counts_of,
    gaps,
    keys_of,
    parts_by_column,
    parts_of,
    table_of,
)
from drift.profile.distinct import Distinct
from drift.profile.sample import no_sample
from drift.profile.segments_store import segments_digest, segments_of_rows, segments_rows
from drift.profile.table import GRID_VERSION, PieceRows, Plan, Profile, without_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from drift.profile.sample import Sample


def profile_rows(profile: Profile, *, side: str) -> tuple[dict[str, Any], pl.DataFrame]:
    """Return a profile's manifest and its table; `side` tells profiles in one file apart."""
    columns = list(profile.columns.values())
    parts = [(place, part) for place, column in enumerate(columns) for part in parts_of(column)]
    parts += [(len(columns), part) for part in _parts_of_table(profile)]
    manifest = {
        "grid_version": GRID_VERSION,
        "rows": profile.rows,
        "plan": _plan_manifest(profile.plan),
        "repeats_limit": profile.repeats.limit,
        "span": profile.piece_rows.span if profile.piece_rows else None,
        "columns": [column_manifest(column) for column in columns],
        "shards": sorted(profile.shards),
    }
    table = table_of(side, parts)
    if profile.segments:
        manifest["segments"], rows = segments_rows(profile.segments, side=side)
        table = pl.concat([table, rows])
    return manifest, table


def profile_of_rows(manifest: Mapping[str, Any], table: pl.DataFrame, *, side: str) -> Profile:
    """Return the profile that `profile_rows` wrote."""
    if manifest["grid_version"] != GRID_VERSION:
        raise FileIncompatibleError(
            "the profile was made on another grid",
            seen=f"grid version {manifest['grid_version']}; this drift has {GRID_VERSION}",
            mend="profile the data again with this version",
        )
    places = parts_by_column(table, side)
    columns = {
        entry["name"]: column_of(entry, places.get(place, {}))
        for place, entry in enumerate(manifest["columns"])
    }
    plan, of_table = _plan(manifest["plan"]), places.get(len(columns), {})
    repeats = of_table.get("repeats", NO_ROWS)
    piece_rows = None
    if manifest["span"] is not None:
        frame = of_table.get("piece_rows", NO_ROWS)
        piece_rows = PieceRows(
            span=manifest["span"], pieces=counts_of(frame, "piece"), counts=counts_of(frame, "count")
        )
    profile = Profile(
        plan=plan,
        rows=manifest["rows"],
        columns=columns,
        sample=_sample(plan.sample, of_table),
        repeats=Distinct(
            limit=manifest["repeats_limit"], hashes=keys_of(repeats), counts=counts_of(repeats, "count")
        ),
        piece_rows=piece_rows,
        shards=frozenset(manifest["shards"]),
        segments=segments_of_rows(manifest.get("segments", []), table, side=side),
    )
    # Without a time column there once were random pieces, which taught nothing.
    return without_pieces(profile) if manifest["plan"]["pieces"] == "random" else profile


def _plan_manifest(plan: Plan) -> dict[str, Any]:
    stored = asdict(plan) | {"key": list(plan.key), "hidden": list(plan.hidden)}
    of_segments = {name: stored.pop(name) for name in ("segments", "levels", "named")}
    if not plan.segments:  # profiles without them are as they were before there were any
        return stored
    named = [[str(key) for key in keys] for keys in plan.named]  # JSON has no number of 64 bits
    return stored | of_segments | {"segments": list(plan.segments), "named": named}


def _plan(stored: Mapping[str, Any]) -> Plan:
    lists = {name: tuple(stored.get(name, ())) for name in ("key", "hidden", "segments")}
    named = tuple(tuple(int(key) for key in keys) for keys in stored.get("named", ()))
    return Plan(**{**stored, **lists, "named": named})


def _sample(limit: int, parts: Mapping[str, pl.DataFrame]) -> Sample:
    sample = no_sample(limit)
    if "sample" in parts:
        sample = replace(sample, hashes=keys_of(parts["sample"]), counts=counts_of(parts["sample"], "count"))
    if "sample_rows" in parts:
        sample = replace(sample, rows=pl.read_parquet(io.BytesIO(parts["sample_rows"]["blob"][0])))
    return sample


def content_digest(profile: Profile) -> str:
    """Return ``sha256:…`` over all that a profile holds, but its physical types and where it came from."""
    # The hashes of the sample's rows stand for them.
    bare = replace(profile, sample=replace(profile.sample, rows=pl.DataFrame()), segments={})
    manifest, table = profile_rows(bare, side="")
    content = {
        **manifest,
        "shards": [],
        "columns": [{**entry, "dtypes": []} for entry in manifest["columns"]],
        "parts": table.group_by("column", "part", maintain_order=True).len().rows(),
        "texts": table["text"].drop_nulls().to_list(),
    }
    if profile.segments:
        content["segments"] = segments_digest(profile.segments)
    digest = hashlib.sha256(json.dumps(content, separators=(",", ":")).encode())
    for name in ("piece", "gap", "count"):
        digest.update(table[name].fill_null(0).to_numpy().tobytes())
    return f"sha256:{digest.hexdigest()}"


def _parts_of_table(profile: Profile) -> Iterator[dict[str, Any]]:
    sample, rows = profile.sample, profile.piece_rows
    if rows is not None:
        yield {"part": "piece_rows", "piece": rows.pieces, "count": rows.counts}
    if profile.repeats.hashes.size:
        repeats = profile.repeats
        yield {"part": "repeats", "gap": gaps(repeats.hashes), "count": repeats.counts}
    if sample.hashes.size:
        yield {"part": "sample", "gap": gaps(sample.hashes), "count": sample.counts}
    if sample.rows.width:
        blob = io.BytesIO()
        sample.rows.write_parquet(blob, compression="zstd", statistics=False)
        yield {"part": "sample_rows", "blob": [blob.getvalue()]}
