"""Data in memory as a stream: polars frames, pandas frames, and whatever speaks the Arrow C stream."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from drift.errors import InputUnreadableError, InputUnsupportedError
from drift.sources.faults import reading
from drift.sources.options import READ_ALL
from drift.sources.pandas_frames import from_pandas, is_pandas
from drift.sources.stream import Stream, scan_batches

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping

    from drift.sources.options import ReadOptions
    from drift.sources.schema import Contract

    Choice = Callable[[pl.LazyFrame, Mapping[str, pl.DataType]], pl.LazyFrame]


def frame_name(data: object) -> str:
    """Return what stands for data in memory where a path would stand, such as "<polars.DataFrame>"."""
    kind = type(data)
    return f"<{kind.__module__.partition('.')[0]}.{kind.__qualname__}>"


def open_frame(
    data: object,
    contract: Contract | None = None,
    options: ReadOptions = READ_ALL,
    *,
    name: str | None = None,
) -> Stream:
    """Return the rows of a frame; the columns of a contract may be asked for though it lacks them.

    `name` is what messages call it, instead of what it is.

    Raises
    ------
    InputUnsupportedError
        If `data` is no frame.
    InputUnreadableError
        If it is one that has no schema to be read by, such as one with a column name twice.
    """
    name = name or frame_name(data)
    known = contract.by_name() if contract else {}

    def chosen(query: pl.LazyFrame, schema: Mapping[str, pl.DataType]) -> pl.LazyFrame:
        """Return the columns and rows of a query that are asked for; columns are taken by place."""
        names = list(schema)
        places = [names.index(one) for one in options.chosen(names, name, known=known)]
        query = query if len(places) == len(names) else query.select(pl.nth(places))
        return query if options.head is None else query.head(options.head)

    if is_pandas(data):
        data = from_pandas(data, name)
    if isinstance(data, pl.DataFrame):
        frame = chosen(data.lazy(), data.schema).collect()
        schema = dict(frame.schema)
        return Stream(schema=schema, read=frame.iter_slices, left_out=_left_out(data.schema, schema))
    ordered = options.ordered
    if isinstance(data, pl.LazyFrame):
        return _open_lazy(data, name, chosen, ordered=ordered)
    if hasattr(data, "__arrow_c_stream__"):
        return _open_arrow(data, name, chosen, ordered=ordered)
    raise InputUnsupportedError(
        f"{name} is not data that drift reads",
        mend="give paths, a polars or pandas DataFrame, a LazyFrame, or anything with __arrow_c_stream__",
    )


def _open_lazy(query: pl.LazyFrame, name: str, chosen: Choice, *, ordered: bool) -> Stream:
    """Return the rows of a query, which runs anew each time that they are read."""
    mend = "the query fails by itself: try .collect() on it"
    with reading(name, mend):
        schema = dict(query.collect_schema())
    wanted = chosen(query, schema)
    there = tuple(schema)
    with reading(name, mend):
        schema = dict(wanted.collect_schema())
    return Stream(
        schema=schema,
        read=lambda rows: scan_batches(name, wanted, rows, mend, ordered=ordered),
        left_out=_left_out(there, schema),
    )


def _open_arrow(
    data: Any,  # noqa: ANN401 - any object with the method
    name: str,
    chosen: Choice,
    *,
    ordered: bool,
) -> Stream:
    """Return the rows of an Arrow stream.

    Asking for the schema starts the stream, so the first reading goes on with the one that was
    started. A table starts as many as are asked for; a stream that runs once seems empty the next
    time, which is an error.
    """
    mend = "it must hold record batches with each column name once"
    with reading(name, mend):
        started = [pl.scan_arrow_c_stream(data)]
        schema = dict(started[0].collect_schema())
    wanted = dict(chosen(started[0], schema).collect_schema())
    counted: list[int] = []

    def read(rows: int) -> Iterator[pl.DataFrame]:
        with reading(name, mend):
            scan = started.pop() if started else pl.scan_arrow_c_stream(data)
        count = 0
        for frame in scan_batches(name, chosen(scan, schema), rows, mend, ordered=ordered):
            count += frame.height
            yield frame
        counted.append(count)
        if count != counted[0]:
            raise InputUnreadableError(
                f"{name}: a stream that runs once was read again",
                seen=f"{counted[0]} rows at first, then {count}",
                mend="give a table, or save the rows to a file",
            )

    return Stream(schema=wanted, read=read, left_out=_left_out(schema, wanted))


def _left_out(there: Iterable[str], read: Container[str]) -> tuple[str, ...]:
    """Return the columns that a frame has and that are not read."""
    return tuple(name for name in there if name not in read)
