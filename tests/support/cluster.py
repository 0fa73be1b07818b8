"""Spark on this machine: a session in this process, and a cluster of a master and workers of its own."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from drift.engines.spark.session import READING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession

SECONDS: Final = 600  # of waiting, on a machine that is busy with other things
ADDRESS: Final = "127.0.0.1"
MASTER: Final = re.compile(r"Starting Spark master at (spark://\S+)")
REGISTERED: Final = "Successfully registered with master"


def require_java() -> None:
    """Return where there is Java; where there is none a test is skipped, in CI it fails."""
    if shutil.which("java"):
        return
    if os.environ.get("CI"):
        pytest.fail("no Java is installed: .ci/run installs it")
    pytest.skip("no Java is installed")


@cache
def local_session() -> SparkSession:
    """Return the session of this process: two tasks at a time, and one that fails is run again."""
    require_java()
    os.environ["PYSPARK_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession  # noqa: PLC0415 - where Java is

    builder = SparkSession.builder.master("local[2,3]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.driver.bindAddress", ADDRESS).config("spark.driver.host", ADDRESS)
    for name, value in READING.items():
        builder = builder.config(name, value)
    return builder.config("spark.ui.showConsoleProgress", "false").getOrCreate()


@dataclass(frozen=True, slots=True)
class Cluster:
    """A master's address, and its workers."""

    master: str
    workers: tuple[subprocess.Popen[str], ...]

    def kill(self, place: int) -> None:
        """End a worker and what runs on it, at once and without a word."""
        os.killpg(self.workers[place].pid, signal.SIGKILL)


@contextmanager
def standalone(folder: Path, workers: int = 2) -> Iterator[Cluster]:
    """Give a cluster whose workers have a core each; it is gone afterwards."""
    require_java()
    started: list[subprocess.Popen[str]] = []

    def start(name: str, program: str, *arguments: str) -> Path:
        log = folder / f"{name}.log"
        with log.open("w", encoding="utf-8") as file:
            started.append(
                subprocess.Popen(  # noqa: S603 - Spark's own programs
                    [_spark_class(), f"org.apache.spark.deploy.{program}", *arguments],
                    stdout=file,
                    stderr=subprocess.STDOUT,
                    env={**os.environ, "SPARK_LOCAL_IP": ADDRESS, "SPARK_WORKER_DIR": str(folder)},
                    start_new_session=True,
                    text=True,
                )
            )
        return log

    try:
        log = start("master", "master.Master", "--host", ADDRESS, "--port", "0", "--webui-port", "0")
        master = _awaited(log, MASTER)[1]
        for place in range(workers):
            options = ("--host", ADDRESS, "--cores", "1", "--memory", "1g", "--webui-port", "0")
            _awaited(start(f"worker{place}", "worker.Worker", *options, master), re.compile(REGISTERED))
        yield Cluster(master, tuple(started[1:]))
    finally:
        for one in started:
            with suppress(ProcessLookupError):
                os.killpg(one.pid, signal.SIGKILL)
            one.wait()


def _spark_class() -> Path:
    """Return the program of PySpark's that runs Spark's classes."""
    import pyspark  # noqa: PLC0415 - where Java is

    return Path(pyspark.__file__).parent / "bin" / "spark-class"


def _awaited(log: Path, words: re.Pattern[str]) -> re.Match[str]:
    """Return what a log has been waited for to say."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        if found := words.search(log.read_text(encoding="utf-8")):
            return found
        time.sleep(0.2)
    raise AssertionError(f"{log.name} never said {words.pattern}:\n{log.read_text(encoding='utf-8')}")
