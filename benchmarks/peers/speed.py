"""How long whole processes take, and how much memory: each library on the same two files, in turn with drift.

Each does its drift by column at its defaults, with the imports that it needs. drift does so twice: training
and batch in one process, as the others do, and the batch alone with the reference that it has stored. Such a
check is run before each process and after it, which are compared with the mean of both: what else a machine
does changes from minute to minute. Each follows another that is not measured, as where drift is held to a
scan: once a process gives gigabytes back, the system clears pages for the next one that lay at hand before.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from benchmarks.peers.answers import environment
from benchmarks.speed.processes import DRIFT, Cost
from benchmarks.speed.tables import FIFTY, write_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from benchmarks.peers.environments import Peer

CHECK: Final = "drift check"
BREACH: Final = 1  # an exit code that is a result


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """When a process is ended, and when a library is not run again.

    Attributes
    ----------
    each : int
        Seconds of the processor for one process; on a clock, twelve times as many.
    together : int
        Seconds of the processor after which no other run of the same library is begun.
    """

    each: int = 300
    together: float = 100

    @property
    def clock(self) -> int:
        """Seconds on a clock after which a process is ended, busy or not."""
        return 12 * self.each


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """A process to be timed.

    Attributes
    ----------
    name : str
        What it is called.
    command : tuple of str
        What is run.
    said : str
        Its standard input.
    costs : list of Cost
        What its runs cost.
    beside : list of (Cost, Cost)
        What a check before each of these cost, and one after it.
    ended : list of str
        Why a run gave no result.
    """

    name: str
    command: tuple[str, ...]
    said: str = ""
    costs: list[Cost] = field(default_factory=list)
    beside: list[tuple[Cost, Cost]] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)


def speed(peers: Sequence[Peer], folder: Path, rows: int, runs: int, limits: Limits) -> Iterator[str]:
    """Yield the table's lines."""
    train = write_table(folder / "train.parquet", rows, FIFTY, seed=1)
    live = write_table(folder / "live.parquet", rows, FIFTY, seed=2)
    check, runners = _check(folder, train, live), [_runner(peer, train, live) for peer in peers]
    _run_check(check, limits)
    for _ in range(runs):
        for one in runners:
            spent = sum(cost.processors for cost in one.costs)
            if one.ended or spent > limits.together:
                continue
            run_once(one, limits)
            _run_check(check, limits)
            print(one.name, one.costs[-1:] or one.ended, check.costs[-2:], file=sys.stderr, flush=True)
            if not one.ended:
                one.beside.append((check.costs[-2], check.costs[-1]))
    yield from table(f"{rows:,} x {FIFTY.columns}", check, runners)


def _run_check(check: Runner, limits: Limits) -> None:
    """Run a check, and once before it without being measured."""
    run_once(replace(check, costs=[], ended=[]), limits)
    run_once(check, limits)


def _check(folder: Path, train: str, live: str) -> Runner:
    reference = str(folder / "train.drift")
    run_once(Runner(name="drift fit", command=_drift("fit", train, "-o", reference)), Limits())
    return Runner(name=CHECK, command=_drift("check", live, "-r", reference, "--format", "json"))


def _drift(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-c", DRIFT, *arguments)


def _runner(peer: Peer, train: str, live: str) -> Runner:
    asked = {"seconds": 0, "questions": [[{"reference": train, "live": live, "time": None}]]}
    return Runner(
        name="drift, both" if peer.library == "drift" else peer.name,
        command=(str(peer.python), "-W", "ignore", str(peer.program), *peer.setting.split()),
        said=json.dumps(asked),
    )


def run_once(one: Runner, limits: Limits) -> None:
    """Run a process once, and note its cost, or why it gave no result."""
    with tempfile.TemporaryFile() as printed, tempfile.TemporaryFile() as asked:
        asked.write(one.said.encode())
        asked.seek(0)
        began = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 - our own programs
            one.command,
            stdin=asked,
            stdout=printed,
            stderr=subprocess.DEVNULL,
            env=environment(),
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (limits.each, limits.each)),  # noqa: PLW1509
        )
        late = threading.Timer(limits.clock, process.kill)
        late.start()
        _, status, used = os.wait4(process.pid, 0)
        late.cancel()
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        printed.seek(0)
        why = reason(process.returncode, printed.read().decode(errors="replace"), limits)
    cost = Cost(wall=wall, processors=used.ru_utime + used.ru_stime, peak=used.ru_maxrss / 1024)
    if why is None:
        one.costs.append(cost)
    else:
        one.ended.append(f"{why}; {cost.peak:,.0f} MB")


def reason(code: int, printed: str, limits: Limits) -> str | None:
    """Return why a process gave no result; None where it did."""
    if -code in {signal.SIGXCPU, signal.SIGKILL}:
        return f"not done after {limits.each} s of a processor"
    if code not in {0, BREACH}:
        return f"ended with {code}"
    first = printed.partition("\n")[0]
    told = json.loads(first) if first.startswith('{"question"') else {}
    return f"ended with {told['error']}" if "error" in told else None


def table(what: str, check: Runner, runners: Sequence[Runner]) -> Iterator[str]:
    """Yield medians, and how many times as much as the checks beside it each takes."""
    yield f"| {what} | runs | median s | of processors | peak MB | times check | of processors |"
    yield "| --- |" + " ---: |" * 6
    for one in (check, *runners):
        if not one.costs:
            yield f"| {one.name} | 0 | {'; '.join(one.ended)} | | | | |"
            continue
        yield (
            f"| {one.name} | {len(one.costs)} | {_median(one, 'wall'):.1f} "
            f"| {_median(one, 'processors'):.1f} | {_median(one, 'peak'):,.0f} "
            f"| {_times(one, 'wall'):.1f} | {_times(one, 'processors'):.1f} |"
        )


def _median(one: Runner, what: str) -> float:
    return float(statistics.median(getattr(cost, what) for cost in one.costs))


def _times(one: Runner, what: str) -> float:
    """Return the median over runs of how many times as much as the checks beside it each took."""
    pairs = zip(one.costs, one.beside, strict=False)  # a check has none beside it
    ratios = [
        getattr(mine, what) / statistics.mean(getattr(cost, what) for cost in both) for mine, both in pairs
    ]
    return float(statistics.median(ratios or [1.0]))
