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

from drift.errors import OutputNotWrittenError, UsageError
from drift.log.account import settle
from drift.log.row import row_of
from drift.log.spooler import Spooler

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from drift.log.stats import Stats
    from drift.stores.objects import Url

DELAY: Final = 5.0  # seconds
MEMORY: Final = 64 * 2**20  # bytes: some 40,000 rows of 30 features
DISK: Final = 2**30  # bytes of files that may wait for a store
LEAST_MEMORY: Final = 2**16
_NOTHING: Final = "no row was accepted"
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
        Where the files go: a folder, made if it is not there, or a URL in a store, such as
        ``s3://bucket/features``, with what lets one in from the environment.
    delay : float
        Seconds that a row stays in memory, at most, while the disk keeps up: what a kill may cost.
    memory : int
        Bytes that waiting rows may take; what comes when it is full is dropped and counted.
    spool : str or path, optional
        Of a log in a store: the folder where files wait until the store has them. One in this user's home
        that the URL names, if not given.
    disk : int
        Of a log in a store: bytes of files that may wait. When they do, rows stay in memory, until that
        is full, too.

    Raises
    ------
    NotBuiltError
        For a URL of another kind.
    UsageError
        For a delay, a memory or a spool that makes no sense.
    InputUnsupportedError
        If what reaches stores is not installed.
    OutputNotWrittenError
        If the folder, or the spool, cannot be written to. After this, nothing raises. Whether a store can
        be reached is not asked here: a service starts without it, and sends when it is there.

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

    def __init__(
        self,
        folder: str | os.PathLike[str],
        *,
        delay: float = DELAY,
        memory: int = MEMORY,
        spool: str | os.PathLike[str] | None = None,
        disk: int = DISK,
    ) -> None:
        self.folder = os.fspath(folder)
        _refuse(delay, memory)
        self._delay, self._memory, self._disk = float(delay), int(memory), int(disk)
        self._store = _store_of(self.folder, spool)
        self._place = _place_of(self.folder, spool, self._store)
        self._spooler = self._new_spooler()
        try:
            self._spooler.open()
            lost = settle(self._place)
        except OSError as error:
            raise OutputNotWrittenError(
                f"{self._place}: no log can be kept there",
                seen=error.strerror or str(error),
                mend="choose another folder, or make this one writable",
                state=_NOTHING,
            ) from error
        self._spooler.lost_before = sum(one.lost for one in lost)
        for one in lost:
            if one.lost:
                _LOGGER.warning(
                    "%s: process %d on %s ended with %d of %d accepted rows not written, given after %s",
                    *(self._place, one.process, one.host, one.lost, one.accepted),
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
        """Write what was accepted before this call; return whether all of it is where it belongs.

        That is on the disk, and of a log in a store: there.

        Parameters
        ----------
        timeout : float, optional
            Seconds to wait for a file that is being written, and for one that is being sent; for ever, if
            not given.
        """
        written, shipper = self._spooler.write_out(timeout), self._spooler.shipper
        return written if shipper is None else shipper.send(timeout) and written

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

    def _new_spooler(self) -> Spooler:
        return Spooler(self._place, self._delay, self._memory, store=self._store, disk=self._disk)

    def _forked(self) -> None:
        """Go on in a process that was forked, with counters of its own and nothing of what waits."""
        left, self._spooler = self._spooler, self._new_spooler()
        left.journal.leave()  # the lock on it goes with the process that made it
        self._spooler.open(forked=POOL_GONE if _pool_before_fork else "")


def _store_of(folder: str, spool: object) -> Url | None:
    """Return the URL of a log in a store; None for a log in a folder."""
    if not _URL.match(folder):
        if spool is not None:
            raise UsageError(f"{folder}: a folder has no spool", mend="leave out spool=", state=_NOTHING)
        return None
    from drift.stores.objects import url_in_store  # noqa: PLC0415 - a log in a folder needs none of it

    return url_in_store(folder, "writing to")


def _place_of(folder: str, spool: str | os.PathLike[str] | None, store: Url | None) -> Path:
    """Return the folder on this machine."""
    if store is None:
        return Path(folder)
    if spool is not None:
        return Path(spool)
    from drift.log.shipper import spool_of  # noqa: PLC0415 - as above

    return spool_of(store)


def _refuse(delay: float, memory: int) -> None:
    """Raise for what no log can be made of."""
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
        _pool_before_fork = "obstore" in sys.modules or _has_pool()  # which has threads of its own, too


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
