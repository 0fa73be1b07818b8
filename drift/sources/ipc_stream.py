"""Arrow IPC streams: a schema, then dictionaries and record batches, one message after the other [1]_.

polars reads a stream as a whole. To keep memory bounded it is cut here into its messages, and polars is
given the schema, the dictionaries so far, and one record batch at a time. Of each message's metadata, a
FlatBuffers table, only the kind, the length of its body and a dictionary's identity are looked at.

References
----------
.. [1] The Apache Arrow columnar format, "Serialization and Interprocess Communication (IPC)".
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

import polars as pl

from drift.errors import InputUnreadableError
from drift.sources.faults import reading
from drift.sources.typed_files import TypedForm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.sources.paths import InputFile
    from drift.sources.typed_files import Wanted

CONTINUATION = b"\xff\xff\xff\xff"
END = CONTINUATION + bytes(4)  # a message without metadata
SCHEMA, DICTIONARY, RECORD_BATCH = 1, 2, 3  # the kinds of messages that tables are made of
# Places in the table `Message`, and in `DictionaryBatch`.
KIND, HEADER, BODY_LENGTH = 1, 2, 3
DICTIONARY_ID, IS_DELTA = 0, 2
MAX_METADATA = 2**28  # bytes: a longer one is no metadata but damage


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message of a stream.

    Attributes
    ----------
    kind : int
        `SCHEMA`, `DICTIONARY`, `RECORD_BATCH`, or another that no table needs.
    dictionary : int
        The identity of the dictionary, 0 for other kinds.
    delta : bool
        Whether a dictionary adds to the one before it, rather than taking its place.
    bytes_ : bytes
        All of it: prefix, metadata and body.
    """

    kind: int
    dictionary: int = 0
    delta: bool = False
    bytes_: bytes


def messages(stream: BinaryIO, name: str) -> Iterator[Message]:
    """Yield the messages of a stream.

    Raises
    ------
    InputUnreadableError
        If it is cut off inside of a message, or is no stream of messages.
    """
    while prefix := stream.read(len(CONTINUATION)):
        if prefix == CONTINUATION:
            prefix += _exactly(stream, 4, name)
        (length,) = struct.unpack("<i", prefix[-4:])
        if length == 0:
            return
        if not 0 < length <= MAX_METADATA:
            raise _damaged(name, f"metadata of {length} bytes")
        metadata = _exactly(stream, length, name)
        try:
            message = _message(metadata)
        except (struct.error, IndexError) as error:
            raise _damaged(name, "metadata that is no Arrow message") from error
        kind, dictionary, delta, body = message
        if body < 0:
            raise _damaged(name, f"a body of {body} bytes")
        yield Message(
            kind=kind,
            dictionary=dictionary,
            delta=delta,
            bytes_=prefix + metadata + _exactly(stream, body, name),
        )


def _message(metadata: bytes) -> tuple[int, int, bool, int]:
    """Return a message's kind, its dictionary and whether that is a delta, and the length of its body."""
    table = _offset(metadata, 0)
    kind = _number(metadata, table, KIND, "<B")
    body = _number(metadata, table, BODY_LENGTH, "<q")
    if kind != DICTIONARY:
        return kind, 0, False, body
    at = _field(metadata, table, HEADER)
    header = _offset(metadata, at) if at else table
    return (
        kind,
        _number(metadata, header, DICTIONARY_ID, "<q"),
        bool(_number(metadata, header, IS_DELTA, "<B")),
        body,
    )


def _offset(buffer: bytes, at: int) -> int:
    """Return the place that an offset at a place points to."""
    (offset,) = struct.unpack_from("<I", buffer, at)
    return at + int(offset)


def _field(buffer: bytes, table: int, place: int) -> int:
    """Return where a table keeps its field number `place`, 0 where it has none."""
    (back,) = struct.unpack_from("<i", buffer, table)
    vtable = table - back
    (size,) = struct.unpack_from("<H", buffer, vtable)
    entry = 4 + 2 * place
    if entry >= size:
        return 0
    (offset,) = struct.unpack_from("<H", buffer, vtable + entry)
    return table + int(offset) if offset else 0


def _number(buffer: bytes, table: int, place: int, layout: str) -> int:
    """Return a number of a table; 0, FlatBuffers' default, where it has none."""
    at = _field(buffer, table, place)
    return int(struct.unpack_from(layout, buffer, at)[0]) if at else 0


def _exactly(stream: BinaryIO, length: int, name: str) -> bytes:
    """Return so many bytes, or raise where the stream ends before."""
    found = stream.read(length)
    if len(found) < length:
        raise InputUnreadableError(
            f"{name}: the stream ends inside of a message",
            seen=f"{len(found):,} of {length:,} bytes",
            mend="the file is cut off: write it again",
        )
    return found


def _damaged(name: str, seen: str) -> InputUnreadableError:
    """Return the error for what is no stream of messages."""
    return InputUnreadableError(f"{name}: is no whole Arrow IPC stream", seen=seen, mend="write it again")


def _schema(file: InputFile) -> dict[str, pl.DataType]:
    """Return the columns of one file, from its first message."""
    with reading(file.name), file.open() as stream:
        first = next(messages(stream, file.name), None)
        if first is None or first.kind != SCHEMA:
            raise _damaged(file.name, "no schema at its start")
        return dict(pl.read_ipc_stream(io.BytesIO(first.bytes_ + END)).schema)


def _read(file: InputFile, wanted: Wanted) -> Iterator[pl.DataFrame]:
    """Yield a file's rows, record batch by record batch."""
    schema = b""
    dictionaries: dict[int, list[bytes]] = {}
    with reading(file.name), file.open() as stream:
        for message in messages(stream, file.name):
            if message.kind == SCHEMA:
                schema = message.bytes_
            elif message.kind == DICTIONARY:
                before = dictionaries.get(message.dictionary, []) if message.delta else []
                dictionaries[message.dictionary] = [*before, message.bytes_]
            elif message.kind == RECORD_BATCH:
                before = [part for one in dictionaries.values() for part in one]
                whole = b"".join([schema, *before, message.bytes_, END])
                frame = pl.read_ipc_stream(io.BytesIO(whole))
                yield from frame.lazy().select(wanted.columns).collect().iter_slices(wanted.rows)


IPC_STREAM = TypedForm(schema=_schema, read=_read)
