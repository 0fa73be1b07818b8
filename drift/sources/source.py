"""Data of any form as one `Source`: its names, its schema, and its rows in bounded batches."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from drift.errors import InputUnreadableError, InputUnsupportedError, UsageError
from drift.sources.forms import FORM_NAMES
from drift.sources.frames import frame_name, open_frame
from drift.sources.ipc import IPC
from drift.sources.ipc_stream import IPC_STREAM
from drift.sources.lake import scan_table, table_of
from drift.sources.memory import hold, peak, rows_within
from drift.sources.options import READ_ALL, ReadOptions
from drift.sources.parquet import PARQUET
from drift.sources.paths import InputFile, PathLike, find_files
from drift.sources.remote_lake import delta_at, scan_remote_delta
from drift.sources.stream import BATCH_ROWS, Stream, bounded_rows, gather, taken
from drift.sources.typed_files import open_typed
from drift.sources.windowed import Windowed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import polars as pl

    from drift.sources.schema import Contract

TYPED_FORMS = {"parquet": PARQUET, "ipc": IPC, "ipc_stream": IPC_STREAM}


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Some rows of a source.

    Attributes
    ----------
    frame : polars.DataFrame
        The rows, at least one.
    native_text : frozenset of str
        The columns that the data's form can write as text only, so that text which can be read is no
        fault.
    mixed : frozenset of str
        The columns that came in types of several families over all batches.
    """

    frame: pl.DataFrame
    native_text: frozenset[str] = frozenset()
    mixed: frozenset[str] = frozenset()


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
        The columns and their types, over all files. For columns of `native_text` and `mixed` that a
        contract knows, the types that `conform` gives them.
    native_text : frozenset of str
        The columns that the data's form can write as text only: with CSV all, with NDJSON times.
    time_formats : mapping of str to str
        The strptime format of each time that came as text and was read without a contract.
    partial : mapping of str to tuple of str
        The columns that some of the files lack (they are null there), and the names of those files.
    mixed : frozenset of str
        The columns that files have in types of several families; each batch has them in one.
    left_out : tuple of str
        The columns that the data has and that were not asked for.
    written : tuple of (str or None, bool)
        What was said of how values of CSV are written: the separator, and whether they have a decimal comma.
    window : Windowed or None
        Lets only those rows pass that a window of time wants, and counts the others.
    """

    names: tuple[str, ...]
    shards: tuple[str, ...] = ()
    schema: dict[str, pl.DataType]
    native_text: frozenset[str] = frozenset()
    time_formats: Mapping[str, str] = field(default_factory=dict)
    partial: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    mixed: frozenset[str] = frozenset()
    left_out: tuple[str, ...] = ()
    window: Windowed | None = field(default=None, repr=False)
    written: tuple[str | None, bool] = (None, False)
    limit: int | None = None
    files: tuple[InputFile, ...] = field(default=(), repr=False)
    stream: Stream = field(repr=False)
    batch_rows: int = field(default=BATCH_ROWS, repr=False)
    memory: int | None = None
    progress: Callable[[int, int | None], None] | None = field(default=None, repr=False)

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
        if self.memory is not None:
            rows = rows_within(self.memory, len(self.schema), rows)
        frames = self.stream.read(rows)
        frames = gather(frames if self.window else taken(frames, self.limit), rows)
        if self.memory is not None:
            frames = _held(frames, self.memory)
        if self.progress is not None:
            frames = self._told(frames, self.progress)
        if self.window is not None:
            frames = gather(taken(self.window.passing(frames, self._batch), self.limit), rows)
        for frame in frames:
            yield self._batch(frame)
        for file in self.files:
            if file.changed():
                raise InputUnreadableError(
                    f"{file.name}: the file changed while it was read",
                    mend="run again when nothing writes to it",
                )

    def parts(self) -> tuple[Source, ...]:
        """Return the same rows file by file, each by the schema of all; none where the data is no files."""
        return tuple(
            replace(self, names=(file.name,), shards=(file.shard,), files=(file,), stream=part)
            for file, part in zip(self.files, self.stream.parts, strict=False)
        )

    def without_rows(self) -> Source:
        """Return the columns of a source alone."""
        stream = replace(self.stream, read=lambda _: iter(()), rows=None, parts=())
        return replace(self, names=(), shards=(), files=(), stream=stream, progress=None)

    def _batch(self, frame: pl.DataFrame) -> Batch:
        return Batch(frame=frame, native_text=self.native_text, mixed=self.mixed)

    def _told(
        self, frames: Iterator[pl.DataFrame], progress: Callable[[int, int | None], None]
    ) -> Iterator[pl.DataFrame]:
        """Yield the frames, and tell what was read of how much: the batches that are being counted, too."""
        total = self.stream.rows() if self.stream.rows else None
        if total is not None and self.limit is not None and self.window is None:
            total = min(total, self.limit)
        read = 0
        for frame in frames:
            read += frame.height
            progress(read, total)
            yield frame


def open_source(
    data: object,
    *,
    contract: Contract | None = None,
    options: ReadOptions = READ_ALL,
    batch_rows: int = BATCH_ROWS,
) -> Source:
    """Return the source that `data` is.

    Parameters
    ----------
    data : object
        A path, glob or directory, several of them, the folder of a table of Delta or Iceberg, ``"-"``
        for standard input, a polars DataFrame or LazyFrame, a pandas DataFrame, or anything with
        ``__arrow_c_stream__`` (a pyarrow Table or RecordBatchReader). With `options.sql`, a query.
    contract : Contract, optional
        What the data should look like. CSV text is then read as the contract wants, in one pass;
        without it a first pass over all rows settles the type of every column.
    options : ReadOptions, optional
        Which columns and rows are read, and what a file does not say of itself.
    batch_rows : int, default 200,000
        How many rows a batch has at most, about.

    Returns
    -------
    Source
        Ready to be read. Of files only headers and footers were read, CSV text as said above, and
        NDJSON once.

    Raises
    ------
    ColumnNotFoundError, InputNotFoundError, InputUnreadableError, InputUnsupportedError,
    NotBuiltError, UsageError
    """
    framed = options.framed()
    window, asked = None, options
    if framed is not None:
        hidden = options.columns is not None and framed.column not in options.columns
        window = Windowed(framed, contract, hidden=hidden)
        if hidden:
            asked = replace(options, columns=(*(options.columns or ()), framed.column))
    if options.sql is not None:
        from drift.sources.sql import open_sql, query_of  # noqa: PLC0415 - files need no database

        query = query_of(data)
        _refuse_options_of_files("--sql", options)
        name, stream = open_sql(options.sql, query, contract, asked)
        return _source((name,), (), stream, options, batch_rows, window)
    paths = _paths(data)
    if paths is None:
        _refuse_options_of_files(frame_name(data), options)
        stream = open_frame(data, contract, asked)
        return _source((frame_name(data),), (), stream, options, batch_rows, window)
    table = table_of(paths)
    if table is not None:
        name = str(table.folder)
        _refuse_options_of_files(name, options)
        stream = open_frame(scan_table(table), contract, asked, name=name)
        return _source((name,), (), stream, options, batch_rows, window)
    remote = delta_at(paths)
    if remote is not None:
        name = str(remote)
        _refuse_options_of_files(name, options)
        stream = open_frame(scan_remote_delta(remote), contract, asked, name=name)
        return _source((name,), (), stream, options, batch_rows, window)
    files = find_files(paths, options)
    if window is not None:
        files = window.files(files, lambda frame: Batch(frame=frame, native_text=frozenset(frame.columns)))
    stream = _open_files(files, contract, asked, batch_rows)
    return _source(tuple(file.name for file in files), files, stream, options, batch_rows, window)


def _source(
    names: tuple[str, ...],
    files: tuple[InputFile, ...],
    stream: Stream,
    options: ReadOptions,
    rows: int,
    window: Windowed | None,
) -> Source:
    """Return a source around a stream; a column that only its window needs is none of its own."""
    hidden: set[str] = set()
    if window is not None:
        window.require(stream.schema, names[0])
        hidden = {window.window.column} if window.hidden else set()
    return Source(
        names=names,
        shards=tuple(file.shard for file in files),
        schema={name: dtype for name, dtype in stream.schema.items() if name not in hidden},
        native_text=stream.native_text,
        time_formats=stream.time_formats,
        partial=stream.partial,
        mixed=stream.mixed,
        left_out=(*stream.left_out, *sorted(hidden)),
        window=window,
        written=(options.separator, options.decimal_comma),
        limit=options.limit,
        files=files,
        stream=stream,
        batch_rows=rows,
        memory=options.memory,
        progress=options.progress,
    )


def _held(frames: Iterator[pl.DataFrame], memory: int) -> Iterator[pl.DataFrame]:
    """Yield the frames while the process takes no more than so many bytes."""
    rows, before = 0, peak()
    for frame in frames:
        rows += frame.height
        hold(memory, rows, before=before)
        yield frame
    hold(memory, rows, before=before)


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


def _open_files(
    files: tuple[InputFile, ...], contract: Contract | None, options: ReadOptions, rows: int
) -> Stream:
    """Return the rows of files that are all of one form."""
    first = files[0]
    other = next((file for file in files if FORM_NAMES[file.form] != FORM_NAMES[first.form]), None)
    if other is not None:
        raise InputUnsupportedError(
            f"{first.name} is {FORM_NAMES[first.form]} and {other.name} is {FORM_NAMES[other.form]}; "
            "one batch is of one form",
            mend="give them apart, or write them in one form",
        )
    if first.form in ("csv", "tsv"):
        from drift.sources.csv import open_csv  # noqa: PLC0415 - one form needs not load the others

        return open_csv(files, contract, options, rows)
    _refuse_options_of_csv(first, options)
    if first.form == "ndjson":
        from drift.sources.ndjson import open_ndjson  # noqa: PLC0415 - as above

        return open_ndjson(files, contract, options)
    return open_typed(files, TYPED_FORMS, contract, options)


def _refuse_options_of_files(name: str, options: ReadOptions) -> None:
    """Refuse what is said of files where there is none: nothing would come of it."""
    if options.input_format or options.separator or options.decimal_comma:
        raise UsageError(
            f"{name}: an input format, a separator and a decimal comma are of files, and this is none",
            mend="leave them out",
        )


def _refuse_options_of_csv(file: InputFile, options: ReadOptions) -> None:
    """Refuse what is said of CSV where there is none: nothing would come of it."""
    if options.separator or options.decimal_comma:
        raise UsageError(
            f"{file.name}: a separator and a decimal comma are of CSV, and this is {FORM_NAMES[file.form]}",
            mend="leave them out, or name the input format csv",
        )
