"""What a column is summed up by."""

from __future__ import annotations

from typing import Literal

import numpy as np
import polars as pl

import drift
from drift.judge.result import Finding
from drift.report.html.page import page_of
from drift.report.markdown import render_markdown
from drift.report.summary import counts_told
from drift.report.terminal import render_text
from made_runs import make_finding, make_record

ROWS = 4_000
RANDOM = np.random.default_rng(5)


def test_a_column_of_another_type_has_no_other_checks_number_beside_it() -> None:
    before = pl.DataFrame({"x": RANDOM.normal(50, 5, ROWS)})
    live = pl.DataFrame({"x": [f"{value:.6f}".replace(".", ",") for value in RANDOM.normal(50, 5, ROWS)]})
    frame = drift.check(live, drift.fit(before)).to_frame()
    row = frame.row(0, named=True)
    assert (row["verdict"], row["statistic"]) == ("breach", None)


def of_batch(verdict: Literal["breach", "warning"]) -> Finding:
    return Finding(
        check="duplicates", verdict=verdict, column=None, statistic=None, why="Rows repeat.", diagnosis=None
    )


def test_a_breach_of_the_batch_is_counted_beside_the_columns() -> None:
    """A header that counts columns alone tells a breach without one."""
    frame = pl.DataFrame({"a": [1.0, 2.0], "b": [1.0, 2.0]})
    record = make_record(frame, frame, (of_batch("breach"),))
    assert counts_told(record) == "2 ok, and 1 breach of the batch"
    assert render_text(record).splitlines()[0] == "BREACH  trips: 2 ok, and 1 breach of the batch"
    assert render_markdown(record).startswith("**BREACH** `trips`: 2 ok, and 1 breach of the batch\n")
    assert page_of(record).of_batch == ("breach", "1 breach of the batch")
    both = make_record(frame, frame, (make_finding("a"), of_batch("breach"), of_batch("warning")))
    assert counts_told(both) == "1 ok, 1 breach, and 1 breach and 1 warning of the batch"
    assert page_of(make_record(frame, frame, (make_finding("a"),))).of_batch is None


def test_one_row_is_no_rows() -> None:
    one = pl.DataFrame({"a": [1.0]})
    record = make_record(one, one)
    assert "1 live row (" in render_text(record)
    assert "against 1 row of training; " in render_text(record)
    assert "1 live row (" in render_markdown(record)
    assert "against 1 row of training." in render_markdown(record)
