"""From what a user names (paths, globs, directories, standard input) to the files that are read."""

from __future__ import annotations

import difflib
import glob
import hashlib
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from drift.errors import (
    InputNotFoundError,
    InputUnreadableError,
    InputUnsupportedError,
    NotBuiltError,
    UsageError,
)
from drift.sources import standard_input
from drift.sources.compression import open_bytes
from drift.sources.directories import data_files, partitions_of
from drift.sources.download import WEB, download, shown
from drift.sources.faults import reading
from drift.sources.forms import form_of, format_of_name
from drift.sources.lake import table_of
from drift.sources.options import READ_ALL
from drift.sources.remote_paths import files_at
from drift.stores.objects import SCHEMES, RemoteFile, polars_options, url_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drift.sources.compression import Compression
    from drift.sources.directories import Partitions
    from drift.sources.forms import Form
    from drift.sources.options import ReadOptions

PathLike = str | os.PathLike[str]

STDIN = "-"
_NUMBER = re.compile(r"\d+")
_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFile:
    """A file that is there, and the form that it is read as.

    Attributes
    ----------
    path : Path or RemoteFile
        Where it is.
    name : str
        How the user named it, for messages.
    form : Form
        As the user says, else by its suffix, else by its first bytes.
    compression : Compression or None
        What its bytes are packed in.
    partitions : tuple of (str, str or None)
        Columns that its folders stand for, with their one value in this file.
    shard : str
        SHA-256 over its absolute path, size and time of change: the same file twice has one shard.
    state : tuple
        Its size in bytes and its time of change in nanoseconds, or its tag in a store, when it was found.
    held : object
        What must live for as long as the file is to be there.
    """

    path: Path | RemoteFile
    name: str
    form: Form
    compression: Compression | None = None
    partitions: Partitions = ()
    shard: str
    state: tuple[int, int | str]
    held: object = field(default=None, repr=False, compare=False)

    def open(self) -> BinaryIO:
        """Return its bytes, out of their compression."""
        return open_bytes(self.path, self.compression)

    @property
    def place(self) -> dict[str, Any]:
        """What polars is told of where the file is: its `source`, and how it is reached."""
        if isinstance(self.path, Path):
            return {"source": self.path}
        return {"source": self.path.url, **polars_options(self.path.root)}

    def changed(self) -> bool:
        """Return whether the file is another one than when it was found; one that went is not."""
        try:
            return _state(self.path) != self.state
        except FileNotFoundError:
            return False


def find_files(named: Iterable[PathLike], options: ReadOptions = READ_ALL) -> tuple[InputFile, ...]:
    """Return the files that are named, each once, sorted by path; standard input is read to its end.

    A path that exists is taken literally even where it holds `*`, `?` or `[`. A directory stands for
    the data files below it.

    Raises
    ------
    UsageError
        If nothing is named, or standard input twice.
    InputNotFoundError
        If a path or a glob names no file, or a directory holds none.
    InputUnreadableError
        If something may not be read.
    InputUnreachableError
        If a store or server cannot be reached.
    NotBuiltError
        For URLs of other schemes.
    InputUnsupportedError
        For forms that are not read, and tables of Delta and Iceberg beside or below something else.
    """
    names = [os.fspath(one) for one in named]
    found = [_input_file(path, options, partitions=parts) for path, parts in _found(names, options)]
    if names.count(STDIN) > 1:
        raise UsageError("standard input is named twice, and can be read once", mend=f"name `{STDIN}` once")
    found += [_on_the_web(name, options) for name in dict.fromkeys(filter(WEB.match, names))]
    if STDIN in names:
        found.append(_standard_input(options))
    if not found:
        raise UsageError("no data was given", mend="name at least one file, directory or glob")
    return tuple(found)


def find_paths(named: Iterable[PathLike], options: ReadOptions = READ_ALL) -> tuple[Path, ...]:
    """Return the paths of the files that are named, as `find_files` finds them; nothing is read.

    Of a table of Delta or Iceberg it is the folder.
    """
    named = list(named)
    table = table_of(named)
    if table is not None:
        return (table.folder,)
    here = [name for name in [os.fspath(one) for one in named] if not _URL.match(name)]
    return tuple(path for path, _ in _found(here, options) if isinstance(path, Path))


def _found(names: Iterable[str], options: ReadOptions) -> list[tuple[Path | RemoteFile, Partitions]]:
    """Return the files that paths, globs, directories and URLs of stores name, each once, sorted by path."""
    found: dict[Path | RemoteFile, tuple[Path | RemoteFile, Partitions]] = {}
    for name in names:
        if name == STDIN or WEB.match(name):
            continue
        url = url_of(name)
        if url is not None:
            found |= {one: (one, partitions_of(one)) for one in files_at(url, options)}
            continue
        for one in _expand(name):
            with reading(str(one)):
                if one.is_dir():
                    inside = [(path, partitions_of(path)) for path in data_files(one, options)]
                else:
                    inside = [(one, ())]
            for path, parts in inside:
                found.setdefault(path.resolve(), (path, parts))
    return sorted(found.values(), key=lambda one: (str(one[0]), one[1]))


def _expand(named: str) -> list[Path]:
    """Return the files and directories that one path or glob names."""
    if (scheme := _URL.match(named)) is not None:
        raise NotBuiltError(
            f"{shown(named)}: reading from a URL of {scheme[1]} is not built yet",
            mend=f"there are {', '.join(SCHEMES)}, https and http; or save the data to a file and name that",
        )
    path = Path(named)
    with reading(named):
        if path.exists():
            return [path]
        if path.is_symlink():
            raise InputUnreadableError(
                f"{named}: is a link to a file that is not there",
                seen=f"it points to {path.readlink()}",
                mend="mend the link, or name the file",
            )
        matches = sorted(Path(match) for match in glob.glob(named, recursive=True))  # noqa: PTH207 - absolute too
        if files := [match for match in matches if not match.is_dir()]:
            return files
        if matches:
            return matches
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
    names = sorted(one.name for one in folder.iterdir() if not _is_of_another(one.name, path.name))
    near = difflib.get_close_matches(path.name, names, n=1)
    return InputNotFoundError(
        f"{path}: no such file",
        mend=f"did you mean `{folder / near[0]}`?" if near else "check the path",
    )


def _is_of_another(name: str, asked: str) -> bool:
    """Return whether two names differ in a number alone: another day or part, and no typing error."""
    alike = _NUMBER.sub("0", name) == _NUMBER.sub("0", asked)
    return alike and list(map(int, _NUMBER.findall(name))) != list(map(int, _NUMBER.findall(asked)))


def _input_file(path: Path | RemoteFile, options: ReadOptions, *, partitions: Partitions) -> InputFile:
    """Return what is known of a file without reading its rows."""
    name = str(path)
    if not isinstance(path, Path):
        with reading(name):
            form, compression = form_of(path, name, options)
        return InputFile(
            path=path,
            name=name,
            form=form,
            compression=compression,
            partitions=partitions,
            shard=path.shard,
            state=path.state,
        )
    with reading(name):
        if not path.is_file():
            raise InputUnsupportedError(
                f"{name}: is neither a file nor a directory",
                mend=f"save the data to a file, or pipe it in: `… | drift check {STDIN}`",
            )
        form, compression = form_of(path, name, options)
        state = _state(path)
        identity = "\0".join([str(path.resolve()), *map(str, state)])
    shard = hashlib.sha256(identity.encode("utf-8", "surrogateescape")).hexdigest()
    return InputFile(
        path=path,
        name=name,
        form=form,
        compression=compression,
        partitions=partitions,
        shard=shard,
        state=state,
    )


def _standard_input(options: ReadOptions) -> InputFile:
    """Return standard input as a file, whose content alone says what it is."""
    spooled = standard_input.spool()
    with reading(standard_input.NAME):
        path = spooled.temporary.path
        form, compression = form_of(path, standard_input.NAME, options, bare=True)
        return InputFile(
            path=path,
            name=standard_input.NAME,
            form=form,
            compression=compression,
            shard=spooled.digest,
            state=_state(path),
            held=spooled.temporary,
        )


def _on_the_web(url: str, options: ReadOptions) -> InputFile:
    """Return a file on the web, kept here while it is read; its name tells its form, or else its content."""
    name = shown(url)
    spooled = download(url)
    path = spooled.temporary.path
    with reading(name):
        form, compression = form_of(path, name, options, bare=format_of_name(path) is None)
    return InputFile(
        path=path,
        name=name,
        form=form,
        compression=compression,
        shard=spooled.digest,
        state=_state(path),
        held=spooled.temporary,
    )


def _state(path: Path | RemoteFile) -> tuple[int, int | str]:
    """Return what tells one version of a file from the next."""
    if not isinstance(path, Path):
        return path.now()
    stat = path.stat()
    return stat.st_size, stat.st_mtime_ns
