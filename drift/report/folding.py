"""Findings of many columns that say one thing, told once: the first, and of which columns it is true too.

For forms that a person reads from top to bottom. A file in which all numbers came as text has one fault and
not seventeen; a table whose columns were all renamed, one. JSON and the page keep each at its column.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from drift.report.summary import MAX_ALIKE, findings_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from drift.judge.result import Finding
    from drift.record.record import Record

NAMED: Final = 4  # columns beside the first, by name; the rest is counted
_RENAMED: Final = "renamed_column"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A finding, and those of other columns that say the same."""

    finding: Finding
    alike: tuple[Finding, ...] = ()

    @property
    def many(self) -> int:
        """How many findings are told by it."""
        return 1 + len(self.alike)

    def others(self, code: Callable[[str], str]) -> str | None:
        """Return the other columns as a sentence, None without any; `code` writes a name of the data."""
        if not self.alike:
            return None
        renamed = _fault(self.finding) == _RENAMED
        names = [_named(one, code, renamed=renamed) for one in self.alike[:NAMED]]
        hidden = len(self.alike) - NAMED
        listed = ", ".join(names) + (f" and {hidden:,} more" if hidden > 0 else "")
        if hidden <= 0:
            listed = " and ".join((", ".join(names[:-1]), names[-1]))
        return f"So did {listed}." if renamed else f"The same is true of {listed}."


def told_once(record: Record) -> tuple[Told, ...]:
    """Return every finding, the worst first: those that more than a few columns have alike as one.

    They are alike where their sentences and their advice are, but for the name; renamed columns where
    nobody decided about them. Of a renamed column only the old name tells.
    """
    owners = {column.name: column.owner for column in record.columns}
    found = findings_of(record)
    old = {one.column for one in found if _fault(one) == _RENAMED}
    groups: dict[Hashable, list[Finding]] = {}
    for place, finding in enumerate(found):
        if not _is_told_at_the_old_name(finding, old):
            owner = owners.get(finding.column) if finding.column is not None else None
            groups.setdefault(_meant(finding, owner) or place, []).append(finding)
    told: list[Told] = []
    for first, *rest in groups.values():
        if len(rest) >= MAX_ALIKE:
            told.append(Told(finding=first, alike=tuple(rest)))
        else:
            told += [Told(finding=one) for one in (first, *rest)]
    order = {id(finding): place for place, finding in enumerate(found)}
    return tuple(sorted(told, key=lambda one: order[id(one.finding)]))


def _is_told_at_the_old_name(finding: Finding, old: set[str | None]) -> bool:
    if finding.diagnosis is None or _fault(finding) != _RENAMED:
        return False
    names = finding.diagnosis.parameters
    return finding.column == names.get("to") and names.get("from") in old


def _meant(finding: Finding, owner: str | None) -> Hashable | None:
    """Return what a finding says without its column's name; None of one that stands alone."""
    if finding.column is None:
        return None
    if _fault(finding) == _RENAMED and not (finding.accepted or finding.lapsed):
        return finding.verdict, _RENAMED, finding.since, owner
    nameless = (text.replace(f"`{finding.column}`", "`") for text in (finding.why, finding.advice or ""))
    return finding.verdict, finding.check, owner, *nameless


def _named(finding: Finding, code: Callable[[str], str], *, renamed: bool) -> str:
    name = code(finding.column or "")
    if not renamed or finding.diagnosis is None:
        return name
    return f"{name} (now {code(str(finding.diagnosis.parameters['to']))})"


def _fault(finding: Finding) -> str | None:
    return finding.diagnosis.fault if finding.diagnosis else None
