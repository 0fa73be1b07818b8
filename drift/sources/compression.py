"""The compressions that text files are read through, told by their first bytes."""

from __future__ import annotations

import gzip
import sys
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, cast

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from drift.stores.objects import RemoteFile

Compression = Literal["gzip", "zstd"]

SUFFIXES = (".gz", ".gzip", ".zst", ".zstd")
MAGIC: dict[bytes, Compression] = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}
OTHERS = {b"BZh": "bzip2", b"\xfd7zXZ\0": "xz", b"PK\x03\x04": "zip", b"\x04\x22\x4d\x18": "lz4"}
UNPACKING_ERRORS = (EOFError, zlib.error, zstd.ZstdError)  # what damage raises, beside an OSError


def open_bytes(path: Path | RemoteFile, compression: Compression | None) -> BinaryIO:
    """Return a file's bytes, out of their compression."""
    match compression:
        case "gzip":
            return cast("BinaryIO", gzip.open(path if isinstance(path, Path) else path.open(), "rb"))
        case "zstd":
            return cast("BinaryIO", zstd.open(path if isinstance(path, Path) else path.open(), "rb"))
        case _:
            return path.open("rb")


def compression_of(head: bytes) -> Compression | None:
    """Return the compression that first bytes tell, None where they tell none.

    Examples
    --------
    >>> compression_of(bytes.fromhex("1f8b08")), compression_of(b"a,b")
    ('gzip', None)
    """
    return next((found for magic, found in MAGIC.items() if head.startswith(magic)), None)


def other_compression(head: bytes) -> str | None:
    """Return the compression or archive that is not read, None where first bytes tell none."""
    return next((found for magic, found in OTHERS.items() if head.startswith(magic)), None)
