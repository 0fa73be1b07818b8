"""The judge: from measurements to verdicts, column by column, within one budget of false alarms.

A column is in breach if ``distance - margin > tolerance``: further from training than chance explains
at its share of the budget, and than the feature moves by itself. The budget is the probability that
an unchanged, exchangeable batch alarms; it is split evenly over columns, and in a column over the
checks that decide (Bonferroni). Faults that are always wrong need no tolerance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from drift.compare.column import CHECKS_A_COLUMN, compare_column, missing_rows
from drift.compare.nonzero import NAME as NONZERO
from drift.compare.outside import NAME as OUTSIDE
from drift.compare.outside import log_probability
from drift.compare.share import share_margin
from drift.compare.unseen import NAME as UNSEEN
from drift.diagnose.epoch import diagnose_epoch
from drift.diagnose.frozen import diagnose_frozen, frozen_probability
from drift.diagnose.levels import diagnose_new_levels, level_names
from drift.diagnose.missing import diagnose_missing
from drift.diagnose.moved import diagnose_mix, diagnose_moved
from drift.diagnose.step import diagnose_step
from drift.diagnose.types import diagnose_missing_column, diagnose_new_column, diagnose_type
from drift.diagnose.unit import Evidence, diagnose_unit
from drift.judge.checks import CHECK_OF
from drift.judge.result import ColumnResult, Finding, Judged, Verdict, worst
from drift.judge.tolerance import CONSTANT, choose_tolerance
from drift.judge.words import sentence
from drift.profile.keys import floats_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from drift.compare.statistic import Measurement
    from drift.config import Config
    from drift.diagnose.diagnosis import Diagnosis
    from drift.judge.live import Live
    from drift.judge.reference import Reference
    from drift.profile.column import ColumnProfile
    from drift.profile.sample import Sample
    from drift.sources.conform import Reading

_MICROSECONDS_AN_HOUR = 3_600_000_000
_LEAST_LEFT = 0.05  # of a distance, beside the tolerance: so as not to ask for endless rows

_DISTANCES = {"ks", NONZERO, "total_variation"}  # what a config's tolerance is about
_MAIN = {"ks", "total_variation", "length_ks", "pattern_total_variation", "hour_total_variation"}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Case:
    """One column that both sides have, and what it is judged by."""

    name: str
    before: ColumnProfile
    now: ColumnProfile
    reading: Reading | None
    reference: Reference
    live: Live
    config: Config
    level: float
    span_hours: float | None

    def tolerance(self, statistic: str) -> float:
        """Return how far the column may move in this statistic."""
        told = self.config.column(self.name).tolerance
        if told is not None and statistic in _DISTANCES:
            return told
        return choose_tolerance(self.reference.tolerances.get(self.name, ()), statistic, self.span_hours)


def judge_columns(reference: Reference, live: Live, config: Config) -> tuple[ColumnResult, ...]:
    """Return a result for every column of the reference, in its order, and then of the batch."""
    names = [column.name for column in reference.contract.columns]
    judged = [name for name in names if not _skip_reason(name, config)]
    level = config.budget / max(len(judged), 1)
    span = _span_hours(reference, live)
    readings = {reading.column: reading for reading in live.readings}
    results = []
    for name in names:
        before, now = reference.profile.columns[name], live.profile.columns.get(name)
        reason = _skip_reason(name, config)
        if reason:
            results.append(_result(name, reference, live, verdict="skipped", reason=reason))
        elif name not in live.dtypes or now is None:
            results.append(_missing_column(name, reference, live, config))
        else:
            case = _Case(
                name=name,
                before=before,
                now=now,
                reading=readings.get(name),
                reference=reference,
                live=live,
                config=config,
                level=level,
                span_hours=span,
            )
            results.append(_judge(case))
    new = [name for name in live.dtypes if name not in reference.profile.columns]
    return (*results, *(_new_column(name, reference, live, config) for name in new))


def _skip_reason(name: str, config: Config) -> str | None:
    if name in config.ignore:
        return "the config ignores it"
    column = config.column(name)
    if not column.check:
        return f"the config says not to check it{f': {column.reason}' if column.reason else ''}"
    return None


def _span_hours(reference: Reference, live: Live) -> float | None:
    """Return how much time the batch spans, from its first row to its last; None where it does not tell."""
    time = live.profile.columns.get(reference.profile.plan.time or "")
    if time is None or time.family != "time" or time.time.lowest is None or time.time.highest is None:
        return None
    return (time.time.highest - time.time.lowest) / _MICROSECONDS_AN_HOUR


def _result(
    name: str,
    reference: Reference,
    live: Live,
    *,
    verdict: Verdict,
    reason: str | None = None,
    measurements: tuple[Judged, ...] = (),
    findings: tuple[Finding, ...] = (),
) -> ColumnResult:
    kind = reference.kinds.get(name)
    before = reference.contract.column(name)
    return ColumnResult(
        name=name,
        kind=kind.kind if kind else "unknown",
        kind_reason=kind.reason if kind else "training did not have it",
        reference_dtype=before.dtype if before else None,
        live_dtype=live.dtypes.get(name),
        verdict=verdict,
        reason=reason,
        measurements=measurements,
        findings=findings,
    )


def _missing_column(name: str, reference: Reference, live: Live, config: Config) -> ColumnResult:
    before = reference.contract.column(name)
    diagnosis = diagnose_missing_column(before.dtype if before else "unknown")
    verdict: Verdict = "warning" if name == config.target else "breach"
    finding = Finding(
        check="schema",
        verdict=verdict,
        column=name,
        statistic=None,
        why=sentence(name, diagnosis.story),
        diagnosis=diagnosis,
    )
    return _result(name, reference, live, verdict=verdict, findings=(finding,))


def _new_column(name: str, reference: Reference, live: Live, config: Config) -> ColumnResult:
    if name in config.ignore:
        return _result(name, reference, live, verdict="skipped", reason="the config ignores it")
    diagnosis = diagnose_new_column(live.dtypes[name])
    finding = Finding(
        check="schema",
        verdict="warning",
        column=name,
        statistic=None,
        why=sentence(name, diagnosis.story),
        diagnosis=diagnosis,
    )
    return _result(name, reference, live, verdict="warning", findings=(finding,))


def _judge(case: _Case) -> ColumnResult:
    kind = case.reference.kinds[case.name].kind
    if case.live.profile.rows == 0:
        return _result(
            case.name, case.reference, case.live, verdict="undecided", reason="the batch has no rows"
        )
    if kind == "unknown" and not case.before.valid:
        return _result(
            case.name,
            case.reference,
            case.live,
            verdict="skipped",
            reason="training holds no values to compare with",
        )
    measured = compare_column(case.before, case.now, kind, case.level)
    judged = tuple(
        Judged(measurement=one, tolerance=case.tolerance(one.statistic) if one.decides else None)
        for one in measured
    )
    findings = sorted(_findings(case, judged), key=lambda finding: finding.verdict != "breach")
    if case.name == case.config.target:
        findings = [_softened(finding) for finding in findings]
    if findings:
        verdict: Verdict = worst(finding.verdict for finding in findings)
        return _result(
            case.name,
            case.reference,
            case.live,
            verdict=verdict,
            measurements=judged,
            findings=tuple(findings),
        )
    reason = _undecided_reason(case, judged)
    if reason:
        return _result(
            case.name, case.reference, case.live, verdict="undecided", reason=reason, measurements=judged
        )
    return _result(
        case.name,
        case.reference,
        case.live,
        verdict="ok",
        reason=_what_was_not_compared(case),
        measurements=judged,
    )


def _softened(finding: Finding) -> Finding:
    """Return a finding of the target: known to differ live, so reported and never a breach."""
    return Finding(
        check=finding.check,
        verdict="warning",
        column=finding.column,
        statistic=finding.statistic,
        why=finding.why,
        diagnosis=finding.diagnosis,
    )


def _undecided_reason(case: _Case, judged: tuple[Judged, ...]) -> str | None:
    """Return why nothing could be told: chance alone explains even the largest possible distance."""
    main = [one for one in judged if one.measurement.decides and one.measurement.statistic in _MAIN]
    margins = [(one.measurement.margin, one.tolerance or 0.0) for one in main]
    if not main:
        margins = [_margin_of_all_missing(case)]
    hidden = [(margin, tolerance) for margin, tolerance in margins if margin + tolerance >= 1]
    if len(hidden) < len(margins):
        return None
    margin, tolerance = max(hidden)
    if margin <= tolerance:
        return "it moves by so much by itself that no distance would tell"
    # A margin shrinks with the square root of the rows.
    factor = max(2.0, (margin / max(1 - tolerance, _LEAST_LEFT)) ** 2)
    return f"too few rows to tell: it would take about {int(np.ceil(factor * case.now.rows)):,}"


def _margin_of_all_missing(case: _Case) -> tuple[float, float]:
    """Return the margin and tolerance that a batch would be judged by if all of it were missing."""
    before, now = case.before, case.now
    level = case.level / CHECKS_A_COLUMN
    return share_margin(missing_rows(before), before.rows, now.rows, now.rows, level), case.tolerance(
        "null_share"
    )


def _what_was_not_compared(case: _Case) -> str | None:
    kind = case.reference.kinds[case.name]
    if kind.kind == "time":
        return "absolute times are always later live: judged on nulls, unit and, over whole days, hours"
    if kind.kind == "identifier":
        return f"{kind.reason}: judged on nulls, unit, pattern, length and repeats"
    if kind.kind == "unknown" or (kind.kind == "nested" and not case.before.cells.rows):
        return "only its nulls are compared: values of this type are not read"
    return None


def _findings(case: _Case, judged: tuple[Judged, ...]) -> Iterator[Finding]:
    """Yield all that is not as it was; one finding a fault, so that a frozen column is told once."""
    yield from _type_findings(case)
    frozen = _frozen(case)
    if frozen is not None:
        yield _finding(case, "frozen", None, "breach", frozen)
    changed = {one.measurement.statistic: one for one in judged if _certain(one)}
    if "null_share" in changed:
        one = changed.pop("null_share").measurement
        yield _weighed(
            case,
            changed_one=one,
            diagnosis=diagnose_missing(one.reference or 0.0, one.live or 0.0, case.now.rows),
        )
    if frozen is not None:
        return
    kind = case.reference.kinds[case.name].kind
    if kind == "number" and {"ks", NONZERO, OUTSIDE} & changed.keys():
        yield from _number_findings(case, changed)
        return
    unit = _unit_of_what_is_not_compared(case)
    if unit is not None:
        yield _finding(case, "unit", None, "breach", unit)
        return
    if UNSEEN in changed:
        one = changed.pop(UNSEEN).measurement
        yield _weighed(case, changed_one=one, diagnosis=diagnose_new_levels(case.before, case.now, one.value))
        changed.pop("total_variation", None)
    for name, judgement in changed.items():
        yield _weighed(case, changed_one=judgement.measurement, diagnosis=_mix(case, name))


def _unit_of_what_is_not_compared(case: _Case) -> Diagnosis | None:
    """Return in which other unit running numbers and times come, told by their steps and sizes."""
    kind = case.reference.kinds[case.name].kind
    if kind == "identifier" and case.before.family == case.now.family == "number":
        return diagnose_step(case.before, case.now, case.name)
    return diagnose_epoch(case.before, case.now) if kind == "time" else None


def _type_findings(case: _Case) -> Iterator[Finding]:
    """Yield the finding of a column that came in another type, or with values its type cannot read."""
    reading = case.reading
    failed = any(one.column == case.name and one.reason == "wrong_type" for one in case.live.failures)
    before = case.reference.contract.column(case.name)
    concerned = reading.reformed + reading.unreadable if reading else 0
    if before is None or not (failed or concerned):
        return
    rows = reading.rows if reading else case.now.valid
    diagnosis = diagnose_type(
        before=before.dtype,
        now=case.live.dtypes[case.name] if failed else before.dtype,
        form=reading.form if reading else "another type",
        rows=rows,
        concerned=concerned if reading else rows,
        unreadable=reading.unreadable if reading else 0,
    )
    by_chance = log_probability(concerned, case.before.rows, case.now.rows) if not failed else -np.inf
    verdict: Verdict = "breach" if by_chance <= np.log(case.level / CHECKS_A_COLUMN) else "warning"
    yield _finding(case, "schema", None, verdict, diagnosis)


def _frozen(case: _Case) -> Diagnosis | None:
    if case.reference.kinds[case.name].kind not in {"number", "category", "boolean"}:
        return None
    level = case.level / CHECKS_A_COLUMN
    if case.before.family != case.now.family or frozen_probability(case.before, case.now) > level:
        return None
    if choose_tolerance(case.reference.tolerances.get(case.name, ()), CONSTANT, case.span_hours) > 0:
        return None  # whole pieces of the training data held one value, too
    if case.now.family == "number":
        value = f"{float(floats_of(case.now.cells.keys)[0]):.6g}"
    else:
        value = f"`{next(iter(name for name, rows in level_names(case.now).items() if rows))}`"
    levels = case.before.cells.keys.size if case.before.cells.exact else 0
    return diagnose_frozen(value, levels, case.now.cells.rows)


def _number_findings(case: _Case, changed: dict[str, Judged]) -> Iterator[Finding]:
    """Yield one finding for a number's distribution, decided by KS or by the rows outside."""
    deciding = [changed[statistic] for statistic in ("ks", NONZERO, OUTSIDE) if statistic in changed]
    breaching = next((one for one in deciding if _verdict(one) == "breach"), deciding[0])
    evidence = Evidence(
        name=case.name,
        unit=case.config.column(case.name).unit,
        tolerance=case.tolerance("ks"),
        reference_sample=_sampled(case.reference.profile.sample, case.name),
        live_sample=_sampled(case.live.profile.sample, case.name),
    )
    unit = diagnose_unit(case.before, case.now, evidence)
    diagnosis = unit
    if diagnosis is None and breaching.measurement.statistic != OUTSIDE:
        diagnosis = diagnose_moved(case.before, case.now)
    yield _weighed(case, changed_one=breaching.measurement, diagnosis=diagnosis)


def _sampled(sample: Sample, name: str) -> NDArray[np.float64]:
    if name not in sample.rows.columns or not sample.rows[name].dtype.is_numeric():
        return np.empty(0)
    return sample.rows[name].drop_nulls().cast(float).to_numpy()


def _mix(case: _Case, statistic: str) -> Diagnosis | None:
    if statistic != "total_variation":
        return None
    return diagnose_mix(level_names(case.before), level_names(case.now))


def _certain(one: Judged) -> bool:
    """Return whether chance does not explain the distance, at the column's share of the budget."""
    return one.tolerance is not None and one.measurement.value > one.measurement.margin


def _verdict(one: Judged) -> Verdict:
    measurement = one.measurement
    return "breach" if measurement.value - measurement.margin > (one.tolerance or 0.0) else "warning"


def _weighed(case: _Case, *, changed_one: Measurement, diagnosis: Diagnosis | None) -> Finding:
    """Return the finding of a certain change: a breach beyond the tolerance, or if its fault is proven."""
    tolerance = case.tolerance(changed_one.statistic)
    verdict = _verdict(Judged(measurement=changed_one, tolerance=tolerance))
    if diagnosis is not None and diagnosis.proven:
        verdict = "breach"
    return _finding(case, CHECK_OF[changed_one.statistic].name, changed_one, verdict, diagnosis, tolerance)


def _finding(
    case: _Case,
    check: str,
    measurement: Measurement | None,
    verdict: Verdict,
    diagnosis: Diagnosis | None,
    tolerance: float | None = None,
) -> Finding:
    return Finding(
        check=check,
        verdict=verdict,
        column=case.name,
        statistic=measurement.statistic if measurement else None,
        why=sentence(case.name, diagnosis.story if diagnosis else None, measurement, tolerance),
        diagnosis=diagnosis,
    )
