"""The frame has what the JSON has: a row a column."""

from __future__ import annotations

import polars as pl
import pytest

from drift.report.frame import SCHEMA, frame_of
from runs import CHANGES, run_of


@pytest.mark.parametrize("change", CHANGES)
def test_every_column_has_a_row(change: str) -> None:
    run = run_of(change)
    frame = frame_of(run)
    assert frame.schema == pl.Schema(SCHEMA)
    assert frame["column"].to_list() == [column["name"] for column in run.to_dict()["columns"]]
    assert frame["verdict"].to_list() == [column["verdict"] for column in run.to_dict()["columns"]]


def test_a_breach_has_its_fault_and_what_it_was_judged_by() -> None:
    [row] = frame_of(run_of("a unit")).filter(column="seconds").rows(named=True)
    [column] = [one for one in run_of("a unit").to_dict()["columns"] if one["name"] == "seconds"]
    finding = column["findings"][0]
    [measured] = [one for one in column["measurements"] if one["statistic"] == finding["statistic"]]
    assert row["fault"] == "unit_change" == finding["diagnosis"]["fault"]
    assert {name: row[name] for name in ("value", "margin", "tolerance", "p_value")} == {
        name: measured[name] for name in ("value", "margin", "tolerance", "p_value")
    }
    assert row["why"] == finding["why"]


def test_a_skipped_column_says_why() -> None:
    [row] = frame_of(run_of("all ok")).filter(column="nothing").rows(named=True)
    assert row["value"] is None
    assert row["why"] == run_of("all ok")["nothing"].reason
