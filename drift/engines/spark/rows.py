"""Rows that Spark has: its query, by which types their values are counted, and where they come from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from drift.sources.source import Source
from drift.sources.stream import Stream

if TYPE_CHECKING:
    import polars as pl
    from pyspark.sql import DataFrame

    from drift.sources.paths import InputFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Rows of Spark's, before any was read.

    Attributes
    ----------
    frame : pyspark.sql.DataFrame
        The columns that are read, in the order of `schema`.
    schema : dict of str to polars.DataType
        The types that their values are counted by.
    names : tuple of str
        What messages and runs call them.
    left_out : tuple of str
        The columns that were not asked for.
    files : tuple of InputFile
        The files that they stand in, where this machine sees them too.
    """

    frame: DataFrame = field(repr=False)
    schema: dict[str, pl.DataType]
    names: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    files: tuple[InputFile, ...] = ()

    def source(self) -> Source:
        """Return what is known of the rows here, where none of them is."""
        stream = Stream(schema=self.schema, read=lambda _: iter(()), left_out=self.left_out)
        return Source(
            names=self.names,
            shards=tuple(file.shard for file in self.files),
            schema=self.schema,
            left_out=self.left_out,
            files=self.files,
            stream=stream,
        )
