"""What a profile holds, as bytes: those of its file, but for where the rows came from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from drift.profile.profiled_file import profiled_bytes

if TYPE_CHECKING:
    from drift.profile.profiled import Profiled


def content(table: Profiled) -> bytes:
    """Return the bytes of a profile that came from nowhere."""
    profile = replace(table.profile, shards=frozenset())
    return profiled_bytes(replace(table, profile=profile, names=(), files={}, path=None))
