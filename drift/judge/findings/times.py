"""Findings of times, which are not compared as a distribution: their ends, their steps, when they come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from drift.compare.clock import CLOCK, HOUR, WEEKDAY, has_clock
from drift.diagnose.cut_times import diagnose_cut
from drift.diagnose.diagnosis import Diagnosis
from drift.diagnose.epoch import diagnose_epoch
from drift.diagnose.exchanged_dates import diagnose_exchanged
from drift.diagnose.far_times import diagnose_far_times
from drift.diagnose.sentinel_time import diagnose_sentinel_among, diagnose_sentinel_time
from drift.judge.case import finding_of, verdict_of, weighed
from drift.profile.times import clock_microseconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from drift.judge.case import Case
    from drift.judge.result import Finding, Judged
    from drift.profile.sample import Sample

WHEN = (HOUR, CLOCK, WEEKDAY)  # any of them alone is a reason to ask what happened
TOLD = 3  # hours or days that moved most


def time_findings(case: Case, changed: dict[str, Judged]) -> Iterator[Finding]:
    """Yield what happened to times, by their size, their ends, their steps and when they come."""
    level, until = case.check_level, case.live.as_of.timestamp() * 1e6
    misplaced = diagnose_epoch(case.before, case.now, case.name, until, level)
    learned = case.reference.created_at.timestamp() * 1e6
    diagnosis = (
        misplaced
        or diagnose_sentinel_time(case.before, case.now, case.name, level)
        or diagnose_far_times(case.before, case.now, case.name, until=until, learned=learned, level=level)
    )
    if diagnosis is not None:
        yield finding_of(case, "unit" if misplaced else "range", None, "breach", diagnosis)
        return
    if case.before.family == case.now.family == "time" and case.before.valid and case.now.valid:
        yield from _calendar_findings(case, changed)


def _calendar_findings(case: Case, changed: dict[str, Judged]) -> Iterator[Finding]:
    before, now, level = case.before.time, case.now.time, case.check_level
    samples = (case.reference.profile.sample, case.live.profile.sample)
    was, is_ = (_sampled(one, case.name) for one in samples)
    stands_for_none = diagnose_sentinel_among(was, is_, case.name, level, complete=samples[1].complete)
    if stands_for_none is not None:
        yield finding_of(case, "range", None, "breach", stands_for_none)
        return
    exchanged = diagnose_exchanged(before, now, case.name, level)
    if exchanged is not None:
        yield finding_of(case, "calendar", None, "breach", exchanged)
        return
    cut = diagnose_cut(before, now, was, level)
    # Times that came as counts or text have the resolution of that: the other type says it.
    if cut is not None and (case.reading is None or not case.reading.reformed):
        yield finding_of(case, "resolution", None, "breach", cut)
    when = [changed[statistic] for statistic in WHEN if statistic in changed]
    if not when:
        return
    from drift.diagnose.part_shift import diagnose_part_of_times  # noqa: PLC0415 - only where they changed
    from drift.diagnose.time_shift import diagnose_days, diagnose_hours  # noqa: PLC0415 - as above

    main = next((one for one in when if verdict_of(one) == "breach"), when[0])
    diagnosis = None
    if any(statistic in changed for statistic in (HOUR, CLOCK)) and has_clock(now):
        tolerance = case.tolerance(CLOCK)
        diagnosis = diagnose_part_of_times(
            before,
            now,
            is_,
            case.name,
            level=level,
            tolerance=tolerance,
        ) or diagnose_hours(before, now, case.name, tolerance)
    if diagnosis is None and WEEKDAY in changed:
        diagnosis = diagnose_days(before, now, case.name, case.tolerance(WEEKDAY))
        main = changed[WEEKDAY] if diagnosis is not None else main  # the number of what is told
    yield weighed(case, changed_one=main.measurement, diagnosis=diagnosis or _another_mix(case, main))


def _another_mix(case: Case, main: Judged) -> Diagnosis:
    """Return which hours or days of the week gained and lost the most rows."""
    names: tuple[str, ...] = tuple(f"{hour:02d}:00" for hour in range(24))
    before, now = case.before.time.hours, case.now.time.hours
    if main.measurement.statistic == WEEKDAY:
        names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
        before, now = case.before.time.weekdays, case.now.time.weekdays
    was, is_ = before / before.sum(), now / now.sum()
    most = np.argsort(-np.abs(is_ - was), kind="stable")[:TOLD].tolist()
    told = ", ".join(f"{names[place]} {was[place]:.1%} → {is_[place]:.1%}" for place in most)
    return Diagnosis(
        fault="shape",
        story=f"comes at other times than in training: {told}",
        advice="Ask whether the world changed, or when rows are written.",
        parameters={"when": {names[place]: round(float(is_[place] - was[place]), 4) for place in most}},
    )


def _sampled(sample: Sample, name: str) -> NDArray[np.int64]:
    """Return the moments of sampled rows, those of copies as often as they come."""
    rows = sample.rows
    if name not in rows.columns or not rows[name].dtype.is_temporal():
        return np.empty(0, np.int64)
    micros, valid = clock_microseconds(rows.get_column(name).alias("values"))
    return np.repeat(micros[valid], sample.counts[valid])
