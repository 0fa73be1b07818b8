"""What drift writes may be in a store, and what it reads of its own in a store or on the web."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest

import drift
from command_line import drift as run_drift
from drift.errors import InputNotFoundError, InputUnreachableError, NotBuiltError, OutputNotWrittenError
from stores import BUCKET, s3, web

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stores import Bucket

ROWS = pl.DataFrame({"wait_s": [float(n % 97) for n in range(2_000)], "city": ["Porto", "Braga"] * 1_000})


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    """Return an empty bucket of a server."""
    with s3(monkeypatch) as started:
        yield started


def held(bucket: Bucket, key: str) -> bytes:
    """Return an object as S3's own client reads it."""
    return bytes(bucket.client.get_object(Bucket=BUCKET, Key=key)["Body"].read())


def keys(bucket: Bucket) -> list[str]:
    """Return the names of all objects."""
    return [one["Key"] for one in bucket.client.list_objects_v2(Bucket=BUCKET).get("Contents", [])]


def test_a_gate_whose_files_are_all_in_a_store(
    bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ROWS.write_parquet("train.parquet")
    ROWS.with_columns(pl.col("wait_s") * 1000).write_parquet("today.parquet")
    url = bucket.url
    assert run_drift("fit", "train.parquet", "-o", f"{url}/reference.drift").code == 0
    assert run_drift("fit", "train.parquet", "-o", "here.drift").code == 0
    there, here = drift.Reference.load(f"{url}/reference.drift"), drift.Reference.load("here.drift")
    assert there.digest == here.digest
    for day in ("2026-11-21", "2026-11-22"):
        outputs = ["--save", f"{url}/runs/{day}.drift", "--html", f"{url}/pages/{day}.html"]
        json = ["--format", f"json={url}/json/{day}.json", "--as-of", day]
        checked = run_drift("check", "today.parquet", "-r", f"{url}/reference.drift", *outputs, *json)
        assert checked.code == 1, checked.err
    assert b"wait_s" in held(bucket, "pages/2026-11-22.html")
    assert b'"breach"' in held(bucket, "json/2026-11-21.json")
    past = run_drift("history", f"{url}/runs", "--html", f"{url}/pages/history.html")
    assert past.code == 0, past.err
    assert "2026-11-21" in past.out
    assert b"wait_s" in held(bucket, "pages/history.html")
    assert len(drift.trends(f"{url}/runs/*.drift").runs) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "here.drift",
        "today.parquet",
        "train.parquet",
    ]


def test_python_saves_and_loads_there(bucket: Bucket) -> None:
    reference = drift.fit(ROWS)
    reference.save(f"{bucket.url}/models/fraud.drift")
    again = drift.load(f"{bucket.url}/models/fraud.drift")
    assert isinstance(again, drift.Reference)
    assert drift.check(ROWS, again).verdict == "ok"
    assert drift.Reference.load(Path(f"{bucket.url}/models/fraud.drift")).digest == reference.digest


def test_a_reference_is_read_from_the_web(tmp_path: Path) -> None:
    drift.fit(ROWS).save(tmp_path / "a.drift")
    with web() as server:
        server.files["/v7/a.drift"] = (tmp_path / "a.drift").read_bytes()
        assert (
            drift.check(ROWS, drift.Reference.load(f"{server.url}/v7/a.drift?token=s3cret")).verdict == "ok"
        )
        with pytest.raises(InputNotFoundError):
            drift.Reference.load(f"{server.url}/v8/a.drift")
        server.status = 503
        with pytest.raises(InputUnreachableError):
            drift.Reference.load(f"{server.url}/v7/a.drift")
        with pytest.raises(NotBuiltError, match="writing to such a URL"):
            drift.fit(ROWS).save(f"{server.url}/v9/a.drift")


def test_what_a_store_does_not_take_is_an_error_before_and_after_the_work(
    bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ROWS.write_parquet("train.parquet")
    nowhere = run_drift("fit", "train.parquet", "-o", "s3://no-such-bucket/a.drift")
    assert nowhere.code == 2
    assert "no-such-bucket/a.drift" in nowhere.err
    with pytest.raises(OutputNotWrittenError):
        drift.fit(ROWS).save("s3://no-such-bucket/a.drift")
    same = f"{bucket.url}/a.drift"
    drift.fit(ROWS).save(same)
    before = held(bucket, "a.drift")
    over = run_drift("check", "train.parquet", "-r", same, "--save", same)
    assert over.code == 2
    assert "would overwrite the reference" in over.err
    assert (keys(bucket), held(bucket, "a.drift")) == (["a.drift"], before)
