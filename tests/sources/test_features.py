"""A file of features names a column a line; an unknown one is told with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from drift.errors import InputNotFoundError, InputUnreadableError, UsageError
from drift.sources.features import read_features

if TYPE_CHECKING:
    from pathlib import Path


def test_names_are_told_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "f.txt"
    path.write_bytes(b"\xef\xbb\xbf# features\r\namount\r\n\r\n  two words \r\namount\r\n")
    assert read_features(path) == {"amount": f"{path}, line 2", "two words": f"{path}, line 4"}


def test_a_file_that_names_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "f.txt").write_text("# none yet\n")
    with pytest.raises(UsageError, match="names no column"):
        read_features(tmp_path / "f.txt")
    with pytest.raises(InputNotFoundError, match="no such file"):
        read_features(tmp_path / "gone.txt")
    (tmp_path / "f.txt").write_bytes(b"\xff\xfe")
    with pytest.raises(InputUnreadableError, match="cannot be read"):
        read_features(tmp_path / "f.txt")
