"""Who waits is told how far it is: on a terminal soon, in a log once a minute, with `--quiet` never."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING

import polars as pl
import pytest

import drift
from drift.cli.progress import SHOWN_AFTER, TOLD_EVERY, Reading, progress_told
from drift.sources.options import ReadOptions

if TYPE_CHECKING:
    from pathlib import Path

ROWS = 450_000


class Clock:
    """A clock that is put forward by hand."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def test_a_log_gets_one_line_a_minute(capsys: pytest.CaptureFixture[str]) -> None:
    """Ten thousand rows a second, told every second for two minutes and a half."""
    clock = Clock()
    reading = Reading(terminal=False, clock=clock)
    for second in range(1, 150):
        clock.seconds = 100.0 + second
        reading.told(10_000 * second, 3_000_000)
    out, err = capsys.readouterr()
    assert TOLD_EVERY == 60
    assert (out, err) == (
        "",
        (
            "600,000 of 3,000,000 rows, 10,000 a second, about 4 min left\n"
            "1,200,000 of 3,000,000 rows, 10,000 a second, about 3 min left\n"
        ),
    )


def test_without_a_total_no_time_left_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    reading = Reading(terminal=False, clock=clock)
    clock.seconds += 2 * TOLD_EVERY
    reading.told(1_200, None)
    assert capsys.readouterr().err == "1,200 rows, 10 a second\n"


def test_what_is_over_soon_tells_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    for terminal in (False, True):
        reading = Reading(terminal=terminal, clock=clock)
        clock.seconds += SHOWN_AFTER / 2
        reading.told(5, 10)
        reading.close()
    assert capsys.readouterr() == ("", "")


def test_an_interrupt_tells_how_far_it_was(capsys: pytest.CaptureFixture[str]) -> None:
    def read(*, quiet: bool) -> None:
        with progress_told(ReadOptions(), quiet=quiet) as options:
            if options.progress is not None:
                options.progress(1_000, 5_000)
            raise KeyboardInterrupt

    for quiet, told in ((False, "stopped after 1,000 of 5,000 rows\n"), (True, "")):
        with pytest.raises(KeyboardInterrupt):
            read(quiet=quiet)
        assert capsys.readouterr().err == told


@pytest.mark.parametrize(("limit", "total"), [(None, ROWS), (320_000, 320_000)])
def test_rows_are_told_up_to_their_number(tmp_path: Path, limit: int | None, total: int) -> None:
    """Parquet says how many there are before they are read; CSV does not."""
    frame = pl.DataFrame({"x": pl.int_range(ROWS, eager=True).cast(pl.Float64)})
    frame.write_parquet(tmp_path / "x.parquet")
    frame.write_csv(tmp_path / "x.csv")
    for name, known in (("x.parquet", total), ("x.csv", None)):
        told: list[tuple[int, int | None]] = []
        options = ReadOptions(limit=limit, progress=lambda *seen, to=told: to.append(seen))
        drift.profile(tmp_path / name, options=options)
        rows = [rows for rows, _ in told]
        assert (rows, rows[-1], len(rows) > 1) == (sorted(rows), total, True)
        assert {of for _, of in told} == {known}


def test_a_terminal_gets_a_bar_that_goes_away() -> None:
    """Seen by a program at the other end of a terminal."""
    program = (
        "from drift.cli.progress import Reading\n"
        "times = iter([0.0, 4.0, 4.0])\n"
        "reading = Reading(terminal=True, clock=lambda: next(times))\n"
        "reading.told(40_000, 100_000)\n"
        "reading.close()\n"
    )
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "120"}
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program], stderr=theirs, check=True, env=environment, capture_output=False
    )
    os.close(theirs)
    seen = os.read(ours, 100_000).decode()
    os.close(ours)
    assert done.returncode == 0
    assert "40,000 of 100,000 rows, 10,000 a second, about 6 s left" in seen
    assert seen.rstrip().endswith("\x1b[2K")
