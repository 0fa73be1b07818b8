"""What a reader of one form of data gives: a schema, and frames that fit into bounded memory.

Here is how large a batch is, and how polars is asked for batches. What the forms are stands in
`typed_files`, `csv`, `ndjson` and `frames`; `source` makes one `Source` of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import polars as pl

from drift.sources.faults import MEND, guarded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    Schema = tuple[tuple[str, pl.DataType], ...]

BATCH_ROWS = 200_000  # of fewer, workers wait for each other between steps that are too short
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
        Starts reading from the first row; takes how many rows a frame should have. No rows, if not given.
    native_text : frozenset of str
        The columns that come as text because the form has no other way to write them.
    time_formats : mapping of str to str
        The strptime format of the times that came as text.
    partial : mapping of str to tuple of str
        The columns that some files lack, and those files' names; the column is null there.
    mixed : frozenset of str
        The columns that come in types of several families, each frame in its own.
    left_out : tuple of str
        The columns that the data has and that were not asked for.
    rows : callable or None
        Tells how many rows there are, where the data says so without being read.
    parts : tuple of Stream
        The same rows file by file, each by the schema of all; empty where the data is no files.
    """

    schema: dict[str, pl.DataType]
    read: Callable[[int], Iterator[pl.DataFrame]] = field(default=lambda _: iter(()))
    native_text: frozenset[str] = frozenset()
    time_formats: Mapping[str, str] = field(default_factory=dict)
    partial: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    mixed: frozenset[str] = frozenset()
    left_out: tuple[str, ...] = ()
    rows: Callable[[], int] | None = None
    parts: tuple[Stream, ...] = ()


def of_files(
    stream: Stream,
    reads: Sequence[Callable[[int], Iterator[pl.DataFrame]]],
    counts: Sequence[Callable[[], int] | None] | None = None,
) -> Stream:
    """Return a stream of files that are read in turn, and can be read each by itself.

    Parameters
    ----------
    stream : Stream
        What is known of all files together.
    reads : sequence of callable
        Reads each of the files.
    counts : sequence of callable or None, optional
        Tells how many rows each has, where it says so.
    """
    counts = counts or [None] * len(reads)
    parts = tuple(replace(stream, read=read, rows=rows) for read, rows in zip(reads, counts, strict=True))
    known = [rows for rows in counts if rows is not None]

    def read(rows: int) -> Iterator[pl.DataFrame]:
        for part in parts:
            yield from part.read(rows)

    told = len(known) == len(parts)
    return replace(
        stream, read=read, rows=(lambda: sum(count() for count in known)) if told else None, parts=parts
    )


def bounded_rows(rows: int, columns: int) -> int:
    """Return how many rows a batch of so many columns may have, `rows` at most."""
    return min(rows, max(MIN_BATCH_ROWS, BATCH_CELLS // max(columns, 1)))


def scan_batches(
    name: str, scan: pl.LazyFrame, rows: int, mend: str = MEND, *, ordered: bool = False
) -> Iterator[pl.DataFrame]:
    """Yield the rows of `scan` in frames of about `rows` rows, in any order if not `ordered`.

    polars reads ahead by a bounded amount, so memory does not grow with the rows.

    Raises
    ------
    InputUnreadableError
        Whatever polars raises, with `name` as what was read and `mend` as how to put it right.
    """
    frames = scan.collect_batches(chunk_size=rows, maintain_order=ordered, lazy=True, engine="streaming")
    return guarded(name, iter(frames), mend)


def gather(frames: Iterable[pl.DataFrame], rows: int) -> Iterator[pl.DataFrame]:
    """Put small frames of one schema together until they have `rows` rows; those without rows are left out.

    A thousand files of ten rows are one batch, so that what is decided on a batch (`conform`) rests
    on as many rows as there are.
    """
    waiting: dict[Schema, list[pl.DataFrame]] = {}
    heights: dict[Schema, int] = {}
    for frame in frames:
        if not frame.height:
            continue
        schema = tuple(frame.schema.items())
        waiting.setdefault(schema, []).append(frame)
        heights[schema] = heights.get(schema, 0) + frame.height
        if heights[schema] >= rows:
            yield pl.concat(waiting.pop(schema))
            del heights[schema]
    for together in waiting.values():
        yield pl.concat(together)


def taken(frames: Iterable[pl.DataFrame], limit: int | None) -> Iterator[pl.DataFrame]:
    """Yield the first `limit` rows, all where it is None; no frame is asked for once they are there."""
    left = limit
    for frame in frames:
        if left is None:
            yield frame
            continue
        yield frame.head(left)
        left -= min(left, frame.height)
        if not left:
            return
