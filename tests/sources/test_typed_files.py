"""Files of a live batch may have a column in other types: what came otherwise is counted by its rows."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import polars as pl

import drift

if TYPE_CHECKING:
    from pathlib import Path

    from drift.judge.result import Finding

DICE = Random(1)  # noqa: S311 - rows, not secrets
REFERENCE = drift.fit(pl.DataFrame({"x": [DICE.gauss(10, 2) for _ in range(5_000)]}))


def finding(folder: Path, odd: pl.DataFrame) -> Finding:
    """Return what a check finds in a batch of ten files, of which one is odd."""
    for number in range(9):
        rows = pl.DataFrame({"x": [DICE.gauss(10, 2) for _ in range(500)]})
        rows.write_parquet(folder / f"{number}.parquet")
    odd.write_parquet(folder / "9.parquet")
    return drift.check(folder, REFERENCE)["x"].findings[0]


def test_text_in_one_file_of_ten_is_a_tenth_of_the_rows(tmp_path: Path) -> None:
    diagnosis = finding(tmp_path, pl.DataFrame({"x": [f"{DICE.gauss(10, 2)}" for _ in range(500)]})).diagnosis
    assert diagnosis is not None
    assert (diagnosis.fault, diagnosis.share) == ("type_change", 0.1)
    assert diagnosis.parameters["form"] == "number as text"


def test_what_cannot_be_read_is_counted_and_no_error(tmp_path: Path) -> None:
    diagnosis = finding(tmp_path, pl.DataFrame({"x": ["twelve"] * 500})).diagnosis
    assert diagnosis is not None
    assert diagnosis.parameters["unreadable"] == 500


def test_a_column_that_a_file_lacks_is_null_there_and_told_so(tmp_path: Path) -> None:
    found = finding(tmp_path, pl.DataFrame({"y": [1] * 500}))
    assert found.diagnosis is not None
    assert (found.diagnosis.fault, found.diagnosis.share) == ("missing_values", 0.1)
    assert "1 of 10 files of the batch lack it" in found.why
