"""How much time a batch spans."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
import pytest

import drift
from drift.judge.span import span_hours_of


def test_it_is_from_the_first_row_to_the_last() -> None:
    at = [datetime(2026, 11, 22, hour, tzinfo=UTC) for hour in (3, 1, 21)]
    found = drift.profile(pl.DataFrame({"at": at, "n": [1, 2, 3]})).profile
    assert span_hours_of(found, "at") == pytest.approx(20.0)
    assert [span_hours_of(found, name) for name in ("n", "nosuch", None)] == [None, None, None]
