"""Segments as rows of the file format, and back: the columns of all levels, one below the other.

They have a side of their own beside the profile's. In the manifest each level has its value, its rows and
its columns; a level's hash is text there, for JSON has no number of 64 bits.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final

from drift.profile.column_store import column_manifest, column_of, parts_by_column, parts_of, table_of
from drift.profile.level import Level
from drift.profile.segments import Segments

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import polars as pl

    from drift.profile.column import ColumnProfile

SIDE: Final = "/segments"  # follows the profile's own side


def segments_rows(
    segments: Mapping[str, Segments], *, side: str
) -> tuple[list[dict[str, Any]], pl.DataFrame]:
    """Return the manifest and the table of segments."""
    columns = list(_columns(segments))
    parts = [(place, part) for place, column in enumerate(columns) for part in parts_of(column)]
    manifest = [
        {
            "column": name,
            "limit": one.limit,
            "named": [str(key) for key in sorted(one.named)],
            "levels": [{"hash": str(key), **_level_manifest(level)} for key, level in one.levels.items()],
            "rest": _level_manifest(one.rest),
        }
        for name, one in segments.items()
    ]
    return manifest, table_of(f"{side}{SIDE}", parts)


def segments_of_rows(
    manifest: list[dict[str, Any]], table: pl.DataFrame, *, side: str
) -> dict[str, Segments]:
    """Return the segments that `segments_rows` wrote."""
    if not manifest:
        return {}
    places = parts_by_column(table, f"{side}{SIDE}")
    running = iter(range(sum(len(one["columns"]) for entry in manifest for one in _levels(entry))))

    def level(entry: Mapping[str, Any]) -> Level:
        columns = [column_of(one, places.get(next(running), {})) for one in entry["columns"]]
        return Level(value=entry["value"], rows=entry["rows"], columns={one.name: one for one in columns})

    return {
        entry["column"]: Segments(
            limit=entry["limit"],
            named=frozenset(int(key) for key in entry["named"]),
            levels={int(one["hash"]): level(one) for one in entry["levels"]},
            rest=level(entry["rest"]),
        )
        for entry in manifest
    }


def segments_digest(segments: Mapping[str, Segments]) -> str:
    """Return a hash of all that segments hold."""
    manifest, table = segments_rows(segments, side="")
    content = {
        "segments": manifest,
        "parts": table.group_by("column", "part", maintain_order=True).len().rows(),
        "texts": table["text"].drop_nulls().to_list(),
    }
    digest = hashlib.sha256(json.dumps(content, separators=(",", ":")).encode())
    for name in ("gap", "count"):
        digest.update(table[name].fill_null(0).to_numpy().tobytes())
    return digest.hexdigest()


def _columns(segments: Mapping[str, Segments]) -> Iterator[ColumnProfile]:
    for one in segments.values():
        for level in (*one.levels.values(), one.rest):
            yield from level.columns.values()


def _levels(entry: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [*entry["levels"], entry["rest"]]


def _level_manifest(level: Level) -> dict[str, Any]:
    return {
        "value": level.value,
        "rows": level.rows,
        "columns": [column_manifest(one) for one in level.columns.values()],
    }
