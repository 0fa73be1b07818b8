"""What levels tell of a column beside the whole: few levels each on its own, a fault of most not again.

A level's finding names the level, and has the number that decided beside it. Where the whole has the same
fault, it says in which levels alone it is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from drift.judge.case import certain, verdict_of
from drift.judge.column import judge_column, judged_of, undecided_reason
from drift.judge.findings.frozen import frozen
from drift.judge.result import worst
from drift.judge.segment import case_in
from drift.judge.words import level_text, place_told

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from drift.judge.case import Case
    from drift.judge.court import Court
    from drift.judge.result import ColumnResult, Finding, Judged, Verdict
    from drift.judge.segment import Segment

MOST_LEVELS: Final = 5  # that have findings of their own, for each column and segment column
MOST_NAMED: Final = 10  # further levels that a sentence names


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measured:
    """A column in a level, measured; what happened to it is not asked yet.

    `verdict` is that of the measurements, and `reason` says why it is undecided.
    """

    segment: Segment
    case: Case
    verdict: Verdict
    reason: str | None

    @classmethod
    def of(cls, name: str, segment: Segment, inside: Court) -> Measured:
        """Measure a column in a level, `inside` being both sides of it."""
        case = case_in(name, segment, inside)
        judged = judged_of(case)
        changed = [verdict_of(one) for one in judged if certain(one)]
        if frozen(case) is not None:
            changed.append("breach")
        if name == case.config.target:
            changed = ["warning" for _ in changed]
        reason = None if changed else undecided_reason(case, judged)
        verdict: Verdict = worst(changed) if changed else "undecided" if reason else "ok"
        return cls(segment=segment, case=case, verdict=verdict, reason=reason)

    @property
    def changed(self) -> bool:
        """Whether chance does not explain what was measured."""
        return self.verdict in {"breach", "warning"}


def told_of_levels(whole: ColumnResult, levels: Sequence[Measured]) -> ColumnResult:
    """Return the result of a column with what single levels of one segment column tell of it.

    Parameters
    ----------
    whole : ColumnResult
        What was found of all rows, and in levels of other segment columns.
    levels : sequence of Measured
        The column in each level that could be judged.
    """
    hit = [one for one in levels if one.changed]
    fine = [one for one in levels if one.verdict == "ok"]
    if not hit or (len(hit) > len(fine) and any(one.segment is None for one in whole.findings)):
        return whole  # as it was, or in most levels as it is told of the whole
    hit.sort(key=lambda one: (one.verdict != "breach", -one.segment.now.rows, one.segment.key or 0))
    found = [finding for one in hit[:MOST_LEVELS] for finding in _findings(one)]
    if not found:
        return whole
    if len(hit) > MOST_LEVELS:
        found[0] = replace(found[0], why=f"{found[0].why} {_more(hit[MOST_LEVELS:])}")
    findings = [*_narrowed(whole.findings, found, hit, fine), *found]
    findings.sort(key=lambda one: one.verdict != "breach")
    verdict = worst(one.verdict for one in findings)
    return replace(whole, findings=tuple(findings), verdict=verdict, reason=None)


def _findings(one: Measured) -> list[Finding]:
    result = judge_column(one.case)
    return [_in_words(one.segment, finding, result) for finding in result.findings]


def _in_words(segment: Segment, finding: Finding, result: ColumnResult) -> Finding:
    """Return a finding of a level, its sentence with the level before it and its number beside it."""
    why = finding.why if finding.why.startswith("`") else finding.why[:1].lower() + finding.why[1:]
    return replace(
        finding,
        segment=segment.named,
        why=f"{_place(segment)}, {why}",
        measurement=_measurement(finding, result.measurements),
    )


def _measurement(finding: Finding, measured: Iterable[Judged]) -> Judged | None:
    """Return the measurement that a finding rests on; None where it rests on none."""
    if finding.measurement is not None:
        return finding.measurement
    return next((one for one in measured if one.measurement.statistic == finding.statistic), None)


def _place(segment: Segment) -> str:
    return place_told(segment.column, segment.value, others=segment.key is None)


def _more(levels: Sequence[Measured]) -> str:
    """Return the sentence that names levels without a finding of their own."""
    named = ", ".join(level_text(one.segment.value) for one in levels[:MOST_NAMED])
    rest = f" and {len(levels) - MOST_NAMED:,} more" if len(levels) > MOST_NAMED else ""
    return f"So do other levels of `{levels[0].segment.column}` differ: {named}{rest}."


def _narrowed(
    findings: Iterable[Finding], found: Sequence[Finding], hit: Sequence[Measured], fine: Sequence[Measured]
) -> list[Finding]:
    """Return the whole's findings; one that few levels have, and others do not, says so."""
    if len(hit) > MOST_LEVELS or not fine:
        return list(findings)
    column = hit[0].segment.column
    where = ", ".join(level_text(one.segment.value) for one in hit)
    # What chance may explain need not be as it was: few rows move far by chance.
    others = f"{len(fine):,} other level{'s' if len(fine) > 1 else ''}"
    only = f"Beyond chance only where `{column}` is {where}; in {others} chance may explain it."
    alike = {_what(one) for one in found} | {value for one in found for value in _values(one)}
    return [
        replace(one, why=f"{one.why} {only}")
        if one.segment is None and alike & (_ways(one) | _values(one))
        else one
        for one in findings
    ]


def _what(finding: Finding) -> tuple[str, str]:
    if finding.diagnosis is not None:
        return ("fault", finding.diagnosis.fault)
    return ("check", finding.check)


def _values(finding: Finding) -> set[tuple[str, str]]:
    """Return the single value of a fault: what froze in a level is a sentinel, or a level, of the whole."""
    held = finding.diagnosis.parameters if finding.diagnosis is not None else {}
    match held:
        case {"value": value} | {"levels": [value]}:
            return {("value", f"{value}")}
        case _:
            return set()


def _ways(finding: Finding) -> set[tuple[str, str]]:
    """Return by what a finding of the whole and one of a level may be the same: the fault, or the check."""
    found = {("check", finding.check)}
    return found if finding.diagnosis is None else found | {("fault", finding.diagnosis.fault)}
