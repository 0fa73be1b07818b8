"""A profile that is only compared from now on: what nothing but adding up needs is left out.

Pieces have taught what they can. Of sketches of which only counts are asked, those of numbers and of
whole rows, the hashes are evened: they were most of what twenty columns of numbers take in a file. Texts
keep theirs, for names are found by them, and so do keys.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from drift.profile.column import NumberDetail
from drift.profile.table import without_pieces

if TYPE_CHECKING:
    from drift.profile.column import ColumnProfile
    from drift.profile.table import Profile


def for_comparing(profile: Profile) -> Profile:
    """Return what of a profile comparing needs; it does not add up with others any more."""
    bare = without_pieces(profile)
    return replace(
        bare,
        columns={name: _evened(column) for name, column in bare.columns.items()},
        repeats=bare.repeats if bare.plan.key else bare.repeats.evened(),
    )


def _evened(column: ColumnProfile) -> ColumnProfile:
    """Return a column with an evened sketch; where cells are exact, the file keeps none and they tell it."""
    if not isinstance(column.detail, NumberDetail) or column.cells.exact:
        return column
    return replace(column, detail=replace(column.detail, distinct=column.detail.distinct.evened()))
