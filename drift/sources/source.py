"""Data of any form as one `Source`: its names, its schema, and its rows in bounded batches."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from drift.errors import InputUnreadableError, InputUnsupportedError
from drift.sources.csv import open_csv
from drift.sources.frames import frame_name, open_frame
from drift.sources.parquet import open_parquet
from drift.sources.paths import READS, InputFile, PathLike, find_files
from drift.sources.stream import BATCH_ROWS, Stream, bounded_rows, gather

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import polars as pl

    from drift.sources.schema import Contract


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Some rows of a source.

    Attributes
    ----------
    frame : polars.DataFrame
        The rows, at least one.
    native_text : bool
        Whether the data writes everything as text, so that text which can be read is no fault.
    """

    frame: pl.DataFrame
    native_text: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Rows that can be read, in order or not, as often as the data itself can be.

    Attributes
    ----------
    names : tuple of str
        The paths, or what stands for data in memory, such as ``"<polars.DataFrame>"``.
    shards : tuple of str
        Identity of each file: SHA-256 over absolute path, size and time of change. Empty for data
        in memory.
    schema : dict of str to polars.DataType
        The columns and their types, over all files. For CSV data that was opened with a contract
        these are the types that `conform` gives the contract's columns, though they come as text.
    native_text : bool
        Whether the data writes everything as text.
    time_formats : mapping of str to str
        The strptime format of each time that came as text and was read without a contract.
    partial : mapping of str to tuple of str
        The columns that some of the files lack (they are null there), and the names of those files.
    """

    names: tuple[str, ...]
    shards: tuple[str, ...] = ()
    schema: dict[str, pl.DataType]
    native_text: bool = False
    time_formats: Mapping[str, str] = field(default_factory=dict)
    partial: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: tuple[InputFile, ...] = field(default=(), repr=False)
    stream: Stream = field(repr=False)
    batch_rows: int = field(default=BATCH_ROWS, repr=False)

    def batches(self) -> Iterator[Batch]:
        """Yield the rows, each once, in memory that does not grow with their number.

        A batch has about `batch_rows` rows, fewer where there are very many columns. The order of
        rows and batches is not that of the data, and not the same in every run.

        Raises
        ------
        InputUnreadableError
            If the data turns out to be damaged, vanishes, or changes while it is read.
        """
        rows = bounded_rows(self.batch_rows, len(self.schema))
        for frame in gather(self.stream.read(rows), rows):
            yield Batch(frame=frame, native_text=self.native_text)
        for file in self.files:
            if file.changed():
                raise InputUnreadableError(
                    f"{file.name}: the file changed while it was read",
                    mend="run again when nothing writes to it",
                )


def open_source(data: object, *, contract: Contract | None = None, batch_rows: int = BATCH_ROWS) -> Source:
    """Return the source that `data` is.

    Parameters
    ----------
    data : object
        A path or glob, several of them, a polars DataFrame or LazyFrame, a pandas DataFrame, or
        anything with ``__arrow_c_stream__`` (a pyarrow Table or RecordBatchReader).
    contract : Contract, optional
        What the data should look like. CSV text is then read as the contract wants, in one pass;
        without it a first pass over all rows settles the type of every column.
    batch_rows : int, default 100,000
        How many rows a batch has at most, about.

    Returns
    -------
    Source
        Ready to be read. Of files only headers and footers were read, and CSV text as said above.

    Raises
    ------
    InputNotFoundError, InputUnreadableError, InputUnsupportedError, NotBuiltError, UsageError
    """
    paths = _paths(data)
    if paths is None:
        stream = open_frame(data)
        return _source((frame_name(data),), (), stream, batch_rows)
    files = find_files(paths)
    return _source(tuple(f.name for f in files), files, _open_files(files, contract, batch_rows), batch_rows)


def _source(names: tuple[str, ...], files: tuple[InputFile, ...], stream: Stream, rows: int) -> Source:
    """Return a source around a stream."""
    return Source(
        names=names,
        shards=tuple(file.shard for file in files),
        schema=stream.schema,
        native_text=stream.native_text,
        time_formats=stream.time_formats,
        partial=stream.partial,
        files=files,
        stream=stream,
        batch_rows=rows,
    )


def _paths(data: object) -> list[PathLike] | None:
    """Return the paths that `data` is, None where it is something else."""
    if isinstance(data, str | os.PathLike):
        return [data]
    if isinstance(data, list | tuple | set | frozenset):
        if all(isinstance(one, str | os.PathLike) for one in data):
            return list(data)
        raise InputUnsupportedError(
            "a list that does not hold paths is not data that drift reads",
            mend="give paths, or one frame: polars.concat puts several together",
        )
    return None


def _open_files(files: tuple[InputFile, ...], contract: Contract | None, rows: int) -> Stream:
    """Return the rows of files that are all of one form."""
    parquet = [file for file in files if file.form == "parquet"]
    if not parquet:
        return open_csv(files, contract, rows)
    if len(parquet) == len(files):
        return open_parquet(files)
    other = next(file for file in files if file.form != "parquet")
    raise InputUnsupportedError(
        f"{parquet[0].name} is Parquet and {other.name} is CSV; one batch is of one form",
        mend=f"give them apart, or in one form ({READS})",
    )
