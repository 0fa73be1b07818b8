"""Runs made by hand, for the page must show what no check of healthy data would give."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import polars as pl

from drift.compare.column import compare_column
from drift.diagnose.diagnosis import Diagnosis, RunnerUp
from drift.judge.result import ColumnResult, Finding, Judged, Verdict, batch_verdict
from drift.judge.words import opening
from drift.profile.kind import infer_kind
from drift.profile.table import Plan, profile_batches
from drift.record.record import LiveInfo, Record, ReferenceInfo

if TYPE_CHECKING:
    from collections.abc import Mapping

    from drift.profile.column import ColumnProfile
    from drift.profile.table import Profile

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TOLERANCE = 0.02
LEVEL = 0.001


def make_finding(column: str, fault: str = "shift", **changes: Any) -> Finding:  # noqa: ANN401 - of any field
    """Return a breach of a column; `changes` are of the diagnosis's fields."""
    fields: dict[str, Any] = {"story": "moved up", "advice": "Ask the producer.", **changes}
    return Finding(
        check="distribution",
        verdict="breach",
        column=column,
        statistic="ks",
        why=f"{opening(column, fields['story'])} Its distribution (KS distance) changed by 0.9.",
        diagnosis=Diagnosis(fault=fault, **fields),
    )


def make_record(
    reference: pl.DataFrame,
    live: pl.DataFrame,
    findings: tuple[Finding, ...] = (),
    verdicts: Mapping[str, tuple[Verdict, str]] | None = None,
    **changes: Any,  # noqa: ANN401 - of any field
) -> Record:
    """Return the run of two tables; findings are of the columns they name, `changes` the record's fields."""
    before, now = (profile_batches([frame], Plan()) for frame in (reference, live))
    names = list(dict.fromkeys([*reference.columns, *live.columns]))
    columns = tuple(_column(name, before, now, findings, verdicts or {}) for name in names)
    record = Record(
        run_id="20261122T120000Z-01234567",
        drift_version="0.1.0",
        dataset="trips",
        batch="2026-11-22",
        as_of=NOON,
        started_at=NOON,
        sensitivity="medium",
        config_digest="sha256:cc",
        verdict=batch_verdict([column.verdict for column in columns], [one.verdict for one in findings]),
        exit_code=0,
        reference=ReferenceInfo(
            path="reference.drift", rows=reference.height, created_at=NOON, digest="sha256:aa"
        ),
        live=LiveInfo(sources=("live.parquet",), rows=live.height, digest="sha256:bb"),
        columns=columns,
        findings=tuple(one for one in findings if one.column is None),
        reference_profile=before,
        live_profile=now,
    )
    return replace(record, **changes)


def _column(
    name: str,
    before: Profile,
    now: Profile,
    findings: tuple[Finding, ...],
    verdicts: Mapping[str, tuple[Verdict, str]],
) -> ColumnResult:
    mine, theirs = before.columns.get(name), now.columns.get(name)
    present = mine or theirs
    assert present is not None
    kind = infer_kind(present)
    concerned = tuple(one for one in findings if one.column == name)
    verdict: Verdict = concerned[0].verdict if concerned else "ok"
    verdict, reason = verdicts.get(name, (verdict, None))
    measured = compare_column(mine, theirs, kind.kind, LEVEL) if mine and theirs else ()
    return ColumnResult(
        name=name,
        kind=kind.kind,
        kind_reason=kind.reason,
        reference_dtype=_dtype(mine),
        live_dtype=_dtype(theirs),
        verdict=verdict,
        reason=reason,
        measurements=tuple(
            Judged(measurement=one, tolerance=TOLERANCE if one.decides else None) for one in measured
        ),
        findings=concerned,
    )


def _dtype(column: ColumnProfile | None) -> str | None:
    return column.dtypes[0] if column else None


def in_milliseconds() -> Record:
    """Return the run of a batch of which one column of two came in another unit."""
    seconds = pl.DataFrame(
        {"wait_s": [60 + i % 997 for i in range(2_000)], "age": [i % 80 for i in range(2_000)]}
    )
    finding = make_finding(
        "wait_s",
        "unit_change",
        story="all rows look multiplied by 1,000 (second → millisecond)",
        parameters={"factor": 1000.0, "offset": 0.0, "from": "second", "to": "millisecond"},
        share=1.0,
        share_interval=(0.98, 1.0),
        explains=0.97,
        runner_up=RunnerUp(fault="unit_change", parameters={"factor": 1024.0, "offset": 0.0}, explains=0.91),
    )
    return make_record(seconds, seconds.with_columns(pl.col("wait_s") * 1000), (finding,))
