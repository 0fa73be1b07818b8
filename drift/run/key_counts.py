"""Rows counted by key, in memory that is bounded however many keys there are.

Keys are counted in memory until they take `BUFFER` bytes; then they go to files, one for each part of what a
hash of the key can be. Afterwards the parts are looked at one after the other: both sides of a key are in
the same part. Where all fits into memory, no file is written.
"""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from drift.errors import OutputNotWrittenError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

BUFFER: Final = 2**25  # bytes of keys in memory, of each side; see docs/featurelog.md for what it comes to
PARTS: Final = 256  # of 50 million keys a part has 200,000 on each side
TOGETHER: Final = 2**25  # bytes of files, of both sides, that are looked at together
ROWS: Final = "rows"  # how many rows a key has; columns of the key are called 0, 1, …
_LENGTH: Final = struct.Struct("<Q")


class KeyCounts:
    """How many rows there are of each key.

    Parameters
    ----------
    folder : str
        Where files go, if any are needed; empty, and deleted by its owner.
    width : int
        How many columns make a key.
    buffer : int
        Bytes of keys that are held in memory.
    """

    def __init__(self, folder: str, width: int, buffer: int = BUFFER) -> None:
        self.folder = Path(folder)
        self.spilled = False
        self._names = [str(place) for place in range(width)]
        self._buffer = buffer
        self._waiting: list[pl.DataFrame] = []
        self._size = 0

    def add(self, keys: pl.DataFrame) -> None:
        """Count the keys of some rows, none of which is null."""
        self._waiting.append(keys.with_columns(pl.lit(1, dtype=pl.UInt64()).alias(ROWS)))
        self._size += int(keys.estimated_size())
        if self._size > self._buffer:
            together = self._together()
            self._waiting, self._size = [together], int(together.estimated_size())
            if self._size > self._buffer // 2:
                self._move(together)

    def spill(self) -> None:
        """Move what is in memory to files.

        Raises
        ------
        OutputNotWrittenError
            If the disk has no room for it.
        """
        self._move(self._together())

    def _move(self, counted: pl.DataFrame) -> None:
        """Move keys that were counted, all that there are in memory, to files."""
        self.spilled = True
        self._waiting, self._size = [], 0
        parts = counted.select(self._names).hash_rows(seed=0) % PARTS
        try:
            for part, frame in counted.group_by(parts.alias("part")):
                content = io.BytesIO()
                frame.write_ipc(content, compression="lz4")
                with self._file(int(part[0])).open("ab") as file:
                    file.write(_LENGTH.pack(content.tell()))
                    file.write(content.getbuffer())
        except OSError as error:
            raise OutputNotWrittenError(
                f"{self.folder}: keys that do not fit into memory cannot be kept there",
                seen=error.strerror or str(error),
                mend="set TMPDIR to a folder with more room: some 60 bytes a key",
                state="nothing was found out",
            ) from error

    def size(self, part: int) -> int:
        """Return how many bytes the files of a part have."""
        path = self._file(part)
        return path.stat().st_size if path.exists() else 0

    def keys(self, parts: Iterable[int]) -> pl.DataFrame:
        """Return the keys of some parts, each once, with their rows; all, where no file was written."""
        if not self.spilled:
            return self._together()
        frames = [frame for part in parts for frame in _frames(self._file(part))]
        return self._counted(pl.concat([*frames, self._empty()]))

    def _file(self, part: int) -> Path:
        return self.folder / f"{part:03}"

    def _together(self) -> pl.DataFrame:
        return self._counted(pl.concat([*self._waiting, self._empty()]))

    def _counted(self, frame: pl.DataFrame) -> pl.DataFrame:
        return frame.group_by(self._names).agg(pl.col(ROWS).sum())

    def _empty(self) -> pl.DataFrame:
        return pl.DataFrame(schema={**dict.fromkeys(self._names, pl.String()), ROWS: pl.UInt64()})


def pairs_of(came_in: KeyCounts, came_out: KeyCounts, names: Sequence[str]) -> Iterator[pl.DataFrame]:
    """Yield the keys of both sides with the columns ``in`` and ``out``, 0 where a side lacks one."""
    if came_in.spilled or came_out.spilled:
        for one in (came_in, came_out):
            one.spill()
    for parts in _gathered([came_in.size(part) + came_out.size(part) for part in range(PARTS)]):
        yield (
            came_in.keys(parts)
            .rename({ROWS: "in"})
            .join(came_out.keys(parts).rename({ROWS: "out"}), on=list(names), how="full", coalesce=True)
            .with_columns(pl.col("in", "out").fill_null(0).cast(pl.Int64()))
        )


def _gathered(sizes: Sequence[int]) -> Iterator[list[int]]:
    """Yield parts that are looked at together: as many as have few enough bytes, one at least."""
    parts: list[int] = []
    together = 0
    for part, size in enumerate(sizes):
        if parts and together + size > TOGETHER:
            yield parts
            parts, together = [], 0
        parts.append(part)
        together += size
    yield parts


def _frames(path: Path) -> Iterator[pl.DataFrame]:
    """Yield what was written to a file, in its order; nothing if it is not there."""
    if not path.exists():
        return
    with path.open("rb") as file:
        while head := file.read(_LENGTH.size):
            yield pl.read_ipc(io.BytesIO(file.read(*_LENGTH.unpack(head))))
