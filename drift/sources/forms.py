"""The forms that files have: told by their names, by their first bytes, or by the user.

What a name says of the form is believed. The compression goes by the first bytes alone: a file that is
called ``x.csv`` and holds gzip is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from drift.errors import InputUnreadableError, InputUnsupportedError
from drift.sources.compression import SUFFIXES, compression_of, open_bytes, other_compression
from drift.sources.options import READ_ALL

if TYPE_CHECKING:
    from pathlib import Path

    from drift.sources.compression import Compression
    from drift.sources.options import InputFormat, ReadOptions
    from drift.stores.objects import RemoteFile

Form = Literal["parquet", "csv", "tsv", "ndjson", "ipc", "ipc_stream"]

FORMAT_OF_SUFFIX: dict[str, InputFormat] = {
    ".parquet": "parquet",
    ".pq": "parquet",
    ".csv": "csv",
    ".tsv": "tsv",
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
    ".arrow": "arrow",
    ".arrows": "arrow",
    ".feather": "arrow",
    ".ipc": "arrow",
}
FORM_NAMES: dict[Form, str] = {
    "parquet": "Parquet",
    "csv": "CSV",
    "tsv": "CSV",
    "ndjson": "NDJSON",
    "ipc": "Arrow IPC",
    "ipc_stream": "Arrow IPC",
}
TEXT_FORMS: tuple[Form, ...] = ("csv", "tsv", "ndjson")  # those that are read through a compression

STREAM_MAGIC = b"\xff\xff\xff\xff"  # what each message of an Arrow IPC stream begins with
FORM_OF_MAGIC: dict[bytes, Form] = {b"PAR1": "parquet", b"ARROW1": "ipc", STREAM_MAGIC: "ipc_stream"}
FEATHER_1_MAGIC = b"FEA1"
HEAD_BYTES = 4096  # of a file, which its form is told by

READS = "drift reads Parquet, CSV, NDJSON and Arrow IPC; CSV and NDJSON may be compressed by gzip or zstd"


def format_of_name(path: Path | RemoteFile) -> InputFormat | None:
    """Return the format that a file's name tells, with or without the suffix of a compression.

    Examples
    --------
    >>> from pathlib import Path
    >>> format_of_name(Path("day.CSV.gz")), format_of_name(Path("notes.txt"))
    ('csv', None)
    """
    suffixes = [suffix.lower() for suffix in path.suffixes[-2:]]
    if suffixes and suffixes[-1] in SUFFIXES:
        suffixes.pop()
    return FORMAT_OF_SUFFIX.get(suffixes[-1]) if suffixes else None


def form_of(
    path: Path | RemoteFile, name: str, options: ReadOptions = READ_ALL, *, bare: bool = False
) -> tuple[Form, Compression | None]:
    """Return the form of a file and its compression.

    Parameters
    ----------
    path : Path
        Where it is.
    name : str
        What it is called in messages.
    options : ReadOptions
        `input_format` settles the form, whatever the name.
    bare : bool
        Whether the name says nothing, as with standard input. Text without a sign of its own is CSV
        then.

    Raises
    ------
    InputUnsupportedError
        If it is of a form, or in a compression, that drift does not read.
    OSError
        If it cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    other = other_compression(head)
    told = options.input_format or (None if bare else format_of_name(path))
    if other and (told or path.suffix.lower() not in FORMAT_OF_SUFFIX):
        raise InputUnsupportedError(
            f"{name}: is compressed by {other}, which drift does not read", mend=f"unpack it first ({READS})"
        )
    compression = compression_of(head)
    if compression:
        with open_bytes(path, compression) as unpacked:
            head = unpacked.read(HEAD_BYTES)
    form = _form(told, head, bare=bare)
    if form is None:
        raise InputUnsupportedError(
            f"{name}: is not of a form that drift reads",
            seen=f"the suffix `{path.suffix}`" if path.suffix and not bare else "no suffix",
            mend=f"name its form by --input-format ({READS})",
        )
    if compression and form not in TEXT_FORMS:
        raise InputUnsupportedError(
            f"{name}: {FORM_NAMES[form]} inside of {compression}, which drift does not read",
            mend=f"unpack it first: {FORM_NAMES[form]} is compressed by itself",
        )
    if not head and form in ("ipc", "ipc_stream", "parquet"):
        raise InputUnreadableError(f"{name}: the file is empty", mend="was it written to its end?")
    if head.startswith(FEATHER_1_MAGIC):
        raise InputUnsupportedError(
            f"{name}: is Feather in its version 1, which drift does not read", mend="write it as version 2"
        )
    return form, compression


def _form(told: InputFormat | None, head: bytes, *, bare: bool) -> Form | None:
    """Return the form of a file by what is told of it, else by its first bytes."""
    if told == "arrow":
        return "ipc_stream" if head.startswith(STREAM_MAGIC) else "ipc"
    if told is not None:
        return told
    form = next((found for magic, found in FORM_OF_MAGIC.items() if head.startswith(magic)), None)
    if form is not None or not bare:
        return form
    return "ndjson" if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") else "csv"
