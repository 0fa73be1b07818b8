"""Laws of all breakers: nothing is mutated, the seed decides all, and what is said is what was broken."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from drift.diagnose.catalogue import FAULTS
from drift.errors import ColumnNotFoundError, UsageError
from drift.faults import BREAKERS, breaker, breakers_for

if TYPE_CHECKING:
    from drift.faults import Breaker

ROWS = 600
DRAW = np.random.default_rng(3)
WALK = DRAW.lognormal(3, 0.8, ROWS)
FRAME = pl.DataFrame(
    {
        "price": np.round(WALK, 2),
        "cost": WALK * 3 + DRAW.normal(0, 0.1, ROWS),
        "celsius": DRAW.normal(12, 7, ROWS),
        "score": DRAW.normal(0, 2, ROWS),
        "kelvin": DRAW.normal(285, 7, ROWS),
        "count": DRAW.integers(1_000, 9_000, ROWS),
        "gap": [None if place % 10 == 0 else float(place) for place in range(ROWS)],
        "city": DRAW.choice(["São Paulo", "Évora", "Porto", "Köln & Bonn"], ROWS, p=[0.4, 0.3, 0.2, 0.1]),
        "town": [None if place % 9 == 0 else "abc"[place % 3] for place in range(ROWS)],
        "order": [f"ORD-{place:05d}" for place in range(ROWS)],
        "day_text": [f"{date(2024, 1, 1) + timedelta(days=place)}" for place in range(ROWS)],
        "gift": DRAW.random(ROWS) < 0.3,
        "at": [datetime(2026, 1, 5, 8) + timedelta(days=place % 5, minutes=place) for place in range(ROWS)],  # noqa: DTZ001
        "day": [date(2026, 1, 5) + timedelta(weeks=place % 12, days=place % 3) for place in range(ROWS)],
        "seconds": [1_767_225_600 + 60 * place for place in range(ROWS)],
        "millis": [1_767_225_600_000 + 60 * place for place in range(ROWS)],
        "micros": [1_767_225_600_000_000 + 60 * place for place in range(ROWS)],
    }
).with_columns(zoned=pl.col("at").dt.replace_time_zone("Europe/Lisbon"))


def places() -> list[tuple[str, str, float]]:
    """Return each breaker with the first column that it applies to, at each share."""
    return [(one.name, column_for(one, share), share) for one in BREAKERS for share in one.shares]


def column_for(one: Breaker, share: float) -> str:
    found = (name for name in FRAME.columns if one.applies_to(FRAME, name, share=share))
    return next(found, "")


@pytest.mark.parametrize(("name", "column", "share"), places())
def test_every_breaker_breaks_what_it_says_and_nothing_else(name: str, column: str, share: float) -> None:
    before = FRAME.clone()
    one = breaker(name)
    first, again, other = (
        one.breaks(FRAME, column, np.random.default_rng(seed), share=share) for seed in (1, 1, 2)
    )
    assert_frame_equal(FRAME, before)
    assert_frame_equal(first.frame, again.frame)
    assert first.parameters == again.parameters
    assert first.rows.shape == (first.frame.height,)
    assert first.rows.any()
    assert 0 < first.share <= 1
    assert first.fault in {fault.name for fault in FAULTS} | NOT_NAMED_YET
    assert first.columns == () or first.frame.schema != FRAME.schema or not first.frame.equals(FRAME)
    for untouched in set(FRAME.columns) - set(first.columns):
        if first.columns:
            assert first.frame[untouched].equals(FRAME[untouched])
    if share < 1 and first.columns:
        assert other.rows.tolist() != first.rows.tolist()
        told = first.frame[column].ne_missing(FRAME[column]).to_numpy()
        assert told[~first.rows].sum() == 0


# Faults of the catalogue that no diagnosis names so far.
NOT_NAMED_YET = {
    *("sign_flip", "transform", "sentinel", "clipping", "rounding", "outliers", "renamed_column"),
    *("swapped_columns", "lost_category", "renamed_category", "format_change", "time_shift", "stale"),
    *("future", "duplicate_rows", "relation"),
}


def test_all_of_the_catalogue_can_be_broken() -> None:
    assert {fault.name for fault in FAULTS} <= {one.fault for one in BREAKERS}


def test_names_are_unique_and_found() -> None:
    assert len({one.name for one in BREAKERS}) == len(BREAKERS)
    assert all(breaker(one.name) is one for one in BREAKERS)
    with pytest.raises(UsageError, match="no breaker `unit_change: x 1000`"):
        breaker("unit_change: x 1000")


def test_breakers_of_a_kind_name_it() -> None:
    assert all("time" in one.kinds for one in breakers_for("time"))
    assert breakers_for("nested") == ()


@pytest.mark.parametrize("share", [0.0, -0.1, 1.1])
def test_a_share_is_above_0_and_at_most_1(share: float) -> None:
    with pytest.raises(UsageError, match="cannot be broken"):
        breaker("missing_values: null").breaks(FRAME, "price", np.random.default_rng(1), share=share)


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(UsageError, match="makes no sense for `city`"):
        breaker("unit_change: × 1000").breaks(FRAME, "city", np.random.default_rng(1))
    with pytest.raises(ColumnNotFoundError, match="no column `nosuch`"):
        breaker("unit_change: × 1000").breaks(FRAME, "nosuch", np.random.default_rng(1))
    with pytest.raises(UsageError, match="makes no sense"):
        breaker("missing_values: null").breaks(FRAME.clear(), "price", np.random.default_rng(1))
