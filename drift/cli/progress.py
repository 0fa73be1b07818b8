"""How far a command that reads rows has come: a bar on a terminal, one line a minute in a log.

All of it goes to standard error, and none with `--quiet`. What is over in a second shows nothing, and
loads nothing to show it with. An interrupted command tells how far it had come.
"""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from drift.cli.streams import tell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.progress import Progress

    from drift.sources.options import ReadOptions

SHOWN_AFTER: Final = 1.0  # seconds: a bar that is gone at once only flickers
TOLD_EVERY: Final = 60.0  # seconds between lines of a log
MINUTE: Final = 60


@contextmanager
def progress_told(options: ReadOptions, *, quiet: bool) -> Iterator[ReadOptions]:
    """Read by these options, and tell of it while it lasts."""
    if quiet:
        yield options
        return
    reading = Reading(terminal=sys.stderr is not None and sys.stderr.isatty())
    try:
        yield replace(options, progress=reading.told)
    except KeyboardInterrupt:
        reading.close()
        if reading.rows:
            tell(f"stopped after {reading.so_far}")
        raise
    finally:
        reading.close()


class Reading:
    """Rows that are being read, and when that was last told."""

    def __init__(self, *, terminal: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self.rows = 0
        self._total: int | None = None
        self._terminal = terminal
        self._clock = clock
        self._began = self._last = clock()
        self._bar: Progress | None = None

    def told(self, rows: int, total: int | None) -> None:
        """Take note of how many rows were read of how many, and tell of it when it is time."""
        self.rows, self._total = rows, total
        now = self._clock()
        if self._terminal:
            if now - self._began >= SHOWN_AFTER:
                self._show()
        elif now - self._last >= TOLD_EVERY:
            self._last = now
            tell(f"{self.so_far}{self._pace(now - self._began)}")

    @property
    def so_far(self) -> str:
        """How many rows were read, of how many where that is known."""
        return f"{self.rows:,}{'' if self._total is None else f' of {self._total:,}'} rows"

    def close(self) -> None:
        """Take the bar off the terminal."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def _pace(self, seconds: float) -> str:
        rate = self.rows / seconds
        left = "" if self._total is None else f", about {_duration((self._total - self.rows) / rate)} left"
        return f", {rate:,.0f} a second{left}"

    def _show(self) -> None:
        if self._bar is None:
            self._bar = _bar()
            self._bar.add_task("", total=self._total, completed=0)
            self._bar.start()
        words = f"{self.so_far}{self._pace(self._clock() - self._began)}"
        self._bar.update(self._bar.task_ids[0], completed=self.rows, total=self._total, description=words)


def _bar() -> Progress:
    from rich.console import Console  # noqa: PLC0415 - only for who waits at a terminal
    from rich.progress import BarColumn, Progress, TextColumn  # noqa: PLC0415

    return Progress(
        BarColumn(),
        TextColumn("{task.description}", markup=False),
        console=Console(stderr=True, highlight=False),
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )


def _duration(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole} s" if whole < 2 * MINUTE else f"{whole // MINUTE} min"
