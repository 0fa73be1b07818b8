"""What adding up the profiles of many shards costs, and what large tables cost by that.

`python -m benchmarks.scale [--shards N] [--sequence N] [--columns 2|5|20] [--rows N] [--distinct N]`
`python -m benchmarks.scale --growth|--days [--runs N]`

Profiles of some shards are measured, each of rows of its own; as many identities are given to them as
shards are wanted. They are added up in a tree, as `drift merge` does it, and one after the other, as a loop
of one's own would: that remembers in each sum the names of all files before, so it is tried with fewer. Each
in a process of its own. Then rates are measured on two files, and large tables reckoned from them.
`--growth` prints how `fit` and `check` grow with columns, levels and segments instead, and `--days` what a
cache of profiles spares.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Final

from benchmarks.scale.days import days
from benchmarks.scale.growth import growth
from benchmarks.scale.merging import Merged, merged_apart
from benchmarks.scale.reckoning import HEADER, rates_of, reckoned
from benchmarks.scale.shards import SHAPES
from benchmarks.speed.processes import cost_of, drift
from benchmarks.speed.tables import write_table

FILE_ROWS: Final = (1_000_000, 5_000_000)
TABLE: Final = """\
| added up | shards | columns | s | processors | shards/s | peak MB | before | shard kB | sum kB | names kB |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"""


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shards", type=int, default=100_000)
    parser.add_argument("--sequence", type=int, default=10_000)
    parser.add_argument("--columns", type=int, choices=sorted(SHAPES), default=20)
    parser.add_argument("--rows", type=int, default=2_000)
    parser.add_argument("--distinct", type=int, default=500)
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--days", action="store_true")
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    for wanted, measure in ((asked.growth, growth), (asked.days, days)):
        if wanted:
            with tempfile.TemporaryDirectory() as folder:
                measure(Path(folder), asked.runs)
            return
    print(TABLE)
    found = []
    for way, most in (("sequence", asked.sequence), ("tree", asked.shards)):
        for count in (most // 100, most // 10, most):
            found.append(merged_apart(way, count, asked.columns, asked.rows, asked.distinct))
            print(line(found[-1]), flush=True)
    largest = found[-1]
    print(f"reading a shard's file {1000 * largest.load:.1f} ms, writing it {1000 * largest.write:.1f} ms")
    with tempfile.TemporaryDirectory() as folder:
        rows = rows_a_second(Path(folder), asked.columns)
    print(f"{rows:,.0f} rows a second and processor of {asked.columns} columns")
    print(HEADER)
    print("\n".join(reckoned(rates_of(rows, largest))))


def line(one: Merged) -> str:
    """Return the line of a table."""
    rate = one.shards / one.processors
    return (
        f"| {one.way} | {one.shards:,} | {one.columns} | {one.seconds:,.1f} | {one.processors:,.1f} "
        f"| {rate:,.0f} | {one.peak:,.0f} | {one.before:,.0f} | {one.shard_bytes / 1e3:,.0f} "
        f"| {one.sum_bytes / 1e3:,.0f} | {one.named_bytes / 1e3:,.0f} |"
    )


def rows_a_second(place: Path, columns: int) -> float:
    """Return how many rows of a file a processor counts in a second, by how much longer more of them take."""
    out, costs = str(place / "one.drift"), []
    for rows in FILE_ROWS:
        path = write_table(place / f"{rows}.parquet", rows, SHAPES[columns], seed=1)
        costs.append(min(cost_of(drift("profile", path, "-o", out)).processors for _ in range(3)))
    return (FILE_ROWS[1] - FILE_ROWS[0]) / (costs[1] - costs[0])


if __name__ == "__main__":
    main()
