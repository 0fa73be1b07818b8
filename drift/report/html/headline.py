"""The verdict in one sentence: how many columns, which, what happened."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from drift.diagnose.relation import in_short
from drift.judge.words import level_text, told
from drift.report import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drift.judge.result import ColumnResult, Verdict
    from drift.record.record import Record

MAX_NAMED: Final = 3


def headline(record: Record) -> tuple[text.Span, ...]:
    """Return the verdict in a sentence."""
    total = len(record.columns)
    match record.verdict:
        case "breach":
            concerned = record.breaches
            if not concerned:
                return _of_batch(record, "breach")
            is_are = "is" if len(concerned) == 1 else "are"
            return (
                *_said(f"{len(concerned):,} of {_columns(total)} {is_are} in breach: "),
                *_about(concerned),
            )
        case "warning":
            concerned = tuple(column for column in record.columns if column.verdict == "warning")
            if not concerned:
                return _of_batch(record, "warning")
            start = f"No column is in breach, but {len(concerned):,} of {_columns(total)} changed: "
            return (*_said(start), *_about(concerned))
        case "ok":
            return _said(_fine(record.counts["ok"], total))
        case _:
            return (*_said("Nothing could be judged: "), *text.spans(_main_reason(record)))


def _of_batch(record: Record, verdict: Verdict) -> tuple[text.Span, ...]:
    """Return the first finding of the batch as a whole; of a relation its card has the numbers."""
    finding = next(one for one in record.findings if one.verdict == verdict)
    if finding.diagnosis is not None and finding.diagnosis.fault == "relation":
        return text.spans(in_short(finding.diagnosis.parameters))
    return text.spans(finding.why)


def _said(words: str) -> tuple[text.Span, ...]:
    return (text.Span(text=words, code=False),)


def _columns(count: int) -> str:
    return f"{count:,} column{'' if count == 1 else 's'}"


def _about(columns: Sequence[ColumnResult]) -> tuple[text.Span, ...]:
    """Return what happened to one column, or the names of several."""
    first = columns[0]
    if len(columns) == 1 and first.diagnosis is not None:
        return (*text.spans(told(first.name, first.diagnosis.story), first.name), *_where(first), *_said("."))
    parts: list[text.Span] = []
    for place, column in enumerate(columns[:MAX_NAMED]):
        more = len(columns) - MAX_NAMED
        last = place == len(columns) - 1 and place > 0
        parts += _said(" and " if last else ", ") if place else ()
        parts.append(text.Span(text=text.label(column.name), code=True))
        if place == MAX_NAMED - 1 and more > 0:
            parts += _said(f" and {more:,} more")
    return (*parts, *_said("."))


def _where(column: ColumnResult) -> tuple[text.Span, ...]:
    """Return in which level it is that the worst finding tells of; nothing where it is of all rows."""
    segment = column.findings[0].segment
    if segment is None:
        return ()
    return tuple(
        part
        for name, value in segment.items()
        for part in text.spans(f", where `{name}` is {level_text(value)}", name)
    )


def _fine(fine: int, total: int) -> str:
    if fine == total:
        return "The column is as in training." if total == 1 else f"All {_columns(total)} are as in training."
    others = total - fine
    start = f"{fine:,} of {_columns(total)} {'is' if fine == 1 else 'are'} as in training"
    return f"{start}; {others:,} {'was' if others == 1 else 'were'} not judged."


def _main_reason(record: Record) -> str:
    reasons = Counter(column.reason for column in record.columns if column.reason)
    return f"{reasons.most_common(1)[0][0]}." if reasons else "there are no columns."
