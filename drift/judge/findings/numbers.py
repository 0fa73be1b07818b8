"""Findings of a number column's distribution."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from drift.compare.nonzero import NAME as NONZERO
from drift.compare.outside import NAME as OUTSIDE
from drift.diagnose.moved import diagnose_moved
from drift.diagnose.unit import Evidence, diagnose_unit
from drift.judge.case import verdict_of, weighed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from drift.judge.case import Case
    from drift.judge.result import Finding, Judged
    from drift.profile.sample import Sample

DECIDING = ("ks", NONZERO, OUTSIDE)  # any of them alone is a reason to ask what happened


def number_findings(case: Case, changed: dict[str, Judged]) -> Iterator[Finding]:
    """Yield one finding for a number's distribution, decided by KS or by the rows outside."""
    deciding = [changed[statistic] for statistic in DECIDING if statistic in changed]
    breaching = next((one for one in deciding if verdict_of(one) == "breach"), deciding[0])
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
    yield weighed(case, changed_one=breaching.measurement, diagnosis=diagnosis)


def _sampled(sample: Sample, name: str) -> NDArray[np.float64]:
    if name not in sample.rows.columns or not sample.rows[name].dtype.is_numeric():
        return np.empty(0)
    return sample.rows[name].drop_nulls().cast(float).to_numpy()
