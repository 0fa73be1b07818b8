"""A cluster of two workers, one of which is killed in the middle, gives what one machine gives."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Final

import pytest

import drift
from cluster import standalone
from cluster_job import TASKS
from drift.demo.orders import orders
from profile_content import content

pytestmark = pytest.mark.slow  # starts a cluster

HERE: Final = Path(__file__).parent / "support"
SECONDS: Final = 600


def test_a_worker_that_is_lost_changes_no_byte(tmp_path: Path) -> None:
    data, marks = tmp_path / "data", tmp_path / "marks"
    data.mkdir()
    marks.mkdir()
    orders(24_000, start=date(2026, 1, 1), days=60, seed=4).write_parquet(data / "rows.parquet")
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(HERE.parents[1]), str(HERE)]),
        "PYSPARK_PYTHON": sys.executable,
    }
    with standalone(tmp_path) as cluster:
        arguments = [cluster.master, str(data), str(marks), str(tmp_path / "cluster.drift")]
        with (tmp_path / "job.log").open("w") as log:
            job = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, str(HERE / "cluster_job.py"), *arguments],
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        until = time.monotonic() + SECONDS
        while len(list(marks.iterdir())) < TASKS // 3:
            assert job.poll() is None, (tmp_path / "job.log").read_text()
            assert time.monotonic() < until, (tmp_path / "job.log").read_text()
            time.sleep(0.05)
        cluster.kill(0)
        at_the_kill = len(list(marks.iterdir()))
        assert job.wait(SECONDS) == 0, (tmp_path / "job.log").read_text()
    assert at_the_kill < TASKS, "it was killed too late to be in the middle"
    done = Counter(mark.name.partition("-")[0] for mark in marks.iterdir())
    assert len(done) == TASKS
    found = drift.Profile.load(tmp_path / "cluster.drift")
    assert content(found) == content(drift.profile(data, time="ordered_at"))


def test_the_command_asks_the_cluster(tmp_path: Path) -> None:
    """What `--engine spark` writes is what the command writes without, but for the names of files."""
    data = tmp_path / "data"
    data.mkdir()
    orders(6_000, start=date(2026, 1, 1), days=30, seed=5).write_parquet(data / "rows.parquet")
    environment = {
        **os.environ,
        "PYTHONPATH": str(HERE.parents[1]),
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    command = [sys.executable, "-m", "drift.cli", "profile", str(data), "--time", "ordered_at", "--quiet"]
    with standalone(tmp_path) as cluster:
        for name, more in (("spark", ("--engine", "spark")), ("here", ())):
            subprocess.run(  # noqa: S603 - our own program
                [*command, "-o", str(tmp_path / f"{name}.drift"), *more],
                env={**environment, "MASTER": cluster.master},
                check=True,
            )
    assert (tmp_path / "spark.drift").read_bytes() == (tmp_path / "here.drift").read_bytes()
