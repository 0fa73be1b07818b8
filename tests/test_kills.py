"""Killed at any moment, a command leaves every output absent, old and whole, or new and whole."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

import drift as library
from drift.files import PART
from runs import CHANGES, training

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="the system makes no copies of a process"),
]

KILLS: Final = 100
SEED: Final = 20_261_122
OLD: Final = b"what stood here before"
SERVER: Final = Path(__file__).parent / "support" / "forking.py"
# A machine is busy now and idle then: the moments move until about half of the kills come in time.
LATER, EARLIER = 1.1, 0.9
LATE: Final = 0.6  # of a command's time: outputs come at its end, so most kills come from here on


@dataclass(frozen=True, slots=True, kw_only=True)
class Victim:
    """A command line, its outputs, and the codes with which it ends when it is left alone."""

    line: str
    outputs: tuple[str, ...]
    code: int


VICTIMS: Final = (
    Victim(line="fit train.parquet -o out/new.drift --time started_at", outputs=("new.drift",), code=0),
    Victim(
        line="check live.parquet -r reference.drift --save out/run.drift --html out/page.html",
        outputs=("run.drift", "page.html"),
        code=1,
    ),
    Victim(line="merge one.drift two.drift -o out/both.drift", outputs=("both.drift",), code=0),
)


class Server:
    """The process that runs commands in copies of itself."""

    def __init__(self, folder: Path) -> None:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "POLARS_MAX_THREADS": "1"}
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, str(SERVER)],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.said() == "ready"

    def said(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def run(self, victim: Victim, *, kill_after: float | None = None) -> int:
        """Run a command, kill it after so many seconds, and return its exit code; negative if killed."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(victim.line.split()) + "\n")
        self.process.stdin.flush()
        child = int(self.said())
        if kill_after is not None:
            time.sleep(kill_after)
            with suppress(ProcessLookupError):  # it has ended
                os.kill(child, signal.SIGKILL)
        return os.waitstatus_to_exitcode(int(self.said()))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """Return a server in a folder of data, a reference, and two profiles."""
    frame = training().select("seconds", "city", "started_at")
    frame.write_parquet(tmp_path / "train.parquet")
    CHANGES["a unit"](frame).write_parquet(tmp_path / "live.parquet")
    library.fit(frame).save(tmp_path / "reference.drift")
    for name, rows in (("one", frame[:300]), ("two", frame[300:])):
        library.profile(rows).save(tmp_path / f"{name}.drift")
    started = Server(tmp_path)
    with started.process:  # at the end of its input it ends
        yield started
    assert started.process.returncode == 0


def whole(path: Path) -> bool:
    """Return whether a new output is complete: its own digest says so, or its last tag."""
    if path.suffix == ".drift":
        library.load(path)
        return True
    return path.read_text(encoding="utf-8").rstrip().endswith("</html>")


def test_a_hundred_kills_leave_no_half_written_file(server: Server, tmp_path: Path) -> None:
    draw = random.Random(SEED)  # noqa: S311 - moments, not secrets
    out = tmp_path / "out"
    out.mkdir()
    seconds = {}
    for victim in VICTIMS:
        server.run(victim)  # which loads what is loaded once
        began = time.monotonic()
        assert server.run(victim) == victim.code
        seconds[victim] = time.monotonic() - began
    killed, found = 0, {"absent": 0, "old": 0, "new": 0}
    for kill in range(KILLS):
        victim = VICTIMS[kill % len(VICTIMS)]
        before = OLD if draw.random() < 0.5 else None
        for name in victim.outputs:
            (out / name).unlink(missing_ok=True)
            if before is not None:
                (out / name).write_bytes(before)
        share = draw.uniform(LATE, 1.1) if draw.random() < 0.8 else draw.random()
        died = server.run(victim, kill_after=share * seconds[victim]) == -signal.SIGKILL
        seconds[victim] *= LATER if died else EARLIER
        killed += died
        for name in victim.outputs:
            path = out / name
            if not path.exists():
                assert before is None, f"{name} was lost in kill {kill} of `{victim.line}`"
                found["absent"] += 1
            elif path.read_bytes() == OLD:
                found["old"] += 1
            else:
                assert whole(path), f"{name} is half written in kill {kill} of `{victim.line}`"
                found["new"] += 1
    # The moments fell before and after the writing, or nothing would have been tried.
    assert killed >= KILLS // 4, (killed, found)
    assert min(found.values()) > 0, (killed, found)
    assert {one.suffix for one in out.iterdir() if one.name.startswith(".")} <= {PART}
    for victim in VICTIMS:
        assert server.run(victim) == victim.code
    assert sorted(one.name for one in out.iterdir()) == sorted(
        name for victim in VICTIMS for name in victim.outputs
    )
