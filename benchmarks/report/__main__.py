"""Size and time of the report by the number of columns, beside Evidently's on the same rows.

`python -m benchmarks.report [--columns N]... [--peer-most N] [--runs N]`

Times are of one process that has all imported, the median of the runs; Evidently's are of one run, and
of no more columns than `--peer-most`, for it takes long. Ends with 1 if a promise of ours is broken.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import drift
from benchmarks.report.browser import browser, seconds_to_open
from benchmarks.report.tables import broken, table

if TYPE_CHECKING:
    import polars as pl
    from playwright.sync_api import Browser

COLUMNS = (20, 50, 200, 1_000)
REFERENCE_ROWS, LIVE_ROWS = 20_000, 5_000
PROMISED = 200  # columns
MOST_BYTES = 2_000_000  # of a page of so many
MOST_SECONDS = 1.0  # to open it
HEAD = f"{'columns':>8} {'page':>10} {'bytes':>12} {'made in s':>10} {'opened in s':>12}"


def line(columns: int, page: str, size: int, made: float, opened: float) -> str:
    """Return a line of the table."""
    return f"{columns:>8,} {page:>10} {size:>12,} {made:>10.2f} {opened:>12.2f}"


def measured(run: drift.Run, started: Browser, folder: Path, runs: int) -> tuple[int, float, float]:
    """Return the size of our page, and the medians of making and opening it."""
    path = folder / "drift.html"
    made, opened = [], []
    for _ in range(runs):
        begin = time.perf_counter()
        path.write_text(run.to_html(), encoding="utf-8")
        made.append(time.perf_counter() - begin)
        opened.append(seconds_to_open(started, path))
    return path.stat().st_size, statistics.median(made), statistics.median(opened)


def of_evidently(
    reference: pl.DataFrame, live: pl.DataFrame, started: Browser, folder: Path
) -> tuple[int, float, float]:
    """Return the size of Evidently's page on the same rows, and the times of making and opening it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from evidently import Report  # noqa: PLC0415 - seconds to import, and not of our times
        from evidently.presets import DataDriftPreset  # noqa: PLC0415

        path = folder / "evidently.html"
        before, now = (frame.to_pandas() for frame in (reference, live))
        begin = time.perf_counter()
        Report([DataDriftPreset()]).run(now, before).save_html(str(path))
        made = time.perf_counter() - begin
    return path.stat().st_size, made, seconds_to_open(started, path)


def main() -> int:
    """Print the table; return 1 if a promise is broken."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.report", description=__doc__)
    parser.add_argument("--columns", type=int, action="append", help="how wide; may be given several times")
    parser.add_argument("--peer-most", type=int, default=PROMISED, help="columns that Evidently is given")
    parser.add_argument("--runs", type=int, default=3, help="of ours")
    wanted = parser.parse_args()
    kept: bool | None = None
    print(HEAD)
    with browser() as started, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for columns in wanted.columns or COLUMNS:
            reference, live = (table(REFERENCE_ROWS, columns, 1), broken(table(LIVE_ROWS, columns, 2)))
            size, made, opened = measured(drift.compare(reference, live), started, folder, wanted.runs)
            print(line(columns, "drift", size, made, opened), flush=True)
            if columns == PROMISED:
                kept = size <= MOST_BYTES and opened <= MOST_SECONDS
            if columns <= wanted.peer_most:
                peer = of_evidently(reference, live, started, folder)
                print(line(columns, "evidently", *peer), flush=True)
    told = {True: "kept", False: "broken", None: "not measured"}[kept]
    print(f"At {PROMISED} columns at most {MOST_BYTES:,} bytes, opened in {MOST_SECONDS} s: {told}.")
    return 1 if kept is False else 0


if __name__ == "__main__":
    sys.exit(main())
