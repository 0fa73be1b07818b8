"""The findings of columns that drift: what is said of them, and whether it is beyond their tolerance."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from drift.diagnose.diagnosis import Diagnosis
from drift.judge.budget import share_budget
from drift.judge.result import Finding, worst
from drift.judge.sequential.drifting import drifts
from drift.judge.sequential.scores import LOCATION, MISSING
from drift.judge.tolerance import choose_tolerance
from drift.judge.words import opening

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drift.config import Config
    from drift.judge.reference import Reference
    from drift.judge.result import ColumnResult
    from drift.judge.sequential.drifting import Batch, Drift

CHECK: Final = "sequential"
NO_SIDE: Final = 0.5  # the mean rank where neither side is higher
MANY: Final = 1e9  # as many histories as nobody keeps
_ADVICE: Final = (
    "No single batch broke: ask whether the world changes; if that is here to stay, train on what comes now."
)


def with_drifts(
    columns: tuple[ColumnResult, ...],
    past: Sequence[Batch],
    today: Batch,
    reference: Reference,
    config: Config,
) -> tuple[ColumnResult, ...]:
    """Return the results with what all batches together show, where today's is not in breach by itself."""
    checked = [column.name for column in columns if today.scores.get(column.name)]
    if not past or not checked:
        return columns
    levels = share_budget(checked, config).columns
    found = {drift.column: drift for drift in drifts([*past, today], levels)}
    return tuple(
        _told(column, found[column.name], levels[column.name], reference, config)
        if column.name in found and column.verdict != "breach"
        else column
        for column in columns
    )


def _told(
    column: ColumnResult, drift: Drift, level: float, reference: Reference, config: Config
) -> ColumnResult:
    beyond = column.name != config.target and _beyond(drift, level, reference, config)
    diagnosis = _diagnosis(drift)
    rare = f"in fewer than one of {min(drift.odds, MANY):,.0f} histories"
    batches = f"{drift.batches:,} batch{'es' if drift.batches > 1 else ''}"
    finding = Finding(
        check=CHECK,
        verdict="breach" if beyond else "warning",
        column=column.name,
        statistic=None,
        why=f"{opening(column.name, diagnosis.story)} Over {batches} chance alone does that {rare}.",
        diagnosis=diagnosis,
    )
    findings = tuple(sorted((*column.findings, finding), key=lambda one: one.verdict != "breach"))
    return replace(column, verdict=worst(one.verdict for one in findings), findings=findings, reason=None)


def _diagnosis(drift: Drift) -> Diagnosis:
    """Return what drifts, of the fault that its score tells of."""
    since = f"since the batch `{drift.since}`"
    ends = {"from": round(drift.before, 6), "to": round(drift.now, 6), "since": drift.since}
    if drift.score == MISSING:
        story = f"drifts {since}: it is missing in {drift.now:.2%} of the rows, and was in {drift.before:.2%}"
        return Diagnosis(fault="missing_values", story=story, advice=_ADVICE, parameters=ends)
    if drift.score == LOCATION:
        from scipy.special import ndtri  # noqa: PLC0415 - 0.3 s to import, and only a drift needs it

        # Two normal distributions of one spread whose means are e apart have the mean rank Phi(e / sqrt 2).
        effect = math.sqrt(2) * float(ndtri(drift.now) - ndtri(drift.before))
        where = "up" if drift.now > drift.before else "down"
        story = (
            f"drifts {where} {since}: a value is above one of training in "
            f"{drift.now:.1%} of all pairs, and was in {drift.before:.1%}"
        )
        known = {"effect": round(effect, 4)} if math.isfinite(effect) else {}
        return Diagnosis(
            fault="shift", story=story, advice=_ADVICE, parameters=known | {"since": drift.since}
        )
    story = f"drifts {since}: its distance from training is {drift.now:.3f}, and was {drift.before:.3f}"
    return Diagnosis(fault="shape", story=story, advice=_ADVICE, parameters=ends)


def _beyond(drift: Drift, level: float, reference: Reference, config: Config) -> bool:
    """Return whether the recent batches together are further than chance and the tolerance allow.

    A mean rank is off by no more than the KS distance, so the tolerance of that holds for it. Hoeffding's
    inequality for statistics of two samples says what chance explains, ``sqrt(log(2 / a) / (2 min(n, m)))``.
    """
    if drift.score != LOCATION:
        return False
    told = config.column(drift.column).tolerance
    learned = reference.tolerances.get(drift.column, ())
    tolerance = told if told is not None else choose_tolerance(learned, "ks", None)
    rows = max(1, min(drift.rows, reference.profile.columns[drift.column].cells.rows))
    return abs(drift.now - NO_SIDE) - math.sqrt(math.log(2 / level) / (2 * rows)) > tolerance
