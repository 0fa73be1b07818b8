"""The run as a polars frame: a row a column, with the measurement that it is summed up by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from drift.report.summary import main_measurement

if TYPE_CHECKING:
    from drift.judge.result import ColumnResult
    from drift.record.record import Record

SCHEMA: Final = {
    "column": pl.String,
    "kind": pl.String,
    "verdict": pl.String,
    "fault": pl.String,
    "share": pl.Float64,
    "explains": pl.Float64,
    "statistic": pl.String,
    "value": pl.Float64,
    "margin": pl.Float64,
    "tolerance": pl.Float64,
    "p_value": pl.Float64,
    "findings": pl.Int64,
    "why": pl.String,
}


def frame_of(record: Record) -> pl.DataFrame:
    """Return a row for each column of the run, in the order of the data."""
    return pl.DataFrame([_row(column) for column in record.columns], schema=SCHEMA, orient="row")


def _row(column: ColumnResult) -> tuple[str | float | None, ...]:
    judged, diagnosis = main_measurement(column), column.diagnosis
    measured = judged.measurement if judged else None
    return (
        column.name,
        column.kind,
        column.verdict,
        diagnosis.fault if diagnosis else None,
        diagnosis.share if diagnosis else None,
        diagnosis.explains if diagnosis else None,
        measured.statistic if measured else None,
        measured.value if measured else None,
        measured.margin if measured else None,
        judged.tolerance if judged else None,
        measured.p_value if measured else None,
        len(column.findings),
        column.findings[0].why if column.findings else column.reason,
    )
