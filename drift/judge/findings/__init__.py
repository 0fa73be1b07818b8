"""What is not as it was in a column, one finding a fault; a file for each family of faults.

Most columns are as they were, so what tells how one changed is loaded only once one has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.compare.calendar import NAME as CALENDAR
from drift.compare.column import share_of_nans
from drift.judge.case import certain, finding_of, weighed
from drift.judge.findings.age import age_findings
from drift.judge.findings.frozen import frozen
from drift.judge.findings.types import carries_another_kind, only_unreadable, type_findings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.judge.case import Case
    from drift.judge.result import Finding, Judged


def findings_of(case: Case, judged: tuple[Judged, ...]) -> Iterator[Finding]:
    """Yield all that is not as it was; one finding a fault, so that a frozen column is told once."""
    in_another_type = tuple(type_findings(case))
    yield from in_another_type
    yield from age_findings(case)
    still = frozen(case) if case.calendar is None else None  # a month is one month, in a month
    if still is not None:
        yield finding_of(case, "frozen", None, "breach", still)
    changed = {one.measurement.statistic: one for one in judged if certain(one)}
    if in_another_type and only_unreadable(case):
        changed.pop("null_share", None)
    if "null_share" in changed:
        from drift.diagnose.missing import diagnose_missing  # noqa: PLC0415 - only where something changed

        one = changed.pop("null_share").measurement
        yield weighed(
            case,
            changed_one=one,
            diagnosis=diagnose_missing(
                one.reference or 0.0,
                one.live or 0.0,
                case.now.rows,
                lacking=case.live.partial.get(case.name),
                nans=(share_of_nans(case.before), share_of_nans(case.now)),
            ),
        )
    if still is not None or (in_another_type and carries_another_kind(case)):
        return
    if case.calendar is not None and CALENDAR in changed:
        from drift.diagnose.calendar import diagnose_calendar  # noqa: PLC0415 - as above

        told = diagnose_calendar(case.calendar, case.name)
        yield weighed(case, changed_one=changed[CALENDAR].measurement, diagnosis=told)
        return
    identified: tuple[Finding, ...] = ()
    if case.kind == "time":
        from drift.judge.findings.times import time_findings  # noqa: PLC0415 - not all data has times

        yield from time_findings(case, changed)
    elif case.kind in {"identifier", "text"}:
        from drift.judge.findings.identifiers import identifier_findings  # noqa: PLC0415 - nor these

        identified = tuple(identifier_findings(case))
        yield from identified
    if changed and case.kind != "time" and not identified:
        yield from _of_values(case, judged, changed)


def _of_values(case: Case, judged: tuple[Judged, ...], changed: dict[str, Judged]) -> Iterator[Finding]:
    """Yield what happened to the values of a column, by how it changed."""
    from drift.judge.findings.levels import level_findings  # noqa: PLC0415 - only where something changed
    from drift.judge.findings.numbers import DECIDING, number_findings  # noqa: PLC0415 - as above
    from drift.judge.findings.texts import text_findings  # noqa: PLC0415 - as above

    if case.kind == "number" and changed.keys() & set(DECIDING):
        yield from number_findings(case, judged)
    elif case.kind in {"text", "identifier"} and case.before.family == case.now.family == "text":
        yield from text_findings(case, changed)
    else:
        yield from level_findings(case, judged, changed)
