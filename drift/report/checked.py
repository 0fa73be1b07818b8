"""The checks of a column, one by one: what each found, or why it says nothing, for forms that list checks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from drift.judge.checks import CHECK_OF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.judge.result import ColumnResult, Finding, Judged

COLUMN: Final = "column"  # the check's name where a column was not checked at all


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One check of a column.

    Attributes
    ----------
    name : str
        The check's.
    judged : Judged or None
        What it measured, and the tolerance.
    findings : tuple of Finding
        What it found.
    reason : str or None
        Why it did not pass, though it found nothing; None where it passed.
    """

    name: str
    judged: Judged | None
    findings: tuple[Finding, ...]
    reason: str | None


def checked(column: ColumnResult) -> Iterator[Checked]:
    """Yield the checks of a column in the order of the measurements; one where there was none at all."""
    measured = {
        CHECK_OF[judged.measurement.statistic].name: judged
        for judged in column.measurements
        if judged.measurement.statistic in CHECK_OF and judged.tolerance is not None
    }
    names = list(dict.fromkeys([*measured, *(finding.check for finding in column.findings)]))
    for name in names or [COLUMN]:
        found = tuple(finding for finding in column.findings if finding.check == name)
        judged = measured.get(name)
        reason = None if found else _reason(column, judged)
        yield Checked(name=name, judged=judged, findings=found, reason=reason)


def _reason(column: ColumnResult, judged: Judged | None) -> str | None:
    """Return why a check that found nothing did not pass; None where it passed."""
    if column.verdict in {"undecided", "skipped"} or judged is None:
        return column.reason or "not checked"
    if not judged.measurement.value <= judged.measurement.margin:  # not a number, or told by another check
        others = ", ".join(dict.fromkeys(finding.check for finding in column.findings))
        return f"changed; told by the check {others}" if others else "could not be measured"
    return None
