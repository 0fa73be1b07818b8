"""A profile as one file, and back."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from drift.config import Config
from drift.files import write_whole
from drift.profile.archive import archive_bytes, archive_of_bytes, read_archive, understood
from drift.profile.profiled import Profiled, Settled
from drift.profile.store import profile_of_rows, profile_rows
from drift.sources.conform import Reading
from drift.sources.dtypes import dtype_of
from drift.sources.schema import Contract, dtype_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import polars as pl

KIND = "profile"


def save_profiled(table: Profiled, path: str | Path) -> None:
    """Write a profile, whole or not at all."""
    write_whole(path, profiled_bytes(table))


def profiled_bytes(table: Profiled) -> bytes:
    """Return a profile as the bytes of its file."""
    profile, rows = profile_rows(table.profile, side=KIND)
    settled = table.settled
    manifest = {
        "config": table.config.to_dict(),
        "schema": [[name, dtype_name(dtype), table.places[name]] for name, dtype in table.schema.items()],
        "time_formats": table.time_formats,
        "settled": settled and {"digest": settled.digest, "contract": settled.contract.to_dict()},
        "readings": [asdict(one) for one in table.readings],
        "names": list(table.names),
        "files": table.files,
        "left_out": list(table.left_out),
        "profile": profile,
    }
    return archive_bytes(KIND, manifest, rows)


def load_profiled(path: str | Path) -> Profiled:
    """Return the profile of a file.

    Raises
    ------
    InputNotFoundError, InputUnreadableError, FileDamagedError, FileIncompatibleError
        If there is no such file, it may not be read, has a changed byte, or is something else.
    """
    return replace(_profiled(*read_archive(path, kind=KIND), called=path), path=str(path))


def profiled_of_bytes(data: bytes, *, called: str) -> Profiled:
    """Return the profile that `profiled_bytes` gave; `called` is what messages call it.

    Raises
    ------
    FileDamagedError, FileIncompatibleError
        As `load_profiled` does.
    """
    return _profiled(*archive_of_bytes(data, kind=KIND, called=called), called=called)


def _profiled(manifest: Mapping[str, Any], rows: pl.DataFrame, *, called: str | Path) -> Profiled:
    """Return the profile of an archive."""
    with understood(called, KIND):
        settled = manifest["settled"]
        return Profiled(
            profile=profile_of_rows(manifest["profile"], rows, side=KIND),
            schema={name: dtype_of(dtype) for name, dtype, _ in manifest["schema"]},
            places={name: place for name, _, place in manifest["schema"]},
            time_formats=manifest["time_formats"],
            settled=settled
            and Settled(digest=settled["digest"], contract=Contract.from_dict(settled["contract"])),
            readings=tuple(Reading(**one) for one in manifest["readings"]),
            names=tuple(manifest["names"]),
            files=manifest["files"],
            left_out=tuple(manifest["left_out"]),
            config=Config.from_dict(manifest["config"]),
        )
