"""Findings of levels, of whole batches: one for each thing that happened."""

from __future__ import annotations

import numpy as np
import polars as pl

import drift


def test_codes_in_another_case_are_told_once() -> None:
    """They are another form of text, too; the mapping of levels says more."""
    draw = np.random.default_rng(1)
    codes = [f"{first}{second}{third}" for first in "ABCD" for second in "EFGH" for third in "IJKLM"]
    train, live = (pl.DataFrame({"airport": draw.choice(codes, many)}) for many in (8000, 4000))
    told = drift.check(live.with_columns(pl.col("airport").str.to_lowercase()), drift.fit(train))["airport"]
    assert [one.diagnosis and one.diagnosis.fault for one in told.findings] == ["renamed_category"]
