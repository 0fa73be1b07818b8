"""Spark gives the profile that one machine makes of the same rows, to the byte."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

import drift
from cluster import local_session
from drift.demo.orders import orders as demo_orders
from drift.engines import spark
from drift.errors import ColumnNotFoundError, InputUnreadableError, InputUnsupportedError, UsageError
from drift.profile.profiled_file import profiled_bytes
from every_type import every_type
from profile_content import content

if TYPE_CHECKING:
    from pathlib import Path

    from pyspark.sql import DataFrame, SparkSession


pytestmark = pytest.mark.slow  # starting Spark takes seconds, and each task some

# A column of each of Spark's types that reach Parquet; INT96, in which Spark writes moments unless told
# otherwise, is not asked for, for polars takes it for times without a zone.
SPARKS_OWN = """
    select cast(id % 100 as byte) byte, cast(id as short) short, cast(id as int) int, id long,
        cast(id / 7 as float) float, id / 7 as double, cast(id / 100 as decimal(10, 2)) decimal,
        id % 3 = 0 boolean, concat('order ', id % 50) string, cast('é' as binary) binary,
        date_add(date'1969-12-30', cast(id as int)) date,
        timestamp'2026-03-29 00:30:00' + make_interval(0, 0, 0, 0, id) moment,
        timestamp_ntz'2026-03-29 00:30:00' + make_interval(0, 0, 0, 0, id) clock,
        array(id, null) list, map('a', id) map, named_struct('at', timestamp'2026-01-01', 'n', id) struct,
        if(id % 5 = 0, null, id) some, cast(null as int) none
    from range(1000)
"""


@pytest.fixture(scope="module")
def session() -> SparkSession:
    return local_session()


def test_files_give_the_same_bytes(tmp_path: Path, session: SparkSession) -> None:
    """By their footers read here, their types are those of polars; where they are is known, too."""
    assert session.getActiveSession() is not None
    for place, part in enumerate(every_type().iter_slices(100)):
        part.write_parquet(tmp_path / f"{place}.parquet")
    paths = [str(tmp_path / f"{place}.parquet") for place in (2, 0, 1)]
    time = "Datetime us UTC"
    assert profiled_bytes(spark.profile(paths, time=time)) == profiled_bytes(drift.profile(paths, time=time))


@pytest.mark.parametrize("zone", ["UTC", "America/St_Johns"])
def test_every_type_of_sparks_own_is_what_polars_reads_from_its_parquet(
    tmp_path: Path, session: SparkSession, zone: str
) -> None:
    session.conf.set("spark.sql.session.timeZone", zone)
    session.conf.set("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
    frame = session.sql(SPARKS_OWN).repartition(2)
    frame.write.parquet(f"{tmp_path}/rows")
    found, wanted = spark.profile(frame, time="moment"), drift.profile(f"{tmp_path}/rows", time="moment")
    assert found.schema == wanted.schema
    assert content(found) == content(wanted)


def test_moments_that_spark_writes_by_itself_are_those_that_polars_reads(
    tmp_path: Path, session: SparkSession
) -> None:
    session.conf.set("spark.sql.session.timeZone", "Asia/Kolkata")
    session.conf.set("spark.sql.parquet.outputTimestampType", "INT96")
    session.sql("select timestamp'2026-03-29 00:30:00' at, 1 x").write.parquet(f"{tmp_path}/rows")
    paths = f"{tmp_path}/rows"
    assert profiled_bytes(spark.profile(paths)) == profiled_bytes(drift.profile(paths))


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("orders") / "orders.parquet"
    demo_orders(12_000, start=date(2026, 1, 1), days=60, seed=1).write_parquet(path, row_group_size=3_000)
    return path


@pytest.mark.parametrize("tasks", [1, 9])
def test_the_demo_is_the_same_however_it_is_cut(session: SparkSession, orders: Path, tasks: int) -> None:
    """Pieces, the sample and the config's key are in it."""
    config = {"time": "ordered_at", "key": ["order_id"], "sample": 500, "ignore": ["customer_id"]}
    frame = session.read.parquet(str(orders)).repartition(tasks)
    found, wanted = spark.profile(frame, config=config), drift.profile(orders, config=config)
    assert content(found) == content(wanted)
    learned = drift.fit(orders, config=config)
    again = drift.fit(found)
    assert (again.digest, again.kinds, again.config) == (learned.digest, learned.kinds, learned.config)


def test_a_batch_is_read_by_the_types_of_a_reference(session: SparkSession, orders: Path) -> None:
    reference = drift.fit(orders)
    frame = session.read.parquet(str(orders)).selectExpr("*", "cast(items as string) text")
    frame = frame.drop("items").withColumnRenamed("text", "items")
    here = pl.read_parquet(orders).with_columns(pl.col("items").cast(pl.String))
    here = here.select(*(name for name in here.columns if name != "items"), "items")
    found = spark.profile(frame, reference=reference)
    assert content(found) == content(drift.profile(here, reference=reference))
    findings = drift.check(found, reference)["items"].findings
    assert [one.diagnosis and one.diagnosis.fault for one in findings] == ["type_change"]


def test_some_columns_and_no_rows(session: SparkSession) -> None:
    frame = session.sql("select id, id * 2 `odd.name```, 'x' text from range(10)")
    some = spark.profile(frame, columns=["odd.name`", "id"])
    assert (list(some.schema), some.left_out) == (["id", "odd.name`"], ("text",))
    assert content(some) == content(
        drift.profile(pl.DataFrame({"id": range(10), "odd.name`": range(0, 20, 2), "text": "x"}),
                      options=drift.ReadOptions(columns=("id", "odd.name`")))
    )  # fmt: skip
    none = spark.profile(frame.filter("id < 0"))
    assert (none.profile.rows, list(none.schema)) == (0, ["id", "odd.name`", "text"])


def test_a_view_is_named_like_a_table(session: SparkSession) -> None:
    session.range(50).createOrReplaceTempView("fifty")
    assert spark.profile("fifty").profile.rows == 50


@pytest.mark.parametrize(
    ("query", "error", "words"),
    [
        ("select 1 a, 2 a", InputUnreadableError, "two columns are called `a`"),
        ("select interval '1' month a", InputUnsupportedError, "column `a` cannot leave Spark"),
        ("select make_interval(1, 2) b", InputUnsupportedError, "column `b` cannot leave Spark"),
        ("select raise_error('stop here') c", InputUnreadableError, "Spark could not read it"),
    ],
)
def test_what_cannot_be_read_is_told(
    session: SparkSession, query: str, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        spark.profile(session.sql(query))


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        ("nosuch_table", InputUnreadableError, "nosuch_table: neither a file here nor a table"),
        (["one", "two"], UsageError, "several tables"),
        ([], UsageError, "no data was given"),
        ({"a": 1}, InputUnsupportedError, "is not data that Spark reads"),
    ],
)
def test_what_is_not_there_is_told(
    session: SparkSession, data: str, error: type[Exception], words: str
) -> None:
    assert session is not None
    with pytest.raises(error, match=words):
        spark.profile(data)


def test_a_column_that_is_asked_for_has_to_be_there(session: SparkSession) -> None:
    frame: DataFrame = session.range(3)
    with pytest.raises(ColumnNotFoundError, match="no column `ids`"):
        spark.profile(frame, columns=["ids"])
