"""A user's own schema: what a batch breaks of it is a breach, for the user has said what is always wrong.

A schema that only warns of a check makes it a warning, as does the target's column. On a profile nothing
can be told, and that is said.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from drift.judge.result import Evidence, Finding, worst
from drift.sources.schema_break import MAX_CASES

if TYPE_CHECKING:
    from drift.config import Config
    from drift.judge.result import ColumnResult
    from drift.judge.table import JudgedTable
    from drift.sources.schema_break import SchemaBreak
    from drift.sources.user_schema import Watch

CHECK: Final = "schema"


def held_to_schema(
    judged: JudgedTable, watch: Watch, *, rows: int, config: Config, shown: int = MAX_CASES
) -> JudgedTable:
    """Return the results with what the batch breaks of a schema.

    Parameters
    ----------
    judged : JudgedTable
        What was found without it.
    watch : Watch
        What saw the rows. What fails in a column is a finding of the column; of a column that is not
        judged, of the batch.
    rows : int
        How many rows the batch has.
    config : Config
        Says which column is the target.
    shown : int
        The most rows that are shown for each finding.
    """
    found = [_finding(one, watch.wanted.name, rows, config, shown) for one in watch.breaks()]
    known = {column.name for column in judged.columns if column.verdict != "skipped"}
    columns = tuple(
        _with(column, [one for one in found if one.column == column.name]) if column.name in known else column
        for column in judged.columns
    )
    of_batch = [replace(one, column=None) for one in found if one.column not in known]
    return replace(judged, columns=columns, findings=(*judged.findings, *of_batch))


def not_held(judged: JudgedTable, schema: str) -> JudgedTable:
    """Return the results with the word that nothing was held to a schema, for a profile has no rows."""
    why = f"The schema `{schema}` was not checked: a profile keeps no rows."
    skipped = Finding(check=CHECK, verdict="skipped", column=None, statistic=None, why=why, diagnosis=None)
    return replace(judged, findings=(*judged.findings, skipped))


def _finding(one: SchemaBreak, schema: str, rows: int, config: Config, shown: int) -> Finding:
    """Return what fails as a finding, its rows as evidence."""
    of = f" of `{one.column}`" if one.column is not None else ""
    if one.rows:
        why = f"{one.rows:,} of {rows:,} rows fail the check `{one.check}`{of} of the schema `{schema}`."
    else:
        why = f"The batch fails the check `{one.check}`{of} of the schema `{schema}`: {one.why}."
    softer = one.warns or (one.column is not None and one.column == config.target)
    return Finding(
        check=CHECK,
        verdict="warning" if softer else "breach",
        column=one.column,
        statistic=None,
        why=why,
        diagnosis=None,
        evidence=Evidence(rows=one.cases[:shown]) if one.cases[:shown] else None,
    )


def _with(column: ColumnResult, found: list[Finding]) -> ColumnResult:
    """Return a column's result with more findings, breaches first; its verdict is the worst."""
    if not found:
        return column
    findings = sorted((*column.findings, *found), key=lambda finding: finding.verdict != "breach")
    verdict = worst((column.verdict, *(finding.verdict for finding in findings)))
    return replace(column, findings=tuple(findings), verdict=verdict)
