"""What stands between the live path and the disk: rows in memory, and the thread that makes files of them.

A disk that fails is tried again, after the delay, then ever more seldom, at least once a minute. Rows wait
meanwhile; when memory is full of them, newer ones are dropped. What is given up is counted.
"""

from __future__ import annotations

import concurrent.futures.thread  # noqa: F401 - polars imports it, which fails once Python has begun to end
import logging
import secrets
import threading
from collections import deque
from contextlib import suppress
from itertools import takewhile
from pathlib import Path
from time import sleep, time_ns
from typing import TYPE_CHECKING, Final

from drift.errors import DriftError
from drift.log.account import told_of, write_down
from drift.log.journal import JOURNALS, SUFFIX, Journal, whose
from drift.log.moments import HOUR, iso, moment
from drift.log.stats import Stats

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drift.log.row import Row
    from drift.log.shipper import Shipper
    from drift.stores.objects import Url

EARLY: Final = 2**23  # bytes of rows that are written before the delay is over
CHUNK: Final = 10_000  # rows that are made into frames, and so into files, at a time
LONGEST_PAUSE: Final = 60.0  # seconds between two tries of a disk that fails
LAST_TRIES, LAST_PAUSE = 100, 0.001  # how often, and how many seconds apart, closing looks for late rows
PATIENCE: Final = 10.0  # seconds that closing waits for the thread to end, after all is written
_LOGGER: Final = logging.getLogger("drift.log")


class Spooler:
    """The rows that wait, their counters, and the thread that writes them.

    Parameters
    ----------
    folder : str
        The log's.
    delay : float
        Seconds that a row waits, at most.
    memory : int
        Bytes of rows in memory, at most.
    store : Url, optional
        Where files go from the folder.
    disk : int
        Bytes of files that may wait for it.

    Attributes
    ----------
    taking : bool
        Whether rows are accepted.
    lost_before : int
        Rows that earlier processes lost.
    """

    journal: Journal
    writer: str
    shipper: Shipper | None = None

    def __init__(
        self, folder: str | Path, delay: float, memory: int, *, store: Url | None = None, disk: int = 0
    ) -> None:
        self.folder = Path(folder)
        self._store, self._disk = store, disk
        self.lost_before = 0
        self.taking = False
        self._delay, self._memory = delay, memory
        self._lock = threading.RLock()  # of what is done once; a signal's handler may take it again
        self._rows: deque[Row] = deque()
        self._left: list[Row] = []  # taken from `_rows` to be written; what is left there is tried again
        self._coming = self._leaving = 0  # bytes of rows in either
        self._files = self._given_up = self._errors = 0
        self._last_error: str | None = None
        self._pause = 0.0
        self._writing = threading.Lock()
        self._wake, self._stop = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None

    def open(self, *, forked: str | None = None) -> None:
        """Make the journal, and take rows.

        Parameters
        ----------
        forked : str, optional
            In a process that was forked: why nothing can be written there, or nothing. There, a journal
            that cannot be made is no error, but an entry of it.

        Raises
        ------
        OSError
            If the journal cannot be made.
        """
        now = time_ns()
        self.writer = f"{moment(now):%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"
        about = {**whose(), "opened_at": iso(now)}
        if self._store is not None:
            from drift.log.shipper import Shipper  # noqa: PLC0415 - a log in a folder needs none

            self.shipper = Shipper(self._store, self.folder, self._disk, self.writer, self._failed)
        try:
            self.journal = Journal(self.folder / JOURNALS / f"{self.writer}{SUFFIX}", about)
        except OSError as error:
            if forked is None:
                raise
            self.journal = Journal(None, about)
            self._failed(error)
        self.taking = not forked
        if forked:
            self._failed(RuntimeError(forked))

    def take(self, row: Row) -> bool:
        """Take a row, or drop it; return whether it was taken.

        Many threads are here at once, and none waits: a deque takes a row, and a counter counts it, in one
        step each. Of the bytes that wait a few may be missed then, until the thread takes what waits.
        """
        if self._coming + self._leaving + row.size > self._memory or not self.taking:
            self.journal.drop()
            return False
        self.journal.accept()
        self._rows.append(row)
        self._coming += row.size
        if self._thread is None:
            self._start()
        if self._coming > EARLY and not self._wake.is_set():
            self._wake.set()
        return True

    def write_out(self, timeout: float | None = None) -> bool:
        """Write what waits; return whether all of it is on the disk.

        Parameters
        ----------
        timeout : float, optional
            Seconds to wait for another thread that is writing; for ever, if not given.
        """
        if not self._writing.acquire(timeout=-1 if timeout is None else timeout):
            return False
        try:
            self._take_over()
            while self._left:
                if not self._written(_of_one_hour(self._left[:CHUNK])):
                    return False
            self._pause = 0.0
            return True
        finally:
            self._writing.release()
            if self.shipper is not None:
                self.shipper.wake()

    def _take_over(self) -> None:
        """Take what waits, as far as it was there when this began: rows keep coming."""
        rows = [self._rows.popleft() for _ in range(len(self._rows))]
        self._coming = 0
        self._left += rows
        self._leaving = sum(row.size for row in self._left)

    def close(self) -> None:
        """Write what waits, give up what cannot be written, and write down what became of it all."""
        with self._lock:
            taking, self.taking = self.taking, False
        if not taking:
            return
        self._stop.set()
        self._wake.set()
        for _ in range(LAST_TRIES):
            if not self.write_out():
                self._give_up(self._left)
            counts = self.journal.counts
            if counts.accepted <= counts.written + self._given_up:
                break
            sleep(LAST_PAUSE)  # a call that had looked whether rows are taken is about to bring one
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(PATIENCE)
        if self.shipper is not None:
            self.shipper.close()
        if self.journal.path is not None:
            with suppress(OSError):  # the journal stays then, and tells the same
                write_down(self.folder, told_of(self.writer, self.journal.counts, closed=True))
                self.journal.path.unlink(missing_ok=True)
        self.journal.leave()

    @property
    def stats(self) -> Stats:
        """Return the counts."""
        counts, given_up = self.journal.counts, self._given_up
        return Stats(
            accepted=counts.accepted,
            written=counts.written,
            waiting=counts.accepted - counts.written - given_up,
            failed=given_up,
            dropped=counts.dropped,
            refused=counts.refused,
            errors=self._errors,
            last_error=self._last_error,
            lost_before=self.lost_before,
            unsent=0 if self.shipper is None else self.shipper.unsent,
        )

    def _start(self) -> None:
        """Start the thread; without one, rows wait for `flush` and `close`."""
        with self._lock:
            if self._thread is not None:
                return
            self._thread = threading.Thread(target=self._run, name="drift.log", daemon=True)
            try:
                self._thread.start()
            except RuntimeError as error:  # the system has no thread left, or Python ends
                self._failed(error)

    def _run(self) -> None:
        while not self._stop.is_set():
            if self._pause:
                self._stop.wait(self._pause)
            else:
                self._wake.wait(self._delay)
            self._wake.clear()
            self.write_out()

    def _written(self, chunk: Sequence[Row]) -> bool:
        """Write some of the rows that are left; return whether to go on."""
        try:
            self._write(chunk)
        except (KeyboardInterrupt, SystemExit):
            raise
        except (DriftError, OSError, MemoryError) as error:
            self._pause = min(max(self._delay, 2 * self._pause), LONGEST_PAUSE)
            self._failed(error)
            return False
        except BaseException as error:  # noqa: BLE001 - a panic of polars is no Exception
            self._failed(error)
            self._give_up(chunk)
        return True

    def _write(self, chunk: Sequence[Row]) -> None:
        from drift.log.columns import frames_of  # noqa: PLC0415 - polars comes with it
        from drift.log.pieces import piece_name, write_piece  # noqa: PLC0415

        for frame, rows in frames_of(chunk):
            self._files += 1
            if self.shipper is not None:
                self.shipper.make_room()
            name = piece_name(rows[0].at, self.writer, self._files)
            write_piece(self.folder, name, frame, until=rows[-1].at, journal=self.journal)
            self._forget(rows)

    def _give_up(self, rows: Sequence[Row]) -> None:
        self._given_up += len(rows)
        self._forget(list(rows))

    def _forget(self, rows: Sequence[Row]) -> None:
        """Hold these rows no longer."""
        gone = {id(row) for row in rows}
        self._left = [row for row in self._left if id(row) not in gone]
        self._leaving = sum(row.size for row in self._left)

    def _failed(self, error: BaseException) -> None:
        """Count a failure, and tell of it."""
        self._errors += 1
        self._last_error = f"{type(error).__name__}: {error}".splitlines()[0]
        if isinstance(error, DriftError) and error.seen:
            self._last_error += f": {error.seen}"
        _LOGGER.error("%s: %s", self.folder, self._last_error)


def _of_one_hour(rows: Sequence[Row]) -> list[Row]:
    """Return the first rows, those of the hour of the very first."""
    hour = rows[0].at // HOUR
    return list(takewhile(lambda row: row.at // HOUR == hour, rows))
