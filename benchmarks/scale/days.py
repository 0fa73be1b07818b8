"""What a cache of profiles spares: a folder of days is profiled, and again with one day more."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Final

from benchmarks.speed.processes import Program, cost_of, drift, median_cost
from benchmarks.speed.tables import TWENTY, write_table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DAYS: Final = 30
DAY_ROWS: Final = 200_000
HEADER: Final = """\
| files of 200,000 rows by 20 columns | s | processors | peak MB |
| --- | ---: | ---: | ---: |"""


def days(place: Path, runs: int) -> None:
    """Measure each case, print it, and hold what each gives to the others' bytes.

    Raises
    ------
    SystemExit
        If a profile is another one with the cache than without it.
    """
    data, cache = place / "days", place / "cache"
    data.mkdir()
    for day in range(DAYS):
        write_table(data / f"{day:02d}.parquet", DAY_ROWS, TWENTY, seed=day)
    bare = drift("profile", str(data), "-o", str(place / "bare.drift"), "-q")
    cached = drift("profile", str(data), "-o", str(place / "cached.drift"), "-q", "--cache", str(cache))
    print(HEADER)
    _tell(f"{DAYS}, without a cache", bare, runs)
    _tell(f"{DAYS}, an empty cache", cached, runs, lambda: shutil.rmtree(cache, ignore_errors=True))
    _tell(f"{DAYS}, all in the cache", cached, runs)
    newest = data / f"{DAYS - 1:02d}.parquet"
    _tell(f"{DAYS}, one of them new", cached, runs, newest.touch)
    cost_of(bare)
    if (place / "bare.drift").read_bytes() != (place / "cached.drift").read_bytes():
        raise SystemExit("the profile is another one with the cache")
    size = sum(one.stat().st_size for one in cache.rglob("*.drift"))
    print(f"the cache has {size / 1e6:,.1f} MB; both profiles are the same to the byte")


def _tell(name: str, program: Program, runs: int, before: Callable[[], object] = lambda: None) -> None:
    costs = []
    for _ in range(runs):
        before()
        costs.append(cost_of(program))
    cost = median_cost(costs)
    print(f"| {name} | {cost.wall:.1f} | {cost.processors:.1f} | {cost.peak:,.0f} |", flush=True)
