"""Standard input as a file: what is piped in is kept on disk for as long as it is read.

Some forms are read twice, and others from their end, so the bytes go to a temporary file; memory does
not grow with them. The file is deleted when nothing refers to it any more.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
import weakref
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from drift.errors import InputUnreadableError
from drift.sources.faults import first_line

if TYPE_CHECKING:
    from typing import IO

NAME = "<stdin>"
PIECE = 2**20  # bytes that are copied at a time


class Readable(Protocol):
    """Something that bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes, none at the end."""
        ...


class TemporaryPath:
    """A temporary file, there until this is deleted or the program ends."""

    def __init__(self, suffix: str = "") -> None:
        handle, name = tempfile.mkstemp(prefix="drift-", suffix=suffix)
        os.close(handle)
        self.path = Path(name)
        weakref.finalize(self, self.path.unlink, missing_ok=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spooled:
    """What came by standard input.

    Attributes
    ----------
    temporary : TemporaryPath
        The file that it was kept in.
    digest : str
        SHA-256 of its bytes.
    """

    temporary: TemporaryPath
    digest: str


def spool() -> Spooled:
    """Return standard input, read to its end.

    Raises
    ------
    InputUnreadableError
        If it cannot be read, or there is no room for it.
    """
    source: IO[bytes] | None = getattr(sys.stdin, "buffer", None)
    if source is None:
        raise InputUnreadableError("standard input is closed", mend="pipe the data in, or name its file")
    try:
        return keep(source, TemporaryPath())
    except OSError as error:
        raise InputUnreadableError(
            "standard input cannot be kept to be read",
            seen=first_line(error),
            mend=f"is there room in {tempfile.gettempdir()}? TMPDIR names another place",
        ) from error


def keep(source: Readable, temporary: TemporaryPath) -> Spooled:
    """Return all bytes of a stream, kept in a temporary file."""
    digest = hashlib.sha256()
    with temporary.path.open("wb") as file:
        while piece := source.read(PIECE):
            digest.update(piece)
            file.write(piece)
    return Spooled(temporary=temporary, digest=digest.hexdigest())
