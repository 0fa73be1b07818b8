"""A finding as a card: what happened, by which numbers, what to do, how sure, what else it could be."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from drift.judge.words import opening
from drift.report import text
from drift.report.html import figures
from drift.report.html.picture import Picture, draw

if TYPE_CHECKING:
    from collections.abc import Mapping

    from drift.diagnose.diagnosis import Diagnosis, RunnerUp
    from drift.judge.result import ColumnResult, Evidence, Finding, Verdict
    from drift.record.record import Record
    from drift.report.html.sides import Sides

LEAST_RIVAL: Final = 0.01  # a second-best explanation of less explains nothing

LONGEST_CODE: Final = 2_000  # characters of an expression that anyone would copy from a page

Spans = tuple[text.Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Rows of the batch that show a finding, as told; `note` says where they come from, if not from all."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A finding in words; `facts` are terms and what is known of them, `code` expressions to copy."""

    verdict: Verdict
    fault: str
    lead: Spans
    numbers: Spans
    advice: Spans
    facts: tuple[tuple[str, Spans], ...]
    evidence: Shown | None = None
    code: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """All findings of a column, the worst first, with its picture; or one of the batch as a whole.

    `identity` is where a link to the column leads, `row` its place in the table of all columns; `answer` is
    the command by which a person says that a breach is known, until when and why.
    """

    identity: str
    name: str | None
    row: str | None
    verdict: Verdict
    findings: tuple[Told, ...]
    picture: Picture | None
    answer: str | None = None


def row_id(name: str) -> str:
    """Return the id of a column's row in the table, where a card has the column's own."""
    return f"row-{text.anchor(name)}"


def cards(record: Record, sides: Mapping[str, Sides]) -> tuple[Card, ...]:
    """Return the cards, the worst first: the batch's own before the columns'."""
    own = [finding for finding in record.findings if not _stands_in_a_column(finding, record)]
    found = [
        Card(
            identity=f"finding-{place}",
            name=text.label(finding.column) if finding.column is not None else None,
            row=None,
            verdict=finding.verdict,
            findings=(_told(finding),),
            picture=None,
        )
        for place, finding in enumerate(own, start=1)
    ]
    found += [_card(column, sides[column.name]) for column in record.worst_first if column.findings]
    return tuple(sorted(found, key=lambda card: card.verdict != "breach"))


def _stands_in_a_column(finding: Finding, record: Record) -> bool:
    """Return whether a column's card tells this finding: lost and new columns are listed in both places."""
    return any(
        finding.column == column.name and finding.why in [one.why for one in column.findings]
        for column in record.columns
    )


def _card(column: ColumnResult, sides: Sides) -> Card:
    return Card(
        identity=text.anchor(column.name),
        name=text.label(column.name),
        row=row_id(column.name),
        verdict=column.verdict,
        findings=tuple(_told(finding, column.owner) for finding in column.findings),
        picture=draw(column, sides),
        answer=_answer(column),
    )


def _told(finding: Finding, owner: str | None = None) -> Told:
    """Return a finding in words; under the column's name, its story needs no name of its own."""
    name, diagnosis = finding.column, finding.diagnosis
    lead, numbers = finding.why, ""
    if diagnosis is not None and name is not None:
        beginning = opening(name, diagnosis.story)
        if finding.why.startswith(beginning):
            lead = f"{diagnosis.story[:1].upper()}{diagnosis.story[1:]}."
            numbers = finding.why[len(beginning) :].strip()
    return Told(
        verdict=finding.verdict,
        fault=text.visible((diagnosis.fault if diagnosis else finding.check).replace("_", " ")),
        lead=text.spans(lead, name),
        numbers=text.spans(numbers, name),
        advice=text.spans(diagnosis.advice, name) if diagnosis else (),
        facts=(*_since(finding), *(_facts(diagnosis) if diagnosis else ()), *_owner(owner)),
        evidence=_shown(finding.evidence),
        code=_code(diagnosis, in_level=finding.segment is not None) if diagnosis else (),
    )


def _since(finding: Finding) -> list[tuple[str, Spans]]:
    if finding.since is None:
        return []
    since = finding.since
    first = f"the batch `{since.batch}` of {since.as_of:%Y-%m-%d}"
    batches = (
        "this is the first batch with it" if since.batches == 1 else f"{since.batches:,} batches in a row"
    )
    return [("Since", text.spans(f"{first}: {batches}"))]


def _answer(column: ColumnResult) -> str | None:
    if column.verdict != "breach" or not column.name.isprintable() or len(column.name) > LONGEST_CODE:
        return None
    return f'drift accept RUN --column {shlex.quote(column.name)} --until YYYY-MM-DD --reason "…"'


def _shown(evidence: Evidence | None) -> Shown | None:
    if evidence is None or not evidence.rows:
        return None
    names = tuple(evidence.rows[0])
    return Shown(
        names=tuple(text.label(name) for name in names),
        rows=tuple(tuple(text.cell(row.get(name)) for name in names) for row in evidence.rows),
        note=text.visible(evidence.note or ""),
    )


def _code(diagnosis: Diagnosis, *, in_level: bool) -> tuple[tuple[str, str], ...]:
    """Return the expressions that find the rows and undo the fault, none that cannot be copied as it is.

    That all rows are concerned needs no expression; that all of a level are does.
    """
    of_all = diagnosis.share is not None and diagnosis.share >= 1 and not in_level
    find = None if of_all else diagnosis.find
    told = (("Find the rows", find), ("Undo it", diagnosis.undo), ("Undo it in SQL", diagnosis.undo_sql))
    return tuple(
        (label, code) for label, code in told if code and code.isprintable() and len(code) <= LONGEST_CODE
    )


def _owner(owner: str | None) -> list[tuple[str, Spans]]:
    return [] if owner is None else [("Owner", text.spans(text.visible(owner)))]


def _facts(diagnosis: Diagnosis) -> list[tuple[str, Spans]]:
    facts = []
    if diagnosis.share is not None and diagnosis.share_interval is not None:
        low, high = (figures.percent(end) for end in diagnosis.share_interval)
        facts.append(
            ("Rows concerned", f"{figures.percent(diagnosis.share)} (95% interval: {low} to {high})")
        )
    elif diagnosis.share is not None and diagnosis.fault not in {"missing_column", "new_column"}:
        facts.append(("Rows concerned", figures.percent(diagnosis.share)))
    if diagnosis.explains is not None:
        explains = figures.percent(diagnosis.explains)
        facts.append(("How sure", f"Undoing it removes {explains} of the distance."))
    if diagnosis.runner_up is not None and diagnosis.runner_up.explains >= LEAST_RIVAL:
        facts.append(("What else", _rival(diagnosis.runner_up, diagnosis.explains)))
    return [(term, text.spans(words)) for term, words in facts]


def _rival(rival: RunnerUp, explains: float | None) -> str:
    what = _parameters(rival.parameters)
    fault = rival.fault.replace("_", " ").capitalize()
    named = f"{fault} ({what})" if what else fault
    if explains is not None and rival.explains == explains:
        return f"{named} explains it as well: the values alone cannot tell the two apart."
    return f"{named} would explain {figures.percent(rival.explains)}."


def _parameters(parameters: Mapping[str, Any]) -> str:
    """Return a factor, an offset and units in words; nothing of faults that have none."""
    told = []
    factor, offset = parameters.get("factor"), parameters.get("offset")
    if isinstance(factor, int | float):
        told.append(f"× {factor:,.7g}")
    if isinstance(offset, int | float) and offset:
        told.append(f"{offset:+,.7g}")
    if parameters.get("from") is not None and parameters.get("to") is not None:
        told.append(f"{_unit(parameters['from'])} → {_unit(parameters['to'])}")
    return ", ".join(told)


def _unit(value: object) -> str:
    return str(value).replace("_", " ")
