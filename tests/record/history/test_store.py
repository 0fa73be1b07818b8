"""The history keeps a run a batch, tells of them in time, and says what is wrong with a file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest

import drift
from drift.errors import (
    DriftError,
    FileDamagedError,
    FileIncompatibleError,
    InputNotFoundError,
    InputUnreadableError,
    OutputNotWrittenError,
)
from drift.profile.store import content_digest
from drift.record.history.connection import reading, writing
from drift.record.history.schema import APPLICATION, VERSION

if TYPE_CHECKING:
    from collections.abc import Callable

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)


@cache
def run(change: float = 1.0) -> drift.Run:
    """Return a run of a small table."""
    train = pl.DataFrame({"wait_s": [float(i % 97) for i in range(400)], "city": ["Porto", "Faro"] * 200})
    live = train.with_columns(pl.col("wait_s") * change)
    return drift.check(live, drift.fit(train, config={"sample": 50}), started_at=MONDAY)


def of_day(day: int, *, dataset: str = "trips", change: float = 1.0) -> drift.Run:
    """Return the run of a day's batch."""
    return replace(run(change), dataset=dataset, batch=f"day {day}", as_of=MONDAY + timedelta(days=day))


@pytest.fixture
def history(tmp_path: Path) -> drift.History:
    return drift.History(tmp_path / "new" / "history.db")


def test_runs_come_in_the_order_of_time_whatever_the_order_of_writing(history: drift.History) -> None:
    for day in (2, 0, 1):
        history.add(of_day(day))
    history.add(of_day(5, dataset="orders"))
    assert [past.batch for past in history.runs("trips")] == ["day 0", "day 1", "day 2"]
    assert [past.batch for past in history.runs("trips", until=MONDAY + timedelta(days=1))] == [
        "day 0",
        "day 1",
    ]
    assert len(history.runs()) == 4
    assert history.datasets() == ("orders", "trips")
    latest = history.latest("trips")
    assert latest is not None
    assert latest.batch == "day 2"
    assert history.latest("nosuch") is None


def test_a_batch_that_is_checked_again_replaces_its_own_run_alone(history: drift.History) -> None:
    history.add(of_day(0))
    history.add(of_day(1))
    history.add(of_day(1, dataset="orders"))
    history.add(of_day(1, change=1000.0))
    assert [(past.batch, past.verdict) for past in history.runs("trips")] == [
        ("day 0", "ok"),
        ("day 1", "breach"),
    ]
    assert len(history.runs("orders")) == 1


def test_what_it_tells_is_what_the_run_says(history: drift.History) -> None:
    told = history.add(of_day(3, change=1000.0))
    (past,) = history.runs()
    assert past == told
    one = of_day(3, change=1000.0)
    assert (past.run_id, past.rows, past.as_of) == (one.run_id, 400, MONDAY + timedelta(days=3))
    assert past.reference_digest == one.reference.digest
    assert past.counts == {"breach": 1, "ok": 1}
    wait = past.columns["wait_s"]
    ks = next(one for one in run(1000.0)["wait_s"].measurements if one.measurement.statistic == "ks")
    assert (wait.statistic, wait.value, wait.tolerance) == ("ks", ks.measurement.value, ks.tolerance)
    assert wait.faults == ("unit_change",)
    assert history.document("trips", "day 3") == one.to_dict()


def test_the_profile_is_the_batchs_without_a_row_of_its_sample(history: drift.History) -> None:
    one = of_day(0)
    assert one.live_profile.sample.rows.height
    history.add(one)
    kept = history.profile("trips", "day 0")
    assert kept.rows == 400
    assert kept.sample.rows.height == 0
    for name, column in one.live_profile.columns.items():
        assert kept.columns[name].cells.counts.tolist() == column.cells.counts.tolist()
    assert [content_digest(part) for part in history.profiles("trips", ("day 0",))] == [content_digest(kept)]


def test_pruned_runs_are_gone_and_pruned_profiles_leave_their_runs(history: drift.History) -> None:
    for day in range(4):
        history.add(of_day(day))
    assert history.prune(before=MONDAY + timedelta(days=1)) == 1
    assert history.prune(before=MONDAY + timedelta(days=3), profiles_only=True, dataset="trips") == 2
    assert history.prune(before=MONDAY + timedelta(days=3), profiles_only=True, dataset="trips") == 0
    assert [past.batch for past in history.runs()] == ["day 1", "day 2", "day 3"]
    assert history.document("trips", "day 1")["batch"] == "day 1"
    with pytest.raises(InputNotFoundError, match="no profile in the history"):
        history.profile("trips", "day 1")
    assert history.profile("trips", "day 3").rows == 400


def test_what_it_does_not_have_is_said(history: drift.History) -> None:
    assert not history.exists
    for look in (history.runs, history.datasets, lambda: history.latest("trips")):
        with pytest.raises(InputNotFoundError, match="no such history"):
            look()
    history.add(of_day(0))
    assert history.exists
    with pytest.raises(InputNotFoundError, match="batch day 9 of trips: no such run"):
        history.document("trips", "day 9")


def test_names_are_values_and_no_part_of_a_query(history: drift.History) -> None:
    odd = "x'; DROP TABLE runs; --\u202e\0"
    history.add(replace(of_day(0), dataset=odd, batch=odd))
    history.add(of_day(1))
    assert [past.batch for past in history.runs(odd)] == [odd]
    assert history.document(odd, odd)["batch"] == odd


def test_an_empty_file_as_a_killed_process_leaves_it_is_an_empty_history(history: drift.History) -> None:
    path = Path(history.path)
    path.parent.mkdir()
    path.touch()
    assert history.runs() == ()
    assert history.prune(before=MONDAY) == 0
    history.add(of_day(0))
    assert len(history.runs()) == 1


def test_a_write_that_fails_halfway_changes_nothing(history: drift.History) -> None:
    history.add(of_day(0))
    with pytest.raises(OutputNotWrittenError, match="no such table"):
        delete_and_fail(history.path)
    assert len(history.runs()) == 1


def delete_and_fail(path: str) -> None:
    with writing(path) as connection:
        connection.execute("DELETE FROM runs")
        connection.execute("DELETE FROM nosuch")


def overwritten(path: Path) -> None:
    path.write_bytes(b"not a database at all, but long enough to be looked at" * 50)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: 2 * 4096])


def changed_summary(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data.replace(b'"exit_code":0', b'"exit_code":1'))


def of_something_else(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE customers (name)")


def of_a_later_version(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")


def a_directory(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("spoil", "error", "words"),
    [
        (overwritten, FileDamagedError, "damaged, or not a history"),
        (cut, FileDamagedError, "damaged"),
        (changed_summary, FileDamagedError, "does not agree with its digest"),
        (of_something_else, FileIncompatibleError, "a database, and not a history"),
        (of_a_later_version, FileIncompatibleError, "written by a later drift"),
        (a_directory, InputUnreadableError, "cannot be read"),
    ],
)
def test_a_file_that_is_not_as_it_should_be_is_said_to_be_so(
    history: drift.History, spoil: Callable[[Path], None], error: type[DriftError], words: str
) -> None:
    for day in range(5):
        history.add(of_day(day))
    spoil(Path(history.path))
    with pytest.raises(error, match=words) as caught:
        history.runs()
    assert str(Path(history.path)) in str(caught.value)


def test_a_changed_byte_of_a_document_or_profile_is_seen(history: drift.History) -> None:
    history.add(of_day(0))
    with closing(sqlite3.connect(history.path)) as connection:
        for name in ("document", "profile"):
            (blob,) = connection.execute(f"SELECT {name} FROM runs").fetchone()  # noqa: S608 - our own words
            middle = len(blob) // 2
            spoiled = blob[:middle] + bytes([blob[middle] ^ 1]) + blob[middle + 1 :]
            connection.execute(f"UPDATE runs SET {name} = ?", (spoiled,))  # noqa: S608 - our own words
        connection.commit()
    for look in (history.document, history.profile):
        with pytest.raises(FileDamagedError, match="day 0"):
            look("trips", "day 0")


def test_who_waits_too_long_is_told_so_and_may_try_again(history: drift.History) -> None:
    history.add(of_day(0))
    with (
        writing(history.path),
        pytest.raises(OutputNotWrittenError, match="held the history") as caught,
        writing(history.path, patience=0.05),
    ):
        pass
    assert caught.value.retryable


def test_readers_go_on_while_a_writer_prepares(history: drift.History) -> None:
    """Only while its pages go to the file, for some milliseconds, they wait for it."""
    history.add(of_day(0))
    with writing(history.path) as connection:
        connection.execute("DELETE FROM runs")
        with reading(history.path, patience=0.05) as other:
            assert other is not None
            assert other.execute("SELECT count(*) FROM runs").fetchone() == (1,)
    assert history.runs() == ()


def test_the_header_says_what_the_file_is(history: drift.History) -> None:
    history.add(of_day(0))
    header = Path(history.path).read_bytes()[:100]
    assert header[68:72] == APPLICATION.to_bytes(4, "big")  # sqlite.org/fileformat.html, "application id"
    assert header[60:64] == VERSION.to_bytes(4, "big")
    assert header[18:20] == b"\x01\x01"  # a rollback journal, for reading and for writing
