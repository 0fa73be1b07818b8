"""A log's process is killed at a random moment, and the loss that the log tells is compared with the rows.

A call that has not returned when the kill comes may be counted or not, and nobody could say which is right.
So half of the kills come while all threads are between two calls, and there the numbers must be equal; in
the others they may differ by the calls in flight, one a thread at most.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from benchmarks.featurelog.writer import ACCEPTED, BEGUN, DONE, HOLD, PAUSED, RETURNED, witness
from drift.log import account

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE: Final = 600.0  # seconds for a process to come to where it is killed


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill:
    """What was seen of one kill.

    Attributes
    ----------
    between : bool
        Whether all threads were between two calls.
    calls : int
        That had returned.
    accepted : int
        Of these, with a row that was accepted.
    in_flight : int
        Calls that had begun and not returned.
    on_disk : int
        Rows in the files, each counted once.
    twice : int
        Rows that are in the files more than once.
    told : int
        Rows lost, as the log tells.
    """

    between: bool
    calls: int
    accepted: int
    in_flight: int
    on_disk: int
    twice: int
    told: int

    @property
    def lost(self) -> int:
        """Return how many accepted rows are in no file."""
        return self.accepted - self.on_disk

    @property
    def right(self) -> bool:
        """Return whether the loss that is told is the one that is measured, but for calls in flight."""
        return self.twice == 0 and self.lost <= self.told <= self.lost + self.in_flight


def kill(folder: Path, *, threads: int, rows: int, seed: int, between: bool) -> Kill:
    """Kill a process that writes `rows` rows with each of its threads to a new log."""
    log, path = folder / "features", folder / "witness"
    words = witness(path, new=True)
    command = [sys.executable, "-m", "benchmarks.featurelog.writer", str(log), str(path)]
    process = subprocess.Popen([*command, str(threads), str(rows)])  # noqa: S603 - our own program
    try:
        target, end = random.Random(seed).randrange(threads * rows), time.monotonic() + PATIENCE  # noqa: S311
        while sum(words[RETURNED:PAUSED][:threads]) < target and not words[DONE]:
            _wait(process, end)
        words[HOLD] = int(between)
        while between and sum(words[PAUSED:HOLD][:threads]) < threads:
            _wait(process, end)
    finally:
        process.kill()
        process.wait()
    begun, returned = sum(words[BEGUN:RETURNED]), sum(words[RETURNED:ACCEPTED])
    ids = [pl.read_parquet(file, columns=["request_id"]) for file in log.glob("day=*/hour=*/*.parquet")]
    found = pl.concat([*ids, pl.DataFrame(schema={"request_id": pl.String})])
    distinct = found.n_unique()
    return Kill(
        between=between,
        calls=returned,
        accepted=sum(words[ACCEPTED:PAUSED]),
        in_flight=begun - returned,
        on_disk=distinct,
        twice=found.height - distinct,
        told=account(log).lost,
    )


def _wait(process: subprocess.Popen[bytes], end: float) -> None:
    """Wait a moment.

    Raises
    ------
    RuntimeError
        If the process is gone, or takes too long.
    """
    if process.poll() is not None or time.monotonic() > end:
        msg = "the process that writes is gone, or hangs"
        raise RuntimeError(msg)
    time.sleep(0.001)
