"""A log in a store: what was written is there, whatever became of the store or the process meanwhile."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import polars as pl
import pytest

from drift.errors import InputNotFoundError, NotBuiltError, UsageError
from drift.log import FeatureLog, account, lookup
from drift.stores import objects
from drift.stores.objects import put, url_in_store
from stores import BUCKET, s3

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from stores import Bucket


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    """Return an empty bucket of a server."""
    with s3(monkeypatch) as started:
        yield started


def kept(bucket: Bucket) -> dict[str, bytes]:
    """Return what a bucket holds, as S3's own client sees it."""
    found = bucket.client.list_objects_v2(Bucket=BUCKET).get("Contents", [])
    return {
        one["Key"]: bucket.client.get_object(Bucket=BUCKET, Key=one["Key"])["Body"].read() for one in found
    }


def ids(bucket: Bucket) -> list[str]:
    """Return the ids of all rows in a bucket, as they come."""
    return [one for content in kept(bucket).values() for one in pl.read_parquet(content)["request_id"]]


def waiting(spool: Path) -> list[Path]:
    """Return the files that wait to be sent."""
    return list(spool.glob("day=*/hour=*/*.parquet"))


def test_rows_come_to_the_store_and_leave_the_disk(bucket: Bucket, tmp_path: Path) -> None:
    with FeatureLog(f"{bucket.url}/live/fraud", spool=tmp_path, delay=0.05) as log:
        log.write("r-1", {"amount": 12.5}, prediction=0.03)
        assert log.flush()
        assert (log.stats.written, log.stats.unsent) == (1, 0)
        log.write("r-2", {"amount": 7.0})
        for _ in range(200):  # without another call
            if len(kept(bucket)) > 1:
                break
            time.sleep(0.05)
        assert sorted(ids(bucket)) == ["r-1", "r-2"]
    assert all(key.startswith("live/fraud/day=") and "/hour=" in key for key in kept(bucket))
    assert waiting(tmp_path) == []


def test_a_check_and_a_lookup_read_it_there(bucket: Bucket, tmp_path: Path) -> None:
    import drift  # noqa: PLC0415 - a service has the log alone

    url = f"{bucket.url}/log"
    with FeatureLog(url, spool=tmp_path) as log:
        for number in range(50):
            log.write(f"r-{number}", {"amount": float(number)}, prediction=number / 100)
        log.flush()
        found = lookup(url, "r-17", spool=tmp_path)
    assert [(row.prediction, row.features) for row in found.rows] == [(0.17, {"amount": 17.0})]
    assert found.rows[0].file in {key.removeprefix("log/") for key in kept(bucket)}
    assert found.account.written == 50
    assert drift.profile(f"{url}/").profile.rows == 50
    with pytest.raises(InputNotFoundError):
        lookup(f"{bucket.url}/another", "r-17", spool=tmp_path / "another")


def test_a_store_that_is_away_costs_nothing(
    bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(objects, "RETRIES", 0)
    there = os.environ["AWS_ENDPOINT_URL"]
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    url = f"{bucket.url}/log"
    with FeatureLog(url, spool=tmp_path) as log:
        log.write("r-1", {"amount": 12.5})
        assert not log.flush()
        assert (log.stats.written, log.stats.waiting, log.stats.unsent) == (1, 0, 1)
        assert log.stats.errors
        assert "cannot be reached" in str(log.stats.last_error)
    assert len(waiting(tmp_path)) == 1
    monkeypatch.setenv("AWS_ENDPOINT_URL", there)
    with FeatureLog(url, spool=tmp_path) as log:
        assert log.flush()
        assert log.stats.unsent == 0
    assert ids(bucket) == ["r-1"]


def test_a_file_that_was_sent_and_not_deleted_is_there_once(bucket: Bucket, tmp_path: Path) -> None:
    url = f"{bucket.url}/log"
    with FeatureLog(url, spool=tmp_path) as log:
        log.write("r-1", {"amount": 12.5})
        log.flush()
    (name, content), *_ = kept(bucket).items()
    left = tmp_path / name.removeprefix("log/")
    left.write_bytes(content)  # as a kill between sending and deleting leaves it
    assert len(lookup(url, "r-1", spool=tmp_path).rows) == 1
    FeatureLog(url, spool=tmp_path).close()
    assert (ids(bucket), waiting(tmp_path)) == (["r-1"], [])


def test_when_the_disk_holds_enough_rows_wait_in_memory_and_are_dropped(
    bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(objects, "RETRIES", 0)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    with FeatureLog(f"{bucket.url}/log", spool=tmp_path, disk=1, memory=100_000, delay=3600) as log:
        log.write("r-0", {"amount": 1.0})
        log.flush()
        for number in range(1_000):
            log.write(f"r-{number}", {"amount": 1.0})
        assert not log.flush()
        stats = log.stats
        assert (stats.written, stats.unsent) == (1, 1)
        assert stats.dropped
        assert stats.waiting + stats.dropped == 1_000


KILLED = """
import sys, time
from drift.log import FeatureLog
log = FeatureLog(sys.argv[1], spool=sys.argv[2], delay=0.02)
for number in range(100_000):
    log.write(f"r-{number}", {"amount": float(number)})
    time.sleep(0.0005)
    if number == 100:
        print("on its way", flush=True)
"""


@pytest.mark.parametrize("seconds", [0.2, 0.5, 0.9])
def test_after_a_kill_the_loss_is_told_and_nothing_is_there_twice(
    seconds: float, bucket: Bucket, tmp_path: Path
) -> None:
    url = f"{bucket.url}/log"
    command = [sys.executable, "-c", KILLED, url, str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as process:  # noqa: S603
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
    with FeatureLog(url, spool=tmp_path) as log:
        assert log.flush()
    found, told = ids(bucket), account(tmp_path)
    assert len(found) == len(set(found))
    assert told.accepted - told.lost in {len(found), len(found) + 1}  # a call in flight may count or not
    assert told.lost == log.stats.lost_before
    assert waiting(tmp_path) == []


def test_the_spool_is_in_the_users_home_unless_named(
    bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    with FeatureLog(f"{bucket.url}/log") as log:
        log.write("r-1", {"amount": 1.0})
        log.flush()
    assert lookup(f"{bucket.url}/log", "r-1").account.written == 1
    assert len(list((tmp_path / "drift").iterdir())) == 1


def test_what_no_log_can_be_made_of_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(NotBuiltError, match="hdfs://cluster/features: writing to such a URL is not built"):
        FeatureLog("hdfs://cluster/features")
    with pytest.raises(UsageError, match="a folder has no spool"):
        FeatureLog(tmp_path, spool=tmp_path)


def test_a_store_that_lets_nobody_write_says_so(
    bucket: Bucket, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with FeatureLog("s3://no-such-bucket/log", spool=tmp_path) as log:
        log.write("r-1", {"amount": 1.0})
        assert not log.flush()
        assert "no-such-bucket" in str(log.stats.last_error)
    assert "s3cret" not in caplog.text
    put(url_in_store(f"{bucket.url}/x", "writing to"), b"a")
    put(url_in_store(f"{bucket.url}/x", "writing to"), b"b")
    assert kept(bucket) == {"x": b"b"}
