"""A finding in words: what happened, by which numbers, what to do, how sure, what else it could be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from drift.diagnose.relation import in_short
from drift.judge.words import opening, place_told
from drift.report import text
from drift.report.html import figures

if TYPE_CHECKING:
    from collections.abc import Mapping

    from drift.diagnose.diagnosis import Diagnosis, RunnerUp
    from drift.judge.result import Evidence, Finding, Verdict
    from drift.report.html.picture import Picture

MOVED: Final = frozenset({"shift", "spread", "shape", "outliers"})  # faults that say no more than that
LEAST_RIVAL: Final = 0.01  # a second-best explanation of less explains nothing
LONGEST_CODE: Final = 2_000  # characters of an expression that anyone would copy from a page

_ONLY: Final = re.compile(
    r"Beyond chance (only where `[^`]*` is `[^`]*`(?:, `[^`]*`)*); in [\d,]+ other level"
)
_OF_NUMBER: Final = ". Its "  # begins the sentence of the number that decided, the last one
_OTHERS: Final = re.compile(r", nor as before with (.+?), while each column alone looks right: ")

Spans = tuple[text.Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Rows of the batch that show a finding, as told; `note` says where they come from, if not from all."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A finding in words; `facts` are terms and what is known of them, `code` expressions to copy.

    `where` is the level that it is of, empty where it is of all rows.
    """

    verdict: Verdict
    fault: str
    where: Spans
    lead: Spans
    numbers: Spans
    advice: Spans
    facts: tuple[tuple[str, Spans], ...]
    evidence: Shown | None = None
    code: tuple[tuple[str, str], ...] = ()
    picture: Picture | None = None


def told_of(finding: Finding, owner: str | None = None) -> Told:
    """Return a finding in words; under the column's name, its story needs no name of its own."""
    name, diagnosis = finding.column, finding.diagnosis
    where, lead, numbers = _parted(finding)
    return Told(
        verdict=finding.verdict,
        fault=text.visible((diagnosis.fault if diagnosis else finding.check).replace("_", " ")),
        where=text.spans(where),
        lead=text.spans(lead, name),
        numbers=text.spans(numbers, name),
        advice=text.spans(finding.advice, name) if finding.advice else (),
        facts=(*_since(finding), *(_facts(diagnosis) if diagnosis else ()), *_owner(owner)),
        evidence=_shown(finding.evidence),
        code=_code(diagnosis, in_level=finding.segment is not None) if diagnosis else (),
    )


def _parted(finding: Finding) -> tuple[str, str, str]:
    """Return where a finding is, what happened, and by which numbers that is known."""
    where, why = "", finding.why
    for name, value in (finding.segment or {}).items():
        for others in (False, True):
            place = place_told(name, value, others=others)
            if why.startswith(f"{place}, "):
                where, why = place[:1].lower() + place[1:], why[len(place) + 2 :]
                why = f"{why[:1].upper()}{why[1:]}"
    diagnosis = finding.diagnosis
    if diagnosis is None:
        lead, of_number, numbers = why.rpartition(_OF_NUMBER) if finding.statistic else ("", "", "")
        return (where, f"{lead}.", f"Its {numbers}") if of_number else (where, why, "")
    if diagnosis.fault == "relation":
        _, _, numbers = diagnosis.story.rpartition(": ")
        return (
            where,
            in_short(diagnosis.parameters),
            f"{numbers[:1].upper()}{numbers[1:]}{why.partition(numbers)[2]}",
        )
    story = f"{diagnosis.story[:1].upper()}{diagnosis.story[1:]}."
    beginning = (
        f"The batch {diagnosis.story}."
        if finding.column is None
        else opening(finding.column, diagnosis.story)
    )
    if not why.startswith(beginning):
        return where, why, ""
    only = _ONLY.search(why)
    if only is not None:  # the whole's finding, of a fault that few levels have
        where = only[1]
    return where, beginning if finding.column is None else story, why[len(beginning) :].strip()


def _since(finding: Finding) -> list[tuple[str, Spans]]:
    if finding.since is None:
        return []
    since = finding.since
    first = f"the batch `{since.batch}` of {since.as_of:%Y-%m-%d}"
    batches = (
        "this is the first batch with it" if since.batches == 1 else f"{since.batches:,} batches in a row"
    )
    return [("Since", text.spans(f"{first}: {batches}"))]


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

    That all rows are concerned, or that those of a level moved, needs none.
    """
    of_all = diagnosis.share is not None and diagnosis.share >= 1 and not in_level
    find = None if of_all or (in_level and diagnosis.fault in MOVED) else diagnosis.find
    told = (("Find the rows", find), ("Undo it", diagnosis.undo), ("Undo it in SQL", diagnosis.undo_sql))
    return tuple(
        (label, code) for label, code in told if code and code.isprintable() and len(code) <= LONGEST_CODE
    )


def _owner(owner: str | None) -> list[tuple[str, Spans]]:
    return [] if owner is None else [("Owner", text.spans(text.visible(owner)))]


def _facts(diagnosis: Diagnosis) -> list[tuple[str, Spans]]:
    facts = []
    if diagnosis.fault == "relation" and (others := _OTHERS.search(diagnosis.story)):
        facts.append(("Nor as before with", others[1]))
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
    what = _names(rival.parameters) if rival.fault == "renamed_column" else _parameters(rival.parameters)
    fault = rival.fault.replace("_", " ").capitalize()
    named = f"{fault} ({what})" if what else fault
    if explains is not None and rival.explains == explains:
        return f"{named} explains it as well: the values alone cannot tell the two apart."
    return f"{named} would explain {figures.percent(rival.explains)}."


def _parameters(parameters: Mapping[str, Any]) -> str:
    """Return a map's name, a factor, an offset and units in words; nothing of faults that have none."""
    told = [str(parameters["name"])] if "name" in parameters else []
    factor, offset = parameters.get("factor"), parameters.get("offset")
    if isinstance(factor, int | float):
        told.append(f"× {factor:,.7g}")
    if isinstance(offset, int | float) and offset:
        told.append(f"{offset:+,.7g}")
    if parameters.get("from") is not None and parameters.get("to") is not None:
        told.append(f"{_unit(parameters['from'])} → {_unit(parameters['to'])}")
    return ", ".join(told)


def _names(parameters: Mapping[str, Any]) -> str:
    """Return a lost column's name, and the new ones that it could be, as they are written."""
    return f"`{parameters['from']}` → {' or '.join(f'`{name}`' for name in parameters['to'])}"


def _unit(value: object) -> str:
    return str(value).replace("_", " ")
