"""Profiles of shards: some are measured, each of rows of its own, and stand for as many as are wanted."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import drift
from benchmarks.speed.tables import TWENTY, Shape, block
from drift.profile.profiled_file import profiled_bytes, profiled_of_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.profile.profiled import Profiled

SHAPES: Final = {
    2: Shape(numbers=1, few=1, many=0, booleans=0),
    5: Shape(numbers=3, few=1, many=0, booleans=1),
    20: TWENTY,
}
CONFIG: Final = {"sample": 0}


def measured(count: int, rows: int, shape: Shape) -> list[bytes]:
    """Return the files of profiles, each of other rows than the others."""
    frames = (block(rows, shape, seed=[11, place]) for place in range(count))
    return [profiled_bytes(drift.profile(frame, config=CONFIG)) for frame in frames]


def shards(files: list[bytes], count: int) -> Iterator[Profiled]:
    """Yield profiles, each of a file of its own; what they hold comes again after the last that was measured.

    Which file a profile is of is told by a digest, as of files that were read: so a sum has as many to
    remember as it has shards.
    """
    tables = [profiled_of_bytes(data, called="a shard") for data in files]
    for place in range(count):
        table = tables[place % len(tables)]
        shard, name = hashlib.sha256(str(place).encode()).hexdigest(), f"part-{place:06d}.parquet"
        profile = replace(table.profile, shards=frozenset({shard}))
        yield replace(table, profile=profile, files={shard: name}, names=(name,))
