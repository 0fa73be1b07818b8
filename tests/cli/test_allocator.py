"""What a process of the command line does with memory that it has freed."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

from drift.cli.allocator import keep_memory

FAULTS = """
import resource, sys
import numpy as np
from drift.cli.allocator import keep_memory
kept = sys.argv[1] == "kept" and keep_memory()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(200):
    [np.ones(100_000) for _ in range(20)]
print(int(kept), resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def faults(how: str) -> tuple[bool, int]:
    run = subprocess.run([sys.executable, "-c", FAULTS, how], capture_output=True, text=True, check=True)  # noqa: S603 - our own program
    kept, many = run.stdout.split()
    return kept == "1", int(many)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only its C library is asked")
def test_an_array_takes_the_memory_of_the_one_before() -> None:
    """Twenty of 0.8 MB take 4,000 pages the first time; where memory goes back, 200 times as many."""
    (kept, many), (_, without) = faults("kept"), faults("left")
    assert kept
    assert many < 8_000 < without


def test_elsewhere_memory_is_left_to_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert not keep_memory()
