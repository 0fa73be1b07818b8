"""Tables of Delta and of Iceberg: folders in which a log, and no listing, says which files count.

A table is read as it is when it is opened: each later reading is of that version, too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import polars as pl

from drift.errors import InputUnreadableError
from drift.extras import require
from drift.sources.faults import first_line, reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drift.sources.paths import PathLike

Format = Literal["Delta", "Iceberg"]

DELTA_LOG: Final = "_delta_log"
ICEBERG_FOLDER: Final = "metadata"
ICEBERG_SUFFIX: Final = ".metadata.json"
ICEBERG_HINT: Final = "version-hint.text"  # which catalogs that are folders write
DRIVERS: Final[dict[Format, str]] = {"Delta": "deltalake", "Iceberg": "pyiceberg"}
MEND: Final = "is the table whole, and may the user that runs drift read all of it?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: what it is, and the folder that it is in."""

    format: Format
    folder: Path


def table_format(folder: Path) -> Format | None:
    """Return what a folder is a table of, None if of nothing."""
    if (folder / DELTA_LOG).is_dir():
        return "Delta"
    return "Iceberg" if any(folder.glob(f"{ICEBERG_FOLDER}/*{ICEBERG_SUFFIX}")) else None


def table_of(paths: Sequence[PathLike]) -> Table | None:
    """Return the table that paths name: one folder, and nothing beside it."""
    if len(paths) != 1:
        return None
    folder = Path(paths[0])
    if "://" in str(paths[0]):
        return None
    with reading(str(folder)):
        found = table_format(folder) if folder.is_dir() else None
    return None if found is None else Table(format=found, folder=folder)


def scan_table(table: Table) -> pl.LazyFrame:
    """Return the rows of a table as it is now.

    Raises
    ------
    InputUnsupportedError
        If what reads it is not installed.
    InputUnreadableError
        If its log is damaged.
    """
    require(DRIVERS[table.format], f"{table.folder}: reading {table.format}", extra="lake")
    try:
        return _scan(table)
    except Exception as error:  # deltalake and pyiceberg have errors of their own
        raise InputUnreadableError(
            f"{table.folder}: the table cannot be read", seen=first_line(error), mend=MEND
        ) from error


def _scan(table: Table) -> pl.LazyFrame:
    if table.format == "Delta":
        return scan_delta(str(table.folder), {})
    return pl.scan_iceberg(_newest(table.folder / ICEBERG_FOLDER).resolve().as_uri())


def scan_delta(place: str, options: dict[str, str]) -> pl.LazyFrame:
    """Return the rows of a table of Delta in its last version; `options` say how its store is reached."""
    from deltalake import DeltaTable  # noqa: PLC0415 - only for those who have such a table

    version = DeltaTable(place, storage_options=options or None).version()
    return pl.scan_delta(place, version=version, storage_options=options or None, credential_provider=None)


def _newest(metadata: Path) -> Path:
    """Return the file that tells an Iceberg table's last version, which its folder's catalog may name."""
    hint = metadata / ICEBERG_HINT
    if hint.is_file():
        return metadata / f"v{hint.read_text(encoding='utf-8').strip()}{ICEBERG_SUFFIX}"
    return max(metadata.glob(f"*{ICEBERG_SUFFIX}"), key=_version)


def _version(path: Path) -> tuple[int, str]:
    """Return the version that a name begins with: ``v3.metadata.json``, ``00003-UUID.metadata.json``."""
    found = re.match(r"v?(\d+)", path.name)
    return (int(found[1]) if found else -1, path.name)
