"""What the judge asks the diagnosis about: a column that changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from drift.compare.lattice import NOTHING
from drift.diagnose.change import Change
from drift.diagnose.distribution import distribution, pinned
from drift.diagnose.level_sets import levels_of
from drift.diagnose.pair import pair_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drift.judge.case import Case
    from drift.judge.result import Judged


def change_of(case: Case, judged: Iterable[Judged]) -> Change:
    """Return the change of a column, with all that was measured of it."""
    numbers = case.kind == "number" and case.before.family == case.now.family == "number"
    before_sample, now_sample = case.sampled if numbers else (NOTHING, NOTHING)
    known = {one.measurement.statistic: one for one in judged}
    sampled = np.sort(before_sample.values), np.sort(now_sample.values)
    sides = (
        pinned(distribution(one.cells), rows)
        for one, rows in zip((case.before, case.now), sampled, strict=True)
    )
    return Change(
        name=case.name,
        kind=case.kind,
        unit=case.config.column(case.name).unit,
        level=case.check_level,
        before=case.before,
        now=case.now,
        measurements={name: one.measurement for name, one in known.items()},
        tolerances={name: one.tolerance for name, one in known.items() if one.tolerance is not None},
        before_sample=sampled[0],
        now_sample=sampled[1],
        pair=pair_of(*sides) if numbers else None,
        levels=levels_of(case.before, case.now) if case.kind == "category" else None,
    )
