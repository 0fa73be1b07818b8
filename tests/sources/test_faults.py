"""Whatever is raised while data is read ends as one error of ours, in one bounded line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from polars.exceptions import PanicException

from drift.errors import InputNotFoundError, InputUnreadableError
from drift.sources.faults import MAX_WORDS, first_line, guarded, reading

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.mark.parametrize(
    ("raised", "said"),
    [
        (FileNotFoundError(2, "gone"), "x.csv: the file vanished while it was read"),
        (PermissionError(13, "Permission denied"), "x.csv: may not be read by this user"),
        (OSError(5, "Input/output error"), "x.csv: cannot be read"),
        (pl.exceptions.ComputeError("bad"), "x.csv: cannot be read"),
        (PanicException("index out of bounds"), "x.csv: cannot be read"),
        (ValueError("bad"), "x.csv: cannot be read"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_each_fault_is_told_as_unreadable_input(raised: BaseException, said: str) -> None:
    with pytest.raises(InputUnreadableError) as caught, reading("x.csv"):
        raise raised
    assert caught.value.what == said
    assert caught.value.__cause__ is raised


@pytest.mark.parametrize("raised", [InputNotFoundError("x"), KeyboardInterrupt(), MemoryError()], ids=repr)
def test_errors_of_ours_interrupts_and_lack_of_memory_pass(raised: BaseException) -> None:
    with pytest.raises(type(raised)) as caught, reading("x.csv"):
        raise raised
    assert caught.value is raised


def test_a_fault_between_frames_is_told_too() -> None:
    def frames() -> Iterator[pl.DataFrame]:
        yield pl.DataFrame({"x": [1]})
        raise pl.exceptions.ComputeError("torn\nand more")

    read = guarded("x.parquet", frames(), mend="write it again")
    assert next(read).height == 1
    with pytest.raises(InputUnreadableError) as caught:
        next(read)
    assert (caught.value.seen, caught.value.mend) == ("torn", "write it again")


def test_what_a_library_says_is_cut_to_one_line() -> None:
    assert first_line(ValueError("one\ntwo")) == "one"
    assert first_line(ValueError()) == "ValueError"
    assert len(first_line(ValueError("x" * 10_000))) == MAX_WORDS + 1
