"""The data files of a directory, and what their place in it says: hive partitions.

Hidden files and those that begin with ``_`` (``_SUCCESS``) are no data, nor what lies in such folders;
files whose names tell no form that is read are left alone, unless the user says what they are.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from drift.errors import InputNotFoundError, InputUnreadableError, InputUnsupportedError
from drift.sources.faults import first_line
from drift.sources.forms import READS, format_of_name
from drift.sources.lake import table_format

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.sources.options import ReadOptions
    from drift.stores.objects import RemoteFile

Partitions = tuple[tuple[str, str | None], ...]

NO_DATA = (".", "_")  # what the names of files and folders begin with that hold no data
NULL_PARTITION = "__HIVE_DEFAULT_PARTITION__"


def data_files(folder: Path, options: ReadOptions) -> list[Path]:
    """Return the data files below a folder, links followed.

    Raises
    ------
    InputNotFoundError
        If there is none.
    InputUnreadableError
        If a folder may not be read, or a link points to nothing.
    InputUnsupportedError
        If the folder is a table of Delta or Iceberg, or holds one.
    """
    found = [
        path
        for path in _walk(folder, frozenset())
        if options.input_format is not None or format_of_name(path) is not None
    ]
    if not found:
        raise InputNotFoundError(
            f"{folder}: the directory holds no data file", mend=f"name another, or its files ({READS})"
        )
    return found


def partitions_of(path: Path | RemoteFile) -> Partitions:
    """Return what the folders right above a file say as ``key=value``, the outermost first.

    Examples
    --------
    >>> partitions_of(Path("trips/day=2026-11-25/city=S%C3%A3o%20Paulo/part-0.parquet"))
    (('day', '2026-11-25'), ('city', 'São Paulo'))
    """
    found: list[tuple[str, str | None]] = []
    for part in reversed(path.parent.parts):
        key, equals, value = part.partition("=")
        if not (equals and key):
            break
        found.append((unquote(key), None if value == NULL_PARTITION else unquote(value)))
    return tuple(dict(reversed(found)).items())


def _walk(folder: Path, above: frozenset[Path]) -> Iterator[Path]:
    """Yield the files below a folder that may be data, sorted; `above` are the folders on the way there."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise InputUnreadableError(
            f"{folder}: the directory cannot be read",
            seen=first_line(error),
            mend="give the user that runs drift the right to read it",
        ) from error
    _refuse_table(folder)
    here = folder.resolve()
    if here in above:
        return  # a link back to where it is in
    for entry in entries:
        if entry.name.startswith(NO_DATA):
            continue
        if entry.is_dir():
            yield from _walk(Path(entry.path), above | {here})
        elif entry.is_symlink() and not Path(entry.path).exists():
            raise InputUnreadableError(
                f"{entry.path}: is a link to a file that is not there",
                seen=f"it points to {Path(entry.path).readlink()}",
                mend="mend the link, or delete it",
            )
        else:
            yield Path(entry.path)


def _refuse_table(folder: Path) -> None:
    """Refuse the folder of a table format: some of its files were deleted, or are of another version."""
    found = table_format(folder)
    if found is not None:
        raise InputUnsupportedError(
            f"{folder}: is a table of {found}, which is read alone",
            mend="name its folder, and nothing else",
        )
