"""What a row costs the thread that gives it, and what a kill costs: `python -m benchmarks.featurelog`.

The first part times each call, while the log's own thread writes files beside them: from one thread at a
service's pace, from one as fast as it can, and from eight. The second kills a process that writes 1,000,000
rows with eight threads, 20 times, and compares the loss that the log tells with the rows that are missing.
"""

from __future__ import annotations

import argparse
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.featurelog.kills import kill
from drift.log import FeatureLog

if TYPE_CHECKING:
    from collections.abc import Iterator

THREADS: Final = 8
KILLS: Final = 20
ROWS: Final = 1_000_000
CALLS: Final = 20_000  # a thread that are timed
FEATURES: Final = {f"feature_{number}": number * 1.5 for number in range(20)} | {
    "city": "Porto",
    "items": 3,
    "member": True,
    "last": None,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How calls are made: by how many threads, and with which pause between two, in seconds."""

    name: str
    threads: int
    pause: float


PACES: Final = (
    Pace(name="one thread, 1,000 rows a second", threads=1, pause=0.001),
    Pace(name="one thread, as fast as it can", threads=1, pause=0.0),
    Pace(name="eight threads, 125 rows a second each", threads=8, pause=0.008),
    Pace(name="eight threads, as fast as they can", threads=8, pause=0.0),
)


def timed(folder: Path, pace: Pace, calls: int) -> tuple[list[int], int]:
    """Return what each call took, in nanoseconds, and how many rows were dropped."""
    times: list[list[int]] = [[] for _ in range(pace.threads)]
    log = FeatureLog(folder, delay=1.0)
    log.write("first", FEATURES)  # starts the thread, and loads polars
    log.flush()

    def give(mine: list[int]) -> None:
        for number in range(calls):
            features = {**FEATURES, "feature_0": number * 0.1}
            before = time.perf_counter_ns()
            log.write(number, features, model="fraud-7", prediction=0.5)
            mine.append(time.perf_counter_ns() - before)
            if pace.pause:
                time.sleep(pace.pause)

    threads = [threading.Thread(target=give, args=(mine,)) for mine in times]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return sorted(one for mine in times for one in mine), log.close().dropped


def call_lines(calls: int) -> Iterator[str]:
    """Yield a table of what a call takes, at each pace."""
    yield f"{'calls of `write` with 24 features':40} {'median':>9} {'99 %':>9} {'99.9 %':>9} {'dropped':>9}"
    for pace in PACES:
        with tempfile.TemporaryDirectory() as folder:
            times, dropped = timed(Path(folder), pace, calls)
        shown = [f"{times[int(len(times) * share)] / 1_000:6.1f} µs" for share in (0.5, 0.99, 0.999)]
        yield f"{pace.name:40} {' '.join(shown)} {dropped:9,}"


def kill_lines(kills: int, rows: int) -> Iterator[str]:
    """Yield a line a kill, and what they come to."""
    yield f"{'kill':>4} {'threads were':>14} {'accepted':>10} {'in files':>10} {'lost':>8} {'told':>8} open"
    right = equal = 0
    for number in range(kills):
        with tempfile.TemporaryDirectory() as folder:
            seen = kill(
                Path(folder), threads=THREADS, rows=rows // THREADS, seed=number, between=number % 2 == 0
            )
        right += seen.right
        equal += seen.told == seen.lost
        place = "between calls" if seen.between else "writing"
        yield (
            f"{number + 1:4} {place:>14} {seen.accepted:10,} {seen.on_disk:10,} {seen.lost:8,} {seen.told:8,}"
            f" {seen.in_flight:5}"
        )
    yield f"{equal} of {kills} told to the row; {right} of {kills} but for calls that had not returned"


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.featurelog")
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--calls", type=int, default=CALLS)
    asked = parser.parse_args()
    for line in call_lines(asked.calls):
        print(line, flush=True)
    print()
    for line in kill_lines(asked.kills, asked.rows):
        print(line, flush=True)


if __name__ == "__main__":
    main()
