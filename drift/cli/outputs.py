"""What a command writes where: asked for in options, checked before anything is read, written in order."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drift.cli.unknown import NOTHING_DONE, refuse_format
from drift.errors import OutputNotWrittenError, UsageError
from drift.report.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A form that the results are wanted in; without a path on standard output."""

    kind: str
    path: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """A file to be written: where, and by what call, which writes it whole or not at all."""

    path: str
    write: Callable[[], None]


def parse_formats(asked: Iterable[str]) -> tuple[Format, ...]:
    """Return what each ``KIND[=FILE]`` asks for; first text for standard output, if nothing else goes there.

    Raises
    ------
    UsageError
        For a format that there is not, a `=` without a file, and two for standard output.
    """
    wanted = []
    for one in asked:
        kind, equals, path = one.partition("=")
        refuse_format(kind, FORMATS)
        if equals and not path:
            raise UsageError(
                f"`--format {one}` names no file",
                mend=f"`--format {kind}=FILE`, or `--format {kind}` for standard output",
                state=NOTHING_DONE,
            )
        wanted.append(Format(kind=kind, path=path or None))
    printed = [one for one in wanted if one.path is None]
    if len(printed) > 1:
        raise UsageError(
            "two formats cannot both go to standard output",
            seen=", ".join(f"--format {one.kind}" for one in printed),
            mend=f"give all but one a file: `--format {printed[-1].kind}=FILE`",
            state=NOTHING_DONE,
        )
    return tuple(wanted) if printed else (Format(kind="text", path=None), *wanted)


def refuse_outputs(outputs: Sequence[tuple[str, str]], inputs: Iterable[tuple[str, str | Path]]) -> None:
    """Raise where an output would destroy something, or can be seen not to work, before the work is done.

    Parameters
    ----------
    outputs : sequence of (str, str)
        What each is, as the command line names it, and its path.
    inputs : iterable of (str, str or Path)
        What each file that is read is, and its path.

    Raises
    ------
    UsageError
        If two outputs are one file, or one is a file that is read.
    OutputNotWrittenError
        If one is a directory, or below a file.
    NotBuiltError
        If one is a URL that nothing is written to.
    """
    taken: dict[str, str] = {}
    read = [(what, _place(path)) for what, path in inputs]
    for option, path in outputs:
        place = _place(path, writing=True)
        what = next((what for what, other in read if _same_file(place, other)), None)
        if what is not None:
            raise UsageError(
                f"{option} {path}: would overwrite {what}", mend="name another file", state=NOTHING_DONE
            )
        if os.path.exists(place) and not os.path.isfile(place):  # noqa: PTH110, PTH113 - as below
            if not os.path.isdir(place):  # noqa: PTH112 - pathlib raises where a name is too long
                continue  # devices and pipes, such as /dev/null, take what they are given, and lose nothing
            raise OutputNotWrittenError(
                f"{path}: cannot be written",
                seen=f"a directory, where {option} wants a file",
                mend="name a file in it",
                state=NOTHING_DONE,
            )
        if place in taken:
            raise UsageError(
                f"{path}: both {taken[place]} and {option} would be written there",
                mend="give each a file of its own",
                state=NOTHING_DONE,
            )
        taken[place] = option
        if (file := _file_above(place)) is not None:
            raise OutputNotWrittenError(
                f"{path}: cannot be written",
                seen=f"{file} is a file, where a folder is wanted",
                mend="choose another place",
                state=NOTHING_DONE,
            )


def _place(path: str | Path, *, writing: bool = False) -> str:
    """Return what tells one file from another: the URL, or the real path."""
    from drift.files import url_named  # noqa: PLC0415 - help reads and writes no file

    url = url_named(path)
    if url is None:
        return os.path.realpath(path)
    if writing:
        from drift.stores.objects import url_in_store  # noqa: PLC0415 - only for a URL

        return str(url_in_store(url, "writing to"))
    return url


def write_outputs(outputs: Iterable[Output]) -> tuple[str, ...]:
    """Write files in their order, and return their paths.

    Raises
    ------
    OutputNotWrittenError
        If one cannot be written; its state says which ones were before it, and which are not.
    """
    left = list(outputs)
    written: list[str] = []
    while left:
        try:
            left[0].write()
        except OutputNotWrittenError as error:
            raise OutputNotWrittenError(
                error.what, seen=error.seen, mend=error.mend, state=_state(written, left)
            ) from error
        written.append(left.pop(0).path)
    return tuple(written)


def _file_above(place: str) -> str | None:
    """Return the file that stands where one of the folders above a path would have to."""
    folder = os.path.dirname(place)  # noqa: PTH120 - as above
    while folder and not os.path.isdir(folder):  # noqa: PTH112
        if os.path.exists(folder):  # noqa: PTH110
            return folder
        folder, below = os.path.dirname(folder), folder  # noqa: PTH120
        if folder == below:
            break
    return None


def _state(written: Sequence[str], left: Sequence[Output]) -> str:
    """Return what stands where after a failure."""
    before = [one.path for one in left]
    as_before = f"{' and '.join(before)} {'is as it was' if len(before) == 1 else 'are as they were'}"
    if not written:
        return f"nothing was written; {as_before}"
    return f"{' and '.join(written)} {'was' if len(written) == 1 else 'were'} written; {as_before}"


def _same_file(place: str, other: str) -> bool:
    """Return whether two real paths are one file, hard links and file systems without case included."""
    try:
        return place == other or os.path.samefile(place, other)  # noqa: PTH121
    except OSError:
        return False
