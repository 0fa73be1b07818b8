"""What runs on executors, here without a cluster: rows of Arrow become the profile of one machine."""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import TYPE_CHECKING

import polars as pl
import pytest

import drift
from drift.config import Config
from drift.engines.spark.shard import Part, Shard, fitted
from drift.profile.profiled_file import profiled_bytes, profiled_of_bytes
from drift.run.fitting import told
from drift.run.reading import settled_by
from every_type import every_type
from profile_content import content
from runs import training

if TYPE_CHECKING:
    import pyarrow as pa


FRAMES = {"training": (training(), "started_at"), "every type": (every_type(), "Datetime us UTC")}


def cut(frame: pl.DataFrame, rows: int) -> list[pa.RecordBatch]:
    """Return a frame as batches of Arrow, of so many rows each."""
    return [one for part in frame.iter_slices(rows) for one in part.to_arrow().to_batches()]


@pytest.mark.parametrize("name", FRAMES)
@pytest.mark.parametrize("rows", [7, 100, 10_000])
def test_a_task_makes_the_profile_that_one_machine_makes(name: str, rows: int) -> None:
    frame, time = FRAMES[name]
    shard = Shard(schema=dict(frame.schema), settings=told(None, time), settled=None)
    assert content(shard.profiled(cut(frame, rows))) == content(drift.profile(frame, time=time))


@pytest.mark.parametrize("name", FRAMES)
def test_tasks_add_up_whatever_their_rows_are(name: str) -> None:
    frame, time = FRAMES[name]
    shard = Shard(schema=dict(frame.schema), settings=told(None, time), settled=None)
    parts = [shard.profiled(cut(one, 50)) for one in (frame[:1], frame[1:1], frame[1:140], frame[140:])]
    assert content(reduce(add, reversed(parts))) == content(drift.profile(frame, time=time))


def test_a_reference_settles_the_types_of_a_task() -> None:
    frame = training()
    reference = drift.fit(frame)
    strayed = frame.with_columns(pl.col("count").cast(pl.String), pl.col("seconds").cast(pl.Float32))
    shard = Shard(schema=dict(strayed.schema), settings=reference.config, settled=settled_by(reference))
    found = shard.profiled(cut(strayed, 90))
    assert content(found) == content(drift.profile(strayed, reference=reference))
    assert {one.form for one in found.readings} == {"number as text"}


def test_a_task_without_rows_knows_its_columns() -> None:
    shard = Shard(schema={"x": pl.Int64()}, settings=Config(), settled=None)
    found = shard.profiled([])
    assert (found.profile.rows, list(found.profile.columns)) == (0, ["x"])


def test_a_part_goes_through_arrow_and_back() -> None:
    table = drift.profile(training())
    part = Part(first=3, last=9, tasks=4, profile=profiled_bytes(table))
    (batch,) = part.batches()
    (back,) = pl.DataFrame(batch).iter_rows(named=True)
    assert Part(**back) == part
    assert profiled_of_bytes(part.profile, called="a part").profile.rows == table.profile.rows


def test_moments_stay_what_they_are_whatever_zone_shows_them() -> None:
    utc = pl.Series("at", ["2026-07-01T11:00", "2026-01-01T11:00"]).str.to_datetime(time_zone="UTC")
    shown = utc.dt.convert_time_zone("Europe/Lisbon").to_frame().to_arrow().to_batches()[0]
    assert fitted(shown, {"at": pl.Datetime("us", "UTC")})["at"].equals(utc)
    naive = utc.dt.replace_time_zone(None)
    assert fitted(shown, {"at": pl.Datetime("ns")})["at"].equals(naive.cast(pl.Datetime("ns")))
