"""All statistics that fit are taken, and nothing else."""

from __future__ import annotations

import subprocess
import sys

import numpy as np

from aligned_rows import align_rows
from drift.compare.aligned import align, aligned_levels
from drift.compare.catalogue import STATISTICS, compare_cells
from drift.profile.cells import count_cells, no_cells

ON_BINS = ("jensen_shannon", "psi", "hellinger", "chi_square")


def test_numbers_are_measured_in_order() -> None:
    found = compare_cells(align_rows([1.0, 2.0], [2.0, 3.0]), 0.01)
    assert [one.statistic for one in found] == ["ks", "wasserstein", *ON_BINS]
    assert [one.statistic for one in found if one.decides] == ["ks"]


def test_levels_are_measured_without() -> None:
    found = compare_cells(aligned_levels([1, 2], [2, 3]), 0.01)
    assert [one.statistic for one in found] == ["total_variation", *ON_BINS]
    assert [one.statistic for one in found if one.decides] == ["total_variation"]


def test_levels_in_buckets_are_only_bounded(random: np.random.Generator) -> None:
    """What merging levels may change without a bound is left out."""
    hashes = random.integers(0, 2**64, 100, dtype=np.uint64)
    cells = count_cells(hashes, limit=16)
    assert [one.statistic for one in compare_cells(align(cells, cells, ordered=False), 0.01)] == [
        "total_variation"
    ]


def test_without_rows_nothing_is_measured() -> None:
    some = count_cells(np.array([1, 2], np.uint64), limit=4)
    for ordered in (True, False):
        assert compare_cells(align(no_cells(4), some, ordered=ordered), 0.01) == ()
        assert compare_cells(align(some, no_cells(4), ordered=ordered), 0.01) == ()


def test_names_are_distinct() -> None:
    assert len({statistic.name for statistic in STATISTICS}) == len(STATISTICS)


def test_comparing_does_not_wait_for_scipy() -> None:
    program = """
import sys
from drift.compare.aligned import aligned_levels
from drift.compare.catalogue import compare_cells
from drift.compare.share import share_measurement
compare_cells(aligned_levels([900, 50, 50], [90, 5, 5]), 1e-6)
share_measurement("null_share", 1, 10, 2, 10, 1e-6)
print("scipy" in sys.modules)
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603 - our own program
    assert run.stdout.strip() == "False"
