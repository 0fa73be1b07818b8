"""What a reference or a profile holds, for a person at a terminal."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from rich.padding import Padding
from rich.text import Text

from drift.judge.words import level_text
from drift.profile.pieces import SPANS
from drift.profile.texts import TEXT_CELLS
from drift.report.console import console_on
from drift.report.contents import LEVELS_SHOWN
from drift.report.html.figures import number, percent
from drift.report.terminal import printable, printable_name
from drift.report.text import uncommanded

if TYPE_CHECKING:
    from drift.judge.promotion import Promotion
    from drift.report.contents import ColumnContents, Contents, Movement, SegmentContents

_SOURCES_SHOWN: Final = 3
_INDENT: Final = 4
_DIGEST_SHOWN: Final = len("sha256:") + 8
_EXACT: Final = TEXT_CELLS  # values that a profile keeps apart, and so counts; of more it has an estimate
_SPAN_NAMES: Final = {span.hours: span.name for span in SPANS}


def render_contents(contents: Contents, *, colour: bool = False, width: int = 100) -> str:
    """Return what a file holds as text: the whole in a few lines, then two lines a column.

    Parameters
    ----------
    contents : Contents
        What it holds.
    colour : bool
        Whether to write colours, as a terminal reads them.
    width : int
        Characters a line.
    """
    out = io.StringIO()
    console = console_on(out, colour=colour, width=width)
    console.print(Text(_headline(contents), style="bold"))
    for line in _facts(contents):
        console.print(Text(line, style="dim"))
    for column in contents.columns:
        held, why = _column(column)
        console.print()
        console.print(Text.assemble((printable_name(column.name), "bold"), "  ", printable(held)))
        console.print(Padding(Text(printable(why), style="dim"), (0, 0, 0, _INDENT)))
    text = uncommanded(out.getvalue())
    return text if colour else "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def moves(column: ColumnContents) -> str:
    """Return how far a column may move before it is a breach, in words."""
    if column.told_tolerance is not None:
        return f"may move by {number(column.told_tolerance)}: the config says so"
    if not column.movement:
        return ""
    if not column.movement[0].span_hours:
        return f"may move by {number(column.movement[0].tolerance)}: no time column to learn from"
    return "moves by up to " + ", ".join(_step(one) for one in column.movement)


def _step(movement: Movement) -> str:
    span = _SPAN_NAMES[movement.span_hours]
    return f"{number(movement.tolerance)} from {span} to {span}"


def _headline(contents: Contents) -> str:
    where = f"{printable(contents.path)}: " if contents.path else ""
    return f"{where}a {contents.kind} of {len(contents.columns):,} columns and {contents.rows:,} rows"


def _facts(contents: Contents) -> list[str]:
    facts = [f"dataset {printable(contents.dataset)}"]
    if contents.created_at is not None:
        facts[0] += f", fitted {contents.created_at:%Y-%m-%d %H:%M} UTC"
    facts[0] += f", {contents.sample_rows:,} rows in the sample"
    if contents.sources:
        named = ", ".join(printable(name) for name in contents.sources[:_SOURCES_SHOWN])
        more = len(contents.sources) - _SOURCES_SHOWN
        facts.append(f"from {named}" + (f" and {more:,} more" if more > 0 else ""))
    if contents.window is not None:
        facts.append(f"of a span of time: {printable(contents.window)}")
    for promotion in contents.promotions:
        facts += _promotion(promotion)
    along = f"along `{printable(contents.time)}`" if contents.time else "without a time column"
    facts.append(f"{along}; {contents.digest}")
    return facts + [_segment(one) for one in contents.segments]


def _segment(one: SegmentContents) -> str:
    """Return a segment column in a line: its largest levels with their rows, and what the others have."""
    named = ", ".join(
        f"{printable(level_text(level.value)[1:-1])} {level.rows:,}" for level in one.levels[:LEVELS_SHOWN]
    )
    more = ", …" if len(one.levels) > LEVELS_SHOWN else ""
    others = f"; {one.others:,} rows of all others" if one.others else ""
    count = f"{len(one.levels):,} level{'' if len(one.levels) == 1 else 's'} apart"
    return f"segments of `{printable(one.column)}`: {count}{f' ({named}{more})' if named else ''}{others}"


def _promotion(promotion: Promotion) -> list[str]:
    """Return what was added, by whom, when and why; then a line for each finding that had been accepted."""
    rows = sum(one.rows for one in promotion.batches)
    names = ", ".join(printable(one.batch) for one in promotion.batches[:_SOURCES_SHOWN])
    more = len(promotion.batches) - _SOURCES_SHOWN
    told = f"promoted {promotion.at:%Y-%m-%d %H:%M} UTC by {printable(promotion.by or 'nobody named')}"
    told += f": {rows:,} rows ({names}{f' and {more:,} more' if more > 0 else ''})"
    told += f" to {promotion.rows:,} of {promotion.digest[:_DIGEST_SHOWN]}…"
    lines = [told + (f"; {printable(promotion.reason)}" if promotion.reason else "")]
    for batch in promotion.batches:
        for one in batch.accepted:
            what = f"{printable(one.column or 'the batch')}: {printable(one.fault or one.check)}"
            why = f"accepted by {printable(one.by)}; {printable(one.reason)}"
            lines.append(f"  {printable(batch.batch)}, {what}, {why}")
    return lines


def _column(column: ColumnContents) -> tuple[str, str]:
    """Return what is known of a column in two lines: what it holds, and why it is what it is."""
    held = [f"{column.kind} ({column.dtype})"]
    if column.rows:
        held.append(f"{percent(column.nulls / column.rows)} null" if column.nulls else "no nulls")
    if column.distinct is not None:
        held.append(f"{_count(min(column.distinct, float(column.rows - column.nulls)))} distinct")
    held.append(_range(column))
    why = [column.kind_reason]
    if column.unit:
        unit = "a plain number" if column.unit == "dimensionless" else f"in {column.unit}"
        why.append(f"{unit}, {column.unit_reason} says")
    why.append(moves(column))
    return ", ".join(one for one in held if one), "; ".join(one for one in why if one)


def _count(distinct: float) -> str:
    """Return how many there are; what a sketch estimated is hardly ever whole, and not told to the digit."""
    if distinct.is_integer() and distinct <= _EXACT:
        return f"{distinct:,.0f}"
    return f"about {float(f'{distinct:.2g}'):,.0f}"


def _range(column: ColumnContents) -> str:
    """Return the ends of numbers and times, or the most frequent levels."""
    if column.levels:
        named = ", ".join(column.levels)
        return named + (", …" if (column.distinct or 0) > len(column.levels) else "")
    if column.lowest is None or column.highest is None:
        return ""
    return f"{_end(column.lowest)} to {_end(column.highest)}"


def _end(end: float | str) -> str:
    """Return an end; whole numbers with all their digits."""
    if isinstance(end, float) and not end.is_integer():
        return f"{end:,.6g}"
    return f"{end:,.0f}" if isinstance(end, int | float) and abs(end) < 1e15 else str(end)  # noqa: PLR2004 - a float's whole digits
