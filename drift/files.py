"""Writing files so that nothing is ever half written: aside, flushed, renamed.

A process that is killed leaves its part behind, which the next one that writes the same file clears away.
A part that is still being written is locked, so no one takes it for such a leftover.
"""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from drift.errors import NotBuiltError, OutputNotWrittenError
from drift.stores.objects import put, url_in_store

try:
    import fcntl
except ImportError:  # Windows: there are no such locks there, and leftovers stay
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from typing import BinaryIO

PART = ".drift-part"  # how the name of a file that is being written ends
_READABLE = 0o666
_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):/{1,2}(.*)", re.DOTALL)  # a Path has one slash of two left
_NAME_CHARACTERS = 40  # of the file's name in that of its part; file systems take 255 bytes


def url_named(path: str | Path) -> str | None:
    """Return the URL that a path is; None where it names a file here.

    Examples
    --------
    >>> url_named(Path("s3://models/fraud.drift"))
    's3://models/fraud.drift'
    >>> url_named("fraud.drift")
    """
    found = _URL.fullmatch(str(path))
    return f"{found[1]}://{found[2]}" if found else None


def refuse_url(path: str | Path, doing: str = "writing to") -> None:
    """Raise for a URL where only a file here will do: as a path it would name a folder called ``s3:``.

    Raises
    ------
    NotBuiltError
        If it is one.
    """
    if url_named(path) is not None:
        raise NotBuiltError(
            f"{path}: {doing} a URL is not built yet",
            mend="name a file here, and copy it: `aws s3 cp`, say",
            state="nothing was read or written",
        )


def write_whole(path: str | Path, content: bytes | str) -> None:
    """Write a file whole or not at all; one that stood there before stays until the new one is complete.

    Parameters
    ----------
    path : str or Path
        Where to write; missing folders are made. Or a URL in S3, GCS or Azure.
    content : bytes or str
        What to write; text as UTF-8.

    Raises
    ------
    OutputNotWrittenError
        If it could not be written; nothing has changed then.
    NotBuiltError
        For a URL of another kind.
    """
    data = content.encode() if isinstance(content, str) else content
    url = url_named(path)
    if url is not None:
        put(url_in_store(url, "writing to"), data)
        return
    path = Path(path)
    try:
        if path.exists() and not path.is_file():
            _write_through(path, data)
        else:
            # The file that a link points to is replaced, not the link.
            _replace(Path(os.path.realpath(path)) if path.is_symlink() else path, data)
    except OSError as error:
        raise _not_written(path, error) from error


def _write_through(path: Path, data: bytes) -> None:
    """Write to a device or pipe, such as /dev/stdout, which must not be replaced by a file."""
    with path.open("wb") as file:
        file.write(data)


def _replace(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    name = f".{path.name[:_NAME_CHARACTERS]}."
    clear_leftovers(path.parent, name)
    file, aside = _open_part(path.parent, name)
    try:
        with file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            Path(aside).chmod(_mode(path))
            if fcntl is None:  # Windows renames no file that is open
                file.close()
            Path(aside).replace(path)  # while it is locked
    except BaseException:  # an interrupt, too, must not leave the part behind
        Path(aside).unlink(missing_ok=True)
        raise
    _flush_folder(path.parent)


def _open_part(folder: Path, name: str) -> tuple[BinaryIO, str]:
    """Return a new part, locked, and its path."""
    while True:
        handle, aside = tempfile.mkstemp(prefix=name, suffix=PART, dir=folder)
        if fcntl is not None:
            with contextlib.suppress(OSError):  # a file system without locks
                fcntl.flock(handle, fcntl.LOCK_EX)
        if os.fstat(handle).st_nlink:
            return os.fdopen(handle, "wb"), aside
        os.close(handle)  # somebody took it for a leftover before it was locked


def clear_leftovers(folder: Path, name: str = "") -> None:
    """Remove parts of files that killed processes left: those that nobody holds a lock on.

    Parameters
    ----------
    folder : Path
        Where they are; what cannot be removed stays.
    name : str
        How their names begin: those of one file, say.
    """
    if fcntl is None:
        return
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        parts = [Path(one.path) for one in entries if one.name.startswith(name) and one.name.endswith(PART)]
        for part in parts:
            with contextlib.suppress(OSError), part.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                part.unlink()


def _mode(path: Path) -> int:
    """Return the permissions of the file that is replaced, or those that the user's mask gives a new one."""
    with contextlib.suppress(OSError):
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return _READABLE & ~mask


def _flush_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system lets a folder be flushed."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _not_written(path: Path, error: OSError) -> OutputNotWrittenError:
    return OutputNotWrittenError(
        f"{path}: cannot be written",
        seen=error.strerror or str(error),
        mend="choose another place, or make this one writable",
        state="what stood there before is as it was",
    )
