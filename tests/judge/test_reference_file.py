"""A reference that was written and read judges as the one that was learned."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from drift.errors import FileDamagedError, InputNotFoundError
from drift.judge.reference_file import load_reference, save_reference
from runs import reference

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_read_is_what_was_written(tmp_path: Path) -> None:
    learned = reference()
    save_reference(learned, tmp_path / "reference.drift")
    read = load_reference(tmp_path / "reference.drift")
    assert read.path == str(tmp_path / "reference.drift")
    assert (read.kinds, read.tolerances, read.config) == (learned.kinds, learned.tolerances, learned.config)
    assert (read.created_at, read.digest) == (learned.created_at, learned.digest)
    assert read.contract.to_dict() == learned.contract.to_dict()


def test_the_same_reference_is_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        save_reference(reference(), tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_changed_byte_is_noticed(tmp_path: Path, part: float) -> None:
    path = tmp_path / "reference.drift"
    save_reference(reference(), path)
    content = bytearray(path.read_bytes())
    content[int(part * len(content))] ^= 1
    path.write_bytes(content)
    with pytest.raises(FileDamagedError):
        load_reference(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputNotFoundError, match=r"missing\.drift"):
        load_reference(tmp_path / "missing.drift")
