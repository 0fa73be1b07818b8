"""Standard output for results, standard error for all else, and neither obeys what data says."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from drift.errors import OutputNotWrittenError
from drift.report.text import uncommanded

if TYPE_CHECKING:
    from typing import TextIO


def print_result(text: str) -> None:
    """Write a result, and a line's end, to standard output.

    A reader that went away, as in ``drift check … | head -1``, has had what it wanted: that is no error.

    Raises
    ------
    OutputNotWrittenError
        If the rest cannot be written, on a full disk, say.
    """
    try:
        _write(sys.stdout, text)
    except BrokenPipeError:
        _silence(sys.stdout)
    except OSError as error:
        _silence(sys.stdout)
        raise OutputNotWrittenError(
            "standard output: cannot be written",
            seen=error.strerror or str(error),
            mend="send it to another place, or give the format a file: `--format json=run.json`",
        ) from error


def print_json(told: object) -> None:
    """Write a result, in one line of JSON, to standard output.

    Raises
    ------
    OutputNotWrittenError
        As `print_result`.
    """
    import json  # noqa: PLC0415 - help need not wait for it

    print_result(json.dumps(told))


def tell(text: str) -> None:
    """Write a message to standard error; where nobody can be told, nobody is."""
    try:
        _write(sys.stderr, uncommanded(plain(text)))
    except OSError:
        _silence(sys.stderr)


def colours() -> bool:
    """Return whether standard output is a terminal whose user wants colours (https://no-color.org)."""
    return sys.stdout is not None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def plain(text: str) -> str:
    """Return a message without characters that a terminal would obey: names come from data."""
    return "".join(c if c == "\n" or c.isprintable() else "·" for c in text)


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:  # the process was started with it closed
        return
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "replace").decode(encoding) + "\n")
    stream.flush()


def _silence(stream: TextIO) -> None:
    """Send what is left in a broken stream nowhere, or Python would complain of it while it shuts down."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
