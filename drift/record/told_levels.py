"""The levels that findings tell of: all that a saved run keeps of segments, so that they can be drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.judge.segment import OTHERS
from drift.profile.level import Level
from drift.profile.segments import Segments

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from drift.judge.result import ColumnResult
    from drift.profile.level import LevelValue
    from drift.profile.table import Profile


def told_levels(profile: Profile, columns: Iterable[ColumnResult]) -> dict[str, Segments]:
    """Return a profile's segments with the levels that findings name, of each the columns that they are of.

    The rows of all other levels are there if a finding is of them, and none of their columns else.
    """
    wanted: dict[str, dict[LevelValue, set[str]]] = {}
    for column in columns:
        for finding in column.findings:
            for name, value in (finding.segment or {}).items():
                wanted.setdefault(name, {}).setdefault(value, set()).add(column.name)
    return {
        name: _of(profile.segments[name], levels)
        for name, levels in wanted.items()
        if name in profile.segments
    }


def level_of(profile: Profile, segment: Mapping[str, LevelValue]) -> Level | None:
    """Return what a profile keeps of the level that a finding names; None where it keeps nothing of it."""
    [(name, value)] = segment.items()
    held = profile.segments.get(name)
    if held is None:
        return None
    found = next((one for one in held.levels.values() if _is(one, value)), None)
    return held.rest if found is None and value == OTHERS else found


def _of(segments: Segments, wanted: Mapping[LevelValue, set[str]]) -> Segments:
    levels = {
        key: _with_columns(level, next(names for value, names in wanted.items() if _is(level, value)))
        for key, level in segments.levels.items()
        if any(_is(level, value) for value in wanted)
    }
    others = wanted.get(OTHERS, set()) if not any(_is(one, OTHERS) for one in levels.values()) else set()
    return Segments(
        limit=0, named=frozenset(levels), levels=levels, rest=_with_columns(segments.rest, others)
    )


def _is(level: Level, value: LevelValue) -> bool:
    """Return whether a level has a value: 1 is none of True's."""
    return level.value == value and isinstance(level.value, bool) == isinstance(value, bool)


def _with_columns(level: Level, names: set[str]) -> Level:
    kept = {name: column for name, column in level.columns.items() if name in names}
    return Level(value=level.value, rows=level.rows, columns=kept)
