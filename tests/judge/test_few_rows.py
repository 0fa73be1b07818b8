"""Training data of a few rows is told to be too little, by the margin that a check has."""

from __future__ import annotations

import polars as pl
import pytest

import drift
from drift.judge.few_rows import few_rows_told, least_change


def table(rows: int) -> pl.DataFrame:
    return pl.DataFrame({f"x{n}": [i * (n + 3) % 37 / 8 for i in range(rows)] for n in range(5)})


def test_the_least_change_is_the_margin_of_a_batch_without_end() -> None:
    """Of 400,000 live rows, 100 of training are all that counts."""
    reference = drift.fit(table(100))
    run = drift.check(table(400_000), reference)
    margin = next(
        one.measurement.margin for one in run["x0"].measurements if one.measurement.statistic == "ks"
    )
    assert least_change(reference) == pytest.approx(margin, rel=0.001)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (1, "of 1 row of training hardly any column can be judged; not even a change of all its rows"),
        (5, "of 5 rows of training hardly any column can be judged; not even a change of all its rows"),
        (12, "of 12 rows of training hardly any column can be judged; only a change of more than 70%"),
    ],
)
def test_a_few_rows_are_told(rows: int, told: str) -> None:
    said = few_rows_told(drift.fit(table(rows)))
    assert said is not None
    assert said.startswith(told)


def test_a_hundred_rows_are_not() -> None:
    assert few_rows_told(drift.fit(table(100))) is None
    nothing = {"columns": {"x*": {"check": False, "reason": "not a feature"}}}
    assert few_rows_told(drift.fit(table(5), config=nothing)) is None
