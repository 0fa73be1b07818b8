"""What takes the files of a log from the disk to an object store, and lets go of them there.

Files are written to a folder first, the spool, so a kill costs no more than without a store, and a store
that is away for an hour costs nothing. A file is deleted once the store has all of it. It is called the same
there, so sending one a second time, after a kill in between, changes nothing.
"""

from __future__ import annotations

import hashlib
import os
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from drift.errors import DriftError, OutputNotWrittenError
from drift.log.journal import JOURNALS
from drift.log.journal import SUFFIX as JOURNAL_SUFFIX
from drift.log.pieces import PIECES
from drift.stores.objects import put

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from drift.stores.objects import Url

PAUSE: Final = 1.0  # seconds before a store that failed is asked again
LONGEST_PAUSE: Final = 60.0
PATIENCE: Final = 60.0  # seconds that closing waits for a file that is on its way


class Shipper:
    """Sends the files of a spool to a store, by a thread of its own.

    Parameters
    ----------
    url : Url
        Of the log's folder in the store.
    spool : Path
        Where the files are written.
    disk : int
        Bytes of files that may wait to be sent.
    writer : str
        What the names of this process's files begin with.
    failed : callable
        Is told of each failure.
    """

    def __init__(
        self, url: Url, spool: Path, disk: int, writer: str, failed: Callable[[BaseException], None]
    ) -> None:
        self._url, self._spool, self._disk = url, spool, disk
        self._writer, self._failed = writer, failed
        self._sending = threading.Lock()
        self._wake, self._stop = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def unsent(self) -> int:
        """Return how many files wait to be sent, those of other processes included."""
        return sum(1 for _ in self._spool.glob(PIECES))

    def make_room(self) -> None:
        """Return if another file may be written.

        Raises
        ------
        OutputNotWrittenError
            If more waits to be sent than the disk may hold.
        """
        waiting = sum(_size(path) for path in self._spool.glob(PIECES))
        if waiting >= self._disk:
            raise OutputNotWrittenError(
                f"{self._spool}: no room for more", seen=f"{waiting:,} bytes wait to be sent to {self._url}"
            )

    def wake(self) -> None:
        """Have the thread send what there is."""
        self._wake.set()
        if self._thread is None and not self._stop.is_set():
            self._thread = threading.Thread(target=self._run, name="drift.log.send", daemon=True)
            try:
                self._thread.start()
            except RuntimeError as error:  # the system has no thread left, or Python ends
                self._thread = None
                self._failed(error)

    def send(self, timeout: float | None = None) -> bool:
        """Send what there is; return whether the store has all of it.

        Parameters
        ----------
        timeout : float, optional
            Seconds to wait for another thread that is sending; for ever, if not given.
        """
        if not self._sending.acquire(timeout=-1 if timeout is None else timeout):
            return False
        try:
            for path in self._own():
                with suppress(FileNotFoundError):  # another process has sent what a third one left
                    put(self._named(path), path.read_bytes())
                    path.unlink()
        except (DriftError, OSError, MemoryError) as error:
            self._failed(error)
            return False
        finally:
            self._sending.release()
        return True

    def close(self) -> None:
        """Send what there is, once; what the store does not take waits for who opens the log next."""
        self._stop.set()
        self._wake.set()
        self.send(PATIENCE)

    def _run(self) -> None:
        pause = 0.0
        while not self._stop.wait(pause):
            self._wake.wait()
            self._wake.clear()
            if self._stop.is_set():
                return
            pause = 0.0 if self.send() else min(max(PAUSE, 2 * pause), LONGEST_PAUSE)
            if pause:
                self._wake.set()

    def _own(self) -> Iterator[Path]:
        """Yield the files of this process and of those that are gone, the oldest first."""
        journals = (self._spool / JOURNALS).glob(f"*{JOURNAL_SUFFIX}")
        others = {path.name.removesuffix(JOURNAL_SUFFIX) for path in journals} - {self._writer}
        for path in sorted(self._spool.glob(PIECES)):
            if path.name.rpartition("-")[0] not in others:
                yield path

    def _named(self, path: Path) -> Url:
        below = path.relative_to(self._spool).as_posix()
        return replace(self._url, key="/".join(filter(None, [self._url.key.rstrip("/"), below])))


def spool_of(url: Url) -> Path:
    """Return the folder where the files of a log in a store wait, unless another one is named.

    It outlives the process and the system's start: below ``$XDG_STATE_HOME``, or ``~/.local/state``.

    Raises
    ------
    OutputNotWrittenError
        If this user has no home.
    """
    state = os.environ.get("XDG_STATE_HOME")
    try:
        top = Path(state) if state else Path.home() / ".local" / "state"
    except RuntimeError as error:
        raise OutputNotWrittenError(
            f"{url}: this user has no home where files could wait to be sent",
            mend="name a folder for them: spool=",
            state="no row was accepted",
        ) from error
    return top / "drift" / hashlib.sha256(str(url).encode()).hexdigest()[:16]


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
