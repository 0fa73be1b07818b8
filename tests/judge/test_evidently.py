"""`method: evidently` decides as Evidently does on the same rows; what drift finds is a warning beside it."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
import pytest

import drift
from drift.demo.orders import orders
from drift.judge.evidently import CHECK

METHOD: Final = {"method": "evidently"}
SIZES: Final = ((300, 100), (900, 2_000), (1_000, 300), (1_001, 300), (5_000, 5_000))
AGREED: Final = 0.99  # of the verdicts, at least


def shapes(seed: int, rows: int, moved: float) -> pl.DataFrame:
    """Return numbers and levels of many shapes, all of them a little off where `moved` is not 0."""
    random = np.random.default_rng(seed)
    some = random.random(rows) < moved
    return pl.DataFrame(
        {
            "normal": random.normal(moved, 1, rows),
            "wide": random.lognormal(moved, 2, rows),
            "narrow": 1e6 + random.normal(moved, 1, rows),
            "integer": random.poisson(40 + 20 * moved, rows),
            "few": random.choice([1, 2, 3], rows, p=[0.5 - moved / 3, 0.3, 0.2 + moved / 3]),
            "rating": random.integers(1, 9, rows) + some,
            "zeros": np.where(random.random(rows) < 0.6 - moved / 2, 0.0, random.exponential(2, rows)),
            "flag": random.random(rows) < 0.3 + moved / 2,
            "two": np.where(random.random(rows) < 0.4 + moved / 2, "yes", "no"),
            "level": [f"l{int(one)}" for one in random.geometric(0.2 + moved / 4, rows)],
            "many": [f"m{int(one)}" for one in random.integers(0, 60, rows)],
            "holes": pl.Series(random.normal(size=rows)).set(pl.Series(random.random(rows) < 0.3), None),
        }
    )


def agreement(pairs: list[tuple[pl.DataFrame, pl.DataFrame]]) -> tuple[float, list[str]]:
    """Return the share of columns of which both say the same, and those of which they do not."""
    from evidently_verdicts import drifted_by_evidently  # noqa: PLC0415 - Evidently takes seconds to import

    asked, other = 0, []
    for reference, live in pairs:
        run = drift.check(live, drift.fit(reference, config=METHOD), evidence=0)
        for name, theirs in drifted_by_evidently(reference, live).items():
            ours = any(finding.check == CHECK for finding in run[name].findings)
            asked += 1
            if ours != theirs:
                other.append(f"{name}, {reference.height} and {live.height} rows: Evidently says {theirs}")
    return 1 - len(other) / asked, other


@pytest.mark.slow
def test_made_tables_have_the_verdicts_that_evidently_gives() -> None:
    pairs = [
        (shapes(seed, before, 0.0), shapes(100 + seed, now, moved))
        for seed, (before, now) in enumerate(SIZES)
        for moved in (0.0, 0.05, 0.2)
    ]
    days = (
        orders(6_000, start=date(2026, 1, 1), days=30, seed=1),
        orders(2_000, start=date(2026, 2, 1), days=7, seed=2),
    )
    share, other = agreement([*pairs, days])
    assert share >= AGREED, other


@pytest.mark.slow
@pytest.mark.parametrize("shuffled", [True, False], ids=["dealt at random", "in order"])
def test_real_tables_have_them_too(*, shuffled: bool) -> None:
    folder = os.environ.get("DRIFT_TABLES")
    files = sorted(Path(folder).glob("*.parquet")) if folder else []
    if not files:
        pytest.skip("the variable DRIFT_TABLES names no folder of tables in Parquet")
    pairs = []
    for path in files:
        rows = pl.read_parquet(path)
        rows = rows.sample(fraction=1, shuffle=True, seed=3) if shuffled else rows
        pairs += [(rows[:before], rows[-now:]) for before, now in SIZES if rows.height >= before + now]
    share, other = agreement(pairs)
    assert share >= AGREED, other


def test_a_unit_is_told_as_a_warning_beside_the_verdict() -> None:
    rows = shapes(1, 2_000, 0.0).select("wide")
    run = drift.check(rows * 1000, drift.fit(rows, config=METHOD))
    found = {finding.check: finding for finding in run["wide"].findings}
    assert found[CHECK].verdict == "breach"
    assert "Wasserstein distance" in found[CHECK].why
    assert [one.verdict for check, one in found.items() if check != CHECK] == ["warning"]
    assert run["wide"].diagnosis is not None
    assert run["wide"].diagnosis.parameters["factor"] == 1000.0


def test_what_evidently_does_not_see_is_no_breach() -> None:
    """One row in a hundred in another unit moves no distance of its by 0.1; drift's own method sees it."""
    rows = shapes(2, 4_000, 0.0).select("level")
    live = (
        shapes(3, 4_000, 0.0)
        .select("level")
        .with_columns(
            pl.when(pl.int_range(pl.len()) % 100 == 0)
            .then(pl.lit("nowhere"))
            .otherwise("level")
            .alias("level")
        )
    )
    assert drift.check(live, drift.fit(rows))["level"].verdict == "breach"
    run = drift.check(live, drift.fit(rows, config=METHOD))
    assert (run.verdict, run.exit_code) == ("warning", 0)


def test_a_lost_column_is_a_breach_and_what_has_no_test_says_so() -> None:
    rows = pl.DataFrame({"x": [1.5, 2.5] * 50, "gone": [1, 2] * 50, "at": [date(2026, 1, 1)] * 100})
    run = drift.check(rows.drop("gone"), drift.fit(rows, config=METHOD))
    assert run["gone"].verdict == "breach"
    assert (run["at"].verdict, run["at"].reason) == ("skipped", "Evidently has no test of it")


def test_the_method_can_change_from_check_to_check() -> None:
    rows = shapes(1, 500, 0.0).select("normal")
    reference = drift.fit(rows)
    assert drift.check(rows, reference, config=METHOD)["normal"].reason is not None
