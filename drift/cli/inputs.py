"""The files that a command reads, so that none of its outputs overwrites one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def inputs_of(data: Sequence[str], **others: str | None) -> list[tuple[str, str]]:
    """Return the files that a command reads, each with what it is."""
    from drift.sources.paths import find_files  # noqa: PLC0415 - polars comes with it

    files = [("the data that is read", str(file.path)) for file in find_files(data)]
    return [*files, *((f"the {what}", path) for what, path in others.items() if path is not None)]
