"""Data quality: what of types and missing values is not as it was, column by column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from drift.report import text
from drift.report.html import figures

if TYPE_CHECKING:
    from collections.abc import Mapping

    from drift.judge.result import ColumnResult
    from drift.profile.column import ColumnProfile
    from drift.record.record import Record
    from drift.report.html.sides import Sides

MAX_ROWS: Final = 50  # of the table, those that changed most


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityRow:
    """A column: its types, and the shares that are null, empty text, NaN or infinite, before and now."""

    name: str
    link: str
    types: str
    nulls: str
    empties: str
    nans: str
    infinities: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """The columns that changed, most first, and a sentence on the others."""

    rows: tuple[QualityRow, ...]
    others: str


def quality(record: Record, sides: Mapping[str, Sides]) -> Quality:
    """Return what of types and missing values changed."""
    changed, by_chance = [], 0
    for place, column in enumerate(record.columns):
        both = sides[column.name]
        shares = _shares(both.reference), _shares(both.live)
        row = _row(column, *shares)
        if " → " in f"{row.types}{row.nulls}{row.empties}{row.nans}{row.infinities}":
            if _by_chance(column) and " → " not in f"{row.types}{row.infinities}":
                by_chance += 1
                continue
            moved = sum(abs(now - before) for before, now in zip(*shares, strict=True))
            changed.append((-moved, place, row))
    rows = tuple(row for _, _, row in sorted(changed, key=lambda one: one[:2]))
    return Quality(rows=rows[:MAX_ROWS], others=_others(len(record.columns), len(rows), by_chance))


def _by_chance(column: ColumnResult) -> bool:
    """Return whether chance explains that another share is missing, as it was measured."""
    measured = [one.measurement for one in column.measurements]
    return any(one.statistic == "null_share" and one.value <= one.margin for one in measured)


def _shares(column: ColumnProfile | None) -> tuple[float, float, float, float]:
    """Return the shares of rows that are null, empty text, NaN, infinite."""
    if column is None or not column.rows:
        return 0.0, 0.0, 0.0, 0.0
    empties = nans = infinities = 0
    if column.family == "number":
        detail = column.number
        nans, infinities = detail.nans, detail.positive_infinities + detail.negative_infinities
    if column.family == "text":
        lengths = column.text.lengths
        empties = int(lengths.counts[0]) if lengths.exact and lengths.keys.size and not lengths.keys[0] else 0
    return tuple(count / column.rows for count in (column.nulls, empties, nans, infinities))  # type: ignore[return-value]


def _row(column: ColumnResult, before: tuple[float, ...], now: tuple[float, ...]) -> QualityRow:
    types = [column.reference_dtype, column.live_dtype]
    nulls, empties, nans, infinities = (
        _moved(figures.percent(one), figures.percent(other)) for one, other in zip(before, now, strict=True)
    )
    return QualityRow(
        name=text.label(column.name),
        link=text.anchor(column.name),
        types=_moved(*(text.label(one) if one else "absent" for one in types)),
        nulls=nulls,
        empties=empties,
        nans=nans,
        infinities=infinities,
    )


def _moved(before: str, now: str) -> str:
    return before if before == now else f"{before} → {now}"


def _others(columns: int, changed: int, by_chance: int) -> str:
    others = columns - changed - by_chance
    more = changed - MAX_ROWS
    words = f"{more:,} more changed less. " if more > 0 else ""
    if by_chance:
        who = f"{by_chance:,} column{'' if by_chance == 1 else 's'}"
        words += f"In {who} the missing values differ by no more than chance explains. "
    if not others:
        return words.strip()
    many = "The other column has" if others == 1 else f"The other {others:,} columns have"
    if not changed and not by_chance:
        many = "The column has" if columns == 1 else f"All {columns:,} columns have"
    return f"{words}{many} the type and the missing values that training had."
