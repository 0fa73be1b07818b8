"""What is told of a past run at once: its names, its verdict, and of each column the number that decided."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from drift.judge.sequential.scores import scores_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from drift.judge.result import ColumnResult, Finding, Verdict
    from drift.record.record import Record

# What a column is followed by over time: the first of these that was measured, whatever was found of it.
MAIN: Final = ("ks", "total_variation", "length_ks", "hour_total_variation", "null_share")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisive:
    """The measurement that a column's worst finding rested on: its distance, and what that is held to."""

    statistic: str
    value: float | None
    margin: float | None
    tolerance: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PastColumn:
    """One column of a past run.

    Attributes
    ----------
    verdict : str
        As in the run.
    statistic : str or None
        The measurement that the column is followed by over time; None where it was not measured.
    value, margin, tolerance : float or None
        Its distance, what chance explains of it, and what is tolerated.
    faults : tuple of str
        What its findings diagnosed, in the order of the findings.
    scores : dict of str to float
        What the sequential check goes by: see `drift.judge.sequential`.
    accepted : tuple of str
        Those of its faults, or of its checks where nothing was diagnosed, that people accepted.
    decisive : Decisive or None
        What its worst finding rested on; None where it had none, or that rested on no measurement.
    """

    verdict: Verdict
    statistic: str | None
    value: float | None
    margin: float | None
    tolerance: float | None
    faults: tuple[str, ...]
    scores: Mapping[str, float]
    accepted: tuple[str, ...] = ()
    decisive: Decisive | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRun:
    """A run that the history holds.

    Attributes
    ----------
    dataset, batch, run_id, drift_version : str
        Names of the data, of the batch, of the run, and of what made it.
    as_of, started_at : datetime
        The time that the batch stands for, and that of the check; in UTC.
    verdict : str
        The batch's.
    exit_code, rows : int
        What the pipeline was told, and how many rows the batch had.
    reference_digest, config_digest : str
        What it was compared with, and judged by.
    faults : tuple of str
        What was found of the batch as a whole.
    columns : dict of str to PastColumn
        All columns, in the order of the run.
    """

    dataset: str
    batch: str
    run_id: str
    drift_version: str
    as_of: datetime
    started_at: datetime
    verdict: Verdict
    exit_code: int
    rows: int
    reference_digest: str
    config_digest: str
    faults: tuple[str, ...]
    columns: Mapping[str, PastColumn]

    @property
    def counts(self) -> dict[str, int]:
        """How many columns have each verdict."""
        return dict(Counter(column.verdict for column in self.columns.values()))


def past_of(record: Record) -> PastRun:
    """Return what a history tells of a run at once."""
    return PastRun(
        dataset=record.dataset,
        batch=record.batch,
        run_id=record.run_id,
        drift_version=record.drift_version,
        as_of=record.as_of.astimezone(UTC),
        started_at=record.started_at.astimezone(UTC),
        verdict=record.verdict,
        exit_code=record.exit_code,
        rows=record.live.rows,
        reference_digest=record.reference.digest,
        config_digest=record.config_digest,
        faults=_faults(record.findings),
        columns={column.name: _column(column, record) for column in record.columns},
    )


def to_summary(past: PastRun) -> dict[str, Any]:
    """Return a past run as JSON holds it."""
    values = asdict(past)
    return values | {"as_of": moment_text(past.as_of), "started_at": moment_text(past.started_at)}


def of_summary(stored: Mapping[str, Any]) -> PastRun:
    """Return the past run that `to_summary` wrote."""
    columns = {
        name: PastColumn(
            **{
                **column,
                "faults": tuple(column["faults"]),
                # Earlier histories do not tell.
                "accepted": tuple(column.get("accepted", ())),
                "decisive": Decisive(**column["decisive"]) if column.get("decisive") else None,
            }
        )
        for name, column in stored["columns"].items()
    }
    return PastRun(
        **{
            **stored,
            "as_of": datetime.fromisoformat(stored["as_of"]),
            "started_at": datetime.fromisoformat(stored["started_at"]),
            "faults": tuple(stored["faults"]),
            "columns": columns,
        }
    )


def moment_text(moment: datetime) -> str:
    """Return a time whose order as text is that in time.

    Examples
    --------
    >>> moment_text(datetime(2026, 11, 22, 6, tzinfo=UTC))
    '2026-11-22T06:00:00.000000+00:00'
    """
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _column(column: ColumnResult, record: Record) -> PastColumn:
    measured = {one.measurement.statistic: one for one in column.measurements}
    main = next((measured[name] for name in MAIN if name in measured), None)
    return PastColumn(
        verdict=column.verdict,
        statistic=main.measurement.statistic if main else None,
        value=_number(main.measurement.value) if main else None,
        margin=_number(main.measurement.margin) if main else None,
        tolerance=main.tolerance if main else None,
        faults=_faults(column.findings),
        scores=scores_of(
            column,
            record.reference_profile.columns.get(column.name),
            record.live_profile.columns.get(column.name),
        ),
        accepted=tuple(
            one.diagnosis.fault if one.diagnosis else one.check for one in column.findings if one.accepted
        ),
        decisive=_decisive(column),
    )


def _decisive(column: ColumnResult) -> Decisive | None:
    one = column.decisive
    if one is None:
        return None
    return Decisive(
        statistic=one.measurement.statistic,
        value=_number(one.measurement.value),
        margin=_number(one.measurement.margin),
        tolerance=one.tolerance,
    )


def _number(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _faults(findings: tuple[Finding, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.diagnosis.fault for one in findings if one.diagnosis is not None))
