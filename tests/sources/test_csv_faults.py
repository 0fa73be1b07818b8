"""What is wrong with a CSV file is told with its line, and sound files are not suspected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from drift.sources.csv_faults import Examination, doubtful, encoding_fault, examine
from drift.sources.paths import InputFile, find_files

HEADER = b"a,b\n"

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a test writes its file."""
    return tmp_path / "x.csv"


def found_file(path: Path) -> InputFile:
    """Return a path as the file that is found there."""
    return find_files([path])[0]


def fault(path: Path, content: bytes) -> tuple[int, str] | None:
    """Return line and words of a file's first fault."""
    path.write_bytes(content)
    found = examine(found_file(path), ",", 2).fault
    return (found.line, found.what) if found else None


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"1,2\n3\n4\n", (3, "1 field where the header has 2")),
        (b"1,2\n3,4,5\n", (3, "3 fields where the header has 2")),
        (b'1,"2\n2"\n3\n', (4, "1 field where the header has 2")),
        (b'1,2\n3,"4\n5,6\n', (3, "a quote is opened and never closed")),
        (b'1,"2"x\n', (2, "text stands behind a closing quote")),
        (b"1,2\n3,\xe9\n", (3, "byte 0xe9 is not UTF-8")),
    ],
    ids=repr,
)
def test_a_fault_is_told_with_the_line_it_starts_on(
    path: Path, content: bytes, expected: tuple[int, str]
) -> None:
    assert fault(path, HEADER + content) == expected


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"1,2\n",
        b"1,2",
        b'1,"2\n\n3"\n',
        b'"1,1","2""2"\n',
        b"\xc3\xa9,\n",
        b"1,2\r\n3,4\r\n",
        b'1,5" pipe\n',
    ],
    ids=repr,
)
def test_a_sound_file_has_no_fault(path: Path, content: bytes) -> None:
    assert fault(path, HEADER + content) is None
    assert fault(path, b"\xef\xbb\xbf" + HEADER + content) is None


def test_blank_lines_are_counted_but_not_those_inside_of_a_value(path: Path) -> None:
    path.write_bytes(HEADER + b'\n1,2\n\r\n3,"4\n\n5"\n\n')
    assert examine(found_file(path), ",", 2) == Examination(blank_lines=3)


def test_a_value_too_long_for_this_reader_is_no_fault(path: Path) -> None:
    assert fault(path, HEADER + b'1,"' + b"x" * 200_000 + b'"\n') is None


def test_utf_16_is_named(path: Path) -> None:
    path.write_bytes("a,b\n1,2\n".encode("utf-16"))
    found = encoding_fault(found_file(path))
    assert found is not None
    assert (found.line, found.what) == (1, "the file is UTF-16")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"1,2\n", False),
        (b'"1,1",2\n', False),
        (b'"1"",1",2\n', False),
        (b"1,2\r\n3,\r\n", False),
        (b"1\n", True),
        (b'"1,1"\n', True),
        (b"1,2\n\n", True),
        (b'1,"2\n3"\n', True),  # sound, which only the exact look can tell
    ],
    ids=repr,
)
def test_a_line_without_the_headers_fields_raises_doubt(
    path: Path, content: bytes, *, expected: bool
) -> None:
    path.write_bytes(HEADER + content)
    assert doubtful(found_file(path), ",", 2) is expected
