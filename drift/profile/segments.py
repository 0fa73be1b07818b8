"""A table by the levels of its segment columns: a sum, like all that a profile holds.

Which levels are kept apart may not depend on the order of rows. Those that a plan names are, and beside
them the levels with the smallest hashes, as many as the plan says: a level of the whole's is among those
of every part that has it (see `distinct.py`), and what a later part pushes out joins the rest with all
its rows. With no more levels than that, every one is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from drift.profile.level import Level, known_columns, level_of, no_rows, value_of
from drift.profile.prepare import prepare_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from drift.profile.plan import Plan
    from drift.profile.prepared import Prepared

MAX_LEVELS: Final = 256  # of a segment column that training keeps apart: all countries, all stores of a chain

NULL_LEVEL: Final = 0  # the hash of null, in every column


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Segments:
    """The levels of one segment column.

    Attributes
    ----------
    limit : int
        The most levels that are kept apart beside the named ones.
    named : frozenset of int
        The hashes of levels that are kept apart in any case.
    levels : dict of int to Level
        By hash, ascending.
    rest : Level
        The rows of all other levels.
    """

    limit: int
    named: frozenset[int]
    levels: dict[int, Level]
    rest: Level

    def __add__(self, other: Segments) -> Segments:
        """Return the levels of both tables."""
        levels = dict(self.levels)
        for key, level in other.levels.items():
            levels[key] = levels[key] + level if key in levels else level
        kept = _kept(levels, self.named, self.limit)
        rest = self.rest + other.rest
        for key, level in levels.items():
            if key not in kept:
                rest = rest + level
        return Segments(
            limit=self.limit, named=self.named, levels={key: levels[key] for key in sorted(kept)}, rest=rest
        )

    @property
    def complete(self) -> bool:
        """Whether every level that has rows is kept apart."""
        return self.rest.rows == 0

    def regrouped(self, named: Iterable[int]) -> Segments:
        """Return the same rows with no levels apart but the named ones, as far as they are here."""
        wanted = frozenset(named)
        rest = self.rest
        for key, level in self.levels.items():
            if key not in wanted:
                rest = rest + level
        kept = {key: level for key, level in self.levels.items() if key in wanted}
        return Segments(limit=0, named=wanted, levels=kept, rest=rest)


def named_levels(segments: Mapping[str, Segments]) -> tuple[tuple[int, ...], ...]:
    """Return the hashes of the levels of each segment column, as a plan names them."""
    return tuple(tuple(sorted(one.levels)) for one in segments.values())


def as_named(mine: Mapping[str, Segments], reference: Mapping[str, Segments]) -> dict[str, Segments]:
    """Return the rows of a batch with the levels apart that a reference has."""
    return {name: mine[name].regrouped(one.levels) for name, one in reference.items()}


def largest_levels(segments: Segments, most: int, least_rows: int) -> Segments:
    """Return the same rows with the largest levels apart; of equally large ones the smaller hashes.

    Parameters
    ----------
    segments : Segments
        All levels.
    most, least_rows : int
        How many levels, and the fewest rows of one.
    """
    large = [(-one.rows, key) for key, one in segments.levels.items() if one.rows >= least_rows]
    return segments.regrouped(key for _, key in sorted(large)[:most])


def no_segments(plan: Plan) -> dict[str, Segments]:
    """Return the neutral element of each of a plan's segment columns."""
    return {
        name: Segments(limit=plan.levels, named=plan.named_of(name), levels={}, rest=no_rows())
        for name in plan.segments
    }


def add_segments(mine: Mapping[str, Segments], theirs: Mapping[str, Segments]) -> dict[str, Segments]:
    """Return the levels of both tables, of the same plan."""
    return {name: mine[name] + theirs[name] for name in mine}


def segment_rows(
    frame: pl.DataFrame, prepared: Iterable[Prepared], plan: Plan, known: Mapping[str, Segments]
) -> dict[str, Segments]:
    """Return a batch by the levels of each segment column; one that the batch lacks is null in all rows.

    `known` is the sum that the batch will be added to: it spares work, and changes no result.
    """
    hashes = {one.profile.name: one.hashes for one in prepared}
    return {
        name: _segments(
            frame, name, hashes.get(name, np.full(frame.height, NULL_LEVEL, np.uint64)), plan, known.get(name)
        )
        for name in plan.segments
    }


def _segments(
    frame: pl.DataFrame, name: str, hashes: NDArray[np.uint64], plan: Plan, known: Segments | None
) -> Segments:
    found, first, codes = np.unique(hashes, return_index=True, return_inverse=True)
    named = plan.named_of(name)
    kept = _kept(found.tolist(), named, plan.levels)
    # Of the rows, those of one level stand together, and those of no level of their own at the end.
    places = np.array([key in kept for key in found.tolist()], np.bool_)
    groups = np.where(places, np.cumsum(places) - 1, len(kept))
    of_rows = groups[codes.ravel()]
    rows = np.bincount(of_rows, minlength=len(kept) + 1)
    starts = np.cumsum(rows) - rows
    shown = [one for one in frame.columns if one != name and one not in plan.hidden]
    ordered = pl.DataFrame({one: frame.get_column(one) for one in shown})
    if shown:
        ordered = ordered[np.argsort(of_rows, kind="stable")]
    values = frame.get_column(name) if name in frame.columns else None
    before = known.levels if known is not None else {}

    def level(place: int, key: int | None) -> Level:
        part = ordered.slice(int(starts[place]), int(rows[place]))
        settled = before.get(key) if key is not None else known.rest if known is not None else None
        value = None if key is None or values is None else values[int(first[np.searchsorted(found, key)])]
        return level_of(
            value_of(value),
            int(rows[place]),
            [one.profile for one in prepare_columns(part, known_columns(settled))],
        )

    keys = [key for key, held in zip(found.tolist(), places.tolist(), strict=True) if held]
    return Segments(
        limit=plan.levels,
        named=named,
        levels={key: level(place, key) for place, key in enumerate(keys)},
        rest=level(len(keys), None) if rows[-1] else no_rows(),
    )


def _kept(keys: Iterable[int], named: frozenset[int], limit: int) -> frozenset[int]:
    """Return which levels are kept apart: the named ones, and those of the smallest hashes."""
    there = set(keys)
    return frozenset({*(there & named), *sorted(there - named)[:limit]})
