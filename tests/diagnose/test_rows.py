"""Which rows show a fault: those that were broken, by the generator of faults as witness."""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl
import pytest

import drift
from drift.diagnose.rows import rows_of
from drift.faults import breaker

ROWS = 4_000


@cache
def healthy(seed: int) -> pl.DataFrame:
    random = np.random.default_rng(seed)
    return pl.DataFrame(
        {
            "wait": random.lognormal(3, 0.5, ROWS),
            "score": random.normal(50, 10, ROWS).round(2),
            "city": random.choice(["Porto", "Braga", "Faro"], ROWS),
        }
    )


@cache
def reference() -> drift.Reference:
    return drift.fit(healthy(1))


@pytest.mark.parametrize(
    ("way", "column", "share"),
    [
        ("unit_change: × 1000", "wait", 0.2),
        ("unit_change: ÷ 1000", "wait", 0.05),
        ("sign_flip: negated", "score", 0.2),
        ("sentinel: 999", "score", 0.05),
        ("sentinel: -1", "score", 0.05),
        ("missing_values: null", "wait", 0.2),
        ("missing_values: NaN", "wait", 0.2),
        ("missing_values: empty text", "city", 0.2),
        ("outliers: upper", "score", 0.01),
        ("new_category: a new level", "city", 0.2),
        ("renamed_category: upper case", "city", 0.2),
        ("frozen: at its last value", "wait", 1.0),
        ("unit_change: × 1000", "wait", 1.0),
    ],
)
def test_the_rows_that_were_broken_are_found(way: str, column: str, share: float) -> None:
    broken = breaker(way).breaks(healthy(2), column, np.random.default_rng(5), share=share)
    run = drift.check(broken.frame, reference(), evidence=0)
    diagnosis = next(
        one.diagnosis for one in run[column].findings if one.diagnosis and one.diagnosis.fault == broken.fault
    )
    condition = rows_of(diagnosis, reference().profile.columns[column])
    assert condition is not None
    found = condition.mask(broken.frame[column]).to_numpy()
    both = int((found & broken.rows).sum())
    assert both >= 0.95 * broken.rows.sum()
    assert both >= 0.95 * found.sum()


def test_of_a_column_that_moved_no_row_shows_it() -> None:
    run = drift.check(healthy(2).with_columns(pl.col("score") + 5), reference())
    (finding,) = run["score"].findings
    assert finding.diagnosis is not None
    assert finding.diagnosis.fault == "shift"
    assert finding.evidence is None
