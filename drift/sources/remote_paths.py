"""From a URL of a store to the files that it names: one, all below it, or those that match a pattern."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from drift.errors import InputNotFoundError, InputUnsupportedError
from drift.extras import require
from drift.sources.directories import NO_DATA
from drift.sources.forms import READS, format_of_name
from drift.sources.lake import DELTA_LOG, ICEBERG_FOLDER, ICEBERG_SUFFIX
from drift.stores.objects import SCHEMES, listed, looked_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drift.sources.options import ReadOptions
    from drift.stores.objects import RemoteFile, Url

MAGIC: Final = re.compile(r"[*?\[]")


def files_at(url: Url, options: ReadOptions) -> list[RemoteFile]:
    """Return the data files that a URL names, sorted.

    A file of the very name is taken, whatever signs are in it. A folder stands for all data files below
    it, as a directory does.

    Raises
    ------
    InputNotFoundError
        If there is none.
    InputUnreadableError, InputUnreachableError
        If the store does not let one in, or cannot be reached.
    InputUnsupportedError
        If what reaches it is not installed, or it is the folder of a table of Delta or Iceberg.
    """
    found, folder = named_by(url)
    if folder is not None:
        _refuse_tables(url, [one.key for one in found])
        data = [one for one in found if _is_data(one, folder, options)]
        if found and not data:
            raise InputNotFoundError(
                f"{url}: the folder holds no data file", mend=f"name another, or its files ({READS})"
            )
        found = data
    if not found:
        raise InputNotFoundError(
            f"{url}: there is no such file, nor any below it", mend="check the URL, and the bucket"
        )
    return found


def named_by(url: Url) -> tuple[list[RemoteFile], str | None]:
    """Return the files that a URL names, sorted, of whatever form; and the folder, if it names one.

    Raises
    ------
    InputUnreadableError, InputUnreachableError, InputUnsupportedError
        As `files_at` does.
    """
    require("obstore", f"{url}: reading from {SCHEMES[url.scheme]}", extra="cloud")
    key = url.key.strip("/")
    if key and not url.key.endswith("/"):
        one = looked_at(url.root, key)
        if one is not None:
            return [one], None
    if not MAGIC.search(key):
        return sorted(listed(url.root, key)), key
    pattern = pattern_of(key)
    fixed = _fixed(key)
    found = [one for one in listed(url.root, fixed) if pattern.fullmatch(one.key)]
    if "/." not in f"/{key}":  # as in a shell: what is hidden is named so
        found = [one for one in found if "/." not in f"/{one.key.removeprefix(fixed)}"]
    return sorted(found), None


def pattern_of(glob: str) -> re.Pattern[str]:
    """Return what the names are like that a pattern means; ``**`` stands for any folders.

    Examples
    --------
    >>> names = ("a/x.csv", "a/b/c/x.csv", "b/x.csv", "a/x.csv.gz")
    >>> [bool(pattern_of("a/**/*.csv").fullmatch(name)) for name in names]
    [True, True, False, False]
    >>> bool(pattern_of("day=2026-11-[!0]?/x.csv").fullmatch("day=2026-11-25/x.csv"))
    True
    """
    *folders, last = glob.split("/")
    parts = ["(?:[^/]+/)*" if one == "**" else f"{_part(one)}/" for one in folders]
    return re.compile("".join(parts) + (r"(?:[^/]+/)*[^/]+" if last == "**" else _part(last)), re.DOTALL)


def _part(glob: str) -> str:
    """Return the expression of a pattern's part between slashes."""
    signs = {"*": "[^/]*", "?": "[^/]"}
    pieces = re.split(r"(\*|\?|\[!?[^\]]+\])", glob)
    return "".join(
        signs.get(one) or (f"[{one[1:-1].replace('!', '^', 1)}]" if _is_set(one) else re.escape(one))
        for one in pieces
    )


def _is_set(piece: str) -> bool:
    return len(piece) > len("[]") and piece.startswith("[") and piece.endswith("]")


def _fixed(glob: str) -> str:
    """Return the folders of a pattern that are none themselves."""
    folders: list[str] = []
    for one in glob.split("/")[:-1]:
        if MAGIC.search(one):
            break
        folders.append(one)
    return "/".join(folders)


def _is_data(file: RemoteFile, folder: str, options: ReadOptions) -> bool:
    """Return whether a file below a folder may be data, by the rules of directories."""
    below = file.key.removeprefix(folder).strip("/").split("/")
    known = options.input_format is not None or format_of_name(file) is not None
    return known and file.size > 0 and not any(part.startswith(NO_DATA) for part in below)


def _refuse_tables(url: Url, keys: Sequence[str]) -> None:
    """Refuse the folder of a table format: some of its files were deleted, or are of another version."""
    for name in _tables(keys):
        raise InputUnsupportedError(
            f"{url}: there is a table of {name} in it, which is not read so",
            mend="name the folder of a table of Delta alone; read others in Python, `polars.scan_iceberg(…)`",
        )


def _tables(keys: Sequence[str]) -> Iterator[str]:
    for key in keys:
        folders = key.split("/")[:-1]
        if DELTA_LOG in folders:
            yield "Delta"
        if folders[-1:] == [ICEBERG_FOLDER] and key.endswith(ICEBERG_SUFFIX):
            yield "Iceberg"
