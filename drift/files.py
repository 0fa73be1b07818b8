"""Writing files so that nothing is ever half written: aside, flushed, renamed."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from drift.errors import OutputNotWrittenError

_READABLE = 0o666


def write_whole(path: str | Path, content: bytes | str) -> None:
    """Write a file whole or not at all; one that stood there before stays until the new one is complete.

    Parameters
    ----------
    path : str or Path
        Where to write. Missing folders are made.
    content : bytes or str
        What to write; text as UTF-8.

    Raises
    ------
    OutputNotWrittenError
        If it could not be written; nothing has changed then.
    """
    path = Path(path)
    data = content.encode() if isinstance(content, str) else content
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise IsADirectoryError(21, "is a directory", str(path))
        aside = _write_aside(path, data)
    except OSError as error:
        raise _not_written(path, error) from error
    try:
        Path(aside).replace(path)
        _flush_folder(path.parent)
    except OSError as error:
        Path(aside).unlink(missing_ok=True)
        raise _not_written(path, error) from error


def _write_aside(path: Path, data: bytes) -> str:
    handle, aside = tempfile.mkstemp(prefix=f".{path.name[:100]}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(aside).chmod(_mode(path))
    except BaseException:  # an interrupt, too, must not leave the part behind
        Path(aside).unlink(missing_ok=True)
        raise
    return aside


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
