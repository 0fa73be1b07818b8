"""One column against its reference: the measurements that its kind asks for.

Which are taken is said in one table; what follows from them is for the judge.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from drift.compare.aligned import align
from drift.compare.atom import measure_atom
from drift.compare.catalogue import compare_cells
from drift.compare.clock import measure_clock
from drift.compare.garbled import measure_garbled
from drift.compare.ks import KS
from drift.compare.lattice import NOTHING, Sampled, measure_lattice, values_of
from drift.compare.level_share import measure_level
from drift.compare.levels import align_levels
from drift.compare.lost import measure_lost, measure_new_level
from drift.compare.magnitude import measure_magnitude
from drift.compare.nonzero import align_numbers, measure_nonzero
from drift.compare.outside import measure_outside
from drift.compare.patterns import measure_new_patterns, measure_patterns
from drift.compare.rare_size import measure_rare_size
from drift.compare.share import share_measurement
from drift.compare.short import measure_short
from drift.compare.unseen import measure_unseen

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.compare.statistic import Measurement
    from drift.profile.column import ColumnProfile
    from drift.profile.kind import KindName

CHECKS_A_COLUMN = 11  # at most so many measurements of a column decide, and share its budget

MOST_REPEATS = 0.01  # of an identifier's values; with more, repeats grow with rows


def compare_column(
    reference: ColumnProfile,
    live: ColumnProfile,
    kind: KindName,
    level: float,
    sampled: tuple[Sampled, Sampled] = (NOTHING, NOTHING),
) -> tuple[Measurement, ...]:
    """Return all measurements of one column.

    Parameters
    ----------
    reference, live : ColumnProfile
        The column on both sides, of one family or of the unknown one.
    kind : str
        What the column is.
    level : float
        The probability with which any deciding margin may be passed by chance; it is split evenly.
    sampled : two of Sampled
        Numbers of sampled rows of both sides: where values are too many to be counted one by one, only
        these tell of which steps they are multiples.
    """
    level /= CHECKS_A_COLUMN
    found: list[Measurement | None] = [measure_missing(reference, live, level)]
    if kind == "number" and reference.family == live.family == "number":
        found.append(measure_outside(reference, live, level))
    if reference.family == live.family and reference.cells.rows and live.cells.rows:
        match kind:
            case "number":
                found += compare_cells(align_numbers(reference, live), level)
                found.append(measure_nonzero(reference, live, level))
                found.append(measure_magnitude(reference, live, level))
                found.append(measure_atom(reference, live, level))
                found.append(measure_short(reference, live, level))
                found.append(measure_rare_size(reference, live, level))
                values = [values_of(*side) for side in zip((reference, live), sampled, strict=True)]
                found.append(measure_lattice(values[0], values[1], level))
            case "category":
                found += _levels(reference, live, level)
            case "boolean":
                found += compare_cells(align(reference.cells, live.cells, ordered=False), level)
            case "text" | "identifier" if reference.family == "text":
                found += [_lengths(reference, live, level), *measure_patterns(reference, live, level)]
                found.append(measure_garbled(reference, live, level))
            case "time" if reference.family == "time":
                found += measure_clock(reference, live, level)
            case "nested":
                both = align(reference.cells, live.cells, ordered=True, values=_lengths_of)
                found.append(replace(KS.compare(both, level), statistic="length_ks"))
            case _:
                pass
    if kind == "identifier":
        found.append(_repeats(reference, live, level))
    return tuple(measurement for measurement in found if measurement is not None)


def _levels(reference: ColumnProfile, live: ColumnProfile, level: float) -> list[Measurement | None]:
    """Return the measurements of a category's levels, and of how their names are built."""
    return [
        *compare_cells(align_levels(reference, live), level),
        measure_level(reference, live, level),
        measure_unseen(reference, live, level),
        measure_new_level(reference, live, level),
        measure_lost(reference, live, level),
        measure_new_patterns(reference, live, level) if reference.family == "text" else None,
    ]


def missing_rows(column: ColumnProfile) -> int:
    """Return the rows that carry no value: nulls, NaN and empty strings."""
    missing = column.nulls
    if column.family == "number":
        missing += column.number.nans
    if column.family == "text":
        lengths = column.text.lengths
        missing += (
            int(lengths.counts[0]) if lengths.keys.size and lengths.keys[0] == 0 and lengths.exact else 0
        )
    return missing


def share_of_nans(column: ColumnProfile) -> float:
    """Return the share of a column's rows that are NaN and not null, 0 to 1."""
    return column.number.nans / column.rows if column.family == "number" and column.rows else 0.0


def measure_missing(reference: ColumnProfile, live: ColumnProfile, level: float) -> Measurement | None:
    """Return the change of the share of missing values, 0 to 1; None where either side has no rows."""
    if not reference.rows or not live.rows:
        return None
    return share_measurement(
        "null_share", missing_rows(reference), reference.rows, missing_rows(live), live.rows, level
    )


def _lengths(reference: ColumnProfile, live: ColumnProfile, level: float) -> Measurement:
    both = align(reference.text.lengths, live.text.lengths, ordered=True, values=_lengths_of)
    return replace(KS.compare(both, level), statistic="length_ks")


def _lengths_of(keys: NDArray[np.uint64]) -> NDArray[np.float64]:
    """Return the lengths that keys stand for: themselves."""
    return keys.astype(np.float64)


def _repeats(reference: ColumnProfile, live: ColumnProfile, level: float) -> Measurement | None:
    """Compare how many of the sampled distinct values repeat; where they did not in more rows than these."""
    if (
        reference.family not in {"text", "number"}
        or reference.family != live.family
        or live.valid > reference.valid
    ):
        return None
    of = [
        (column.text if column.family == "text" else column.number).distinct.counts
        for column in (reference, live)
    ]
    if not of[0].size or not of[1].size or (of[0] > 1).mean() > MOST_REPEATS:
        return None
    found = share_measurement(
        "repeated_share", int((of[0] > 1).sum()), of[0].size, int((of[1] > 1).sum()), of[1].size, level
    )
    fewer = (found.live or 0.0) <= (found.reference or 0.0)  # of fewer rows, fewer repeat
    return replace(found, value=0.0, p_value=1.0) if fewer else found
