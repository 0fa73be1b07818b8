"""What is wrong with a CSV file, and on which line: the slow and exact look at a doubtful one.

polars says that a file is damaged, not where, and fills up lines that are too short with nulls
without a word. Here the standard library's reader goes over the lines once more, only where there is
a reason to.
"""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from drift.sources.faults import reading

if TYPE_CHECKING:
    from drift.sources.paths import InputFile

QUOTED = r'"[^"]*"'
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvFault:
    """The first fault of a file.

    Attributes
    ----------
    line : int
        Counted from 1, the header's included; where the record or the open quote starts.
    what : str
        What is wrong there.
    mend : str
        How to put it right.
    """

    line: int
    what: str
    mend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """What the exact look found.

    Attributes
    ----------
    blank_lines : int
        Lines without a character, which are no rows.
    fault : CsvFault or None
        The first fault, where there is one; counting stopped there.
    """

    blank_lines: int = 0
    fault: CsvFault | None = None


def text_lines(file: InputFile) -> io.TextIOWrapper:
    """Return a file's text, out of its compression, its line ends as they are."""
    return io.TextIOWrapper(file.open(), encoding="utf-8-sig", newline="")


def doubtful(file: InputFile, separator: str, width: int) -> bool:
    """Return whether some line, taken by itself, has not the `width` fields of the header.

    A quoted field may hold line breaks, so a doubtful file can be sound. This look is polars' and fast.
    """
    bare = pl.col("line").str.replace_all(QUOTED, "")
    odd = bare.str.count_matches(separator, literal=True) != width - 1
    with reading(file.name):
        lines = pl.scan_lines(**file.place, glob=False)
        lines = lines.select((odd | bare.str.contains('"', literal=True)).any())
        return bool(lines.collect(engine="streaming").item())


def examine(file: InputFile, separator: str, width: int) -> Examination:
    """Go over the file record by record and return its blank lines and its first fault."""
    blank_lines = 0
    line = 1
    try:
        with text_lines(file) as lines:
            records = csv.reader(lines, delimiter=separator, strict=True)
            for record in records:
                if not record:
                    blank_lines += 1
                elif len(record) != width:
                    return Examination(blank_lines=blank_lines, fault=_ragged(line, len(record), width))
                line = records.line_num + 1
    except UnicodeDecodeError:
        return Examination(fault=encoding_fault(file))
    except csv.Error as error:
        return Examination(blank_lines=blank_lines, fault=quote_fault(line, error))
    return Examination(blank_lines=blank_lines)


def encoding_fault(file: InputFile) -> CsvFault | None:
    """Return the first line that is not UTF-8, None where all are."""
    with file.open() as lines:
        for number, line in enumerate(lines, start=1):
            if number == 1 and line.startswith(UTF16_MARKS):
                return CsvFault(line=1, what="the file is UTF-16", mend="save it as UTF-8")
            try:
                line.decode("utf-8")
            except UnicodeDecodeError as error:
                return CsvFault(
                    line=number,
                    what=f"byte 0x{line[error.start]:02x} is not UTF-8",
                    mend="save the file as UTF-8 (iconv -f latin1 -t utf-8, if it is Latin-1)",
                )
    return None


def _ragged(line: int, fields: int, width: int) -> CsvFault:
    """Return the fault of a line with too many fields, or too few."""
    return CsvFault(
        line=line,
        what=f"{fields} field{'s' * (fields != 1)} where the header has {width}",
        mend="was the file cut off, or does a value hold a separator outside of quotes?",
    )


def quote_fault(line: int, error: csv.Error) -> CsvFault | None:
    """Return the fault of a quote that stands wrong; a field too long for this reader is none."""
    if "field limit" in str(error):
        return None
    unclosed = "unexpected end of data" in str(error)
    return CsvFault(
        line=line,
        what="a quote is opened and never closed" if unclosed else "text stands behind a closing quote",
        mend='put a quote inside of a quoted value twice (""), and close every quote',
    )
