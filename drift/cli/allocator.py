"""How the C library hands out memory in a process of the command line: it keeps what it has taken once."""

from __future__ import annotations

import sys
from typing import Final

# Of mallopt in malloc.h.
TRIM_THRESHOLD: Final = -1
MMAP_THRESHOLD: Final = -3

KEPT_BYTES: Final = 32 * 1024 * 1024  # the most that the C library takes for a threshold; an array has two


def keep_memory() -> bool:
    """Have freed arrays give their memory to the next ones, not to the system, and return whether that works.

    A batch is counted in thousands of arrays, each of which lives for a few steps. The system clears memory
    page by page whenever it hands it out anew, which took a seventh of the processors' time of a check. How
    much the C library keeps by itself depends on the largest array that it has freed so far.
    """
    if not sys.platform.startswith("linux"):
        return False
    import ctypes  # noqa: PLC0415 - what only tells how it is used need not load it

    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # musl has none
    if mallopt is None:
        return False
    return all(mallopt(option, KEPT_BYTES) == 1 for option in (MMAP_THRESHOLD, TRIM_THRESHOLD))
