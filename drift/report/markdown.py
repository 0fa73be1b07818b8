"""The run as Markdown: for a pull request, a step's summary or a chat, where space is short.

The verdict, what was found and what to do about it, a table of the columns that are not as they were,
and the counts. GitHub takes 65,536 characters in a comment, so the length is bounded, and what there
was no room for is counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from drift.report.folding import told_once
from drift.report.markdown_text import code, prose
from drift.report.summary import (
    MAX_SOURCES,
    changed_columns,
    columns_told,
    counts_told,
    main_measurement,
    note_of,
    rows_told,
    segments_told,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from drift.judge.result import ColumnResult
    from drift.record.record import Record
    from drift.report.folding import Told

MAX_FINDINGS: Final = 20  # that are told; more would not be read, and the table has their columns
MAX_ROWS: Final = 50  # of the table
MAX_FINDINGS_LENGTH: Final = 30_000  # characters of all that is told of findings
MAX_TABLE_LENGTH: Final = 20_000  # characters of the table; both together leave room in a comment

_HEAD: Final = ("verdict", "column", "kind", "measured", "chance", "tolerated", "note")
_ALIGNED: Final = ("---", "---", "---", "---", "---:", "---:", "---")


def render_markdown(record: Record) -> str:
    """Return a run as GitHub flavoured Markdown that any reader of CommonMark shows well, too.

    Parameters
    ----------
    record : Record
        The run. Its names and values are shown and never obeyed: no HTML, link or mention comes of one.
    """
    blocks = [f"**{record.verdict.upper()}** {code(record.dataset)}: {counts_told(record)}", _sides(record)]
    findings = told_once(record)
    owners = {column.name: column.owner for column in record.columns}
    told = _within([_told(one, owners) for one in findings[:MAX_FINDINGS]], MAX_FINDINGS_LENGTH)
    if told:
        blocks.append("\n".join(told))
    if len(told) < len(findings):
        untold = sum(one.many for one in findings[len(told) :])
        blocks.append(f"and {untold:,} more findings")
    blocks += [prose(one) for one in segments_told(record)]
    columns = changed_columns(record)
    rows = _within([_row(one) for one in columns[:MAX_ROWS]], MAX_TABLE_LENGTH)
    if rows:
        blocks.append("\n".join((_line(_HEAD), _line(_ALIGNED), *rows)))
    if len(rows) < len(columns):
        blocks.append(f"and {len(columns) - len(rows):,} more columns")
    blocks.append(_end(record))
    return "\n\n".join(blocks) + "\n"


def _sides(record: Record) -> str:
    sources = ", ".join(code(name) for name in record.live.sources[:MAX_SOURCES])
    hidden = len(record.live.sources) - MAX_SOURCES
    more = f" and {hidden:,} more" if hidden > 0 else ""
    return (
        f"Batch {code(record.batch)}: {record.live.rows:,} live {'row' if record.live.rows == 1 else 'rows'}"
        f" ({sources}{more}) against {rows_told(record.reference.rows, 'of training')}.{_window(record)}"
    )


def _window(record: Record) -> str:
    window = record.live.window
    return "" if window is None else f" Window: {prose(window.words, window.window.column)}."


def _told(once: Told, owners: Mapping[str, str | None]) -> str:
    """Return a finding as an item of a list, with what to do about it, and whom to ask."""
    finding, others = once.finding, once.others(code)
    item = f"- **{finding.verdict}** {prose(finding.why, finding.column)}"
    if others is not None:
        item += f" {others}"
    if finding.advice is not None:
        item += f"\n  → {prose(finding.advice, finding.column)}"
    owner = None if finding.column is None else owners.get(finding.column)
    return item if owner is None else f"{item}\n  → Its owner is {code(owner)}."


def _row(column: ColumnResult) -> str:
    judged = main_measurement(column)
    measured = chance = tolerated = ""
    if judged is not None:
        measured = f"{judged.measurement.statistic} {judged.measurement.value:.4f}"
        chance = f"{judged.measurement.margin:.4f}"
        tolerated = "" if judged.tolerance is None else f"{judged.tolerance:.4f}"
    note = prose(note_of(column), column.name)
    return _line((column.verdict, code(column.name), column.kind, measured, chance, tolerated, note))


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _end(record: Record) -> str:
    columns = len(record.columns)
    return (
        f"{columns:,} column{'' if columns == 1 else 's'}: {columns_told(record)}."
        f" Sensitivity {record.sensitivity}, run {code(record.run_id)}, drift {prose(record.drift_version)}."
    )


def _within(texts: Iterable[str], room: int) -> list[str]:
    """Return texts from the first on, as many as there is room for."""
    kept = []
    for text in texts:
        room -= len(text)
        if room < 0:
            break
        kept.append(text)
    return kept
