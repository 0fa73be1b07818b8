"""Whether data can be read a second time: for evidence, and for what only all rows together tell."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import polars as pl


def can_be_read_again(data: object) -> bool:
    """Return whether data gives its rows a second time: files do, and frames; streams do not."""
    parts: list[Any] = list(data) if isinstance(data, list | tuple | set | frozenset) else [data]
    if all(isinstance(one, str | os.PathLike) for one in parts):
        return not any(str(one) == "-" or Path(one).is_fifo() for one in parts)
    return isinstance(data, pl.DataFrame | pl.LazyFrame) or hasattr(data, "shape")
