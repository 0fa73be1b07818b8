"""A whole process, measured: how long it takes, how long processors work for it, and its peak memory."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

DRIFT: Final = "import sys; from drift.cli import main; main()"
SCAN: Final = """
import sys
import polars as pl, pandera.polars, polars.selectors as cs
pl.scan_parquet(sys.argv[1]).select(
    pl.len(), pl.all().null_count().name.suffix("_nulls"), pl.all().min().name.suffix("_min"),
    pl.all().max().name.suffix("_max"), cs.numeric().mean().name.suffix("_mean"),
).collect(engine="streaming")
"""
DONE: Final = (0, 1)  # a breach is a result
REFUSED: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """What a Python process runs, and its arguments."""

    name: str
    code: str
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a process cost: seconds, seconds of processors, megabytes at its peak, and its exit code."""

    wall: float
    processors: float
    peak: float
    code: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The costs of a program beside those of its floor, run in turn."""

    name: str
    mine: tuple[Cost, ...]
    floor: tuple[Cost, ...]

    @property
    def ratio(self) -> float:
        """The median over runs of how many times as long as the floor it takes."""
        return statistics.median(a.wall / b.wall for a, b in zip(self.mine, self.floor, strict=True))

    @property
    def processor_ratio(self) -> float:
        """The same for the time of processors, which other programs on the machine hardly change."""
        return statistics.median(
            a.processors / b.processors for a, b in zip(self.mine, self.floor, strict=True)
        )

    @property
    def above(self) -> float:
        """The median over runs of how many seconds longer it takes."""
        return statistics.median(a.wall - b.wall for a, b in zip(self.mine, self.floor, strict=True))

    def row(self) -> str:
        """Return the line of a table."""
        mine, floor = (median_cost(side) for side in (self.mine, self.floor))
        return (
            f"| {self.name} | {mine.wall:.2f} | {mine.processors:.2f} | {mine.peak:,.0f} | {floor.wall:.2f} "
            f"| {floor.processors:.2f} | {floor.peak:,.0f} | {self.ratio:.2f} | {self.processor_ratio:.2f} "
            f"| {self.above:+.2f} |"
        )


HEADER: Final = """\
| process | s | of processors | peak MB | floor s | of processors | peak MB | ratio | of processors | above |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"""


def drift(*arguments: str) -> Program:
    """Return a call of drift."""
    return Program(name=" ".join(arguments[:1]), code=DRIFT, arguments=arguments)


def cost_of(program: Program, *, done: Sequence[int] = DONE) -> Cost:
    """Run a program once.

    Raises
    ------
    SystemExit
        With what it said, if it ended with another code than those.
    """
    with tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 - our own programs
            [sys.executable, "-c", program.code, *program.arguments],
            stdout=subprocess.DEVNULL,
            stderr=said,
            env=_environment(),
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in done:
            said.seek(0)
            raise SystemExit(f"{program.name}: {said.read().decode()}")
    return Cost(
        wall=wall,
        processors=used.ru_utime + used.ru_stime,
        peak=used.ru_maxrss / 1024,
        code=process.returncode,
    )


def _environment() -> dict[str, str]:
    """Return ours, but for what keeps Python from writing bytecode: that of what is installed is there."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def compare(name: str, program: Program, floor: Program, runs: int) -> Compared:
    """Run both in turn, once unmeasured for caches of files and bytecode; print the line, and return it."""
    cost_of(program), cost_of(floor)
    pairs = [(cost_of(program), cost_of(floor)) for _ in range(runs)]
    mine, theirs = zip(*pairs, strict=True)
    found = Compared(name=name, mine=mine, floor=theirs)
    print(found.row(), flush=True)
    return found


def median_cost(costs: Sequence[Cost]) -> Cost:
    """Return the median of each cost."""
    return Cost(
        wall=statistics.median(one.wall for one in costs),
        processors=statistics.median(one.processors for one in costs),
        peak=statistics.median(one.peak for one in costs),
    )
