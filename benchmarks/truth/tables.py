"""The tables that truth is tried on: made ones, their names neutral or telling, and a folder of real ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from drift.demo.orders import orders

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MADE_ROWS = 120_000  # half of them are the reference, and the other half holds a batch of 50,000
DEMO_DAYS = 28

_LOWER_PEAK, _ZEROS, _NULLS = 0.5, 0.3, 0.15  # shares of rows
_SECONDS_A_DAY = 86_400
_YEAR_2026 = 1_767_225_600  # seconds since 1970
_CITIES = {"São Paulo": 0.3, "Évora": 0.25, "Köln": 0.2, "Łódź": 0.15, "Porto": 0.1}
_GRADES = {"gold": 0.5, "silver": 0.3, "bronze": 0.15, "none": 0.05}
_STATES = [f"state {place:02d}" for place in range(1, 31)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table in the order of its time.

    Attributes
    ----------
    name : str
        What it is called.
    frame : polars.DataFrame
        Its rows.
    time : str or None
        The column that holds their time; None where there is none.
    units : dict of str to str
        The units that columns really have, as pint spells them, where their names tell.
    """

    name: str
    frame: pl.DataFrame
    time: str | None
    units: Mapping[str, str] = field(default_factory=dict)

    def halves(self, random: np.random.Generator) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Return the rows dealt at random into two halves: exchangeable, whatever the table is."""
        dealt = random.permutation(self.frame.height)
        half = self.frame.height // 2
        return self.frame[dealt[:half]], self.frame[dealt[half:]]


def made_tables(seed: int, rows: int = MADE_ROWS) -> list[Table]:
    """Return the made tables: shapes under neutral and telling names, words and times, the demo's orders."""
    return [made_table(seed, rows), telling_table(seed, rows), word_table(seed, rows), demo_table(seed, rows)]


def made_table(seed: int, rows: int = MADE_ROWS) -> Table:
    """Return sixteen columns of numbers whose names tell nothing: shapes that features have."""
    random = np.random.default_rng([seed, rows])
    two_peaks = np.where(
        random.random(rows) < _LOWER_PEAK, random.normal(10, 1, rows), random.normal(1000, 50, rows)
    )
    return Table(
        name="made",
        time=None,
        frame=pl.DataFrame(
            {
                "normal": random.normal(10, 2, rows),
                "around zero": random.normal(0, 1, rows),
                "narrow": 100 + random.normal(size=rows),
                "uniform": random.uniform(0, 100, rows),
                "lognormal": random.lognormal(1, 0.8, rows),
                "wide": random.lognormal(1, 3, rows),
                "exponential": random.exponential(3, rows),
                "gamma": random.gamma(2, 2, rows),
                "negative": -random.gamma(3, 2, rows),
                "heavy tails": random.standard_t(3, rows) * 5,
                "cauchy": random.standard_cauchy(rows),
                "two peaks": two_peaks,
                "zeros": np.where(random.random(rows) < _ZEROS, 0, random.exponential(50, rows)),
                "prices": np.round(random.lognormal(3, 0.8, rows), 2),
                "whole": random.integers(0, 500, rows),
                "few whole": random.poisson(7, rows),
            }
        ),
    )


def telling_table(seed: int, rows: int = MADE_ROWS) -> Table:
    """Return twelve columns of numbers whose names tell their unit."""
    random = np.random.default_rng([seed, rows, 1])
    columns = {
        "trip_seconds": ("second", np.floor(random.lognormal(6.5, 0.7, rows)).astype(np.int64)),
        "latency_ms": ("millisecond", random.lognormal(4, 1, rows)),
        "distance_km": ("kilometer", np.round(random.gamma(2, 4, rows), 2)),
        "height_cm": ("centimeter", np.round(random.normal(171, 9, rows), 1)),
        "weight_kg": ("kilogram", np.round(random.normal(74, 13, rows), 1)),
        "temp_c": ("degree_Celsius", np.round(random.normal(12, 8, rows), 1)),
        "oven_temp_f": ("degree_Fahrenheit", np.round(random.normal(70, 15, rows))),
        "speed_mph": ("mile_per_hour", random.gamma(9, 4, rows)),
        "discount_pct": ("percent", np.round(random.beta(2, 6, rows) * 100, 1)),
        "conversion_ratio": ("dimensionless", random.beta(2, 20, rows)),
        "size_bytes": ("byte", np.floor(random.lognormal(9, 2, rows)).astype(np.int64)),
        "price_usd": ("currency_unit", np.round(random.lognormal(3, 0.8, rows), 2)),
    }
    return Table(
        name="telling",
        time=None,
        frame=pl.DataFrame({name: values for name, (_, values) in columns.items()}),
        units={name: unit for name, (unit, _) in columns.items()},
    )


def word_table(seed: int, rows: int = MADE_ROWS) -> Table:
    """Return categories, identifiers, texts, booleans and times; a third of the rows each has some nulls."""
    random = np.random.default_rng([seed, rows, 2])
    # A year of times, most of them by day and on weekdays, so that zones and days show.
    days = random.choice(364, rows, p=_weekly(364))
    seconds = days * _SECONDS_A_DAY + np.clip(random.normal(13, 3, rows), 0, 23.9) * 3600
    at = pl.Series("at", ((_YEAR_2026 + seconds) * 10**6).astype(np.int64)).cast(pl.Datetime("us"))
    epoch = (_YEAR_2026 + random.integers(0, 364 * _SECONDS_A_DAY, rows)).astype(np.int64)
    serial = random.permutation(rows)
    born = pl.Series(random.integers(-7_000, 13_000, rows)).cast(pl.Int32)
    frame = pl.DataFrame(
        {
            "city": random.choice(list(_CITIES), rows, p=list(_CITIES.values())),
            "grade": random.choice(list(_GRADES), rows, p=list(_GRADES.values())),
            "state": random.choice(_STATES, rows, p=_falling(len(_STATES))),
            "sparse": random.choice(list(_GRADES), rows, p=list(_GRADES.values())),
            "gaps": random.gamma(3, 20, rows),
            "member": random.random(rows) < _ZEROS,
            "order_id": [f"ORD-2026-{place:07d}" for place in serial],
            "token": [f"{value:016x}" for value in random.integers(2**62, 2**63 - 1, rows)],
            "birth_text": born.cast(pl.Date).cast(pl.String),
            "at": at,
            "day": pl.Series(20_454 + days).cast(pl.Int32).cast(pl.Date),
            "epoch": epoch,
            "epoch_ms": epoch * 1000 + random.integers(0, 1000, rows),
            "zoned": at.dt.replace_time_zone("UTC"),
            "other": random.normal(0, 1, rows),
        }
    )
    missing = pl.Series(random.random(rows) < _NULLS)
    return Table(
        name="words",
        time=None,
        frame=frame.with_columns(
            pl.when(~missing).then(pl.col(name)).alias(name) for name in ("sparse", "gaps")
        ),
    )


def _weekly(days: int) -> list[float]:
    weights = np.array([1.0, 1.1, 1.2, 1.1, 1.3, 0.4, 0.2])[np.arange(days) % 7]
    return list(weights / weights.sum())


def _falling(levels: int) -> list[float]:
    weights = 1.0 / np.arange(1, levels + 1)
    return list(weights / weights.sum())


def demo_table(seed: int, rows: int = MADE_ROWS) -> Table:
    """Return the demo's orders of four weeks."""
    frame = orders(rows, start=date(2026, 3, 2), days=DEMO_DAYS, seed=seed)
    return Table(
        name="orders",
        frame=frame,
        time="ordered_at",
        units={
            "seconds_since_last_order": "second",
            "shipping_km": "kilometer",
            "account_age_days": "day",
            "discount_share": "dimensionless",
        },
    )


def tables_of(folder: Path) -> list[Table]:
    """Return the Parquet tables of a folder, each by its first column of times in order."""
    return [_table(path) for path in sorted(folder.glob("*.parquet"))]


def _table(path: Path) -> Table:
    frame = pl.read_parquet(path)
    times = [name for name, dtype in frame.schema.items() if dtype.is_temporal() and dtype != pl.Duration]
    # A table that is in the order of one of its times was kept so by the people who know it.
    time = next((name for name in times if frame[name].is_sorted()), times[0] if times else None)
    return Table(
        name=path.stem, frame=frame if time is None else frame.sort(time, maintain_order=True), time=time
    )
