"""Times that lost their time of day, or its minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from drift.diagnose.cut_times import diagnose_cut
from drift.profile.table import Plan, profile_batches

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.profile.column import TimeDetail

LEVEL = 1e-5
TRAINING = 1_700_000_000 + np.random.default_rng(1).integers(0, 50 * 86_400, 5000)
LIVE = 1_705_000_000 + np.random.default_rng(2).integers(0, 5 * 86_400, 200)
NOTHING = np.empty(0, np.int64)


def detail(seconds: NDArray[np.int64]) -> TimeDetail:
    frame = pl.DataFrame({"at": pl.Series(seconds * 10**6).cast(pl.Datetime("us"))})
    return profile_batches([frame], Plan()).columns["at"].time


@pytest.mark.parametrize(
    ("step", "iso"), [(86_400, "P1D"), (3600, "PT1H"), (1800, "PT30M"), (900, "PT15M"), (60, "PT1M")]
)
def test_the_step_that_times_were_cut_to_is_told(step: int, iso: str) -> None:
    found = diagnose_cut(detail(TRAINING), detail(LIVE // step * step), TRAINING * 10**6, LEVEL)
    assert found is not None
    assert (found.fault, found.parameters) == ("rounding", {"step": iso, "seconds": step})


def test_a_few_rows_may_be_whole_hours_by_chance() -> None:
    hours = TRAINING // 3600 * 3600 + np.arange(5000) % 2
    assert diagnose_cut(detail(hours), detail(LIVE[:5] // 3600 * 3600), hours * 10**6, LEVEL) is None


def test_what_was_whole_before_was_not_cut() -> None:
    whole = TRAINING // 86_400 * 86_400
    assert diagnose_cut(detail(whole), detail(LIVE // 86_400 * 86_400), whole * 10**6, LEVEL) is None


def test_minutes_need_a_sample() -> None:
    assert diagnose_cut(detail(TRAINING), detail(LIVE // 60 * 60), NOTHING, LEVEL) is None
