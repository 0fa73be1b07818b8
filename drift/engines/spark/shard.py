"""What runs on the executors: the rows of one task become the bytes of one profile.

The code is that of one machine; here rows only come in from Spark as Arrow, and a profile goes out. A task
keeps nothing and writes nothing, so one that fails or is run twice leaves no trace: Spark takes the result
of one that has finished, once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from drift.profile.profiled_file import profiled_bytes
from drift.run.reading import read_table
from drift.sources.source import Source
from drift.sources.stream import Stream

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa

    from drift.config import Config
    from drift.profile.profiled import Profiled, Settled

# One row for each profile: of which tasks' rows, how many they are, and the profile itself.
COLUMNS = "first int, last int, tasks int, profile binary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The profile of the rows of some tasks.

    Attributes
    ----------
    first, last : int
        The least and the largest number of the tasks.
    tasks : int
        How many they are.
    profile : bytes
        As a file has it.
    """

    first: int
    last: int
    tasks: int
    profile: bytes

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield it as a row of Arrow."""
        row = {"first": self.first, "last": self.last, "tasks": self.tasks, "profile": self.profile}
        types = {"first": pl.Int32, "last": pl.Int32, "tasks": pl.Int32, "profile": pl.Binary}
        table = pl.DataFrame([row], schema=types)
        yield from table.to_arrow(compat_level=pl.CompatLevel.oldest()).to_batches()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """How the rows of each task are profiled.

    Attributes
    ----------
    schema : dict of str to polars.DataType
        The types that values are counted by.
    settings : Config
        What is said of the data.
    settled : Settled or None
        The reference that settles the types.
    named : tuple of tuples of int
        The levels of segments that it names.
    """

    schema: dict[str, pl.DataType]
    settings: Config
    settled: Settled | None
    named: tuple[tuple[int, ...], ...] = ()

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield the profile of one task's rows."""
        from pyspark import TaskContext  # noqa: PLC0415 - there is one where a task runs

        task = TaskContext.get()
        number = 0 if task is None else task.partitionId()
        table = self.profiled(batches)
        yield from Part(first=number, last=number, tasks=1, profile=profiled_bytes(table)).batches()

    def profiled(self, batches: Iterable[pa.RecordBatch]) -> Profiled:
        """Return the profile of batches of Arrow."""
        stream = Stream(schema=self.schema, read=lambda _: (fitted(one, self.schema) for one in batches))
        source = Source(names=(), schema=self.schema, stream=stream)
        return read_table(source, self.settings, settled=self.settled, named=self.named, workers=1)


def fitted(batch: pa.RecordBatch, schema: dict[str, pl.DataType]) -> pl.DataFrame:
    """Return a batch of Arrow by the types of a schema; moments stay what they are, whatever shows them."""
    frame = pl.DataFrame(batch)
    return pl.DataFrame(
        {
            name: column if column.dtype == dtype else column.cast(dtype)
            for column, (name, dtype) in zip(frame.iter_columns(), schema.items(), strict=True)
        }
    )
