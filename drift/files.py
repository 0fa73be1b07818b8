"""Writing files so that nothing is ever half written: aside, flushed, renamed."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from drift.errors import OutputNotWrittenError

_READABLE = 0o666
_NAME_CHARACTERS = 40  # of the file's name in that of its part; file systems take 255 bytes


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
    handle, aside = tempfile.mkstemp(prefix=name, suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(aside).chmod(_mode(path))
        Path(aside).replace(path)
    except BaseException:  # an interrupt, too, must not leave the part behind
        Path(aside).unlink(missing_ok=True)
        raise
    _flush_folder(path.parent)


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
