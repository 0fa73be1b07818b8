"""A promotion is told by JSON without loss."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from drift.judge.promotion import Expected, PromotedBatch, Promotion


def promotion() -> Promotion:
    expected = Expected(
        column="city", check="new_level", fault=None, by="Ana", reason="Faro", until=date(2027, 3, 31)
    )
    batch = PromotedBatch(
        run_id="20261122T000000Z-0",
        batch="2026-11-22",
        as_of=datetime(2026, 11, 22, tzinfo=UTC),
        rows=10,
        digest="sha256:bb",
        sources=("a.parquet",),
        accepted=(expected,),
    )
    at = datetime(2026, 11, 29, 12, tzinfo=UTC)
    return Promotion(at=at, by="Ana", reason=None, digest="sha256:aa", rows=100, batches=(batch,))


def test_what_is_read_is_what_was_written() -> None:
    assert Promotion.from_dict(json.loads(json.dumps(promotion().to_dict()))) == promotion()


def test_another_form_is_an_error() -> None:
    with pytest.raises(KeyError):
        Promotion.from_dict({"at": "2026-11-29T12:00:00+00:00"})
