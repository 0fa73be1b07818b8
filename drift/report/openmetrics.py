"""The run as numbers for Prometheus: a file that the textfile collector of its node exporter reads.

OpenMetrics [1]_ and the older text format, which that collector reads, have a common part, and this keeps
to it: gauges alone, no units and no time stamps, and an end that the older one takes for a comment. A label
has a column's whole name, and what does not print, and the backslash, as Python writes it, so that two names
never become one series. Batch and run are no labels: each would begin every series anew.

.. [1] https://prometheus.io/docs/specs/om/open_metrics_spec/
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from drift.judge.result import VERDICTS
from drift.report.summary import findings_of
from drift.report.text import uncommanded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.record.record import Record

    Labels = tuple[tuple[str, str], ...]

# In the order of the file: each name, and what it is.
METRICS: Final = {
    "drift_run_timestamp_seconds": "When the batch was checked, in seconds since 1970.",
    "drift_as_of_timestamp_seconds": "The time that the batch stands for, in seconds since 1970.",
    "drift_exit_code": "0 ok, 1 breach, 3 undecided; where a batch could not be checked, of the one before.",
    "drift_verdict": "1 for the verdict of the batch, 0 for the others.",
    "drift_rows": "Rows of the batch (live) and of training (reference).",
    "drift_columns": "Columns of each verdict.",
    "drift_column_verdict": "1 for the verdict of the column; the others are not there.",
    "drift_finding": "Findings of a check, by their fault; of the batch itself where column is empty.",
    "drift_measurement": "How far the batch is from training.",
    "drift_margin": "What chance alone explains of a measurement.",
    "drift_tolerance": "What a measurement may be beyond chance before that is a breach.",
}

COUNTED: Final = "drift_finding"  # of which there may be two with the same labels


def render_openmetrics(record: Record) -> str:
    """Return a run as gauges; every series has the label `dataset`."""
    series: dict[str, dict[str, float]] = {name: {} for name in METRICS}
    for name, labels, value in _samples(record):
        told = ",".join(
            f'{label}="{_escaped(text)}"' for label, text in (("dataset", record.dataset), *labels)
        )
        before = series[name].get(told, 0) if name == COUNTED else 0
        series[name][told] = before + value
    lines = []
    for name, samples in series.items():
        lines += [f"# HELP {name} {METRICS[name]}", f"# TYPE {name} gauge"] if samples else []
        lines += [f"{name}{{{told}}} {_number(value)}" for told, value in samples.items()]
    return "\n".join([*lines, "# EOF"]) + "\n"


def _samples(record: Record) -> Iterator[tuple[str, Labels, float]]:
    """Yield every number with its name and labels, in the order of the data."""
    yield "drift_run_timestamp_seconds", (), int(record.started_at.timestamp())  # as a run tells it
    yield "drift_as_of_timestamp_seconds", (), int(record.as_of.timestamp())
    yield "drift_exit_code", (), record.exit_code
    for verdict in VERDICTS:
        if verdict != "skipped":  # a column's alone
            yield "drift_verdict", (("verdict", verdict),), verdict == record.verdict
    yield "drift_rows", (("side", "live"),), record.live.rows
    yield "drift_rows", (("side", "reference"),), record.reference.rows
    for verdict, count in record.counts.items():
        yield "drift_columns", (("verdict", verdict),), count
    for column in record.columns:
        yield "drift_column_verdict", (("column", column.name), ("verdict", column.verdict)), 1
    for finding in findings_of(record):
        fault = finding.diagnosis.fault if finding.diagnosis else ""
        labels = (
            ("column", finding.column or ""),
            ("check", finding.check),
            ("fault", fault),
            ("verdict", finding.verdict),
        )
        yield COUNTED, labels, 1
    for column in record.columns:
        for judged in column.measurements:
            measured = judged.measurement
            of_one = (("column", column.name), ("statistic", measured.statistic))
            numbers = (
                ("drift_measurement", measured.value),
                ("drift_margin", measured.margin),
                ("drift_tolerance", judged.tolerance),
            )
            yield from (
                (name, of_one, one) for name, one in numbers if one is not None and math.isfinite(one)
            )


def _number(value: float) -> str:
    return repr(float(value)).removesuffix(".0")


def _escaped(text: str) -> str:
    r"""Return a label's value: visible, and by the grammar, which escapes \\, " and a line's end."""
    seen = "".join(
        c if c.isprintable() and c != "\\" else c.encode("unicode_escape").decode("ascii") for c in text
    )
    return uncommanded(seen).replace("\\", r"\\").replace('"', r"\"")
