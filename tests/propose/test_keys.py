"""A key is unique by design: what is unique by chance is no key."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl
import pytest

from drift.profile.kind import infer_kind
from drift.profile.table import Plan, profile_batch
from drift.propose.keys import key_candidates, key_hashes, repeated
from drift.propose.seen import Seen

if TYPE_CHECKING:
    from collections.abc import Mapping

RANDOM: Final = np.random.default_rng(20261125)
HOURS: Final = [datetime(2026, 1, 1) + timedelta(hours=n) for n in range(400)]  # noqa: DTZ001 - as files have them
SECONDS: Final = [
    datetime(2026, 1, 1) + timedelta(seconds=int(n))  # noqa: DTZ001
    for n in RANDOM.choice(40_000_000, 1_200, replace=False)
]


def keys(columns: Mapping[str, object]) -> list[tuple[str, ...]]:
    frame = pl.DataFrame(columns)
    profile = profile_batch(frame, Plan())
    seen = [
        Seen(
            name=name, column=profile.columns[name], kind=infer_kind(profile.columns[name]), dtype=str(dtype)
        )
        for name, dtype in frame.schema.items()
    ]
    return [guess.names for guess in key_candidates(seen, frame.height, [frame])]


TABLES: Final[dict[str, tuple[dict[str, object], list[tuple[str, ...]]]]] = {
    "an id": ({"id": [f"A-{n:05}" for n in range(1_200)]}, [("id",)]),
    "hours, one a row": ({"hour": HOURS}, [("hour",)]),
    "seconds that are unique by chance": ({"pickup": SECONDS}, []),
    "a measurement that is unique by chance": ({"demand": RANDOM.normal(size=1_200)}, []),
    "an hour of a station": (
        {"station": ["a", "b", "c"] * 400, "hour": [hour for hour in HOURS for _ in range(3)]},
        [("station", "hour")],
    ),
    "an hour of a line of a station": (
        {
            "station": ["a", "a", "b", "b"] * 400,
            "line": [1, 2, 1, 2] * 400,
            "hour": [hour for hour in HOURS for _ in range(4)],
        },
        [("station", "line", "hour")],
    ),
    "a row number beside an id": (
        {"": list(range(1_200)), "id": [f"A-{n:05}" for n in range(1_200)]},
        [("id",)],
    ),
    "a row number alone": ({"row": list(range(1_200)), "size": RANDOM.integers(0, 5, 1_200)}, []),
    "an id that repeats": ({"id": [f"A-{n // 2:05}" for n in range(1_200)]}, []),
    "an id with a hole": ({"id": [None, *(f"A-{n:05}" for n in range(1_199))]}, []),
}


@pytest.mark.parametrize("table", TABLES)
def test_what_names_a_row_by_design_is_found(table: str) -> None:
    columns, expected = TABLES[table]
    assert keys(columns) == expected


def test_repeats_are_counted_over_all_parts() -> None:
    parts = [pl.DataFrame({"a": [1, 2, 2], "b": ["x", "x", "y"]}), pl.DataFrame({"a": [1], "b": ["y"]})]
    sets = [("a",), ("a", "b")]
    hashes = {names: [key_hashes(part, names) for part in parts] for names in sets}
    assert repeated(hashes) == {("a",): 2, ("a", "b"): 0}
