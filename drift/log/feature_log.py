"""`FeatureLog`: what the live path calls for each prediction, and what it may never feel.

`write` copies the row, counts it and puts it into memory: no lock, no waiting for a disk, no
exception. A thread of the log's own (`Spooler`) makes files of what is there, every `delay` seconds.
"""

from __future__ import annotations

import atexit
import logging
import os
import re
import sys
from pathlib import Path
from time import time_ns
from typing import TYPE_CHECKING, Any, Final, Self
from weakref import WeakSet

from drift.errors import NotBuiltError, OutputNotWrittenError, UsageError
from drift.log.account import settle
from drift.log.row import row_of
from drift.log.spooler import Spooler

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from drift.log.stats import Stats

DELAY: Final = 5.0  # seconds
MEMORY: Final = 64 * 2**20  # bytes: some 40,000 rows of 30 features
LEAST_MEMORY: Final = 2**16
_URL: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_LOGGER: Final = logging.getLogger("drift.log")

POOL_GONE: Final = "forked after polars was used, so nothing can be written: open the log after the fork"

_open: Final[WeakSet[FeatureLog]] = WeakSet()
_pool_before_fork = False


class FeatureLog:
    """A log of what a model saw and said, for the live path.

    Rows go to ``FOLDER/day=…/hour=…/*.parquet``. Several threads may share a log, and several processes a
    folder. A process that is forked goes on with a log of its own.

    Parameters
    ----------
    folder : str or path
        Where the files go; made if it is not there.
    delay : float
        Seconds that a row stays in memory, at most, while the disk keeps up: what a kill may cost.
    memory : int
        Bytes that waiting rows may take; what comes when it is full is dropped and counted.

    Raises
    ------
    NotBuiltError
        For a URL.
    UsageError
        For a delay or a memory that makes no sense.
    OutputNotWrittenError
        If the folder cannot be written to. After this, nothing raises.

    Examples
    --------
    >>> import tempfile
    >>> with FeatureLog(tempfile.mkdtemp()) as log:
    ...     log.write("r-17", {"amount": 12.5, "city": "Porto"}, model="fraud-7", prediction=0.03)
    ...     log.flush()
    True
    True
    >>> log.stats.written
    1
    """

    def __init__(self, folder: str | os.PathLike[str], *, delay: float = DELAY, memory: int = MEMORY) -> None:
        _refuse(folder, delay, memory)
        self.folder = os.fspath(folder)
        self._delay, self._memory = float(delay), int(memory)
        self._spooler = Spooler(self.folder, self._delay, self._memory)
        try:
            self._spooler.open()
            lost = settle(self._spooler.folder)
        except OSError as error:
            raise OutputNotWrittenError(
                f"{self.folder}: no log can be kept there",
                seen=error.strerror or str(error),
                mend="choose another folder, or make this one writable",
                state="no row was accepted",
            ) from error
        self._spooler.lost_before = sum(one.lost for one in lost)
        for one in lost:
            if one.lost:
                _LOGGER.warning(
                    "%s: process %d on %s ended with %d of %d accepted rows not written, given after %s",
                    *(self.folder, one.process, one.host, one.lost, one.accepted),
                    one.written_until or one.opened_at,
                )
        _open.add(self)

    def write(
        self,
        request_id: object,
        features: Mapping[Any, object],
        *,
        model: object = None,
        prediction: object = None,
    ) -> bool:
        """Take a row; return whether it was accepted. Never raises, never waits for a disk.

        Parameters
        ----------
        request_id : object
            What `lookup` finds the row by; kept as text.
        features : mapping
            What the model saw: any values. What is mutable is copied.
        model : object, optional
            Which model; kept as text.
        prediction : object, optional
            What it said: any value.

        Returns
        -------
        bool
            False if memory was full, the log closed, or no row could be made of this; each is counted
            in `stats`.
        """
        spooler = self._spooler
        try:
            row = row_of(time_ns(), request_id, features, model, prediction)
        except Exception:  # noqa: BLE001 - whatever the caller's objects raise
            spooler.journal.refuse()
            return False
        return spooler.take(row)

    def flush(self, timeout: float | None = None) -> bool:
        """Write what was accepted before this call; return whether all of it is on the disk.

        Parameters
        ----------
        timeout : float, optional
            Seconds to wait for a file that is being written; for ever, if not given.
        """
        return self._spooler.write_out(timeout)

    def close(self) -> Stats:
        """Write what is left, close the log, and return what it did. A second time changes nothing."""
        _open.discard(self)
        self._spooler.close()
        return self.stats

    @property
    def stats(self) -> Stats:
        """Return the counts of this process."""
        return self._spooler.stats

    def __enter__(self) -> Self:
        """Return the log."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    def _forked(self) -> None:
        """Go on in a process that was forked, with counters of its own and nothing of what waits."""
        left, self._spooler = self._spooler, Spooler(self.folder, self._delay, self._memory)
        left.journal.leave()  # the lock on it goes with the process that made it
        self._spooler.open(forked=POOL_GONE if _pool_before_fork else "")


def _refuse(folder: str | os.PathLike[str], delay: float, memory: int) -> None:
    """Raise for what no log can be made of."""
    if _URL.match(os.fspath(folder)):
        raise NotBuiltError(
            f"{folder}: a log in an object store is not built yet",
            mend="name a folder, and copy its files when their hour is over",
            state="no row was accepted",
        )
    if not 0 < delay <= 3600:  # noqa: PLR2004 - an hour's rows belong into the hour's file
        raise UsageError(f"delay={delay!r}: no number of seconds from 0 to 3600", mend="delay=5.0, say")
    if memory < LEAST_MEMORY:
        raise UsageError(
            f"memory={memory!r}: too few bytes to hold rows", mend=f"at least {LEAST_MEMORY:,} bytes"
        )


def _close_all() -> None:
    for log in list(_open):
        log.close()


def _look_for_pool() -> None:
    """Remember whether polars has threads, which a fork leaves behind: it would wait for them for ever."""
    global _pool_before_fork  # noqa: PLW0603 - a fact of the process
    _pool_before_fork = False
    if _open and "polars" in sys.modules:
        _pool_before_fork = _has_pool()


def _has_pool() -> bool:
    """Return whether the threads of polars have been started; where nobody can tell, that they have."""
    try:
        names = [path.read_text() for path in Path("/proc/self/task").glob("*/comm")]
    except OSError:
        return True
    return not names or any(name.startswith("polars-0") for name in names)


def _reopen_all() -> None:
    for log in list(_open):
        log._forked()  # noqa: SLF001 - its own module
    if "multiprocessing.util" in sys.modules and _open:  # whose processes end without `atexit`
        from multiprocessing.util import register_after_fork  # noqa: PLC0415

        register_after_fork(_open, _close_at_end)


def _close_at_end(_: object) -> None:
    """Have the logs closed when a process of multiprocessing ends; called when it has begun."""
    from multiprocessing.util import Finalize  # noqa: PLC0415

    Finalize(None, _close_all, exitpriority=0)


atexit.register(_close_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_look_for_pool, after_in_child=_reopen_all)
