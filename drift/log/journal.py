"""The counters of one process, in a page of memory that is a file: they outlive the process, however it ends.

Each open log has one, below `_log` in its folder. Counting is a store into mapped memory, so a row costs no
system call, and what was counted is there after a kill. Rows are counted as accepted before they can be
lost, and a file as written by the one store that follows its renaming; before it, the journal names the
file, so that whoever reads it later sees whether the renaming came to pass. So at any moment the rows
accepted and not written are known, but for those of a call that has not returned: they count as accepted.

A power cut takes what the system has not written yet: the page is flushed with every file, no more often.
A lock on the file, which ends with the process, tells whether the process is still there.
"""

from __future__ import annotations

import errno
import json
import mmap
import os
import socket
from contextlib import suppress
from dataclasses import dataclass
from itertools import count, repeat
from typing import TYPE_CHECKING, Any, Final

try:
    import fcntl
except ImportError:  # Windows: no such locks, so nobody can tell that a process is gone
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

JOURNALS: Final = "_log"  # below a log's folder; `drift check` leaves out what begins so
SUFFIX: Final = ".journal"
MAGIC: Final = b"driftlog1\n\0\0\0\0\0\0"
PAGE: Final = 4096
WORDS: Final = 64  # of eight bytes each, after the magic

# Which word holds what.
ACCEPTED: Final = 0
DROPPED: Final = 1
REFUSED: Final = 2
WRITTEN: Final = 3
INTENDED: Final = WRITTEN + 1
UNTIL: Final = INTENDED + 1

NAMED: Final = len(MAGIC) + WORDS * 8  # where the name of the file that is being written stands
NAME_BYTES: Final = 1024
ABOUT: Final = NAMED + NAME_BYTES  # where it is told whose journal this is


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What a journal says: see `Stats`, and `until`, the time of the last row that was written, in ns."""

    accepted: int
    dropped: int
    refused: int
    written: int
    until: int
    about: dict[str, Any]


class Journal:
    """The counters of this process.

    Parameters
    ----------
    path : Path or None
        Where the file is made; None for counters that nobody else will read.
    about : dict
        Whose it is.

    Raises
    ------
    OSError
        If the file cannot be made, or the disk has no room for it.
    """

    def __init__(self, path: Path | None, about: dict[str, Any]) -> None:
        self.path, self.about = path, about
        self._handle = -1
        page = _page(about)
        if path is None:
            self._memory = mmap.mmap(-1, PAGE)
            self._memory[:] = page
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._handle = _made(path)
            try:
                if os.write(self._handle, page) < PAGE:  # a hole in it could kill us once the disk is full
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))  # noqa: TRY301
                os.fsync(self._handle)
                self._memory = mmap.mmap(self._handle, PAGE)
            except BaseException:
                self.leave()
                path.unlink(missing_ok=True)
                raise
        self._words = memoryview(self._memory)[len(MAGIC) : NAMED].cast("Q")
        self.accept, self.drop, self.refuse = map(self._counter, (ACCEPTED, DROPPED, REFUSED))

    def _counter(self, word: int) -> Callable[[], None]:
        """Return what counts one more in a word: a row that is about to be taken, or is not, or was none.

        The step of a `map` over what is written in C, and so one that no other thread and no signal's
        handler comes in between, without a lock that threads would wait for.
        """
        return map(self._words.__setitem__, repeat(word), count(1)).__next__

    # Called by one thread at a time.

    def intend(self, name: str, rows: int) -> None:
        """Say which file is about to get its name, and how many rows it holds."""
        encoded = name.encode()
        self._memory[NAMED : NAMED + NAME_BYTES] = encoded.ljust(NAME_BYTES, b"\0")
        self._words[INTENDED] = self._words[WRITTEN] + rows

    def commit(self, until: int) -> None:
        """Say that the file has its name, and of when its last row is."""
        self._words[WRITTEN] = self._words[INTENDED]
        self._words[UNTIL] = max(self._words[UNTIL], until)
        if self.path is not None:
            with suppress(OSError):  # the file is written, whatever the disk says of this page
                self._memory.flush()

    @property
    def counts(self) -> Counts:
        """Return what was counted so far."""
        return _counts(self._words, self.about, self._words[WRITTEN])

    def leave(self) -> None:
        """Let go of the file, and leave it where it is."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


def whose() -> dict[str, Any]:
    """Return what tells this process from others."""
    return {"host": socket.gethostname()[:100], "process": os.getpid()}


def read_journal(content: bytes, folder: Path) -> Counts | None:
    """Return what a journal says; None if it is none, or was cut off while it was made.

    Parameters
    ----------
    content : bytes
        Of the file.
    folder : Path
        The log's.
    """
    if len(content) < PAGE or not content.startswith(MAGIC):
        return None
    try:
        about = json.loads(content[ABOUT:PAGE].rstrip(b"\0"))
    except ValueError:
        return None
    words = memoryview(content)[len(MAGIC) : NAMED].cast("Q")
    written = words[WRITTEN]
    if words[INTENDED] != written:
        name = content[NAMED:ABOUT].rstrip(b"\0").decode(errors="replace")
        if name and (folder / name).exists():
            written = words[INTENDED]
    return _counts(words, about, written)


def _made(path: Path) -> int:
    """Return the handle of a new file, locked."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        if fcntl is not None:
            with suppress(OSError):  # a file system without locks
                fcntl.flock(handle, fcntl.LOCK_EX)
        if os.fstat(handle).st_nlink:
            return handle
        os.close(handle)  # somebody took it for what a process left behind, before it was locked


def _page(about: dict[str, Any]) -> bytes:
    told = json.dumps(about).encode()
    return (MAGIC.ljust(ABOUT, b"\0") + told).ljust(PAGE, b"\0")


def _counts(words: memoryview[int], about: dict[str, Any], written: int) -> Counts:
    return Counts(
        accepted=words[ACCEPTED],
        dropped=words[DROPPED],
        refused=words[REFUSED],
        written=written,
        until=words[UNTIL],
        about=about,
    )
