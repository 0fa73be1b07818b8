"""What tells one version of a file from the next: its size, its times, and a sample of its bytes.

Reading a file to its end to know whether it changed would cost as much as what is to be spared. So of
large files a fixed choice of blocks is looked at, first and last ones included: Parquet has its footer at
the end, with the place and size of every chunk.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from drift.sources.faults import reading

if TYPE_CHECKING:
    from drift.sources.paths import InputFile

BLOCK: Final = 64 * 2**10  # bytes
BLOCKS: Final = 16  # a file of up to 1 MiB is covered whole; of a larger one these, evenly apart


def fingerprint(file: InputFile) -> str:
    """Return a digest of a file as it is now.

    Of a file here it covers the size, the time of the last writing and of the last change of any kind
    (`st_ctime`, which programs cannot set), and 16 blocks of 64 KiB from the first to the last. So what it
    misses is a change between those blocks, of a file that keeps its size and both times: on a file system
    that keeps no times, say. Of a file in a store it is the size and the store's tag.

    Parameters
    ----------
    file : InputFile
        As `find_files` gives it.

    Returns
    -------
    str
        SHA-256, in hexadecimal digits.

    Raises
    ------
    InputNotFoundError, InputUnreadableError
        If it went, or may not be read.
    """
    digest = hashlib.sha256()
    if not isinstance(file.path, Path):
        digest.update(repr(file.path.now()).encode())
        return digest.hexdigest()
    with reading(file.name):
        stat = file.path.stat()
        digest.update(f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} ".encode())
        with file.path.open("rb") as opened:
            for start in starts(stat.st_size):
                opened.seek(start)
                digest.update(opened.read(BLOCK))
    return digest.hexdigest()


def starts(size: int) -> list[int]:
    """Return where the blocks begin that are looked at.

    Parameters
    ----------
    size : int
        Of the file, in bytes.

    Examples
    --------
    >>> starts(100_000), len(starts(10**9)), starts(10**9)[-1] + BLOCK
    ([0, 65536], 16, 1000000000)
    """
    if size <= BLOCK * BLOCKS:
        return list(range(0, size, BLOCK))
    last = size - BLOCK
    return [last * place // (BLOCKS - 1) for place in range(BLOCKS)]
