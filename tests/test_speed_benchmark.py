"""The benchmark of memory tells a straight line from a bent one, and days apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from benchmarks.speed.memory import SHAPE, bent, partitioned
from benchmarks.speed.processes import Program, cost_of
from benchmarks.speed.tables import TWENTY, block

if TYPE_CHECKING:
    from pathlib import Path


def test_a_straight_line_is_not_bent_wherever_it_begins() -> None:
    assert bent({5: 7.0, 20: 22.0, 100: 102.0}) == pytest.approx(0)
    assert bent({5: 5.0, 50: 60.0, 100: 100.0}) == pytest.approx(0.2)
    assert bent({5: 5.0, 50: 45.0, 100: 100.0}) == pytest.approx(0.1)


def test_a_table_of_many_days_has_the_rows_of_its_files_as_often(tmp_path: Path) -> None:
    files = []
    for value in range(2):
        pl.DataFrame({"x": [value]}).write_parquet(tmp_path / f"{value}.parquet")
        files.append(str(tmp_path / f"{value}.parquet"))
    read = pl.read_parquet(partitioned(tmp_path / "days", files, 5), hive_partitioning=True)
    assert sorted(read["x"]) == [0, 0, 0, 1, 1]
    assert read["day"].n_unique() == 5


def test_a_table_has_the_columns_that_its_shape_says() -> None:
    for shape in (SHAPE, TWENTY):
        made = block(50, shape, seed=[1])
        assert made.width == shape.columns == 20
        assert len(made.select(pl.col(pl.Datetime)).columns) == shape.times


def test_a_refusal_is_a_cost_only_where_it_is_awaited() -> None:
    refusing = Program(name="refusing", code="raise SystemExit(2)")
    assert cost_of(refusing, done=(2,)).code == 2
    with pytest.raises(SystemExit):
        cost_of(refusing)
