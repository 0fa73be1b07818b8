"""All that a config is proposed to say of a table, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from drift.propose.asides import guess_target, why_ignored
from drift.propose.kinds import guess_kind
from drift.propose.times import guess_time
from drift.propose.units import guess_units

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from drift.propose.keys import KeyGuess
    from drift.propose.kinds import KindGuess
    from drift.propose.seen import Seen
    from drift.propose.times import TimeGuess
    from drift.propose.units import UnitGuess

SMALLEST_SHARE: Final = 1e-4  # that is told as a number
EXACT: Final = 2.0**53  # a float holds every whole number up to it
MAX_DIGITS: Final = 6  # of a number in a comment


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnProposal:
    """What is proposed for one column.

    Attributes
    ----------
    name : str
        The column.
    values : str
        What its values are, in words; without any value of a sensitive one.
    ignored : str or None
        Why it is not looked at; None where it is.
    kind : KindGuess or None
        The kind that the config should name.
    unit : UnitGuess or None
        Of a measurement, its unit or why it is not told.
    sensitive : str or None
        Why none of its values should be kept.
    note : str or None
        How it would be read better.
    """

    name: str
    values: str
    ignored: str | None
    kind: KindGuess | None
    unit: UnitGuess | None
    sensitive: str | None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What is proposed for a table.

    Attributes
    ----------
    dataset : str
        Its name.
    source : str
        What the data is called.
    rows : int
        How many it has.
    time : TimeGuess or None
        The column that dates each row.
    key : KeyGuess or None
        The columns that together name a row, as all rows confirmed.
    target : str or None
        A column that a model may predict.
    columns : tuple of ColumnProposal
        All columns, in the order of the data.
    """

    dataset: str
    source: str
    rows: int
    time: TimeGuess | None
    key: KeyGuess | None
    target: str | None
    columns: tuple[ColumnProposal, ...]


def propose(  # noqa: PLR0913 - each thing that was found
    columns: Sequence[Seen],
    *,
    dataset: str,
    source: str,
    rows: int,
    key: KeyGuess | None,
    in_order: Mapping[str, float],
    sensitive: Mapping[str, str],
    notes: Mapping[str, str],
) -> Proposal:
    """Return what is proposed for columns that were looked at.

    Parameters
    ----------
    columns : sequence of Seen
        All columns, in the order of the data.
    dataset, source : str
        What results call the data, and what it is called here.
    rows : int
        How many rows there are.
    key : KeyGuess or None
        The key that all rows confirmed.
    in_order : mapping of str to float
        As for `guess_time`.
    sensitive : mapping of str to str
        Why columns are sensitive.
    notes : mapping of str to str
        How columns would be read better.
    """
    ignored = {one.name: why for one in columns if (why := why_ignored(one, rows)) is not None}
    looked_at = [one for one in columns if one.name not in ignored]
    units = guess_units(one for one in looked_at if not one.sensitive)
    target = guess_target(looked_at)
    time = guess_time(looked_at, in_order)
    return Proposal(
        dataset=dataset,
        source=source,
        rows=rows,
        time=time,
        key=key,
        target=target.name if target else None,
        columns=tuple(
            ColumnProposal(
                name=one.name,
                values=values_in_words(one),
                ignored=ignored.get(one.name),
                kind=None if one.name in ignored else guess_kind(one),
                unit=units.get(one.name),
                sensitive=None if one.name in ignored else sensitive.get(one.name),
                note=notes.get(one.name),
            )
            for one in columns
        ),
    )


def values_in_words(one: Seen) -> str:
    """Return what a column's values are: how many distinct ones, from where to where, and its nulls."""
    column = one.column
    if not column.valid:
        return "no values"
    nulls = f", {_percent(column.nulls / column.rows)} of the rows null" if column.nulls else ""
    if column.family == "number":
        distinct = _count(
            column.number.distinct.estimate, exact=column.cells.exact or column.number.distinct.complete
        )
        if column.cells.exact:
            distinct = f"{column.cells.keys.size:,}"
        if one.sensitive or not one.has_numbers:
            return f"{distinct} distinct values{nulls}"
        return f"{distinct} distinct values from {_number(one.lowest)} to {_number(one.highest)}{nulls}"
    if column.family == "text":
        detail = column.text
        exact = column.cells.exact or detail.distinct.complete
        size = column.cells.keys.size if column.cells.exact else detail.distinct.estimate
        return f"{_count(float(size), exact=exact)} distinct texts{nulls}"
    return f"{one.kind.kind}{nulls}"


def _percent(share: float) -> str:
    """Return a share in percent, and never nothing for something."""
    return "under 0.01 %" if share < SMALLEST_SHARE else f"{100 * share:.3g} %"


def _count(estimate: float, *, exact: bool) -> str:
    return f"{estimate:,.0f}" if exact else f"about {float(f'{estimate:.2g}'):,.0f}"


def _number(value: float) -> str:
    """Return a number in a few digits, thousands parted."""
    return f"{value:,.0f}" if float(value).is_integer() and abs(value) < EXACT else f"{value:,.{MAX_DIGITS}g}"
