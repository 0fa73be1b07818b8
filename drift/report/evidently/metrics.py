"""What drift tells and Evidently does not, as metrics of Evidently's kind: verdicts, units, nulls, schema.

They compute nothing: each is made with what a run told. So a page shows it, and a dashboard follows it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from evidently.core.metric_types import (
    ByLabelCalculation,
    ByLabelMetric,
    SingleValueCalculation,
    SingleValueMetric,
)
from evidently.legacy.renderers.html_widgets import CounterData, counter, table_data

from drift.report.html.figures import number, percent
from drift.report.summary import main_measurement

if TYPE_CHECKING:
    from collections.abc import Mapping

    from drift.judge.result import ColumnResult
    from drift.record.record import Record

UNITS: Final = ("unit_change", "epoch_unit")
SCHEMA: Final = ("missing_column", "new_column", "renamed_column", "swapped_columns", "type_change")

# Evidently ships no types, so its classes are of any type, and its pydantic knows no newer spelling.


class DriftVerdict(SingleValueMetric):  # type: ignore[misc]
    """How many columns are in breach, and every column's verdict with its reason."""

    value: float
    rows: list[list[str]]


class DriftVerdictCalculation(SingleValueCalculation[DriftVerdict]):  # type: ignore[misc]
    """What is told of it."""

    def calculate(self, *_given: Any) -> Any:  # noqa: ANN401
        """Return the value that the run told, and the table of all columns."""
        found = self.result(self.metric.value)
        heads = ["column", "kind", "verdict", "measured", "chance and tolerance", "what happened"]
        found.widget = [
            counter(counters=[CounterData(self.display_name(), f"{self.metric.value:.0f}")]),
            table_data(title="Every column, judged by drift", column_names=heads, data=self.metric.rows),
        ]
        return found

    def display_name(self) -> str:
        """Return what it is called."""
        return "Columns in breach, judged by drift"


class DriftSchema(SingleValueMetric):  # type: ignore[misc]
    """How many columns came, went, changed their name or their type."""

    value: float
    rows: list[list[str]]


class DriftSchemaCalculation(SingleValueCalculation[DriftSchema]):  # type: ignore[misc]
    """What is told of it."""

    def calculate(self, *_given: Any) -> Any:  # noqa: ANN401
        """Return the value that the run told, and the columns concerned."""
        found = self.result(self.metric.value)
        found.widget = [_table(self.display_name(), self.metric.rows)]
        return found

    def display_name(self) -> str:
        """Return what it is called."""
        return "Columns that came, went, or changed name or type"


class DriftUnits(ByLabelMetric):  # type: ignore[misc]
    """Of each number, the share of rows in another unit."""

    shares: dict[str, float]
    rows: list[list[str]]


class DriftUnitsCalculation(ByLabelCalculation[DriftUnits]):  # type: ignore[misc]
    """What is told of it."""

    def calculate(self, *_given: Any) -> Any:  # noqa: ANN401
        """Return the shares that the run told, and the units that it named."""
        found = self.result(self.metric.shares)
        found.widget = [_table(self.display_name(), self.metric.rows)]
        return found

    def display_name(self) -> str:
        """Return what it is called."""
        return "Share of rows in another unit"


class DriftNulls(ByLabelMetric):  # type: ignore[misc]
    """Of each column, the share of missing values in all rows of the batch."""

    shares: dict[str, float]
    rows: list[list[str]]


class DriftNullsCalculation(ByLabelCalculation[DriftNulls]):  # type: ignore[misc]
    """What is told of it."""

    def calculate(self, *_given: Any) -> Any:  # noqa: ANN401
        """Return the shares that the run told, and the columns whose share changed."""
        found = self.result(self.metric.shares)
        found.widget = [_table(self.display_name(), self.metric.rows)]
        return found

    def display_name(self) -> str:
        """Return what it is called."""
        return "Share of missing values"


METRICS: Final = (DriftVerdict, DriftSchema, DriftUnits, DriftNulls)


def metrics_of(record: Record) -> list[Any]:
    """Return all of them, with what a run told."""
    return [
        DriftVerdict(
            value=float(record.counts["breach"]), rows=[_verdict_row(one) for one in record.worst_first]
        ),
        DriftSchema(**_schema(record)),
        DriftUnits(**_units(record)),
        DriftNulls(**_nulls(record)),
    ]


def _table(title: str, rows: list[list[str]]) -> Any:  # noqa: ANN401
    """Return a table of columns and of what happened to them; a line that says so where nothing did."""
    return table_data(title=title, column_names=["column", "what happened"], data=rows or [["", "nothing"]])


def _verdict_row(column: ColumnResult) -> list[str]:
    judged = main_measurement(column)
    measured = limit = ""
    if judged is not None:
        measurement = judged.measurement
        measured = f"{measurement.statistic} {number(measurement.value)}"
        tolerated = "decides nothing" if judged.tolerance is None else number(judged.tolerance)
        limit = f"{number(measurement.margin)} and {tolerated}"
    why = " ".join(one.why for one in column.findings) or column.reason or ""
    return [column.name, column.kind, column.verdict, measured, limit, why]


def _schema(record: Record) -> dict[str, Any]:
    rows = [
        [column.name, finding.why]
        for column in record.columns
        for finding in column.findings
        if finding.diagnosis is not None and finding.diagnosis.fault in SCHEMA
    ]
    return {"value": float(len({name for name, _ in rows})), "rows": rows}


def _units(record: Record) -> dict[str, Any]:
    shares: dict[str, float] = {
        column.name: 0.0 for column in record.columns if column.kind in {"number", "time"}
    }
    rows = []
    for column in record.columns:
        for finding in column.findings:
            if finding.diagnosis is not None and finding.diagnosis.fault in UNITS:
                shares[column.name] = finding.diagnosis.share or 1.0
                rows.append([column.name, finding.why])
    return {"shares": shares, "rows": rows}


def _nulls(record: Record) -> dict[str, Any]:
    told = {column.name: found for column in record.columns if (found := _null_share(column))}
    rows = [
        [name, f"{percent(found['before'])} → {percent(found['now'])}"]
        for name, found in told.items()
        if found["before"] != found["now"]
    ]
    return {"shares": {name: found["now"] for name, found in told.items()}, "rows": rows}


def _null_share(column: ColumnResult) -> Mapping[str, float] | None:
    for judged in column.measurements:
        one = judged.measurement
        if one.statistic == "null_share" and one.reference is not None and one.live is not None:
            return {"before": float(one.reference), "now": float(one.live)}
    return None
