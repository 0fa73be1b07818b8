"""One CSV file: its header, its rows as text, and what is wrong with it.

A field with nothing in it is null; a quoted empty one (`""`) is an empty text. A blank line is no row,
but in a file of one column, where nothing else could stand for a null.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from drift.errors import InputUnreadableError
from drift.sources.csv_faults import (
    UTF16_MARKS,
    Examination,
    doubtful,
    encoding_fault,
    examine,
    quote_fault,
    text_lines,
)
from drift.sources.faults import reading
from drift.sources.stream import bounded_rows, scan_batches

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.sources.csv_faults import CsvFault
    from drift.sources.paths import InputFile

SEPARATORS = {"csv": ",", "tsv": "\t"}
OTHER_SEPARATORS = ";\t|,"
HEAD_BYTES = 65_536  # enough to tell a file of NULs, such as a crash leaves, from text


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvFile:
    """One CSV file with its header, which was found to be sound.

    `blank_lines` remembers what the first pass found, so that a second one need not look again.
    """

    file: InputFile
    separator: str
    header: tuple[str, ...]
    blank_lines: list[int] = field(default_factory=list, compare=False, repr=False)

    @property
    def name(self) -> str:
        """What the file is called in messages."""
        return self.file.name

    def texts(self, rows: int, limit: int | None = None) -> Iterator[pl.DataFrame]:
        """Yield the rows as text, in frames of about `rows` rows; in their order where there is a limit.

        Raises
        ------
        InputUnreadableError
            For a line with too many or too few fields, a quote that is not closed, bytes that are
            not UTF-8, and whatever else polars stumbles over.
        """
        scan = pl.scan_csv(**self.file.place, separator=self.separator, infer_schema=False, glob=False)
        batch = bounded_rows(rows, len(self.header))
        frames = scan_batches(self.name, scan, batch, ordered=limit is not None)
        left: int | None = None
        for frame in self._located(frames):
            with reading(self.name):  # polars and this module must see as many columns
                frame.columns = list(self.header)
            # polars fills a short line up with nulls, so one shows as a null in the last column.
            if len(self.header) > 1 and frame.to_series(-1).null_count():
                left = self._blank_lines() if left is None else left
                rest = _without_blank(frame, left)
                left -= frame.height - rest.height
                yield rest
            else:
                yield frame

    def _located(self, frames: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
        """Yield `frames`, with the line of what is wrong in the file where polars says that something is."""
        try:
            yield from frames
        except InputUnreadableError as error:
            if isinstance(error.__cause__, OSError):
                raise
            with reading(self.name):
                fault = examine(self.file, self.separator, len(self.header)).fault
            raise _fault_error(self.name, fault) if fault else error from error.__cause__

    def _blank_lines(self) -> int:
        """Return how many blank lines the file has, which polars reads as rows of nulls."""
        if not self.blank_lines:
            found = Examination()
            if doubtful(self.file, self.separator, len(self.header)):
                with reading(self.name):
                    found = examine(self.file, self.separator, len(self.header))
            if found.fault:
                raise _fault_error(self.name, found.fault)
            self.blank_lines.append(found.blank_lines)
        return self.blank_lines[0]


def open_file(file: InputFile, separator: str | None) -> CsvFile:
    """Return a file with its header; without a separator of its own it has that of its form.

    Raises
    ------
    InputUnreadableError
        If there is no header, or none that names each column once.
    """
    separator = separator or SEPARATORS[file.form]
    with reading(file.name):
        _check_head(file)
        header = _header(file, separator)
    _check_header(file.name, header, separator)
    return CsvFile(file=file, separator=separator, header=tuple(header))


def _header(file: InputFile, separator: str) -> list[str]:
    """Return the names in the first line that is not blank."""
    try:
        with text_lines(file) as lines:
            return next(filter(None, csv.reader(lines, delimiter=separator, strict=True)), [])
    except UnicodeDecodeError as error:
        fault = encoding_fault(file)
        cause: Exception = error
    except csv.Error as error:
        fault = quote_fault(1, error)
        cause = error
    if fault:
        raise _fault_error(file.name, fault) from cause
    raise InputUnreadableError(f"{file.name}: the header cannot be read", seen=str(cause)) from cause


def _check_head(file: InputFile) -> None:
    """Raise for files that hold no text at all."""
    with file.open() as bytes_:
        head = bytes_.read(HEAD_BYTES)
    mend = "was it written to its end?"
    if not head:
        raise InputUnreadableError(f"{file.name}: the file is empty, it has not even a header", mend=mend)
    if not head.strip(b"\0"):
        raise InputUnreadableError(f"{file.name}: the file holds NUL bytes only", mend=mend)
    if head.startswith(UTF16_MARKS):
        raise InputUnreadableError(f"{file.name}: the file is UTF-16", mend="save it as UTF-8")
    if not head.strip():
        raise InputUnreadableError(f"{file.name}: the file holds blank lines only", mend=mend)
    first_line = head.lstrip(b"\r\n").partition(b"\n")[0]
    if b"\0" in first_line:
        raise InputUnreadableError(
            f"{file.name}: the header holds NUL bytes", mend="is it a CSV file, and in UTF-8?"
        )
    if b"\r" in first_line.rstrip(b"\r") and b'"' not in first_line:
        raise InputUnreadableError(
            f"{file.name}: the lines end in a carriage return alone",
            mend="save the file with line feeds (\\n) or both (\\r\\n)",
        )


def _check_header(name: str, header: list[str], separator: str) -> None:
    """Raise for a header that names a column twice, or that another separator parts."""
    if len(header) == 1:
        other = next((s for s in OTHER_SEPARATORS if s != separator and s in header[0]), None)
        if other:
            raise InputUnreadableError(
                f"{name}: the header has one column `{header[0]}`: is the separator {other!r}?",
                mend=f"name it: --separator '{other}'" if other != "\t" else "say so: --input-format tsv",
            )
    twice = sorted(column for column, times in Counter(header).items() if times > 1)
    if twice:
        raise InputUnreadableError(
            f"{name}: the header names a column twice: {', '.join(f'`{column}`' for column in twice)}",
            mend="give every column a name of its own",
        )


def _without_blank(frame: pl.DataFrame, blank_lines: int) -> pl.DataFrame:
    """Return the frame without as many rows of nulls as there are blank lines.

    Rows of nulls are all the same, so it does not matter which of them were blank lines.
    """
    if not blank_lines:
        return frame
    empty = frame.select(pl.all_horizontal(pl.all().is_null())).to_series()
    return frame.filter(~empty | (empty.cum_sum() > blank_lines))


def _fault_error(name: str, fault: CsvFault) -> InputUnreadableError:
    """Return a fault as the error that a user meets."""
    return InputUnreadableError(f"{name}, line {fault.line}: {fault.what}", mend=fault.mend)
