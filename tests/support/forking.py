"""A server that runs `drift` in copies of itself: what takes a second to import is imported once.

It reads command lines from standard input, one JSON list a line, and prints the process's number when it
has been started, and its exit status when it has ended.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress


def serve() -> None:
    """Run each command line in a process of its own, one after the other."""
    import pandas as pd  # noqa: PLC0415, F401 - pandera imports it, and may not be imported: it uses polars
    import pint  # noqa: PLC0415, F401
    import scipy.optimize  # noqa: PLC0415
    import scipy.special  # noqa: PLC0415, F401

    import drift.report.html  # noqa: PLC0415
    import drift.report.terminal  # noqa: PLC0415
    import drift.run  # noqa: PLC0415, F401

    print("ready", flush=True)  # noqa: T201 - what the test waits for
    for line in sys.stdin:
        # Nothing has used polars here, so it has no threads that a copy would lack.
        child = os.fork()
        if child == 0:
            _run(json.loads(line))
        print(child, flush=True)  # noqa: T201
        _, status = os.waitpid(child, 0)
        print(status, flush=True)  # noqa: T201


def _run(arguments: list[str]) -> None:
    """Run a command with its output thrown away, and end."""
    from drift.cli import main  # noqa: PLC0415

    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    code = 2
    with suppress(BaseException):
        try:
            main(arguments)
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 2
    os._exit(code)


if __name__ == "__main__":
    serve()
