"""Columns that carry their neighbours' values in another type: what a broken CSV file makes of a table.

One field too many moves all that stand behind it. Numbers then come in a column of text, where they can be
read and compared, and texts in a column of numbers, where none can be read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from drift.diagnose.resemblance import Part, Resemblance, resemblance
from drift.diagnose.swapped_columns import Carried
from drift.profile.table import Plan, profile_batch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drift.judge.court import Court
    from drift.profile.column import ColumnProfile

NEARLY_ALL: Final = 0.9  # of the rows: of a column of another type a few may be read by accident


def carried_by_neighbours(names: Sequence[str], court: Court) -> Iterator[Carried]:
    """Yield which columns may carry the values of the column at their left or right, whatever its type.

    `names` are all columns of the reference, in the order of its data.
    """
    for place, name in enumerate(names):
        for source in (*names[max(place - 1, 0) : place], *names[place + 1 : place + 2]):
            found = _found(name, source, court)
            if found is not None:
                tolerance = court.tolerance(source, found.worst.statistic)
                own = resemblance(*_sides(name, name, court), court.reference.kinds[name].kind)
                distance = own.worst.distance if own else 1.0
                yield Carried(
                    column=name, source=source, own=distance, resemblance=found, tolerance=tolerance
                )


def _sides(name: str, source: str, court: Court) -> tuple[ColumnProfile, ColumnProfile]:
    return court.reference.profile.columns[source], court.live.profile.columns[name]


def _found(name: str, source: str, court: Court) -> Resemblance | None:
    before, now = _sides(name, source, court)
    own = court.reference.profile.columns[name]
    if own.family == before.family:
        return resemblance(before, now, court.reference.kinds[source].kind)
    if own.family == "text" and before.family == "number":
        numbers = _read(now)
        return resemblance(before, numbers, "number") if numbers else None
    if before.family == "text" and _unreadable(name, court) >= NEARLY_ALL:
        return Resemblance(parts=(Part(statistic="unreadable", distance=0.0, chance=0.0, freedom=0.0),))
    return None


def _read(column: ColumnProfile) -> ColumnProfile | None:
    """Return the texts of a column as numbers; None where not nearly all are."""
    if column.family != "text":
        return None
    sketch, names = column.text.distinct, column.text.names
    known = [place for place, key in enumerate(sketch.hashes.tolist()) if key in names]
    texts = pl.Series("texts", [names[int(sketch.hashes[place])] for place in known], dtype=pl.String)
    counts = sketch.counts[known]
    values = texts.cast(pl.Float64, strict=False).to_numpy()
    readable = ~np.isnan(values)
    if not counts.sum() or counts[readable].sum() < NEARLY_ALL * counts.sum():
        return None
    rows = pl.DataFrame({"values": np.repeat(values[readable], counts[readable])})
    return profile_batch(rows, Plan()).columns["values"]


def _unreadable(name: str, court: Court) -> float:
    """Return the share of a column's values that its type could not read."""
    of = [one for one in court.live.readings if one.column == name and one.rows]
    return sum(one.unreadable for one in of) / max(sum(one.rows for one in of), 1)
