"""What a live service does with a log: it writes, and nothing that happens to the log happens to it."""

from __future__ import annotations

import datetime as dt
import itertools
import logging
import os
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

import drift
from benchmarks.featurelog.kills import kill
from drift.errors import OutputNotWrittenError, UsageError
from drift.log import FeatureLog, account, feature_log, lookup
from runs import training

if TYPE_CHECKING:
    from pathlib import Path

ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


def rows(folder: Path) -> pl.DataFrame:
    """Return all rows of a log whose files have one schema."""
    return pl.read_parquet(sorted(folder.glob("day=*/hour=*/*.parquet")), hive_partitioning=False)


def run(program: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a program of its own."""
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False)  # noqa: S603


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    with FeatureLog(tmp_path) as log:
        assert log.write("r-1", {"amount": 12.5, "city": "Porto"}, model="fraud-7", prediction=0.03)
        assert log.write(2, {"amount": 7.0, "city": None})
    table = rows(tmp_path)
    assert table.drop("logged_at").to_dicts() == [
        {"request_id": "r-1", "model": "fraud-7", "prediction": 0.03, "amount": 12.5, "city": "Porto"},
        {"request_id": "2", "model": None, "prediction": None, "amount": 7.0, "city": None},
    ]
    ages = dt.datetime.now(dt.UTC) - table["logged_at"]
    assert ages.is_between(dt.timedelta(0), dt.timedelta(minutes=5)).all()


def test_a_check_reads_a_log_as_it_is(tmp_path: Path) -> None:
    frame = training().select("seconds", "count", "city", "member")
    reference = drift.fit(frame)
    for factor, verdict in ((1, "ok"), (1000, "breach")):
        with FeatureLog(tmp_path / str(factor)) as log:
            for number, row in enumerate(frame.iter_rows(named=True)):
                log.write(f"r-{number}", {**row, "seconds": row["seconds"] * factor}, prediction=0.5)
        run = drift.check(tmp_path / str(factor), reference)
        assert {column.verdict for column in run.columns if column.name in frame.columns} == {"ok", verdict}
        new = {column.name for column in run.columns if column.name not in frame.columns}
        assert new == {"day", "hour", "logged_at", "model", "prediction", "request_id"}


def test_what_the_caller_changes_later_is_as_it_was(tmp_path: Path) -> None:
    features: dict[str, Any] = {"amount": 1.0, "last": [1.0, 2.0], "shop": {"id": 7}}
    with FeatureLog(tmp_path) as log:
        log.write("r-1", features)
        features["amount"] = 2.0
        features["last"].append(3.0)
        features["shop"]["id"] = 8
    assert lookup(tmp_path, "r-1").rows[0].features == {
        "amount": 1.0,
        "last": [1.0, 2.0],
        "shop": '{"id": 7}',
    }


def test_rows_are_in_the_folder_of_their_hour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter(
        int(dt.datetime(2026, 11, 28, 23, minute, tzinfo=dt.UTC).timestamp()) * 10**9 + later * 10**9
        for minute, later in ((58, 0), (59, 59), (59, 60), (59, 61))
    )
    monkeypatch.setattr(feature_log, "time_ns", lambda: next(moments))
    with FeatureLog(tmp_path) as log:
        for number in range(4):
            log.write(number, {})
    ids = {
        path.parent.relative_to(tmp_path).as_posix(): pl.read_parquet(path)["request_id"].to_list()
        for path in tmp_path.glob("day=*/hour=*/*.parquet")
    }
    assert ids == {"day=2026-11-28/hour=23": ["0", "1"], "day=2026-11-29/hour=00": ["2", "3"]}


def test_a_row_is_on_the_disk_after_the_delay_without_another_call(tmp_path: Path) -> None:
    log = FeatureLog(tmp_path, delay=0.05)
    log.write("r-1", {"amount": 1.0})
    written = threading.Event()
    for _ in range(600):
        if log.stats.written or written.wait(0.05):
            break
    assert lookup(tmp_path, "r-1").rows
    log.close()


def test_memory_is_bounded_and_what_is_dropped_is_counted(tmp_path: Path) -> None:
    log = FeatureLog(tmp_path, delay=3600, memory=2**16)
    taken = [log.write(number, {"text": "x" * 1000}) for number in range(100)]
    assert taken == sorted(taken, reverse=True)
    accepted = sum(taken)
    assert accepted == 2**16 // (500 + 80 + 1000)
    stats = log.close()
    assert (stats.accepted, stats.written, stats.dropped) == (accepted, accepted, 100 - accepted)
    assert account(tmp_path).dropped == 100 - accepted


def test_a_disk_that_fails_is_counted_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from drift.log import pieces  # noqa: PLC0415

    def full(*_: object) -> None:
        raise OutputNotWrittenError("features: cannot be written", seen="No space left on device")

    log = FeatureLog(tmp_path, delay=3600)
    with monkeypatch.context() as patch, caplog.at_level(logging.ERROR, "drift.log"):
        patch.setattr(pieces, "write_whole", full)
        assert log.write("r-1", {"amount": 1.0})
        assert not log.flush()
        assert log.write("r-2", {"amount": 2.0})
    stats = log.stats
    assert (stats.errors, stats.waiting, stats.written) == (1, 2, 0)
    assert "No space left on device" in str(stats.last_error)
    assert "No space left on device" in caplog.text
    assert log.flush()
    assert log.close().written == 2
    assert account(tmp_path).lost == 0


def test_what_is_given_up_at_the_end_is_counted_as_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from drift.log import pieces  # noqa: PLC0415

    log = FeatureLog(tmp_path)
    log.write("r-1", {"amount": 1.0})
    assert log.flush()
    with monkeypatch.context() as patch:
        patch.setattr(pieces, "write_whole", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
        log.write("r-2", {"amount": 2.0})
        stats = log.close()
    assert (stats.written, stats.failed, stats.waiting) == (1, 1, 0)
    told = account(tmp_path)
    assert (told.accepted, told.written, told.lost) == (2, 1, 1)
    assert told.losses[0].closed


class Hostile:
    """An object that fails whatever is asked of it."""

    def __str__(self) -> str:  # noqa: D105
        raise ValueError

    def __bool__(self) -> bool:  # noqa: D105
        raise ValueError

    def __eq__(self, other: object) -> bool:  # noqa: D105
        raise ValueError

    __hash__ = None  # type: ignore[assignment]


@pytest.mark.parametrize("features", [None, 3, [("a", 1, 2)], Hostile()])
def test_what_is_no_mapping_is_refused_and_counted(features: Any, tmp_path: Path) -> None:  # noqa: ANN401
    with FeatureLog(tmp_path) as log:
        assert not log.write("r-1", features)
        assert log.write("r-2", {"odd": Hostile()}, model=Hostile(), prediction=Hostile())
        assert log.write(Hostile(), {1: 1, None: 2, ("a",): 3})
    assert (log.stats.accepted, log.stats.refused, log.stats.written) == (2, 1, 2)
    found = lookup(tmp_path, "r-2").rows[0]
    assert (found.features["odd"], found.model, found.prediction) == ("<Hostile>",) * 3
    assert lookup(tmp_path, "<Hostile>").rows[0].features.keys() >= {"1", "None", "('a',)"}


def test_types_that_change_go_to_other_files_and_nothing_is_lost(tmp_path: Path) -> None:
    values = [1, 2.5, "three", None, True, dt.date(2026, 11, 29), b"\x00", float("nan"), 2**70, 2**60]
    with FeatureLog(tmp_path) as log:
        for number, value in enumerate(values):
            log.write(number, {"x": value})
    assert log.stats.written == len(values)
    seen = [lookup(tmp_path, str(number)).rows[0].features["x"] for number in range(len(values))]
    assert str(seen[7]) == "nan"
    assert seen[:7] + seen[8:] == [1.0, 2.5, "three", None, True, values[5], b"\x00", str(2**70), 2**60]


def test_after_closing_nothing_is_accepted_and_nothing_raises(tmp_path: Path) -> None:
    log = FeatureLog(tmp_path)
    log.write("r-1", {})
    assert log.close() == log.close()
    assert not log.write("r-2", {})
    assert log.flush()
    assert (log.stats.written, log.stats.dropped) == (1, 1)


def test_what_no_log_can_be_made_of_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="delay=0"):
        FeatureLog(tmp_path, delay=0)
    with pytest.raises(UsageError, match="memory=10"):
        FeatureLog(tmp_path, memory=10)
    (tmp_path / "file").touch()
    with pytest.raises(OutputNotWrittenError, match="no log can be kept there"):
        FeatureLog(tmp_path / "file")


def test_threads_and_a_signal_in_between_lose_and_repeat_nothing(tmp_path: Path) -> None:
    log = FeatureLog(tmp_path, delay=0.02)
    numbers = itertools.count()

    def interrupted(*_: object) -> None:  # which may be interrupted itself
        log.write(f"s-{next(numbers)}", {"x": 1.0})

    before = signal.signal(signal.SIGALRM, interrupted)
    signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
    try:
        threads = [
            threading.Thread(target=lambda t=t: [log.write(f"{t}-{n}", {"x": 1.0}) for n in range(2000)])
            for t in range(8)
        ]
        for thread in threads:
            thread.start()
        for number in range(2000):
            log.write(f"m-{number}", {"x": 1.0})
        for thread in threads:
            thread.join()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    interrupts, stats = next(numbers), log.close()
    assert interrupts > 10
    assert stats.accepted == stats.written == 18_000 + interrupts
    ids = rows(tmp_path)["request_id"]
    assert ids.len() == ids.n_unique() == stats.written


def test_importing_and_opening_a_log_loads_nothing_heavy(tmp_path: Path) -> None:
    program = """
import sys
from drift.log import FeatureLog
log = FeatureLog(sys.argv[1], delay=3600)
log.write("r-1", {"amount": 1.0})
print(sorted({"polars", "numpy", "pydantic", "multiprocessing"} & set(sys.modules)))
"""
    told = run(program, tmp_path)
    assert (told.stdout, told.stderr) == ("[]\n", "")
    assert lookup(tmp_path, "r-1").rows, "the end of the program writes what waits"


FORKING = """
import os, sys
from drift.log import FeatureLog
log = FeatureLog(sys.argv[1], delay=3600)
if sys.argv[2] == "thread":
    log.write("parent-1", {"x": 1})
if sys.argv[2] == "polars":
    log.write("parent-1", {"x": 1})
    log.flush()
child = os.fork()
if child == 0:
    log.write("child", {"x": 2})
    stats = log.close()
    print(stats.written, stats.dropped, stats.last_error)
    sys.stdout.flush()
    os._exit(0)
os.waitpid(child, 0)
log.write("parent-2", {"x": 3})
"""


@pytest.mark.parametrize("what", ["nothing", "thread"])
def test_a_forked_process_goes_on_with_a_log_of_its_own(what: str, tmp_path: Path) -> None:
    told = run(FORKING, tmp_path, what)
    assert (told.stdout, told.stderr) == ("1 0 None\n", "")
    ids = set(rows(tmp_path)["request_id"])
    assert ids == {"child", "parent-2", *(["parent-1"] if what == "thread" else [])}
    assert account(tmp_path).written == len(ids)


def test_after_polars_was_used_a_fork_cannot_write_and_says_so(tmp_path: Path) -> None:
    """Polars' threads stay in the parent, and the child would wait for them for ever."""
    told = run(FORKING, tmp_path, "polars")
    assert told.stdout.startswith("0 1 RuntimeError: forked after polars was used")
    assert set(rows(tmp_path)["request_id"]) == {"parent-1", "parent-2"}
    assert account(tmp_path).dropped == 1


def test_a_process_of_multiprocessing_writes_what_waits_at_its_end(tmp_path: Path) -> None:
    program = """
import multiprocessing, sys
from drift.log import FeatureLog
log = FeatureLog(sys.argv[1], delay=3600)
def work():
    log.write("child", {"x": 1})
child = multiprocessing.get_context("fork").Process(target=work)
child.start()
child.join()
"""
    told = run(program, tmp_path)
    assert told.stderr == ""
    assert lookup(tmp_path, "child").rows


def test_several_processes_share_a_folder(tmp_path: Path) -> None:
    program = """
import sys
from drift.log import FeatureLog
with FeatureLog(sys.argv[1], delay=0.05) as log:
    for number in range(2000):
        log.write(f"{sys.argv[2]}-{number}", {"x": number})
"""
    command = [sys.executable, "-c", program, str(tmp_path)]
    writers = [subprocess.Popen([*command, str(one)], env=ENVIRONMENT) for one in range(3)]  # noqa: S603
    assert [one.wait() for one in writers] == [0, 0, 0]
    ids = rows(tmp_path)["request_id"]
    assert ids.len() == ids.n_unique() == account(tmp_path).written == 6000


KILLED = """
import os, signal, sys
from drift.log import FeatureLog
log = FeatureLog(sys.argv[1], delay=3600)
for number in range(5):
    log.write(number, {"x": number})
log.flush()
for number in range(3):
    log.write(number, {"x": number})
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_kill_costs_what_waited_and_the_next_one_says_how_much(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert run(KILLED, tmp_path).returncode == -signal.SIGKILL
    told = account(tmp_path)
    assert (told.accepted, told.written, told.lost) == (8, 5, 3)
    with caplog.at_level(logging.WARNING, "drift.log"), FeatureLog(tmp_path) as log:
        assert log.stats.lost_before == 3
    assert "3 of 8 accepted rows not written" in caplog.text
    again = account(tmp_path)
    assert (again.accepted, again.written, again.lost) == (8, 5, 3)
    assert again.losses == told.losses
    with FeatureLog(tmp_path) as log:
        assert log.stats.lost_before == 0


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_the_loss_that_is_told_is_the_one_that_is_measured(seed: int, tmp_path: Path) -> None:
    seen = kill(tmp_path, threads=8, rows=20_000, seed=seed, between=seed % 2 == 0)
    assert seen.right, seen
    assert seen.told == seen.lost or not seen.between
