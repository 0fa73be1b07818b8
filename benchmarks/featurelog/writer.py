"""A process whose threads write to a log until it is killed: `python -m benchmarks.featurelog.writer`.

What it did is in a file of its own, the witness, which the log knows nothing of: for each thread how many
calls it began, how many of them returned, and how many returned that the row was accepted.
"""

from __future__ import annotations

import mmap
import os
import sys
import threading
import time
from pathlib import Path
from typing import Final

from drift.log import FeatureLog

WORDS: Final = 512
BEGUN, RETURNED, ACCEPTED, PAUSED = 0, 64, 128, 192  # the first word of each, with one for each thread
HOLD: Final = 256  # not 0 where the threads are to stop between two calls
DONE: Final = 257
DELAY: Final = 0.2  # seconds


def witness(path: Path, *, new: bool = False) -> memoryview[int]:
    """Return the words of a witness."""
    if new:
        path.write_bytes(bytes(8 * WORDS))
    handle = os.open(path, os.O_RDWR)
    try:
        return memoryview(mmap.mmap(handle, 8 * WORDS)).cast("Q")
    finally:
        os.close(handle)


def write(log: FeatureLog, words: memoryview[int], thread: int, rows: int) -> None:
    """Write rows, and witness it."""
    for number in range(rows):
        if words[HOLD]:
            words[PAUSED + thread] = 1
            threading.Event().wait()
        features = {"amount": number * 0.01, "items": number % 7, "city": "Porto", "member": number % 2 == 0}
        words[BEGUN + thread] += 1
        accepted = log.write(f"{thread}-{number}", features, model="fraud-7", prediction=0.5)
        words[RETURNED + thread] += 1
        if accepted:
            words[ACCEPTED + thread] += 1
        else:
            time.sleep(0.01)  # memory is full: let the disk come after
    words[PAUSED + thread] = 1


def main(folder: str, path: str, threads: str, rows: str) -> None:
    """Write, and end without closing the log if nobody kills this process."""
    words = witness(Path(path))
    log = FeatureLog(folder, delay=DELAY)
    started = [
        threading.Thread(target=write, args=(log, words, thread, int(rows))) for thread in range(int(threads))
    ]
    for one in started:
        one.start()
    for one in started:
        one.join()
    words[DONE] = 1
    threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
