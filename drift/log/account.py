"""How many rows a log accepted, wrote and lost, over all processes that ever had it open.

A process that has ended leaves one line in `_log/account.ndjson`: its own if it closed the log, else the
next one that opens the log writes it, from the journal that was left. Reading changes nothing.
"""

from __future__ import annotations

import errno
import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from drift.log.journal import JOURNALS, PAGE, SUFFIX, read_journal
from drift.log.moments import iso

try:
    import fcntl
except ImportError:  # see `journal`
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.log.journal import Counts

ACCOUNT: Final = "account.ndjson"


@dataclass(frozen=True, slots=True, kw_only=True)
class WriterAccount:
    """What one process did, or does.

    Attributes
    ----------
    writer : str
        The name of its journal, which the names of its files begin with.
    host, process
        Where it ran.
    opened_at : str
        When it opened the log, in ISO 8601.
    written_until : str or None
        The time of the last row that it wrote; what it lost came later.
    open : bool
        Whether it still has the log open: what is not written then is not lost.
    closed : bool
        Whether it closed the log itself.
    accepted, written, lost, dropped, refused : int
        Rows. `accepted` is `written` and `lost`, or what still waits.
    """

    writer: str
    host: str
    process: int
    opened_at: str
    written_until: str | None
    open: bool
    closed: bool
    accepted: int
    written: int
    lost: int
    dropped: int
    refused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What all processes did with a log.

    Examples
    --------
    >>> Account(writers=()).lost
    0
    """

    writers: tuple[WriterAccount, ...]

    @property
    def accepted(self) -> int:
        """Return how many rows were accepted."""
        return sum(one.accepted for one in self.writers)

    @property
    def written(self) -> int:
        """Return how many rows were written."""
        return sum(one.written for one in self.writers)

    @property
    def lost(self) -> int:
        """Return how many rows were accepted and never written."""
        return sum(one.lost for one in self.writers)

    @property
    def dropped(self) -> int:
        """Return how many rows were not accepted because memory was full."""
        return sum(one.dropped for one in self.writers)

    @property
    def losses(self) -> tuple[WriterAccount, ...]:
        """Return the processes that lost rows."""
        return tuple(one for one in self.writers if one.lost)


def account(folder: str | Path) -> Account:
    """Return how many rows a log accepted, wrote and lost.

    Parameters
    ----------
    folder : str or Path
        The log's folder.

    Examples
    --------
    >>> import tempfile
    >>> from drift.log import FeatureLog
    >>> folder = tempfile.mkdtemp()
    >>> with FeatureLog(folder) as log:
    ...     accepted = log.write("r-1", {"amount": 12.5})
    >>> account(folder).written, account(folder).lost
    (1, 0)
    """
    folder = Path(folder)
    found = {one.writer: one for one in _settled(folder)}
    for path in sorted((folder / JOURNALS).glob(f"*{SUFFIX}")):
        with suppress(OSError):
            handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
            try:
                left = _locked(handle, shared=True)
                one = _of_journal(path, handle, folder, left=left)
            finally:
                os.close(handle)
            if one is not None:
                found.setdefault(one.writer, one)
    return Account(writers=tuple(sorted(found.values(), key=lambda one: (one.opened_at, one.writer))))


def settle(folder: Path) -> tuple[WriterAccount, ...]:
    """Write down what processes that are gone have left, and return it."""
    settled = []
    for path in sorted((folder / JOURNALS).glob(f"*{SUFFIX}")):
        with suppress(OSError):
            handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
            try:
                if not _locked(handle) or not os.fstat(handle).st_nlink:
                    continue  # still open, or settled by another process just now
                one = _of_journal(path, handle, folder, left=True)
                if one is not None:
                    write_down(folder, one)
                    settled.append(one)
                if one is not None or os.fstat(handle).st_size < PAGE:  # else of a version to come
                    path.unlink(missing_ok=True)
            finally:
                os.close(handle)
    return tuple(settled)


def write_down(folder: Path, one: WriterAccount) -> None:
    """Add a line to the account.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    line = json.dumps({key: value for key, value in asdict(one).items() if key != "open"})
    content = f"\n{line}\n".encode()  # the line before may have been cut off
    handle = os.open(folder / JOURNALS / ACCOUNT, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
    try:
        if os.write(handle, content) < len(content):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(handle)
    finally:
        os.close(handle)


def told_of(writer: str, counts: Counts, *, is_open: bool = False, closed: bool = False) -> WriterAccount:
    """Return what a journal's counts say of its process."""
    return WriterAccount(
        writer=writer,
        host=str(counts.about.get("host", "")),
        process=int(counts.about.get("process", 0)),
        opened_at=str(counts.about.get("opened_at", "")),
        written_until=iso(counts.until) if counts.until else None,
        open=is_open,
        closed=closed,
        accepted=counts.accepted,
        written=counts.written,
        lost=0 if is_open else counts.accepted - counts.written,
        dropped=counts.dropped,
        refused=counts.refused,
    )


def _of_journal(path: Path, handle: int, folder: Path, *, left: bool) -> WriterAccount | None:
    """Return what an open journal says; None if it was not made to its end, when no row was taken."""
    counts = read_journal(os.read(handle, PAGE), folder)
    return None if counts is None else told_of(path.name.removesuffix(SUFFIX), counts, is_open=not left)


def _locked(handle: int, *, shared: bool = False) -> bool:
    """Return whether a journal could be locked, so that its process is gone."""
    if fcntl is None:
        return False
    try:
        fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _settled(folder: Path) -> Iterator[WriterAccount]:
    """Yield the lines of the account; one that was cut off says nothing."""
    path = folder / JOURNALS / ACCOUNT
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return
    for line in lines:
        with suppress(ValueError, TypeError):
            told: dict[str, Any] = json.loads(line)
            yield WriterAccount(**told, open=False)
