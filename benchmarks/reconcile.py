"""What `drift reconcile` costs in time, memory and disk: `python -m benchmarks.reconcile --keys 50000000`.

Two Parquet files of random keys of 32 hexadecimal digits, in another order in each; seven keys came in and
never came out, five came out and never came in, and three came out twice.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator

KEYS: Final = 5_000_000
CHUNK: Final = 1_000_000
MISSING, EXTRA, TWICE = 7, 5, 3


def keys(numbers: np.ndarray) -> pl.DataFrame:
    """Return a key for each number: 32 digits that look random, the same for the same number."""
    mixed = numbers.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    text = pl.Series("a", mixed).hash(seed=1), pl.Series("b", mixed).hash(seed=2)
    digits = [pl.Series("x", part.to_numpy().byteswap().view("S8")).bin.encode("hex") for part in text]
    return pl.DataFrame({"request_id": digits[0] + digits[1]})


def write(path: Path, numbers: Iterator[np.ndarray]) -> None:
    """Write keys to files of a folder, a chunk each."""
    path.mkdir()
    for place, chunk in enumerate(numbers):
        keys(chunk).write_parquet(path / f"{place:04}.parquet")


def came_in(count: int) -> Iterator[np.ndarray]:
    """Yield the numbers of what came in."""
    for start in range(0, count, CHUNK):
        yield np.arange(start, min(start + CHUNK, count))


def came_out(count: int) -> Iterator[np.ndarray]:
    """Yield the numbers of what came out, the last ones first."""
    yield np.concatenate([np.arange(count, count + EXTRA), np.arange(count - TWICE, count)])
    for start in reversed(range(0, count, CHUNK)):
        chunk = np.arange(start, min(start + CHUNK, count))[::-1]
        yield chunk[chunk >= MISSING]


def watched(folder: Path, done: threading.Event) -> Iterator[int]:
    """Yield how many bytes the files in a folder have, again and again."""
    while not done.wait(0.5):
        sizes = 0
        for path in folder.rglob("*"):
            try:
                sizes += path.stat().st_size
            except FileNotFoundError:
                continue
        yield sizes


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reconcile")
    parser.add_argument("--keys", type=int, default=KEYS)
    count = parser.parse_args().keys
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        write(top / "in", came_in(count))
        write(top / "out", came_out(count))
        (top / "spill").mkdir()
        command = [sys.executable, "-m", "drift.cli", "reconcile", str(top / "in"), str(top / "out")]
        done, most = threading.Event(), [0]
        watch = threading.Thread(target=lambda: most.extend(watched(top / "spill", done)))
        watch.start()
        start = time.perf_counter()
        run = subprocess.run(  # noqa: S603 - our own program
            [*command, "--key", "request_id", "--format", "json", "--quiet"],
            env={**os.environ, "TMPDIR": str(top / "spill")},
            capture_output=True,
            check=False,
        )
        seconds = time.perf_counter() - start
        done.set()
        watch.join()
    found = json.loads(run.stdout)
    counts = [found[kind]["keys"] for kind in ("missing", "extra", "uneven")]
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{count:,} keys a side: {seconds:.0f} s, {usage.ru_utime + usage.ru_stime:.0f} s of processors,")
    print(f"{usage.ru_maxrss / 2**10:,.0f} MiB of memory, {max(most) / 2**20:,.0f} MiB of temporary files")
    print(f"missing, extra, uneven: {counts}, right: {counts == [MISSING, EXTRA, TWICE]}")


if __name__ == "__main__":
    main()
