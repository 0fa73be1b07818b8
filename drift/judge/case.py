"""One column that both sides have, what it is judged by, and the findings that can be made of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from drift.compare.calendar import calendar_of
from drift.compare.clock import WEEKDAY
from drift.compare.column import CHECKS_A_COLUMN
from drift.compare.lattice import NOTHING, Sampled
from drift.judge.checks import CHECK_OF
from drift.judge.result import Finding, Judged, Verdict
from drift.judge.tolerance import told_or_learned
from drift.judge.words import sentence
from drift.profile.arrays import numbers_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from drift.compare.calendar import Calendar
    from drift.compare.statistic import Measurement
    from drift.config import Config
    from drift.diagnose.diagnosis import Diagnosis
    from drift.judge.live import Live
    from drift.judge.reference import Reference
    from drift.profile.column import ColumnProfile
    from drift.profile.kind import KindName
    from drift.profile.sample import Sample
    from drift.sources.conform import Reading

MOVED = ("shift", "spread", "shape")  # what remains where nothing of the catalogue explains a change
FAKED = ("sentinel", "clipping")  # what a feature that moves by itself may look like


@dataclass(frozen=True, kw_only=True, eq=False)
class Case:
    """One column that both sides have, and what it is judged by; in a level, where `segment` names one."""

    name: str
    before: ColumnProfile
    now: ColumnProfile
    reading: Reading | None
    reference: Reference
    live: Live
    config: Config
    level: float
    span_hours: float | None
    segment: Mapping[str, str | float | bool | None] | None = None

    @property
    def kind(self) -> KindName:
        """What the column is."""
        return self.reference.kinds[self.name].kind

    @property
    def check_level(self) -> float:
        """The error probability that one check of the column may use."""
        return self.level / CHECKS_A_COLUMN

    @cached_property
    def calendar(self) -> Calendar | None:
        """What a number is of the time column, as the sampled rows tell; None where it is nothing of it."""
        if self.kind != "number" or self.segment is not None:  # in a level it is not judged at all
            return None
        before, now = (side.profile.sample.rows for side in (self.reference, self.live))
        return calendar_of(self.name, self.config.time, before, now)

    @property
    def sampled(self) -> tuple[Sampled, Sampled]:
        """Numbers of sampled rows of both sides; none where it is no number, or nothing was sampled."""
        sides = self.reference.profile.sample, self.live.profile.sample
        before, now = (_sampled(side, self.name) for side in sides)
        return before, now

    def tolerance(self, statistic: str) -> float:
        """Return how far the column may move in this statistic."""
        learned = self.reference.tolerances.get(self.name, ())
        return told_or_learned(self.config.column(self.name).tolerance, learned, statistic, self.span_hours)


def _sampled(sample: Sample, name: str) -> Sampled:
    values = _numbers_in(sample).get(name)
    if values is None:
        return NOTHING
    held = ~np.isnan(values)
    return Sampled(values=values[held], counts=sample.counts[held], complete=sample.complete)


@lru_cache(maxsize=2)  # of both sides, each of whose columns asks for its own
def _numbers_in(sample: Sample) -> dict[str, NDArray[np.float64]]:
    return numbers_of(sample.rows, sample.rows.columns)


def certain(one: Judged) -> bool:
    """Return whether chance does not explain the distance, at the column's share of the budget."""
    return one.tolerance is not None and one.measurement.value > one.measurement.margin


def verdict_of(one: Judged) -> Verdict:
    """Return whether a certain change is beyond its tolerance."""
    measurement = one.measurement
    return "breach" if measurement.value - measurement.margin > (one.tolerance or 0.0) else "warning"


def weighed(case: Case, *, changed_one: Measurement, diagnosis: Diagnosis | None) -> Finding:
    """Return the finding of a certain change: a breach beyond the tolerance, or if its fault is proven."""
    tolerance = case.tolerance(changed_one.statistic)
    verdict = verdict_of(Judged(measurement=changed_one, tolerance=tolerance))
    if diagnosis is not None and diagnosis.proven and not _movement_gives(diagnosis, changed_one, tolerance):
        verdict = "breach"
    return finding_of(case, CHECK_OF[changed_one.statistic].name, changed_one, verdict, diagnosis, tolerance)


def _movement_gives(diagnosis: Diagnosis, measurement: Measurement, tolerance: float) -> bool:
    """Return whether the feature does by itself what looks like a fault: then its tolerance decides."""
    fault, statistic = diagnosis.fault, measurement.statistic
    learned = CHECK_OF[statistic].floor < tolerance < 1
    return learned and (fault in FAKED or (fault == "time_shift" and statistic == WEEKDAY))


def weighed_again(case: Case, *, left: Measurement, diagnosis: Diagnosis) -> Finding:
    """Return the finding of what another fault leaves: the number is its own, not one of the column's."""
    found = weighed(case, changed_one=left, diagnosis=diagnosis)
    return replace(found, measurement=Judged(measurement=left, tolerance=case.tolerance(left.statistic)))


def finding_of(
    case: Case,
    check: str,
    measurement: Measurement | None,
    verdict: Verdict,
    diagnosis: Diagnosis | None,
    tolerance: float | None = None,
) -> Finding:
    """Return a finding of the column, its sentence made of the diagnosis and the numbers."""
    story, more, tolerated = diagnosis.story if diagnosis else None, None, True
    if measurement is not None and (diagnosis is None or diagnosis.fault in MOVED):
        from drift.diagnose.unexplained import story_of  # noqa: PLC0415 - hardly any change has no name

        # That a feature moved names no value, side or step: what shows it does.
        more = story_of(case.before, case.now, measurement, case.sampled)
        story, more = (more, None) if diagnosis is None else (story, more)
    if measurement is not None and verdict == "breach":
        tolerated = verdict_of(Judged(measurement=measurement, tolerance=tolerance)) == "breach"
    return Finding(
        check=check,
        verdict=verdict,
        column=case.name,
        statistic=measurement.statistic if measurement else None,
        why=sentence(case.name, story, measurement, tolerance, more=more, tolerated=tolerated),
        diagnosis=diagnosis,
    )
