"""Every day for years: `python -m benchmarks.truth.sequential`, see ``--help`` and docs/sequential.md.

Days of 50 columns are drawn as counts on a grid of equal shares, 10,000 rows a day, against a reference of
100,000; what the sequential check goes by is worked out from these counts. Worlds without a drift: rows that
are exchangeable; days that differ by more than their rows explain; weekdays that differ; batches whose size
grows. Worlds with one: 0.02 standard deviations a week, in one column, that begins at once or after a
while. Beside the martingales of `drift`, on the same scores: a test of each day at the same level, the same
with a level that sums up over all days, and a mixture of likelihood ratios that takes rows for independent.

The command ends with 1 where a year in a hundred has a false alarm, or a quarter passes with a drift unseen.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import stats

from benchmarks.truth.counted import Counted
from drift.config import SENSITIVITY_BUDGETS
from drift.judge.sequential.drifting import Batch
from drift.judge.sequential.martingale import log_capital, ranks

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SEED: Final = 20_261_122
COLUMNS, CELLS = 50, 64
ROWS, REFERENCE_ROWS = 10_000, 100_000
YEAR, QUARTER = 365, 91
WOBBLE: Final = 0.02  # standard deviations from day to day, twice what 10,000 rows explain
SEASON: Final = 0.1  # between weekdays
SLOPE: Final = 0.02  # standard deviations a week
LEVEL: Final = SENSITIVITY_BUDGETS["medium"] / (COLUMNS + 1)  # with the batch's own part of the budget
PRIOR: Final = 0.02  # of the mixture: standard deviation of what it expects the mean rank to move by
MOST_FALSE: Final = 0.01  # of years
FIRST: Final = datetime(2026, 1, 1, tzinfo=UTC)
EDGES: Final = stats.norm.ppf(np.linspace(0, 1, CELLS + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """What each day left, shape (days, columns), and its rows."""

    location: Floats
    distance: Floats
    rows: NDArray[np.int64]


def drawn(random: np.random.Generator, moved: Floats, rows: NDArray[np.int64]) -> Days:
    """Return days whose columns are normal, moved by so many standard deviations, shape (days, columns)."""
    even = np.full(CELLS, 1 / CELLS)
    reference = random.multinomial(REFERENCE_ROWS, even, size=moved.shape[1]) / REFERENCE_ROWS
    shares = np.diff(stats.norm.cdf(EDGES - moved[..., None]), axis=-1)
    live = random.multinomial(rows[:, None], shares) / rows[:, None, None]
    below = np.cumsum(reference, axis=-1)
    location = (live * (below - reference / 2)).sum(axis=-1)
    distance = np.abs(np.cumsum(live, axis=-1) - below).max(axis=-1)
    return Days(location=location, distance=distance, rows=rows)


def martingales(days: Days, random: np.random.Generator) -> Floats:
    """Return the evidence of `drift` itself, as the logarithm of capital, after each day of each column."""
    kinds = [
        Batch(name="", as_of=FIRST + timedelta(days=place), rows=int(rows), scores={}).kind
        for place, rows in enumerate(days.rows)
    ]
    columns = days.location.shape[1]
    logs = []
    for scores, both in ((days.location, True), (days.distance, False), (np.zeros_like(days.location), True)):
        ties = random.random(scores.shape)
        logs.append(log_capital(ranks(scores, kinds, ties), np.full(columns, both)))
    return np.asarray(np.logaddexp.reduce(logs, axis=0) - math.log(len(logs)))


def each_day(days: Days, _: np.random.Generator) -> Floats:
    """Return minus the logarithm of each day's p-value of its mean rank: each is a test of its own."""
    spread = np.sqrt((1 / days.rows[:, None] + 1 / REFERENCE_ROWS) / 12)
    return np.asarray(-(np.log(2) + stats.norm.logsf(np.abs(days.location - 0.5) / spread)))


def spent(days: Days, random: np.random.Generator) -> Floats:
    """Return the same where day t may use ``6 / (pi t)**2`` of the level, which sums up to all of it."""
    day = np.arange(1, days.rows.size + 1)[:, None]
    return np.asarray(each_day(days, random) - np.log(math.pi**2 * day**2 / 6))


def mixture(days: Days, _: np.random.Generator) -> Floats:
    """Return the likelihood ratio of days whose mean moved, against the reference's own error alone."""
    count = np.arange(1, days.rows.size + 1)[:, None]
    mean = np.cumsum(days.location - 0.5, axis=0) / count
    noise = 1 / (12 * days.rows[:, None] * count) + 1 / (12 * REFERENCE_ROWS)
    wide, narrow = noise + PRIOR**2, noise
    return np.asarray(0.5 * np.log(narrow / wide) + mean**2 / 2 * (1 / narrow - 1 / wide))


METHODS: Final[dict[str, Callable[[Days, np.random.Generator], Floats]]] = {
    "martingales": martingales,
    "each day": each_day,
    "level spent": spent,
    "mixture": mixture,
}


def steady(length: int) -> NDArray[np.int64]:
    """Return the rows of days that all have as many."""
    return np.full(length, ROWS)


def quiet_worlds(random: np.random.Generator) -> dict[str, tuple[Floats, NDArray[np.int64]]]:
    """Return a year of each world in which nothing drifts: how far each day is moved, and its rows."""
    nothing = np.zeros((YEAR, COLUMNS))
    weekdays = random.normal(0, SEASON, (7, COLUMNS))[np.arange(YEAR) % 7]
    growing = (ROWS / 4 * 2 ** (2 * np.arange(YEAR) / YEAR)).astype(np.int64)
    return {
        "rows exchangeable": (nothing, steady(YEAR)),
        "days differ": (random.normal(0, WOBBLE, (YEAR, COLUMNS)), steady(YEAR)),
        "weekdays differ": (weekdays, steady(YEAR)),
        "rows grow fourfold": (nothing, growing),
    }


def drifting_worlds(random: np.random.Generator) -> dict[str, tuple[Floats, int]]:
    """Return worlds in which every column drifts by itself, and on which day that begins."""
    worlds = {}
    for begins in (0, QUARTER, YEAR):
        length = begins + QUARTER
        slide = np.maximum(0, np.arange(length) - begins)[:, None] / 7 * SLOPE * np.ones(COLUMNS)
        worlds[f"from day {begins}"] = (slide, begins)
        worlds[f"from day {begins}, days differ"] = (
            slide + random.normal(0, WOBBLE, slide.shape),
            begins,
        )
    return worlds


def main() -> int:
    """Print the figures, and return 1 where a promise is broken."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.truth.sequential")
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--quick", action="store_true", help="20 years of each world: within a minute")
    mode.add_argument("--full", action="store_true", help="400 years of each world: the default")
    asked = parser.parse_args()
    years, quarters = (20, 2) if asked.quick else (400, 10)
    began = time.perf_counter()
    bound = -math.log(LEVEL)
    alarms: dict[tuple[str, str], int] = {}
    for year in range(years):
        random = np.random.default_rng([SEED, 0, year])
        for world, (moved, rows) in quiet_worlds(random).items():
            days = drawn(random, moved, rows)
            for method, evidence in METHODS.items():
                told = bool((evidence(days, random) >= bound).any())
                alarms[method, world] = alarms.get((method, world), 0) + told
    print(f"Years of {COLUMNS} columns in which nothing drifts: with an alarm")
    for (method, world), count in sorted(alarms.items()):
        print(f"   {method:<12} {world:<20} {Counted(of=years, found=count)}")
    seen: dict[tuple[str, str], list[int]] = {}
    for quarter in range(quarters):
        random = np.random.default_rng([SEED, 1, quarter])
        for world, (moved, begins) in drifting_worlds(random).items():
            days = drawn(random, moved, steady(len(moved)))
            for method, evidence in METHODS.items():
                told_on = evidence(days, random)[begins:] >= bound
                first = np.where(told_on.any(axis=0), told_on.argmax(axis=0), QUARTER)
                seen.setdefault((method, world), []).extend(first.tolist())
    print(f"Columns that drift by {SLOPE} standard deviations a week: seen within {QUARTER} days")
    for (method, world), firsts in sorted(seen.items()):
        found = Counted(of=len(firsts), found=sum(day < QUARTER for day in firsts))
        middle, late = np.quantile(firsts, [0.5, 0.95])
        print(f"   {method:<12} {world:<28} {found}, after {middle:.0f} days, {late:.0f} in one of twenty")
    wrong = [
        key
        for key, count in alarms.items()
        if key[0] == "martingales"
        and (Counted(of=years, found=count).interval[1] > MOST_FALSE if not asked.quick else count)
    ]
    missed = [key for key, firsts in seen.items() if key[0] == "martingales" and max(firsts) >= QUARTER]
    print(f"{len(wrong) + len(missed)} promises not kept, {time.perf_counter() - began:.0f} s")
    return 1 if wrong or missed else 0


if __name__ == "__main__":
    sys.exit(main())
