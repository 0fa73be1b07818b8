"""The session that names are read by: the active one, or one that is started as the environment says."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# What a session of ours is started with. Where to run, and with how much, is said by spark-submit, by MASTER
# or SPARK_REMOTE, or in conf/spark-defaults.conf.
SETTINGS: Final = {
    "spark.app.name": "drift",
    "spark.log.level": "ERROR",  # standard error is for people
    "spark.ui.showConsoleProgress": "false",
    "spark.executorEnv.POLARS_MAX_THREADS": "1",  # a task has one core, and so have those beside it
}
# What names and times are in polars as well.
READING: Final = {
    "spark.sql.caseSensitive": "true",
    "spark.sql.legacy.parquet.nanosAsLong": "true",  # Spark's times are microseconds
    "spark.sql.timeType.enabled": "true",  # times of day, which Spark 4 has and does not let out
}


def session() -> SparkSession:
    """Return the active session, or a new one."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 - only where Spark is asked

    active = SparkSession.getActiveSession()
    if active is not None:
        return active
    # Workers run the Python that this is, not the one that happens to be first on their path.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder
    for key, value in SETTINGS.items() if "SPARK_REMOTE" not in os.environ else ():
        builder = builder.config(key, value)
    started = builder.getOrCreate()
    for key, value in READING.items():
        started.conf.set(key, value)
    return started
