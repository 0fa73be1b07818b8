"""A file that names columns, one a line: the features of a model, say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from drift.errors import InputNotFoundError, UsageError
from drift.sources.faults import reading

if TYPE_CHECKING:
    from os import PathLike

COMMENT = "#"


def read_features(path: str | PathLike[str]) -> dict[str, str]:
    """Return the columns that a file names, each with where: ``"features.txt, line 3"``.

    Spaces around a name are not part of it; blank lines, and lines that begin with ``#``, name none.

    Raises
    ------
    InputNotFoundError, InputUnreadableError
        If there is no such file, or it is no text.
    UsageError
        If it names no column.
    """
    file = Path(path)
    with reading(str(path), "it is to be a text file in UTF-8 with a name a line"):
        if not file.exists():
            raise InputNotFoundError(f"{path}: no such file", mend="name the file that names the features")
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    named: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        name = line.strip()
        if name and not name.startswith(COMMENT):
            named.setdefault(name, f"{path}, line {number}")
    if not named:
        raise UsageError(f"{path}: names no column", mend="write the name of a feature in each line")
    return named
