"""What a reader of one form of data gives: a schema, and frames that fit into bounded memory.

Here is how large a batch is, and how polars is asked for batches. What the forms are stands in
`parquet`, `csv` and `frames`; `source` makes one `Source` of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from drift.sources.faults import MEND, guarded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

BATCH_ROWS = 100_000  # enough that what a batch costs by itself vanishes beside its rows
BATCH_CELLS = 10_000_000  # 80 MB of numbers: 100,000 rows of 1,000 columns would be 800 MB
MIN_BATCH_ROWS = 1_000  # below this the cost of each batch and column outgrows that of the rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """Rows of one form, ready to be read.

    Attributes
    ----------
    schema : dict of str to polars.DataType
        The columns of every frame, in order.
    read : callable
        Starts reading from the first row; takes how many rows a frame should have.
    native_text : bool
        Whether the form writes everything as text.
    time_formats : mapping of str to str
        The strptime format of the times that came as text.
    partial : mapping of str to tuple of str
        The columns that some files lack, and those files' names; the column is null there.
    """

    schema: dict[str, pl.DataType]
    read: Callable[[int], Iterator[pl.DataFrame]]
    native_text: bool = False
    time_formats: Mapping[str, str] = field(default_factory=dict)
    partial: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def bounded_rows(rows: int, columns: int) -> int:
    """Return how many rows a batch of so many columns may have, `rows` at most."""
    return min(rows, max(MIN_BATCH_ROWS, BATCH_CELLS // max(columns, 1)))


def scan_batches(name: str, scan: pl.LazyFrame, rows: int, mend: str = MEND) -> Iterator[pl.DataFrame]:
    """Yield the rows of `scan` in frames of about `rows` rows, in any order.

    polars reads ahead by a bounded amount, so memory does not grow with the rows.

    Raises
    ------
    InputUnreadableError
        Whatever polars raises, with `name` as what was read and `mend` as how to put it right.
    """
    frames = scan.collect_batches(chunk_size=rows, maintain_order=False, lazy=True, engine="streaming")
    return guarded(name, iter(frames), mend)


def gather(frames: Iterator[pl.DataFrame], rows: int) -> Iterator[pl.DataFrame]:
    """Put small frames together until they have `rows` rows; frames without rows are left out.

    A thousand files of ten rows are one batch, so that what is decided on a batch (`conform`) rests
    on as many rows as there are.
    """
    waiting: list[pl.DataFrame] = []
    for frame in frames:
        if frame.height:
            waiting.append(frame)
        if sum(w.height for w in waiting) >= rows:
            yield pl.concat(waiting)
            waiting = []
    if waiting:
        yield pl.concat(waiting)
