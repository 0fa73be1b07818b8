"""Keys that repeat are shown with how many rows each has; nothing else of their rows is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest

import drift
from drift.run.asked import EVIDENCE_ROWS

if TYPE_CHECKING:
    from drift.judge.result import Finding

ROWS = 1_000


def table(seed: int, first: int = 0) -> pl.DataFrame:
    random = np.random.default_rng(seed)
    keys = [f"T{place:05d}" for place in range(first, first + ROWS)]
    return pl.DataFrame({"id": keys, "amount": random.normal(50, 5, ROWS)})


def finding(
    live: pl.DataFrame, config: dict[str, Any] | None = None, evidence: int = EVIDENCE_ROWS
) -> Finding:
    run = drift.check(live, drift.fit(table(1), config={"key": ["id"], **(config or {})}), evidence=evidence)
    (found,) = (one for one in run.findings if one.check == "duplicates")
    return found


def test_the_keys_that_repeat_are_shown_the_most_frequent_first() -> None:
    live = table(2, first=ROWS)
    other = live[:2].with_columns(amount=pl.col("amount") + 1)  # other rows of the same keys
    found = finding(pl.concat([live, other, live[1:2]]))
    assert found.evidence is not None
    assert found.evidence.rows == (
        {"id": "T01001", "rows of this key": 3},
        {"id": "T01000", "rows of this key": 2},
    )


@pytest.mark.parametrize("rows", [1, 5])
def test_no_more_are_shown_than_are_asked_for(rows: int) -> None:
    live = table(2, first=ROWS)
    found = finding(pl.concat([live, live]), evidence=rows)
    assert found.evidence is not None
    assert len(found.evidence.rows) == rows


def test_none_is_shown_where_none_is_asked_for_or_the_key_is_sensitive() -> None:
    live = table(2, first=ROWS)
    assert finding(pl.concat([live, live]), evidence=0).evidence is None
    hidden = finding(pl.concat([live, live]), {"columns": {"id": {"sensitive": True}}}).evidence
    assert hidden is not None
    assert (hidden.rows, hidden.note) == ((), "the key is sensitive: no value of it is shown")
