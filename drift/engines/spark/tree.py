"""The profiles of tasks added up on the cluster, in a tree, so that few of them reach the driver.

    tasks ──▶ one profile each ──▶ sums of those that fit together ──▶ at most 16 sums ──▶ the driver

Each arrow but the last is a shuffle of profiles, which are small. Spark hands on the result of each task
once, whatever failed or ran twice on the way; that each task was counted once is checked here all the same.
"""

from __future__ import annotations

import warnings
from dataclasses import replace
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Final

import polars as pl

from drift.engines.spark.shard import COLUMNS, Part
from drift.errors import InputUnreadableError
from drift.profile.profiled_file import profiled_bytes, profiled_of_bytes
from drift.run.reading import read_table
from drift.sources.faults import first_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa
    from pyspark.sql import DataFrame

    from drift.engines.spark.rows import Rows
    from drift.engines.spark.shard import Shard
    from drift.profile.profiled import Profiled

# What the driver adds up at most, about: each takes as much of its memory as a profile.
SUMS: Final = 16
CALLED: Final = "a task's profile"


def profile_of(rows: Rows, shard: Shard) -> Profiled:
    """Return the profile of rows that Spark has.

    Raises
    ------
    InputUnreadableError
        If Spark cannot read or count them.
    """
    nothing = read_table(rows.source(), shard.settings, settled=shard.settled, named=shard.named)
    try:
        found = _summed_up(rows.frame, shard)
    except Exception as error:
        raise _failed(rows, error) from error
    parts = [Part(**one) for one in found.to_dicts()]
    _require_each_once(parts)
    total = reduce(add, (profiled_of_bytes(part.profile, called=CALLED) for part in parts), nothing)
    return replace(total, schema=nothing.schema)  # in which an Enum has its levels, which no file keeps


def _summed_up(frame: DataFrame, shard: Shard) -> pl.DataFrame:
    """Return the sums that reach the driver."""
    with warnings.catch_warnings():
        # PySpark warns of a pandas that it does not know, and no pandas is used here.
        warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas")
        # PySpark finds columns by name as it goes, and trips over a point or a backtick in one.
        plain = frame.toDF(*(f"column{place}" for place in range(len(frame.columns))))
        profiles = plain.mapInArrow(shard, COLUMNS)
        # Repartitioned by values and not by a number: so Spark takes as few tasks as their size asks for.
        some = profiles.repartition("first").mapInArrow(sums, COLUMNS)
        few = some.repartition(some["first"] % SUMS).mapInArrow(sums, COLUMNS)
        return pl.DataFrame(few.toArrow())


def sums(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield the one sum of all profiles that a task is given; nothing where it is given none."""
    total: Part | None = None
    table: Profiled | None = None
    for batch in batches:
        for row in pl.DataFrame(batch).iter_rows(named=True):
            part = Part(**row)
            profiled = profiled_of_bytes(part.profile, called=CALLED)
            table = profiled if table is None else table + profiled
            total = part if total is None else _together(total, part)
    if total is not None and table is not None:
        yield from replace(total, profile=profiled_bytes(table)).batches()


def _together(one: Part, other: Part) -> Part:
    """Return of which tasks two parts are; the profile is added up beside it."""
    return Part(
        first=min(one.first, other.first),
        last=max(one.last, other.last),
        tasks=one.tasks + other.tasks,
        profile=b"",
    )


def _require_each_once(parts: list[Part]) -> None:
    """Refuse sums in which a task is missing or stands twice: tasks are numbered from 0 on."""
    tasks, last = sum(part.tasks for part in parts), max((part.last for part in parts), default=-1)
    if tasks != last + 1:
        raise InputUnreadableError(
            "Spark has not handed over the profile of each task once",
            seen=f"{tasks:,} profiles of {last + 1:,} tasks",
            mend="run it again",
            state="nothing was profiled",
        )


def _failed(rows: Rows, error: Exception) -> InputUnreadableError:
    """Return what is told where Spark gave up."""
    text = str(error)
    if "No module named 'drift'" in text:
        mend = "install driftgate on the workers too, in the environment that PYSPARK_PYTHON names there"
    else:
        mend = "can Spark itself read it? `df.count()` in pyspark tells"
    return InputUnreadableError(
        f"{', '.join(rows.names)}: Spark could not read it",
        seen=_cause(text) or first_line(error),
        mend=mend,
        state="nothing was profiled",
    )


def _cause(text: str) -> str:
    """Return the last line of a worker's traceback, which says what went wrong; nothing if there is none."""
    lines = [line.strip() for line in text.splitlines()]
    told = [line for line in lines if line and line[0].isalpha() and "Error" in line.split(":")[0]]
    return told[-1] if told else ""
