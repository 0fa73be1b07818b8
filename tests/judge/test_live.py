"""A live batch is what came: its own types, by the reference's reading."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from datetime import UTC, datetime

import polars as pl
import pytest

from drift.judge.live import Live
from drift.profile.table import Plan, profile_batches


def test_a_batch_keeps_what_it_was_given_and_does_not_change() -> None:
    frame = pl.DataFrame({"x": [1, 2]})
    live = Live(
        profile=profile_batches([frame], Plan()),
        dtypes={"x": "Int64"},
        failures=(),
        readings=(),
        names=("<polars.DataFrame>",),
        digest="sha256:00",
        as_of=datetime(2026, 11, 22, tzinfo=UTC),
    )
    assert live.profile.rows == 2
    assert [field.name for field in fields(Live)] == [
        *("profile", "dtypes", "failures", "readings", "names", "digest", "as_of"),
        *("partial", "left_out", "profiled", "unread", "window", "aside", "ignored"),
    ]
    with pytest.raises(FrozenInstanceError):
        live.digest = "sha256:01"  # type: ignore[misc]
