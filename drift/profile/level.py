"""One level of a segment column: its rows, and what is kept of the other columns there.

A level's columns are kept on a coarser grid than those of the table, which collapses as theirs does. A
column without a value in a level is not kept there: its rows are null. So what is kept depends on the
rows alone, whichever of a table's parts have the column.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final, TypeAlias

import polars as pl

from drift.profile.column import NumberDetail, TextDetail
from drift.profile.level_names import NAME_CHARACTERS
from drift.profile.prepare import prepare

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from drift.profile.column import ColumnProfile
    from drift.profile.distinct import Distinct

LevelValue: TypeAlias = str | int | float | bool | None

# Cells of a level's columns, by family, no more than the table's own have: what 50 levels of 20 columns take
# in a file is about a megabyte.
LEVEL_CELLS: Final = {"number": 128, "text": 256, "time": 32, "nested": 64, "boolean": 2}
LEVEL_DISTINCT: Final = 128  # distinct values: a count within 9 %

_EXACT_INTEGERS: Final = 2**53
_EMPTY: Final = {
    "number": pl.Float64(),
    "text": pl.String(),
    "time": pl.Datetime("us"),
    "nested": pl.List(pl.Int64()),
    "boolean": pl.Boolean(),
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Level:
    """The rows of one level, or of all that have no place of their own.

    Attributes
    ----------
    value : str, int, float, bool or None
        The level; None for null, and for the rows of many levels.
    rows : int
        Its rows.
    columns : dict of str to ColumnProfile
        The other columns that have a value there, by name, in alphabetical order.
    """

    value: LevelValue
    rows: int
    columns: dict[str, ColumnProfile]

    def __add__(self, other: Level) -> Level:
        """Return the rows of both."""
        names = sorted({*self.columns, *other.columns})
        return Level(
            value=self.value,
            rows=self.rows + other.rows,
            columns={name: self._sum(name, other) for name in names},
        )

    def _sum(self, name: str, other: Level) -> ColumnProfile:
        mine, theirs = self.columns.get(name), other.columns.get(name)
        if mine is None:
            return other.columns[name].with_nulls(self.rows, None, None)
        return mine.with_nulls(other.rows, None, None) if theirs is None else mine + theirs

    def column(self, whole: ColumnProfile) -> ColumnProfile:
        """Return what is kept here of a column of the table; nulls where it has no value here."""
        found = self.columns.get(whole.name)
        if found is not None:
            return replace(found, dtypes=whole.dtypes)
        if whole.family not in _EMPTY:
            return replace(whole, rows=self.rows, nulls=self.rows)
        empty = prepare(pl.Series(whole.name, [], _EMPTY[whole.family]), None).profile
        return replace(coarse(empty), rows=self.rows, nulls=self.rows, dtypes=whole.dtypes)


def no_rows(value: LevelValue = None) -> Level:
    """Return a level that no row has."""
    return Level(value=value, rows=0, columns={})


def level_of(value: LevelValue, rows: int, columns: Iterable[ColumnProfile]) -> Level:
    """Return a level of its columns; those without a value, or of no known type, are left out."""
    kept = {one.name: coarse(one) for one in columns if one.valid and one.family != "unknown"}
    return Level(value=value, rows=rows, columns=dict(sorted(kept.items())))


def coarse(column: ColumnProfile) -> ColumnProfile:
    """Return a column on the grid of a level. Its physical types are the table's to tell."""
    cells = column.cells.at_limit(LEVEL_CELLS[column.family])
    detail = column.detail
    match detail:
        case NumberDetail():
            detail = replace(detail, distinct=_fewer(detail.distinct))
        case TextDetail():
            detail = replace(detail, distinct=_fewer(detail.distinct)).named(cells)
    return replace(column, cells=cells, detail=detail, dtypes=())


def _fewer(sketch: Distinct) -> Distinct:
    kept = LEVEL_DISTINCT
    return replace(sketch, limit=kept, hashes=sketch.hashes[:kept], counts=sketch.counts[:kept])


def value_of(value: object) -> LevelValue:
    """Return a level as results tell it: in one form, whatever the type that it came in.

    Examples
    --------
    >>> value_of(3.0), value_of(True), value_of("Porto"), value_of(None)
    (3, True, 'Porto', None)
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, float):
        value = int(value) if value.is_integer() and abs(value) < _EXACT_INTEGERS else value
    if isinstance(value, int):
        return value if abs(value) <= _EXACT_INTEGERS else str(value)
    if isinstance(value, float) and value - value == 0:  # finite
        return value
    return str(value)[:NAME_CHARACTERS]


def known_columns(level: Level | None) -> Mapping[str, ColumnProfile]:
    """Return what is settled of a level already; nothing of one that was not met yet."""
    return level.columns if level is not None else {}
