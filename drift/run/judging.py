"""What becomes of a batch once its rows are read: judged, shown, looked back at, and told as a run.

Each step but the first is loaded only by a check that asks for it, or finds something.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING

from drift.judge.result import batch_verdict
from drift.judge.table import judge_table
from drift.record.exit_code import exit_code
from drift.record.record import LiveInfo, ReferenceInfo
from drift.record.version import drift_version
from drift.run.values import Run

if TYPE_CHECKING:
    from drift.config import Config
    from drift.judge.live import Live
    from drift.judge.reference import Reference
    from drift.judge.table import JudgedTable
    from drift.run.asked import Asked
    from drift.run.remembering import Past
    from drift.sources.user_schema import Watch

_RUN_ID_DIGITS = 8


def judged_run(
    data: object,
    live: Live,
    reference: Reference,
    settings: Config,
    asked: Asked,
    *,
    watch: Watch | None,
    past: Past | None,
) -> Run:
    """Return the run of a batch, and write it to the config's history.

    Parameters
    ----------
    data : object
        The batch as it was given: it may be read again, to show rows.
    live, reference, settings
        The batch as it was read, what it is compared with, and what it is judged by.
    asked : Asked
        What the check is asked for.
    watch : Watch or None
        What held the rows to a schema of the user's own.
    past : Past or None
        What the history tells; None where it is not asked.
    """
    judged = judge_table(reference, live, settings, () if past is None else past.rows)
    if judged.findings or any(one.findings for one in judged.columns):
        judged = _shown(judged, data, live, reference, settings, asked)
    if watch is not None:
        judged = _held(judged, watch, live, settings, asked)
    if past is not None:
        from drift.run.remembering import told_with_past  # noqa: PLC0415 - most checks need it not

        together = told_with_past(
            judged.columns, past, batch=asked.batch, live=live, reference=reference, settings=settings
        )
        judged = replace(judged, columns=together)
    if asked.decisions:
        from drift.judge.waivers import waive  # noqa: PLC0415 - as above

        day = asked.as_of.astimezone(UTC).date()
        judged = waive(judged, asked.decisions, dataset=settings.dataset, day=day)
    if past is not None:
        from drift.record.history.since import told_since  # noqa: PLC0415 - as above

        judged = told_since(judged, past.runs, batch=asked.batch, as_of=asked.as_of)
    run = _run(judged, live, reference, settings, asked)
    if asked.remember and settings.history is not None:
        from drift.record.history import History  # noqa: PLC0415 - as above

        History(settings.history).add(run)
    return run


def _shown(
    judged: JudgedTable, data: object, live: Live, reference: Reference, settings: Config, asked: Asked
) -> JudgedTable:
    """Return what was judged with rows that show it."""
    from drift.run.evidence import show_evidence  # noqa: PLC0415 - only where something is to be shown
    from drift.run.repeated import show_repeats  # noqa: PLC0415 - as above

    columns = show_evidence(
        judged.columns,
        data,
        reference=reference,
        live=live,
        config=settings,
        options=asked.options,
        rows=asked.evidence,
    )
    of_batch = show_repeats(judged.findings, live, settings, asked.evidence)
    return replace(judged, columns=columns, findings=of_batch)


def _held(judged: JudgedTable, watch: Watch, live: Live, settings: Config, asked: Asked) -> JudgedTable:
    """Return what was judged with what the batch breaks of a schema of the user's own."""
    from drift.judge.user_schema import held_to_schema, not_held  # noqa: PLC0415 - most users have none

    if not watch.started:
        return not_held(judged, watch.wanted.name)
    return held_to_schema(judged, watch, rows=live.profile.rows, config=settings, shown=asked.evidence)


def _run(judged: JudgedTable, live: Live, reference: Reference, settings: Config, asked: Asked) -> Run:
    columns, findings = judged.columns, judged.findings
    verdict = batch_verdict([one.verdict for one in columns], [one.verdict for one in findings])
    digest = hashlib.sha256(f"{live.digest} {reference.digest} {settings.digest()}".encode()).hexdigest()
    began = asked.started_at
    return Run(
        run_id=f"{began.astimezone(UTC):%Y%m%dT%H%M%SZ}-{digest[:_RUN_ID_DIGITS]}",
        drift_version=drift_version(),
        dataset=settings.dataset,
        batch=asked.batch,
        as_of=asked.as_of,
        started_at=began,
        sensitivity=settings.sensitivity,
        config_digest=settings.digest(),
        verdict=verdict,
        exit_code=exit_code(verdict, fail_on=asked.fail_on, undecided=asked.undecided),
        reference=ReferenceInfo(
            path=reference.path,
            rows=reference.profile.rows,
            created_at=reference.created_at,
            digest=reference.digest,
        ),
        live=LiveInfo(sources=live.names, rows=live.profile.rows, digest=live.digest, window=live.window),
        columns=columns,
        findings=findings,
        reference_profile=reference.profile,
        live_profile=live.profile,
        segments=judged.segments,
    )
