"""Of segments a saved run keeps the levels that findings tell of, and of these the columns concerned."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

import drift
from drift.record.told_levels import level_of, told_levels

if TYPE_CHECKING:
    from pathlib import Path

CITIES = ("Porto", "Braga", "Faro", None)


def trips(broken: str | None, times: float = 1.0) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "city": [CITIES[i % 4] for i in range(8_000)],
            "minutes": [
                float(i * 37 % 991) * (times if CITIES[i % 4] == broken else 1.0) for i in range(8_000)
            ],
            "items": [i * 7 % 11 for i in range(8_000)],
        }
    )


@pytest.mark.parametrize("city", CITIES)
def test_a_saved_run_keeps_the_level_that_it_tells_of(city: str | None, tmp_path: Path) -> None:
    reference = drift.fit(trips(None), config={"segments": ["city"]})
    run = drift.check(trips(city, 60.0), reference)
    assert {"city": city} in [one.segment for one in run["minutes"].findings]
    run.save(tmp_path / "run.drift")
    loaded = drift.Run.load(tmp_path / "run.drift")
    assert loaded.to_html() == run.to_html()
    for profile in (loaded.reference_profile, loaded.live_profile):
        level = level_of(profile, {"city": city})
        assert level is not None
        assert level.rows == 2_000  # a fourth
        assert [*level.columns] == ["minutes"]
        assert level_of(profile, {"city": "Lisboa"}) is None
        assert level_of(profile, {"device": "phone"}) is None


def test_without_findings_nothing_is_kept() -> None:
    run = drift.check(trips(None), drift.fit(trips(None), config={"segments": ["city"]}))
    assert told_levels(run.live_profile, run.columns) == {}
    assert run.live_profile.segments["city"].levels


def test_what_is_of_all_other_levels_is_kept() -> None:
    """Levels of fewer than 100 rows have no place of their own."""
    rare = pl.DataFrame(
        {
            "store": [f"s{i * 31 % 90}" if i % 2 else f"main {i % 4}" for i in range(8_000)],
            "wait": [float(i * 37 % 991) for i in range(8_000)],
        }
    )
    reference = drift.fit(rare, config={"segments": ["store"]})
    wait = pl.when(pl.col("store").str.starts_with("main")).then("wait").otherwise(pl.col("wait") * 1000)
    run = drift.check(rare.with_columns(wait=wait), reference)
    assert {"store": "(all others)"} in [one.segment for one in run["wait"].findings]
    kept = told_levels(run.reference_profile, run.columns)["store"]
    assert [*kept.rest.columns] == ["wait"]
    assert kept.rest.rows == 4_000
    others = level_of(run.reference_profile, {"store": "(all others)"})
    assert others is not None
    assert others.rows == 4_000
