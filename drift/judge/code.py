"""The code of a column's findings: what finds their rows and undoes them, in all rows or in a level alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from drift.judge.segment import place_in
from drift.profile.level_names import NAME_CHARACTERS

if TYPE_CHECKING:
    from drift.config import Config
    from drift.diagnose.diagnosis import Diagnosis
    from drift.diagnose.level_code import OfLevel
    from drift.judge.live import Live
    from drift.judge.reference import Reference
    from drift.judge.result import ColumnResult, Finding
    from drift.profile.level import LevelValue


def coded(column: ColumnResult, reference: Reference, live: Live, config: Config) -> ColumnResult:
    """Return a result whose diagnoses tell the code that finds their rows and undoes them."""
    before, now = reference.profile.columns.get(column.name), live.profile.columns.get(column.live_name)
    if before is None or now is None or not any(one.diagnosis for one in column.findings):
        return column
    from drift.diagnose.level_code import in_level  # noqa: PLC0415 - only where something is at fault
    from drift.diagnose.remedies import with_code  # noqa: PLC0415 - as above

    def of(finding: Finding, diagnosis: Diagnosis) -> Diagnosis:
        if finding.segment is None:
            return with_code(diagnosis, column.live_name, before, now)
        of_column, key, there = place_in(reference.profile.segments, finding.segment)
        _, _, here = place_in(live.profile.segments, finding.segment)
        told = with_code(diagnosis, column.live_name, there.column(before), here.column(now))
        known = key is not None and not config.column(of_column).sensitive
        return in_level(told, column.live_name, _level(of_column, there.value, reference) if known else None)

    told = [(one, of(one, one.diagnosis) if one.diagnosis else None) for one in column.findings]
    read = next((one for _, one in told if one is not None and one.fault == "type_change"), None)
    return replace(
        column,
        findings=tuple(
            replace(finding, diagnosis=_as_read(one, read, column.live_name)) if one is not None else finding
            for finding, one in told
        ),
    )


def _as_read(diagnosis: Diagnosis, read: Diagnosis | None, name: str) -> Diagnosis:
    """Return a diagnosis with code for a column as it came: of another type, it is read before all else."""
    if read is None or diagnosis.fault == "type_change":
        return diagnosis
    from drift.diagnose.expression import column_text  # noqa: PLC0415 - only where something is at fault

    column = column_text(name)
    find, undo = (
        code.replace(column, f"({read.undo})") if code is not None and read.undo is not None else None
        for code in (diagnosis.find, diagnosis.undo)
    )
    return replace(diagnosis, find=find, undo=undo, find_sql=None, undo_sql=None)


def _level(column: str, value: LevelValue, reference: Reference) -> OfLevel | None:
    """Return the condition of a level's rows; None where its name is not its value, but cut or rewritten."""
    from drift.diagnose.level_code import OfLevel  # noqa: PLC0415 - as above

    is_text = reference.profile.columns[column].family == "text"
    if isinstance(value, str) and not (is_text and len(value) < NAME_CHARACTERS):
        return None
    return OfLevel.of(column, value)
