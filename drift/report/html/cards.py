"""What was found as cards: all of a column on one, with its pictures; what is of the batch on its own."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from drift.record.told_levels import level_of
from drift.report import text
from drift.report.html.picture import Picture, draw
from drift.report.html.relation import draw_relation
from drift.report.html.sides import Sides
from drift.report.html.told import LONGEST_CODE, MOVED, Told, told_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from drift.judge.result import ColumnResult, Finding, Verdict
    from drift.record.record import Record

MOST_LEVEL_PICTURES: Final = 3  # of a card: about 7 kB each
MOST_WITH_LEVELS: Final = 20  # cards that have them


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """All findings of a column, the worst first; or one of the batch as a whole.

    `identity` is where a link to the column leads, here and on the page of past runs, `names` the columns
    that it is of, `row` its place in the table of all columns, which shows `picture`, too; `since` says since
    when the worst finding is there, and `answer` is the command by which a person says that a breach is
    known, until when and why.
    """

    identity: str
    names: tuple[str, ...]
    row: str | None
    verdict: Verdict
    findings: tuple[Told, ...]
    picture: Picture | None = None
    since: str = ""
    answer: str | None = None


def row_id(name: str) -> str:
    """Return the id of a column's row in the table, where a card has the column's own."""
    return f"row-{text.anchor(name)}"


def cards(record: Record, sides: Mapping[str, Sides], saved: str | None = None) -> tuple[Card, ...]:
    """Return the cards, the worst first: the batch's own before the columns'.

    Commands name the file in which the run is `saved`, if that is known.
    """
    run = shlex.quote(saved) if saved is not None and saved.isprintable() else "RUN"
    own = [finding for finding in record.findings if not _stands_in_a_column(finding, record)]
    found = [_own_card(finding, place, record, run) for place, finding in enumerate(own, start=1)]
    concerned = [column for column in record.worst_first if column.findings]
    found += [
        _card(column, sides[column.name], record, run, levels=place < MOST_WITH_LEVELS)
        for place, column in enumerate(concerned)
    ]
    return tuple(sorted(found, key=lambda card: card.verdict != "breach"))


def _stands_in_a_column(finding: Finding, record: Record) -> bool:
    """Return whether a column's card tells this finding: lost and new columns are listed in both places."""
    return any(
        finding.column == column.name and finding.why in [one.why for one in column.findings]
        for column in record.columns
    )


def _own_card(finding: Finding, place: int, record: Record, run: str) -> Card:
    """Return the card of a finding of the batch as a whole."""
    told, names = told_of(finding), [] if finding.column is None else [finding.column]
    if finding.diagnosis is not None and finding.diagnosis.fault == "relation":
        told = replace(told, picture=draw_relation(record, finding.diagnosis))
        names = list(finding.diagnosis.parameters.get("columns", ()))
    return Card(
        identity=f"finding-{place}",
        names=tuple(text.label(str(name)) for name in names),
        row=None,
        verdict=finding.verdict,
        findings=(told,),
        since=_since_told(finding),
        answer=_command([run], finding.verdict) if finding.column is None else None,
    )


def _card(column: ColumnResult, sides: Sides, record: Record, run: str, *, levels: bool) -> Card:
    """Return the card of a column; of a finding in a level the picture is the level's, as far as `levels`."""
    picture = draw(column, sides)
    findings = sorted(column.findings, key=lambda one: (one.verdict != "breach", _moved(one)))
    found = [told_of(finding, column.owner) for finding in findings]
    inside: dict[int, Sides] = {}
    for place, one in enumerate(findings):
        again = any(one.segment == before.segment for before in findings[:place])
        if not again and (both := _in_level(column, one, record)):
            inside[place] = both
    for place in [*inside][:MOST_LEVEL_PICTURES] if levels else ():
        found[place] = replace(found[place], picture=draw(column, inside[place], findings[place]))
    first = next((place for place, one in enumerate(findings) if one.segment is None), 0)
    if found[first].picture is None:
        found[first] = replace(found[first], picture=picture)
    nameable = column.name.isprintable() and len(column.name) <= LONGEST_CODE
    return Card(
        identity=text.anchor(column.name),
        names=(text.label(column.name),),
        row=row_id(column.name),
        verdict=column.verdict,
        findings=tuple(found),
        picture=picture,
        since=_since_told(findings[0]),
        answer=_command([run, "--column", shlex.quote(column.name)], column.verdict) if nameable else None,
    )


def _moved(finding: Finding) -> bool:
    """Return whether a finding tells no more than that values moved; one that says how comes first."""
    return finding.diagnosis is None or finding.diagnosis.fault in MOVED


def _in_level(column: ColumnResult, finding: Finding, record: Record) -> Sides | None:
    """Return a column's sides in the level that a finding is of; None without one, or where none is kept."""
    if finding.segment is None:
        return None
    before, now = record.reference_profile, record.live_profile
    there, here = level_of(before, finding.segment), level_of(now, finding.segment)
    whole = before.columns.get(column.name), now.columns.get(column.live_name)
    if there is None or here is None or whole[0] is None or whole[1] is None:
        return None
    return Sides(reference=there.column(whole[0]), live=here.column(whole[1]))


def _since_told(finding: Finding) -> str:
    return "" if finding.since is None else f"since {text.label(finding.since.batch)}"


def _command(of: list[str], verdict: Verdict) -> str | None:
    """Return the command that accepts a breach, in lines that a phone shows whole."""
    if verdict != "breach":
        return None
    return " ".join(["drift accept", *of, '\\\n  --until YYYY-MM-DD --reason "…"'])
