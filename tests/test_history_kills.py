"""Four writers and a reader on one history, killed at any moment: no run is lost, none stands there twice."""

from __future__ import annotations

import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Final

import polars as pl
import pytest

import drift

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="the system makes no copies of a process"),
]

KILLS: Final = 50
WRITERS: Final = 4
SEED: Final = 20_261_122
LONGEST: Final = 0.3  # seconds to a kill from when a writer has begun: it writes some runs in it
PATIENCE: Final = 60.0  # seconds for a process to start and to write, on a machine that is busy
SERVER: Final = Path(__file__).parent / "support" / "history_writers.py"


def test_fifty_kills_lose_no_confirmed_run(tmp_path: Path) -> None:
    draw = random.Random(SEED)  # noqa: S311 - moments, not secrets
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "POLARS_MAX_THREADS": "1"}
    server = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, str(SERVER)],
        cwd=tmp_path,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdin is not None
    assert server.stdout is not None
    assert server.stdout.readline().strip() == "ready"
    train = pl.DataFrame({"wait_s": [float(i % 97) for i in range(200)]})
    drift.compare(train, train).save(tmp_path / "run.drift")
    notes = tmp_path / "confirmed"
    started = 0

    def start(what: str) -> int:
        nonlocal started
        started += 1
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write(f"{what} {started}\n")
        server.stdin.flush()
        return int(server.stdout.readline())

    with server:
        working = ["write"] * WRITERS + ["read"]
        running = [start(what) for what in working]
        names = list(range(1, started + 1))
        for _ in range(KILLS):
            place = draw.randrange(len(running))
            _wait_for(notes, names[place] if working[place] == "write" else None)
            time.sleep(draw.uniform(0.0, LONGEST))
            os.kill(running[place], signal.SIGKILL)
            running[place] = start(working[place])
            names[place] = started
        for one in running:
            os.kill(one, signal.SIGKILL)
        server.stdin.close()
    assert not (tmp_path / "wrong").exists(), (tmp_path / "wrong").read_text(encoding="utf-8")
    last = {}
    for line in (tmp_path / "confirmed").read_text(encoding="utf-8").splitlines():
        batch, run_id = line.split()
        last[batch] = run_id
    assert len(last) > KILLS, "hardly anything was tried"
    history = drift.History(tmp_path / "history.db")
    runs = history.runs()
    there = {past.batch: past.run_id for past in runs}
    assert len(there) == len(runs), "a batch stands there twice"
    lost = {batch: run_id for batch, run_id in last.items() if _count(there.get(batch)) < _count(run_id)}
    assert lost == {}
    # A killed writer may have written one run that it did not live to note.
    assert len(there.keys() - last.keys()) <= started
    for past in runs:
        assert history.document(past.dataset, past.batch)["run_id"] == past.run_id
        assert history.profile(past.dataset, past.batch).rows == 200
    with closing(sqlite3.connect(tmp_path / "history.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def _wait_for(notes: Path, writer: int | None) -> None:
    """Wait until a writer has written, so that it is killed at its work."""
    end = time.monotonic() + PATIENCE
    while writer is not None and time.monotonic() < end:
        if notes.exists() and re.search(rf"^{writer}-", notes.read_text(encoding="utf-8"), re.MULTILINE):
            return
        time.sleep(0.02)
    assert writer is None, "a writer wrote nothing"


def _count(run_id: str | None) -> int:
    """Return how many runs its writer had written with it; 0 for none."""
    return int(run_id.split("/")[1]) if run_id else 0
