"""How much memory reading may take: honoured by smaller batches, or refused with the reason.

Nobody can tell beforehand what a library takes to decode a file, so what the process takes is looked at
after each batch, and reading ends where it is more than it may be.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Final

from drift.errors import MemoryExceededError, UsageError

UNITS: Final = {"kB": 10**3, "MB": 10**6, "GB": 10**9, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30}
VALUE_BYTES: Final = 8
COPIES: Final = 12  # of a batch's values: decoded, as keys, hashes and sorted, and its sample
COMPARING: Final = 100 * 10**6  # bytes that judging takes when all is read, scipy's code above all
# Bytes by which the system's own count of the most may lag: it counts pages in heaps.
LATE: Final = 8 * 2**20
LEAST_ROWS: Final = 1_000  # of a batch: below, each costs more than its rows

_STATUS: Final = Path("/proc/self/status")
_WRITTEN: Final = re.compile(r"(?P<size>\d+(?:\.\d+)?) ?(?P<unit>[A-Za-z]+)")


def bytes_of(text: str) -> int:
    """Return how many bytes a size is.

    Raises
    ------
    UsageError
        If it is no size.

    Examples
    --------
    >>> bytes_of("500MB"), bytes_of("1.5 GiB")
    (500000000, 1610612736)
    """
    found = _WRITTEN.fullmatch(text.strip())
    units = {name.lower(): size for name, size in UNITS.items()}
    if found is None or found["unit"].lower() not in units:
        raise UsageError(
            "a size in memory is a number and a unit",
            seen=text,
            mend=f"500MB, say; units are {', '.join(UNITS)}",
        )
    return int(float(found["size"]) * units[found["unit"].lower()])


def rows_within(memory: int, columns: int, most: int) -> int:
    """Return how many rows a batch may have, so that reading stays within so many bytes.

    Raises
    ------
    MemoryExceededError
        If even the least batch takes more.
    """
    row = max(columns, 1) * VALUE_BYTES * COPIES
    least = taken() + COMPARING + LEAST_ROWS * row
    if memory < least:
        raise MemoryExceededError(
            f"{columns:,} columns are not read within {in_megabytes(memory)}",
            seen=f"{in_megabytes(taken())} are taken before the first row is read",
            mend=f"allow {in_megabytes(least)} or more, or read fewer columns",
        )
    return min(most, LEAST_ROWS + (memory - least) // row)


def hold(memory: int, rows: int, *, before: int = 0) -> None:
    """Return if the process takes no more than so many bytes, after it has read so many rows.

    `before` is the most that it had taken when reading began, which is not reading's.

    Raises
    ------
    MemoryExceededError
        If it takes more, or took more for a moment.
    """
    most = peak()
    now = most if most > before + LATE else taken()
    if now > memory:
        raise MemoryExceededError(
            f"the data is not read within {in_megabytes(memory)}",
            seen=f"{in_megabytes(now)} were taken after {rows:,} rows",
            mend="allow more, read fewer columns, or write Parquet with smaller row groups",
        )


def require(memory: int, size: int, doing: str) -> None:
    """Return if so many bytes more may be taken, 0 or more, for what `doing` says.

    Raises
    ------
    MemoryExceededError
        If they would be more than allowed, before they are taken.
    """
    now = taken()
    if now + size > memory:
        raise MemoryExceededError(
            f"{doing} does not fit into {in_megabytes(memory)}",
            seen=f"{in_megabytes(now)} are taken"
            + (f", and {in_megabytes(size)} more are needed" if size else ""),
            mend=f"allow {in_megabytes(now + size)} or more, or read fewer rows or columns",
        )


def taken() -> int:
    """Return the bytes that this process has in memory now.

    Raises
    ------
    MemoryExceededError
        If the system does not tell.
    """
    return _told("VmRSS")


def peak() -> int:
    """Return the most bytes that this process had in memory so far.

    Raises
    ------
    MemoryExceededError
        If the system does not tell.
    """
    return _told("VmHWM")


def _told(name: str) -> int:
    if not _STATUS.exists():
        raise MemoryExceededError(
            "how much memory is taken cannot be told here",
            seen=sys.platform,
            mend="leave the bound out; memory does not grow with the rows",
        )
    found = re.search(rf"{name}:\s+(\d+) kB", _STATUS.read_text())
    return int(found[1]) * 2**10 if found else 0


def in_megabytes(size: int) -> str:
    """Return a size in words."""
    return f"{-(-size // UNITS['MB']):,} MB"
