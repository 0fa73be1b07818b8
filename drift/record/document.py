"""The run as JSON holds it, and back: the form that the JSON Schema beside this file describes."""

from __future__ import annotations

import math
from dataclasses import fields
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from drift.compare.statistic import Measurement
from drift.diagnose.diagnosis import Diagnosis, RunnerUp
from drift.errors import FileIncompatibleError
from drift.judge.result import AcceptedBy, ColumnResult, Evidence, Finding, Judged, SegmentResult, Since
from drift.record.record import SCHEMA_VERSION, LiveInfo, Record, ReferenceInfo
from drift.record.window import window_document, window_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from drift.profile.table import Profile

_EXACT_INTEGERS = 2**53


def to_document(record: Record) -> dict[str, Any]:
    """Return a run as values that JSON has: every number finite or null, times in ISO 8601."""
    return {
        "schema_version": SCHEMA_VERSION,
        "drift_version": record.drift_version,
        "run_id": record.run_id,
        "batch": record.batch,
        "as_of": _time(record.as_of),
        "started_at": _time(record.started_at),
        "dataset": record.dataset,
        "verdict": record.verdict,
        "exit_code": record.exit_code,
        "sensitivity": record.sensitivity,
        "config_digest": record.config_digest,
        "reference": {
            "path": record.reference.path,
            "rows": record.reference.rows,
            "created_at": _time(record.reference.created_at),
            "digest": record.reference.digest,
        },
        "live": {
            "sources": list(record.live.sources),
            "rows": record.live.rows,
            "digest": record.live.digest,
            "window": None if record.live.window is None else window_document(record.live.window),
        },
        "counts": dict(record.counts),
        "columns": [_column(column) for column in record.columns],
        "findings": [finding_document(finding) for finding in record.findings],
        "segments": [_segment(one) for one in record.segments],
    }


def of_document(document: Mapping[str, Any], *, reference_profile: Profile, live_profile: Profile) -> Record:
    """Return the run that `to_document` wrote, with the profiles that it rests on.

    Keys that a later version added are passed over: they change no meaning.

    Raises
    ------
    FileIncompatibleError
        If meanings have changed since: the document has another `schema_version`.
    """
    if document["schema_version"] != SCHEMA_VERSION:
        raise FileIncompatibleError(
            f"a run of schema version {document['schema_version']}, and this drift reads {SCHEMA_VERSION}",
            mend="read it with the drift that wrote it, or a later one",
        )
    reference, live = document["reference"], document["live"]
    return Record(
        run_id=document["run_id"],
        drift_version=document["drift_version"],
        dataset=document["dataset"],
        batch=document["batch"],
        as_of=_of_time(document["as_of"]),
        started_at=_of_time(document["started_at"]),
        sensitivity=document["sensitivity"],
        config_digest=document["config_digest"],
        verdict=document["verdict"],
        exit_code=document["exit_code"],
        reference=ReferenceInfo(
            path=reference["path"],
            rows=reference["rows"],
            created_at=_of_time(reference["created_at"]),
            digest=reference["digest"],
        ),
        live=LiveInfo(
            sources=tuple(live["sources"]),
            rows=live["rows"],
            digest=live["digest"],
            window=None if live.get("window") is None else window_of(live["window"]),
        ),
        columns=tuple(_of_column(column) for column in document["columns"]),
        findings=tuple(_of_finding(finding, finding["column"]) for finding in document["findings"]),
        segments=tuple(_of_segment(one) for one in document.get("segments", ())),
        reference_profile=reference_profile,
        live_profile=live_profile,
    )


def _segment(one: SegmentResult) -> dict[str, Any]:
    return {
        "segment": _json(dict(one.segment)),
        "rows": {"reference": one.reference_rows, "live": one.live_rows},
        "verdict": one.verdict,
        "reason": one.reason,
        "counts": dict(one.counts),
    }


def _of_segment(stored: Mapping[str, Any]) -> SegmentResult:
    return SegmentResult(
        segment=stored["segment"],
        reference_rows=stored["rows"]["reference"],
        live_rows=stored["rows"]["live"],
        verdict=stored["verdict"],
        reason=stored["reason"],
        counts=stored["counts"],
    )


def _column(column: ColumnResult) -> dict[str, Any]:
    return {
        "name": column.name,
        "kind": column.kind,
        "kind_reason": column.kind_reason,
        "dtype": {"reference": column.reference_dtype, "live": column.live_dtype},
        "verdict": column.verdict,
        "reason": column.reason,
        "importance": column.importance,
        "owner": column.owner,
        "measurements": [_measurement(judged) for judged in column.measurements],
        "findings": [finding_document(finding) for finding in column.findings],
    }


def _of_column(stored: Mapping[str, Any]) -> ColumnResult:
    return ColumnResult(
        name=stored["name"],
        kind=stored["kind"],
        kind_reason=stored["kind_reason"],
        reference_dtype=stored["dtype"]["reference"],
        live_dtype=stored["dtype"]["live"],
        verdict=stored["verdict"],
        reason=stored["reason"],
        importance=stored["importance"],
        owner=stored["owner"],
        measurements=tuple(_of_measurement(one) for one in stored["measurements"]),
        findings=tuple(_of_finding(finding, stored["name"]) for finding in stored["findings"]),
    )


def _measurement(judged: Judged) -> dict[str, Any]:
    measurement = judged.measurement
    return {
        "statistic": measurement.statistic,
        "value": _number(measurement.value),
        "error": _number(measurement.error),
        "margin": _number(measurement.margin),
        "tolerance": _number(judged.tolerance),
        "p_value": _number(measurement.p_value),
        "decides": measurement.decides,
        "reference": _number(measurement.reference),
        "live": _number(measurement.live),
    }


def _of_measurement(stored: Mapping[str, Any]) -> Judged:
    values = _known(Measurement, stored)
    for name in ("value", "error", "margin"):  # null stands for what JSON has no number for
        values[name] = math.nan if values[name] is None else values[name]
    return Judged(measurement=Measurement(**values), tolerance=stored["tolerance"])


def finding_document(finding: Finding) -> dict[str, Any]:
    """Return a finding as JSON holds it."""
    return {
        "check": finding.check,
        "verdict": finding.verdict,
        "column": finding.column,
        "segment": _json(dict(finding.segment)) if finding.segment is not None else None,
        "measurement": _measurement(finding.measurement) if finding.measurement else None,
        "statistic": finding.statistic,
        "why": finding.why,
        "diagnosis": _diagnosis(finding.diagnosis) if finding.diagnosis else None,
        "evidence": _json(finding.evidence.rows) if finding.evidence else [],
        "evidence_note": finding.evidence.note if finding.evidence else None,
        "accepted": _accepted(finding.accepted) if finding.accepted else None,
        "lapsed": _accepted(finding.lapsed) if finding.lapsed else None,
        "since": _since(finding.since) if finding.since else None,
    }


def _of_finding(stored: Mapping[str, Any], column: str | None) -> Finding:
    return Finding(
        check=stored["check"],
        verdict=stored["verdict"],
        column=column,
        statistic=stored["statistic"],
        why=stored["why"],
        diagnosis=_of_diagnosis(stored["diagnosis"]) if stored["diagnosis"] else None,
        evidence=_of_evidence(stored.get("evidence", ()), stored.get("evidence_note")),
        accepted=_of_accepted(stored.get("accepted")),
        lapsed=_of_accepted(stored.get("lapsed")),
        since=_of_since(stored.get("since")),
        segment=stored["segment"],
        measurement=_of_measurement(stored["measurement"]) if stored.get("measurement") else None,
    )


def _of_evidence(rows: Sequence[dict[str, Any]], note: str | None) -> Evidence | None:
    return Evidence(rows=tuple(rows), note=note) if rows or note else None


def _accepted(decision: AcceptedBy) -> dict[str, Any]:
    return {field.name: _json(getattr(decision, field.name)) for field in fields(AcceptedBy)}


def _of_accepted(stored: Mapping[str, Any] | None) -> AcceptedBy | None:
    if stored is None:
        return None
    days = {
        name: None if stored[name] is None else date.fromisoformat(stored[name])
        for name in ("until", "decided")
    }
    return AcceptedBy(**{**_known(AcceptedBy, stored), **days})


def _since(since: Since) -> dict[str, Any]:
    return {"batch": since.batch, "as_of": _time(since.as_of), "batches": since.batches}


def _of_since(stored: Mapping[str, Any] | None) -> Since | None:
    if stored is None:
        return None
    return Since(batch=stored["batch"], as_of=_of_time(stored["as_of"]), batches=stored["batches"])


def _diagnosis(diagnosis: Diagnosis) -> dict[str, Any]:
    rival = diagnosis.runner_up
    return {
        "fault": diagnosis.fault,
        "story": diagnosis.story,
        "advice": diagnosis.advice,
        "share": _number(diagnosis.share),
        "share_interval": [_number(end) for end in diagnosis.share_interval]
        if diagnosis.share_interval
        else None,
        "parameters": _json(diagnosis.parameters),
        "explains": _number(diagnosis.explains),
        "runner_up": rival
        and {
            "fault": rival.fault,
            "parameters": _json(rival.parameters),
            "explains": _number(rival.explains),
        },
        "proven": diagnosis.proven,
        "find": diagnosis.find,
        "undo": diagnosis.undo,
        "find_sql": diagnosis.find_sql,
        "undo_sql": diagnosis.undo_sql,
    }


def _of_diagnosis(stored: Mapping[str, Any]) -> Diagnosis:
    rival, interval = stored["runner_up"], stored["share_interval"]
    return Diagnosis(
        **{
            **_known(Diagnosis, stored),
            "share_interval": tuple(interval) if interval else None,
            "runner_up": RunnerUp(**_known(RunnerUp, rival)) if rival else None,
        }
    )


def _known(form: type, stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of the stored values that a dataclass has fields for."""
    names = {field.name for field in fields(form)}
    return {name: value for name, value in stored.items() if name in names}


def _json(value: Any) -> Any:  # noqa: ANN401, PLR0911 - whatever JSON holds, a case each
    match value:
        case np.generic():
            return _json(value.item())
        case dict():
            return {str(name): _json(one) for name, one in value.items()}
        case list() | tuple():
            return [_json(one) for one in value]
        case float():
            return _number(value)
        case bool() | None | str():
            return value
        case int():
            return str(value) if abs(value) > _EXACT_INTEGERS else value
        case datetime() if value.tzinfo is not None:
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return f"PT{value.total_seconds():g}S"
        case _:
            return str(value)


def _number(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _of_time(text: str) -> datetime:
    return datetime.fromisoformat(text)
