"""What a cluster is asked while one of its workers is lost; run as a program, for Spark is one to a process.

`python cluster_job.py MASTER FOLDER MARKS OUTPUT` profiles the Parquet in FOLDER, and leaves a mark for each
task that has read its rows, as `PARTITION-ATTEMPT`, so that others see how far it is.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyspark import TaskContext
from pyspark.sql import SparkSession

from drift.engines import spark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa

TASKS: Final = 12
SECONDS: Final = 0.5  # for each batch of rows, so that there is a middle to be lost in


def main(master: str, folder: str, marks: str, output: str) -> None:
    """Profile, slowly, and leave the profile."""

    def marked(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            time.sleep(SECONDS)
            yield batch
        task = TaskContext.get()
        assert task is not None
        (Path(marks) / f"{task.partitionId()}-{task.taskAttemptId()}").touch()

    builder = SparkSession.builder.master(master).config("spark.driver.host", "127.0.0.1")
    builder = builder.config("spark.ui.enabled", "false").config("spark.executor.memory", "512m")
    session = builder.config("spark.log.level", "ERROR").getOrCreate()
    frame = session.read.parquet(folder).repartition(TASKS)
    profile = spark.profile(frame.mapInArrow(marked, frame.schema), time="ordered_at")
    profile.save(output)
    session.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
