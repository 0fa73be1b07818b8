"""What it took to read a table, added up over its batches and shards: counts by column and form.

`conform` says of one batch how each column was read. Here the counts of every form are kept apart, so
that sums do not depend on which batch came first; which form a column is said to have is settled last.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drift.sources.conform import Reading


def tally(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    """Return the sum of readings, one for each form of each column, in alphabetical order."""
    sums: dict[tuple[str, str, str], Reading] = {}
    for one in readings:
        key = (one.column, one.form, one.found)
        sums[key] = _sum(sums[key], one) if key in sums else one
    return tuple(sums[key] for key in sorted(sums))


def settle(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    """Return one reading a column: all its counts, and the form that most of the strayed values have."""
    columns: dict[str, list[Reading]] = {}
    for one in tally(readings):
        columns.setdefault(one.column, []).append(one)
    settled = []
    for forms in columns.values():
        # Of equal ones the last in alphabetical order: any rule does, if it is one.
        main = max(forms, key=lambda one: (one.reformed + one.unreadable, one.form, one.found))
        total = forms[0]
        for one in forms[1:]:
            total = _sum(total, one)
        settled.append(replace(total, form=main.form, found=main.found, wanted=main.wanted))
    return tuple(settled)


def _sum(one: Reading, other: Reading) -> Reading:
    """Return the counts of both under the form of the first."""
    return replace(
        one,
        rows=one.rows + other.rows,
        unreadable=one.unreadable + other.unreadable,
        reformed=one.reformed + other.reformed,
    )
