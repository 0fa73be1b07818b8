"""With a cache only new files are read, and what comes out is what comes out without one, to the byte."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

import polars as pl
import pytest

import drift
from command_line import drift as run_drift
from drift.errors import UsageError
from drift.profile.cache import ProfileCache
from drift.profile.profiled_file import profiled_bytes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DAYS: Final = 6
ROWS: Final = 400


def day(number: int) -> pl.DataFrame:
    """Return the rows of a day, no two days alike."""
    rows = range(ROWS)
    first = date(2026, 11, 1) + timedelta(days=number)
    return pl.DataFrame(
        {
            "seconds": [60.0 + (i * 37 + number) % 997 / 8 for i in rows],
            "count": [(i * i + number) % 11 for i in rows],
            "city": [("Porto", "Braga", "Évora")[(i + number) % 3] for i in rows],
            "member": [None if i % 7 == number else i % 5 == 0 for i in rows],
            "day": [first] * ROWS,
        }
    )


@pytest.fixture
def days(tmp_path: Path) -> Path:
    """Return a folder of six days, of which one has a narrower type, one a column more, and one no rows."""
    folder = tmp_path / "days"
    folder.mkdir()
    for number in range(DAYS):
        frame = day(number)
        if number == 1:
            frame = frame.with_columns(pl.col("count").cast(pl.Int8), pl.col("seconds").cast(pl.Float32))
        if number == 2:
            frame = frame.with_columns(extra=pl.lit("now and then"))
        if number == 3:
            frame = frame.clear()
        frame.write_parquet(folder / f"{number}.parquet")
    return folder


def profiled(
    data: object,
    cache: Path | None = None,
    **told: Any,  # noqa: ANN401 - whatever `drift.profile` takes
) -> tuple[bytes, tuple[int, int]]:
    """Return the bytes of a profile, and how many files were found and read."""
    kept = None if cache is None else ProfileCache(cache)
    table = drift.profile(data, cache=kept, **told)
    return profiled_bytes(table), (0, 0) if kept is None else (kept.found, kept.made)


def test_the_profile_is_the_same_to_the_byte_with_and_without(days: Path, tmp_path: Path) -> None:
    without, _ = profiled(days)
    first, counts = profiled(days, tmp_path / "cache")
    assert counts == (0, DAYS)
    again, counts = profiled(days, tmp_path / "cache")
    assert counts == (DAYS, 0)
    assert without == first == again


def test_only_new_and_changed_files_are_read(days: Path, tmp_path: Path) -> None:
    profiled(days, tmp_path / "cache")
    day(6).write_parquet(days / "6.parquet")
    day(7).write_parquet(days / "0.parquet")
    (days / "5.parquet").unlink()
    table, counts = profiled(days, tmp_path / "cache")
    assert counts == (4, 2)
    assert table == profiled(days)[0]


def test_other_rows_in_a_file_of_the_same_size_and_time_are_read(tmp_path: Path) -> None:
    path = tmp_path / "day.csv"
    path.write_text("x\n" + "1\n" * 50)
    before = path.stat()
    profiled(path, tmp_path / "cache")
    path.write_text("x\n" + "2\n" * 50)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    kept = ProfileCache(tmp_path / "cache")
    table = drift.profile(path, cache=kept)
    assert (kept.found, kept.made) == (0, 1)
    assert profiled_bytes(table) == profiled(path)[0]


WRITERS: Final[dict[str, Callable[[pl.DataFrame, Path], Any]]] = {
    "parquet": pl.DataFrame.write_parquet,
    "csv": pl.DataFrame.write_csv,
    "ndjson": pl.DataFrame.write_ndjson,
    "arrow": pl.DataFrame.write_ipc,
}


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("by", ["its own types", "a reference"])
def test_every_form_is_the_same_to_the_byte(form: str, by: str, tmp_path: Path) -> None:
    told: dict[str, Any] = {"time": "day"} if by == "its own types" else {}
    if by == "a reference":
        told["reference"] = drift.fit(pl.concat(day(i) for i in range(DAYS)), time="day")
    for number in range(DAYS):
        WRITERS[form](day(number), tmp_path / f"{number}.{form}")
    data = str(tmp_path / f"*.{form}")
    without, _ = profiled(data, **told)
    assert profiled(data, tmp_path / "cache", **told) == (without, (0, DAYS))
    assert profiled(data, tmp_path / "cache", **told) == (without, (DAYS, 0))


def test_what_shapes_a_profile_asks_for_profiles_of_its_own(days: Path, tmp_path: Path) -> None:
    """A config, a time column, other columns, types of other files: none takes what was made otherwise."""
    cache = tmp_path / "cache"
    profiled(days, cache)
    ways: tuple[dict[str, Any], ...] = (
        {"config": {"sample": 7}},
        {"config": {"ignore": ["city"]}},
        {"config": {"segments": ["city"]}},
        {"time": "day"},
        {"options": drift.ReadOptions(columns=("count",))},
        {"reference": drift.fit(day(0))},
    )
    for told in ways:
        table, counts = profiled(days, cache, **told)
        assert counts == (0, DAYS), told
        assert table == profiled(days, **told)[0]
    for number in (1, 2, 3, 4, 5):
        (days / f"{number}.parquet").unlink()
    day(0).with_columns(pl.col("count") + 0.5).write_parquet(days / "1.parquet")
    table, counts = profiled(days, cache)  # `count` is a float over both files now
    assert counts == (0, 2)
    assert table == profiled(days)[0]


def test_a_reference_is_the_same_with_and_without(days: Path, tmp_path: Path) -> None:
    """Of segments with more levels than are kept the data is read twice, and found twice."""
    config = {"segments": ["city"], "time": "day"}
    digests = {drift.fit(days, config=config).digest}
    for _ in range(2):
        digests.add(drift.fit(days, config=config, cache=tmp_path / "cache").digest)
    assert len(digests) == 1


def test_damage_in_the_cache_is_told_and_changes_nothing(days: Path, tmp_path: Path) -> None:
    profiled(days, tmp_path / "cache")
    broken, *_ = (tmp_path / "cache").rglob("*.drift")
    broken.write_bytes(broken.read_bytes()[:-10])
    told = run_drift("profile", days, "-o", tmp_path / "new.drift", "--cache", tmp_path / "cache")
    assert told.code == 0
    assert f"{broken}: cut off" in told.err
    assert "5 of 6 files were profiled before" in told.err
    assert (tmp_path / "new.drift").read_bytes() == profiled(days)[0]


def test_the_name_that_a_file_is_given_by_is_told(
    days: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profiled(days, tmp_path / "cache")
    monkeypatch.chdir(tmp_path)
    table, counts = profiled("days/*.parquet", tmp_path / "cache")
    assert counts == (DAYS, 0)
    assert table == profiled("days/*.parquet")[0]


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"options": drift.ReadOptions(limit=10)}, "a limit counts the rows of all files"),
        ({"options": drift.ReadOptions(since="2026-11-02", time="day")}, "takes parts of files"),
        ({"data": day(0)}, "is no file"),
    ],
)
def test_what_no_file_alone_tells_is_refused(
    told: dict[str, Any], reason: str, days: Path, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=reason):
        profiled(told.pop("data", days), tmp_path / "cache", **told)


def test_weights_schemas_and_profiles_are_refused(days: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    with pytest.raises(UsageError, match="weights are in no profile"):
        drift.fit(days, config={"weight": "seconds"}, cache=cache)
    with pytest.raises(UsageError, match="profiles already"):
        drift.fit(drift.profile(days), cache=cache)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system kills no process by a signal")
def test_a_run_that_is_killed_keeps_what_it_had_finished(days: Path, tmp_path: Path) -> None:
    for number in range(DAYS, 40):
        day(number % 7).write_parquet(days / f"{number}.parquet")
    expected, _ = profiled(days)
    cache, out = tmp_path / "cache", tmp_path / "new.drift"
    line = [
        sys.executable,
        "-m",
        "drift.cli",
        "profile",
        str(days),
        "-o",
        str(out),
        "--cache",
        str(cache),
        "-q",
    ]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    for wanted in (3, 10, 20):
        with subprocess.Popen(line, env=environment) as process:  # noqa: S603 - our own program
            while process.poll() is None and len(list(cache.rglob("*.drift"))) < wanted:
                time.sleep(0.001)
            process.send_signal(signal.SIGKILL)
        assert not out.exists()
        assert len(list(cache.rglob("*.drift"))) >= wanted
    done = len(list(cache.rglob("*.drift")))
    table, (found, made) = profiled(days, cache)
    assert (found, made) == (done, 40 - done)
    assert table == expected
    assert [one for one in cache.rglob("*") if one.is_file() and one.suffix != ".drift"] == []
