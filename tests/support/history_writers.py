"""A server of processes that write and read one history: what takes a second to import is imported once.

It reads lines from standard input: a word, "write" or "read", and a number; starts a process that does so
until it is killed, and prints its process number. What a writer has been told is written it notes in the
file `confirmed`, a line a run; what a reader sees that may not be, in the file `wrong`.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

RETRIED = 5  # one batch in so many is written again, as a task that is tried again does


def serve() -> None:
    """Start each process that is asked for, in the present folder."""
    import scipy.special  # noqa: PLC0415, F401

    import drift.record.history  # noqa: PLC0415
    import drift.run  # noqa: PLC0415, F401

    print("ready", flush=True)  # noqa: T201 - what the test waits for
    for line in sys.stdin:
        what, number = line.split()
        # Nothing has used polars here, so it has no threads that a copy would lack.
        child = os.fork()
        if child == 0:
            try:
                write(int(number)) if what == "write" else read()
            except BaseException as error:  # noqa: BLE001 - whatever it is
                note_wrong(f"{what}: {type(error).__name__}: {error}")
            os._exit(1)
        print(child, flush=True)  # noqa: T201
        for _ in range(2):  # those that were killed are taken note of
            os.waitpid(-1, os.WNOHANG)


def write(number: int) -> None:
    """Write runs for ever, and note each that is confirmed; `number` tells writers apart."""
    import drift  # noqa: PLC0415

    run = drift.Run.load("run.drift")
    history = drift.History("history.db")
    notes = os.open("confirmed", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    count = 0
    while True:
        count += 1
        batch = f"{number}-{count - count // RETRIED}"
        history.add(replace(run, batch=batch, run_id=f"{number}/{count}"))
        os.write(notes, f"{batch} {number}/{count}\n".encode())


def read() -> None:
    """Look at the history for ever, and note what may not be: an error, or fewer runs than before."""
    import drift  # noqa: PLC0415

    history, seen = drift.History("history.db"), 0
    while True:
        try:
            runs = history.runs() if history.exists else ()
            if len(runs) < seen:
                note_wrong(f"{seen} runs, and then {len(runs)}")
            seen = len(runs)
            if runs:
                history.document(runs[-1].dataset, runs[-1].batch)
        except Exception as error:  # noqa: BLE001 - whatever it is
            note_wrong(f"{type(error).__name__}: {error}")


def note_wrong(what: str) -> None:
    """Note what may not be."""
    with Path("wrong").open("a", encoding="utf-8") as file:
        file.write(f"{what}\n")


if __name__ == "__main__":
    serve()
