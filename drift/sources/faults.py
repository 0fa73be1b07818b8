"""What polars and the operating system raise while data is read, told as one of our errors.

A reader wraps what it calls in `reading`, or the frames it passes on in `guarded`. What only one
format knows (the line of a CSV file, say) that format adds itself.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from polars.exceptions import PanicException, PolarsError

from drift.errors import DriftError, InputUnreadableError
from drift.sources.compression import UNPACKING_ERRORS
from drift.stores.faults import is_of_store, store_error

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

MEND = "is the file whole, and of the form that its name says?"
MAX_WORDS = 200  # letters of another library's message that are repeated: some quote whole files


@contextmanager
def reading(name: str, mend: str = MEND) -> Iterator[None]:
    """Turn whatever is raised while `name` is read into an `InputUnreadableError`.

    Errors of ours pass as they are. An interrupt and a lack of memory are not about the data, so
    they pass too.

    Parameters
    ----------
    name : str
        The file's path, or what stands for data in memory.
    mend : str, optional
        How to put right what is not about the file's being there.

    Raises
    ------
    InputUnreadableError
        With the first line of what the library said.
    """
    try:
        yield
    except (DriftError, MemoryError):
        raise
    except FileNotFoundError as error:
        _raise_of_store(name, error)
        raise InputUnreadableError(
            f"{name}: the file vanished while it was read",
            mend="run again when nothing moves or deletes it",
        ) from error
    except PermissionError as error:
        _raise_of_store(name, error)
        raise InputUnreadableError(
            f"{name}: may not be read by this user",
            seen=first_line(error),
            mend="give the user that runs drift the right to read it",
        ) from error
    except (
        OSError,
        PolarsError,
        PanicException,
        ValueError,
        TypeError,
        RuntimeError,
        *UNPACKING_ERRORS,
    ) as error:
        # A panic is a BaseException of polars' own: damaged bytes can reach a place that it did
        # not expect them in.
        _raise_of_store(name, error)
        raise InputUnreadableError(f"{name}: cannot be read", seen=first_line(error), mend=mend) from error


def _raise_of_store(name: str, error: BaseException) -> None:
    """Raise what a store says as an error of ours, without the library's, which quotes signed URLs."""
    if is_of_store(error):
        raise store_error(name, error) from None


def guarded(name: str, frames: Iterator[pl.DataFrame], mend: str = MEND) -> Iterator[pl.DataFrame]:
    """Yield `frames`, with what reading the next one raises said as `reading` says it."""
    while True:
        with reading(name, mend):
            frame = next(frames, None)
        if frame is None:
            return
        yield frame


def first_line(error: BaseException) -> str:
    """Return what `error` says in one bounded line."""
    words = str(error).strip() or type(error).__name__
    line = words.splitlines()[0]
    return line if len(line) <= MAX_WORDS else line[:MAX_WORDS] + "…"
