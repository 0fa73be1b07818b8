"""What the judge hands to the diagnosis: all that was measured, and how far each may move."""

from __future__ import annotations

import polars as pl

import drift
from drift.compare.column import CHECKS_A_COLUMN
from drift.judge.case import Case
from drift.judge.change import change_of
from drift.judge.live import Live
from drift.judge.result import Judged
from drift.profile.table import Plan, profile_batches
from runs import WHEN


def test_a_change_has_the_measurements_the_samples_and_both_distributions() -> None:
    reference = drift.fit(
        pl.DataFrame({"x": [1.0, 2.0, None, 4.0] * 50}), config={"columns": {"x": {"unit": "second"}}}
    )
    profile = profile_batches([pl.DataFrame({"x": [10.0, 20.0]})], Plan(sample=5))
    live = Live(
        profile=profile,
        dtypes={"x": "Float64"},
        failures=(),
        readings=(),
        names=("live",),
        digest="",
        as_of=WHEN,
    )
    case = Case(
        name="x",
        before=reference.profile.columns["x"],
        now=profile.columns["x"],
        reading=None,
        reference=reference,
        live=live,
        config=reference.config,
        level=0.001 * CHECKS_A_COLUMN,
        span_hours=None,
    )
    run = drift.check(pl.DataFrame({"x": [10.0, 20.0]}), reference)
    judged = run["x"].measurements
    change = change_of(case, judged)
    assert (change.name, change.kind, change.unit, change.level) == ("x", "number", "second", 0.001)
    assert set(change.measurements) == {one.measurement.statistic for one in judged}
    assert change.tolerance("ks") == 0.02
    assert change.tolerance("wasserstein") == 0  # it decides nothing
    assert sorted(change.now_sample) == [10.0, 20.0]
    assert None not in change.before_sample
    assert change.pair is not None
    assert (change.pair.reference.rows, change.pair.live.rows) == (150, 2)
    assert all(isinstance(one, Judged) for one in judged)
