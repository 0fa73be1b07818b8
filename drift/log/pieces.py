"""The files of a log: what they are called, and how one is written whole.

``day=2026-11-29/hour=02/WRITER-000017.parquet``: the hour in UTC that the rows were given in, the process
that wrote them, and which of its files this is.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from drift.files import write_whole
from drift.log.moments import hour_folder

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from drift.log.journal import Journal

SUFFIX: Final = ".parquet"
PIECES: Final = f"day=*/hour=*/[!._]*{SUFFIX}"  # all of them, below the log's folder


def piece_name(at: int, writer: str, number: int) -> str:
    """Return the path of a file below the log's folder.

    >>> piece_name(1_700_000_000_000_000_000, "20231114T221300Z-4f1c", 17)
    'day=2023-11-14/hour=22/20231114T221300Z-4f1c-000017.parquet'
    """
    return f"{hour_folder(at)}/{writer}-{number:06d}{SUFFIX}"


def write_piece(folder: Path, name: str, frame: pl.DataFrame, *, until: int, journal: Journal) -> None:
    """Write a frame to its file, whole or not at all, and count its rows as written.

    Raises
    ------
    OutputNotWrittenError
        If it could not be written; nothing was counted then.
    """
    content = io.BytesIO()
    frame.write_parquet(content, compression="zstd", statistics=True)
    journal.intend(name, frame.height)
    write_whole(folder / name, content.getvalue())
    journal.commit(until)
