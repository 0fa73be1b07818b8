"""What a column is summed up by."""

from __future__ import annotations

import numpy as np
import polars as pl

import drift

ROWS = 4_000
RANDOM = np.random.default_rng(5)


def test_a_column_of_another_type_has_no_other_checks_number_beside_it() -> None:
    before = pl.DataFrame({"x": RANDOM.normal(50, 5, ROWS)})
    live = pl.DataFrame({"x": [f"{value:.6f}".replace(".", ",") for value in RANDOM.normal(50, 5, ROWS)]})
    frame = drift.check(live, drift.fit(before)).to_frame()
    row = frame.row(0, named=True)
    assert (row["verdict"], row["statistic"]) == ("breach", None)
