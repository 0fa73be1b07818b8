"""From what a user names (paths and globs) to the files that are read, each with its form."""

from __future__ import annotations

import difflib
import glob
import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from drift.errors import InputNotFoundError, InputUnsupportedError, NotBuiltError, UsageError
from drift.sources.faults import reading

if TYPE_CHECKING:
    from collections.abc import Iterable

Form = Literal["parquet", "csv", "tsv"]
PathLike = str | os.PathLike[str]

FORMS: dict[str, Form] = {".parquet": "parquet", ".pq": "parquet", ".csv": "csv", ".tsv": "tsv"}
NOT_BUILT = {
    ".ndjson": "NDJSON",
    ".jsonl": "NDJSON",
    ".arrow": "Arrow IPC",
    ".ipc": "Arrow IPC",
    ".feather": "Arrow IPC",
}
PARQUET_MAGIC = b"PAR1"
ARROW_MAGIC = b"ARROW1"
READS = "drift reads Parquet and CSV; NDJSON, Arrow IPC, directories and standard input are not built yet"
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFile:
    """A file that is there, and the form that it is read as.

    Attributes
    ----------
    path : Path
        Where it is.
    name : str
        How the user named it, for messages.
    form : Form
        By its suffix, else by its first bytes.
    shard : str
        SHA-256 over its absolute path, size and time of change: the same file twice has one shard.
    state : tuple of int
        Its size in bytes and its time of change in nanoseconds, when it was found.
    """

    path: Path
    name: str
    form: Form
    shard: str
    state: tuple[int, int]

    def changed(self) -> bool:
        """Return whether the file is another one than when it was found; one that went is not."""
        try:
            return _state(self.path) != self.state
        except FileNotFoundError:
            return False


def find_files(named: Iterable[PathLike]) -> tuple[InputFile, ...]:
    """Return the files that paths and globs name, each once, sorted by path.

    A path that exists is taken literally even where it holds `*`, `?` or `[`.

    Raises
    ------
    UsageError
        If nothing is named.
    InputNotFoundError
        If a path or a glob names no file.
    NotBuiltError
        For directories, URLs, standard input, and forms that are planned.
    InputUnsupportedError
        For any other form.
    """
    found: dict[Path, Path] = {}
    for one in named:
        for path in _expand(os.fspath(one)):
            found.setdefault(path.resolve(), path)
    if not found:
        raise UsageError("no data was given", mend="name at least one Parquet or CSV file")
    return tuple(_input_file(path) for path in sorted(found.values()))


def _expand(named: str) -> list[Path]:
    """Return the files that one path or glob names."""
    if named == "-" or _URL.match(named):
        what = "standard input" if named == "-" else "reading from a URL"
        raise NotBuiltError(f"{named}: {what} is not built yet", mend="save the data to a file and name that")
    path = Path(named)
    with reading(named):
        if path.exists():
            return [path]
        matches = sorted(Path(match) for match in glob.glob(named, recursive=True))  # noqa: PTH207 - absolute too
        if files := [match for match in matches if not match.is_dir()]:
            return files
        if matches:
            return matches[:1]
    raise _not_found(path)


def _not_found(path: Path) -> InputNotFoundError:
    """Return the error for a path or glob that names nothing, with the nearest name that is there."""
    if glob.has_magic(str(path)):
        return InputNotFoundError(
            f"{path}: no file has a name like this",
            mend="check the pattern; in a shell put it in quotes, or let the shell expand it",
        )
    folder = path.parent
    if not folder.is_dir():
        return InputNotFoundError(f"{path}: there is no folder {folder}", mend="check the path")
    near = difflib.get_close_matches(path.name, sorted(one.name for one in folder.iterdir()), n=1)
    return InputNotFoundError(
        f"{path}: no such file",
        mend=f"did you mean `{folder / near[0]}`?" if near else "check the path",
    )


def _input_file(path: Path) -> InputFile:
    """Return what is known of a file without reading its rows."""
    name = str(path)
    with reading(name):
        if path.is_dir():
            raise NotBuiltError(
                f"{name}: is a directory, and directories are not built yet",
                mend=f"name its files, such as '{path / '*.parquet'}'",
            )
        if not path.is_file():
            raise NotBuiltError(
                f"{name}: is not a plain file, and pipes are not built yet",
                mend="save the data to a file and name that",
            )
        form = _form(path)
        state = _state(path)
        identity = "\0".join([str(path.resolve()), *map(str, state)])
    shard = hashlib.sha256(identity.encode("utf-8", "surrogateescape")).hexdigest()
    return InputFile(path=path, name=name, form=form, shard=shard, state=state)


def _state(path: Path) -> tuple[int, int]:
    """Return what tells one version of a file from the next."""
    stat = path.stat()
    return stat.st_size, stat.st_mtime_ns


def _form(path: Path) -> Form:
    """Return the form of a file: by its suffix in any case, else by its first bytes."""
    suffix = path.suffix.lower()
    if suffix in FORMS:
        return FORMS[suffix]
    with path.open("rb") as file:
        magic = file.read(len(ARROW_MAGIC))
    if suffix not in NOT_BUILT and magic.startswith(PARQUET_MAGIC):
        return "parquet"
    planned = NOT_BUILT.get(suffix) or ("Arrow IPC" if magic == ARROW_MAGIC else None)
    if planned:
        raise NotBuiltError(f"{path}: reading {planned} is not built yet", mend=READS)
    raise InputUnsupportedError(
        f"{path}: is not of a form that drift reads",
        seen=f"the suffix `{suffix}`" if suffix else "no suffix",
        mend=READS,
    )
