"""The one file format: a Parquet table with a JSON manifest in its metadata, and a digest of every byte.

Profiles, references and saved runs are all of this form, so polars or DuckDB read them without this
package: `pl.read_parquet(file)`, and `pl.read_parquet_metadata(file)["drift"]`. The digest is
computed with its own 64 characters as zeros, and checked whenever a file is read.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from drift.errors import FileDamagedError, FileIncompatibleError
from drift.files import url_named, write_whole
from drift.sources.whole import read_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FORMAT_VERSION = 1

_MAGIC = b"PAR1"
_MAGIC_BYTES = len(_MAGIC)
_FOOTER_END = 4 + _MAGIC_BYTES  # the footer's length, then the magic
_ZEROS = "0" * 64
_DIGEST = b'"file_digest":"sha256:'
_KIND = re.compile(rb'\{"kind":"(?P<kind>[a-z]+)","format_version":\d+,' + re.escape(_DIGEST))


def archive_bytes(kind: str, manifest: Mapping[str, Any], table: pl.DataFrame) -> bytes:
    """Return the file's bytes: the same manifest and table give the same bytes."""
    full = {
        "kind": kind,
        "format_version": FORMAT_VERSION,
        "file_digest": f"sha256:{_ZEROS}",
        **manifest,
    }
    text = json.dumps(full, separators=(",", ":"), allow_nan=False)
    buffer = io.BytesIO()
    table.write_parquet(
        buffer, compression="zstd", compression_level=9, statistics=False, metadata={"drift": text}
    )
    data = buffer.getvalue()
    start, end = _place_of_digest(data)
    return data[:start] + hashlib.sha256(data).hexdigest().encode() + data[end:]


def write_archive(path: str | Path, kind: str, manifest: Mapping[str, Any], table: pl.DataFrame) -> None:
    """Write a file of ours, whole or not at all."""
    write_whole(path, archive_bytes(kind, manifest, table))


def read_archive(path: str | Path, *, kind: str) -> tuple[dict[str, Any], pl.DataFrame]:
    """Return the manifest and the table of a file of ours.

    Raises
    ------
    InputNotFoundError
        If there is no such file.
    InputUnreadableError
        If it may not be read.
    FileDamagedError
        If it is not of ours, or a byte of it has changed.
    FileIncompatibleError
        If it is of another kind, or of a later version.
    InputUnreachableError
        If it is a URL, and its store or server cannot be reached.
    """
    return archive_of_bytes(read_whole(path), kind=kind, called=path)


def archive_of_bytes(data: bytes, *, kind: str, called: str | Path) -> tuple[dict[str, Any], pl.DataFrame]:
    """Return the manifest and the table of what `archive_bytes` made; `called` is what messages call it.

    Raises
    ------
    FileDamagedError, FileIncompatibleError
        As `read_archive` does.
    """
    if data.startswith(_MAGIC) and not data.endswith(_MAGIC):
        raise FileDamagedError(
            f"{called}: cut off, or no {kind} that drift wrote",
            seen=f"a file of {len(data):,} bytes that begins as those of drift do, and has no end",
            mend=f"copy it again to its end, name another {kind}, or write it anew",
        )
    if not data.startswith(_MAGIC):
        raise FileDamagedError(
            f"{called}: not a {kind} that drift wrote",
            seen=f"a file of {len(data):,} bytes that begins with {data[:8]!r}",
            mend=f"name a {kind} that `drift` wrote, or write it anew",
        )
    start, end = _place_of_digest(data)
    if start < 0:
        raise FileDamagedError(
            f"{called}: not a {kind} that drift wrote",
            seen="a Parquet file without a manifest of drift",
            mend="this is data: `drift fit`, `drift profile` and `drift check --save` make files of drift's",
        )
    zeroed = data[:start] + _ZEROS.encode() + data[end:]
    if hashlib.sha256(zeroed).hexdigest().encode() != data[start:end]:
        raise FileDamagedError(
            f"{called}: damaged, for its digest does not agree with its bytes",
            mend="restore it from where it came, or write it anew",
            state="nothing was checked with it",
        )
    manifest = json.loads(pl.read_parquet_metadata(io.BytesIO(data))["drift"])
    if manifest["format_version"] > FORMAT_VERSION:
        raise FileIncompatibleError(
            f"{called}: written by a later drift",
            seen=f"format {manifest['format_version']}; this drift reads up to {FORMAT_VERSION}",
            mend="upgrade drift here",
        )
    if manifest["kind"] != kind:
        raise FileIncompatibleError(
            f"{called}: a {manifest['kind']}, where a {kind} is wanted",
            mend=f"name a {kind}",
        )
    return manifest, pl.read_parquet(io.BytesIO(data))


@contextmanager
def understood(path: str | Path, kind: str) -> Iterator[None]:
    """Turn what a manifest of another form makes fail into words: the file is whole, and not for this drift.

    Raises
    ------
    FileIncompatibleError
        If a key is missing in the manifest, or holds what it should not.
    """
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError, pl.exceptions.PolarsError) as error:
        raise FileIncompatibleError(
            f"{path}: a {kind} of a form that this drift does not read",
            seen=f"{type(error).__name__}: {error}",
            mend="use the drift that wrote it, or write it anew",
        ) from error


def archive_kind(path: str | Path) -> str | None:
    """Return what kind of file of ours this is, by its footer alone; None where it is none of ours.

    Whether it is whole is for `read_archive` to say.
    """
    try:
        with io.BytesIO(read_whole(path)) if url_named(path) else Path(path).open("rb") as file:
            size = file.seek(0, io.SEEK_END)
            file.seek(max(0, size - _FOOTER_END))
            end = file.read()
            if not end.endswith(_MAGIC):
                return None
            footer = int.from_bytes(end[:-_MAGIC_BYTES], "little")
            file.seek(max(0, size - _FOOTER_END - footer))
            found = _KIND.search(file.read())
    except OSError:
        return None
    return found["kind"].decode() if found else None


def _place_of_digest(data: bytes) -> tuple[int, int]:
    """Return where the digest begins and ends, -1 where there is none.

    The first place in Parquet's footer that looks like it is the manifest's own: the values of the table
    stand before the footer, and what users name stands behind the digest.
    """
    footer = int.from_bytes(data[-_FOOTER_END:-_MAGIC_BYTES], "little")
    found = data.find(_DIGEST, max(0, len(data) - _FOOTER_END - footer))
    return (found + len(_DIGEST), found + len(_DIGEST) + len(_ZEROS)) if found >= 0 else (-1, -1)
