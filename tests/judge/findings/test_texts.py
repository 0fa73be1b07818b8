"""Texts in another form: the number beside the sentence is that of what the sentence tells."""

from __future__ import annotations

import polars as pl

import drift

ROWS = 4_000


def test_new_forms_are_told_by_the_share_of_texts_built_as_none_was() -> None:
    codes = [f"AB-{place:06d}" for place in range(2 * ROWS)]
    live = pl.DataFrame({"code": [code.replace("-", "_x") for code in codes[ROWS:]]})
    run = drift.check(live, drift.fit(pl.DataFrame({"code": codes[:ROWS]})))
    told = [one for one in run["code"].findings if one.diagnosis and one.diagnosis.fault == "format_change"]
    assert [one.statistic for one in told] == ["new_pattern_share"]
