"""What a column is for a model, by its values and its name."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl
import pytest

from drift.profile.kind import epoch_unit, infer_kind
from drift.profile.table import Plan, profile_batch, profile_batches

if TYPE_CHECKING:
    from collections.abc import Sequence

RANDOM: Final = np.random.default_rng(20261123)
ROWS: Final = 5_000
SECONDS: Final = 1_760_000_000 + RANDOM.integers(0, 60, ROWS)
IDS: Final = RANDOM.permutation(10**6)[:ROWS] * 991
UNIQUE: Final = np.unique(RANDOM.integers(0, 10**12, ROWS))
EPOCHS: Final = 1_760_000_000 + np.sort(RANDOM.integers(0, 10**6, ROWS))
DATES: Final = [int(f"{date(2023, 12, 1) + timedelta(days=n):%Y%m%d}") for n in range(200)] * 5
WORDS: Final = ("the", "quick", "brown", "fox", "jumps", "over", "a", "lazy", "dog", "and", "then", "sleeps")
SENTENCES: Final = [" ".join(RANDOM.choice(WORDS, 1 + n % 9)) for n in range(ROWS)]
UUIDS: Final = [str(uuid.UUID(int=int(n) * 7**40 % 2**128, version=4)) for n in range(1, ROWS + 1)]

COLUMNS: Final[dict[str, tuple[str, str, pl.Series | Sequence[object]]]] = {
    "running numbers": ("n", "identifier", pl.Series(range(ROWS))),
    "running numbers as floats": ("n", "identifier", pl.Series(np.arange(ROWS) + 0.0)),
    "running numbers with gaps": ("n", "identifier", pl.Series(np.arange(ROWS) * 3 + 10**6)),
    "unique numbers named as ids": ("trip_id", "identifier", pl.Series(IDS)),
    "unique numbers over a wide range": ("n", "number", pl.Series(UNIQUE)),
    "numbers that repeat, named as ids": ("user_id", "number", pl.Series(RANDOM.integers(0, 50, ROWS))),
    "few rows": ("id", "number", pl.Series(range(9))),
    "months": ("month", "number", pl.Series(RANDOM.integers(1, 13, ROWS))),
    "prices": ("price", "number", pl.Series(np.round(RANDOM.lognormal(3, 1, ROWS), 2))),
    "measurements": ("x", "number", pl.Series(RANDOM.normal(size=ROWS))),
    "infinities": ("x", "number", [float("inf"), float("nan"), None]),
    "epoch seconds": ("n", "time", pl.Series(EPOCHS)),
    "epoch milliseconds": ("n", "time", pl.Series(EPOCHS * 1_000)),
    "epoch microseconds": ("n", "time", pl.Series(EPOCHS * 10**6)),
    "epoch nanoseconds": ("n", "time", pl.Series(EPOCHS * 10**9)),
    "a minute of epoch seconds": ("n", "number", pl.Series(SECONDS)),
    "a minute of them, named as time": ("created_at", "time", pl.Series(SECONDS)),
    "identifiers up to the largest of 32 bits": (
        *("device", "number"),
        pl.Series(RANDOM.integers(1_000_000_000, 2_147_483_647, 200).repeat(3)),
    ),
    "the same, named as time, too": (
        *("device_at", "time"),
        pl.Series(RANDOM.integers(1_000_000_000, 2_147_483_647, 200).repeat(3)),
    ),
    "numbers of ten digits, named as ids": (
        *("order_id", "identifier"),
        pl.Series(EPOCHS[0] + np.arange(ROWS) * 9),
    ),
    "inhabitants of provinces": ("inhabitants", "number", pl.Series(RANDOM.normal(1.6e9, 2e8, 200).round())),
    "numbers beyond 2040": ("n", "number", pl.Series(2_300_000_000 + EPOCHS - 1_760_000_000)),
    "the same, named as time": ("expires_at", "time", pl.Series(2_300_000_000 + EPOCHS - 1_760_000_000)),
    "numbers over billions": ("revenue", "number", pl.Series(RANDOM.integers(10**9, 4 * 10**9, ROWS))),
    "dates of eight digits": ("d", "time", DATES),
    "the same with a 30 February": ("d", "number", [*DATES, 20240230]),
    "a leap day": ("d", "time", [20240228, 20240229, 20240301]),
    "no leap day": ("d", "number", [20230228, 20230229, 20230301]),
    "levels": ("city", "category", pl.Series(RANDOM.choice(["Porto", "Lisbon", "Faro"], ROWS))),
    "few texts": ("city", "category", ["a", "b", "c"]),
    "codes": ("code", "category", pl.Series([f"E{n % 300:03d}" for n in range(ROWS)])),
    "no texts": ("city", "category", pl.Series([None], dtype=pl.String)),
    "uuids": ("key", "identifier", UUIDS),
    "digests": ("x", "identifier", [sha256(bytes([n % 256, n // 256])).hexdigest() for n in range(ROWS)]),
    "order numbers": ("order", "identifier", [f"ORD-{n:07d}" for n in range(ROWS)]),
    "free text": ("note", "text", SENTENCES),
    "unique free text": ("note", "text", [f"{WORDS[n % 12]}{'!' * (n // 12 % 30)} {n}" for n in range(ROWS)]),
    "booleans": ("flag", "boolean", [True, False]),
    "datetimes": ("when", "time", [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(9)]),
    "lists": ("tags", "nested", [[1], [2, 3]]),
    "nothing": ("x", "unknown", [None]),
    "binary": ("x", "unknown", [b"a"]),
}  # fmt: skip


@pytest.mark.parametrize("what", COLUMNS)
def test_kinds(what: str) -> None:
    """The same for one batch and for many."""
    name, kind, values = COLUMNS[what]
    frame = pl.DataFrame({name: values})
    for profile in (profile_batch(frame, Plan()), profile_batches(frame.iter_slices(999), Plan())):
        found = infer_kind(profile.columns[name])
        assert (found.kind, bool(found.reason)) == (kind, True)


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("running numbers", "every value is another whole number: a running or unique number"),
        ("epoch milliseconds", "all values are times in milliseconds since 1970"),
        ("levels", "3 levels in 5,000 rows"),
        ("order numbers", "nearly every row has another value, and the values are built alike"),
        ("datetimes", "its type is Datetime(time_unit='us', time_zone='UTC')"),
        ("nothing", "it holds no values"),
        ("binary", "its type is not read"),
    ],
)
def test_a_kind_says_why(what: str, reason: str) -> None:
    name, _, values = COLUMNS[what]
    assert infer_kind(profile_batch(pl.DataFrame({name: values}), Plan()).columns[name]).reason == reason


@pytest.mark.parametrize(
    ("lowest", "highest", "unit"),
    [
        (1_000_000_000, 4_000_000_000, "second"),  # 2001-09-09 to 2096
        (999_999_999, 1_000_000_000, None),
        (1_760_000_000_000, 1_760_000_000_000, "millisecond"),
        (1.76e15, 1.77e15, "microsecond"),
        (1.76e18, 1.77e18, "nanosecond"),
        (1_760_000_000, 1_760_000_000_000, None),  # two units in one column
        (0, 5, None),
    ],
)
def test_epoch_units_by_hand(lowest: float, highest: float, unit: str | None) -> None:
    assert epoch_unit(lowest, highest) == unit
