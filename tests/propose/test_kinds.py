"""Numbers that only name things are no measurements, and times may be written as numbers."""

from __future__ import annotations

from typing import Final

import polars as pl
import pytest

from drift.profile.kind import infer_kind
from drift.profile.table import Plan, profile_batch
from drift.propose.kinds import guess_kind
from drift.propose.seen import Seen

KINDS: Final = {
    "codes": ("weather_code", [n % 7 for n in range(500)], "category"),
    "codes as floats": ("weather_code", [float(n % 7) for n in range(500)], "category"),
    "few ids": ("agent_id", [n % 90 for n in range(500)], "category"),
    "many ids that repeat": ("customer_id", [n * n % 7_919 for n in range(9_000)], "identifier"),
    "seconds since 1970": ("created_at", [1_760_000_000 + n for n in range(500)], "time"),
    "counts": ("visits", [n % 7 for n in range(500)], None),
    "measurements called a type": ("type", [n / 7 for n in range(500)], None),
    "text": ("code", [f"c{n % 7}" for n in range(500)], None),
}


@pytest.mark.parametrize("case", KINDS)
def test_a_kind_is_named_where_it_is_not_obvious(case: str) -> None:
    name, values, kind = KINDS[case]
    column = profile_batch(pl.DataFrame({name: values}), Plan()).columns[name]
    guess = guess_kind(Seen(name=name, column=column, kind=infer_kind(column), dtype=""))
    assert (guess.kind if guess else None) == kind
