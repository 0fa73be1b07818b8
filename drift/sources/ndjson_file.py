"""One NDJSON file: its lines in pieces of bounded size, and where a bad one stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl
from polars.exceptions import PanicException, PolarsError

from drift.errors import InputUnreadableError
from drift.sources.csv_faults import UTF16_MARKS
from drift.sources.faults import first_line, reading
from drift.sources.json_types import parsed, schema_of_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from drift.sources.paths import InputFile

PIECE_BYTES = 2**24  # 16 MB: enough that parsing it takes much longer than starting to
UTF8_MARK = b"\xef\xbb\xbf"
MEND = "each line holds one JSON object"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some whole lines of a file.

    Attributes
    ----------
    name : str
        What the file is called in messages.
    line : int
        The number of the first line, from 1.
    lines : bytes
        The lines, without a byte order mark.
    """

    name: str
    line: int
    lines: bytes

    def schema(self) -> dict[str, pl.DataType]:
        """Return the columns of these lines, every one looked at."""
        try:
            return schema_of_lines(self.lines)
        except (ValueError, RecursionError) as error:
            raise self._located({}, error) from error

    def frame(self, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
        """Return the rows with these columns; one that a line lacks is null there."""
        try:
            return pl.read_ndjson(self.lines, schema=dict(schema))
        except (PolarsError, PanicException) as error:
            raise self._located(schema, error) from error

    def fitting(self, name: str, dtype: pl.DataType) -> pl.Series:
        """Return a column's values of one type, null where a line has none or one of another type."""
        frame = pl.read_ndjson(self.lines, schema={name: dtype}, ignore_errors=True)
        return frame.to_series()

    def head(self, rows: int) -> Piece:
        """Return the first lines that hold a row."""
        kept = [line for line in self.lines.splitlines(keepends=True) if line.strip()][:rows]
        return Piece(name=self.name, line=self.line, lines=b"".join(kept))

    @property
    def rows(self) -> int:
        """How many lines hold a row."""
        return sum(1 for line in self.lines.splitlines() if line.strip())

    def _located(self, schema: Mapping[str, pl.DataType], error: BaseException) -> InputUnreadableError:
        """Return the error for the first line that cannot be read."""
        for number, line in enumerate(self.lines.split(b"\n"), start=self.line):
            if not line.strip():
                continue
            try:
                parsed(line)
                if schema:
                    pl.read_ndjson(line, schema=dict(schema))
            except (ValueError, RecursionError, PolarsError, PanicException) as fault:
                return InputUnreadableError(
                    f"{self.name}, line {number}: cannot be read as JSON", seen=first_line(fault), mend=MEND
                )
        return InputUnreadableError(f"{self.name}: cannot be read", seen=first_line(error), mend=MEND)


def pieces(file: InputFile, limit: int | None = None, size: int = PIECE_BYTES) -> Iterator[Piece]:
    """Yield a file's lines in pieces of about `size` bytes, more only where one line is longer.

    Raises
    ------
    InputUnreadableError
        If the file is empty, holds no NDJSON, or is damaged.
    """
    left = limit
    for piece in _whole_lines(file, size):
        if left is None:
            yield piece
            continue
        cut = piece.head(left)
        yield cut
        left -= cut.rows
        if not left:
            return


def _whole_lines(file: InputFile, size: int) -> Iterator[Piece]:
    """Yield all lines of a file in pieces."""
    with reading(file.name), file.open() as stream:
        rest, line, started = b"", 1, False
        while block := stream.read(size):
            if not started:
                _check_head(file.name, block)
                block, started = block.removeprefix(UTF8_MARK), True
            lines, end, after = (rest + block).rpartition(b"\n")
            rest = after
            if end:
                yield Piece(name=file.name, line=line, lines=lines + end)
                line += lines.count(b"\n") + 1
        if rest.strip():
            yield Piece(name=file.name, line=line, lines=rest)


def _check_head(name: str, head: bytes) -> None:
    """Raise for files that hold no NDJSON at all, but something that is easily taken for it."""
    if head.startswith(UTF16_MARKS):
        raise InputUnreadableError(f"{name}: the file is UTF-16", mend="save it as UTF-8")
    if not head.strip(b"\0"):
        raise InputUnreadableError(
            f"{name}: the file holds NUL bytes only", mend="was it written to its end?"
        )
    if head.removeprefix(UTF8_MARK).lstrip().startswith(b"["):
        raise InputUnreadableError(
            f"{name}: the file holds one JSON list, not an object a line",
            mend="write one object a line: `jq -c '.[]' list.json > rows.ndjson`",
        )
