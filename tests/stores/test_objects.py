"""Files in a store, S3's by a real server: found, read and told of as those on a disk are."""

from __future__ import annotations

import gzip
import io
import random
from typing import TYPE_CHECKING, Final

import polars as pl
import pytest

import drift
from drift.errors import (
    DriftError,
    InputNotFoundError,
    InputUnreachableError,
    InputUnreadableError,
    InputUnsupportedError,
    NotBuiltError,
    UsageError,
)
from drift.sources.paths import find_files, find_paths
from drift.sources.source import open_source
from drift.stores import objects
from drift.stores.objects import Url, url_of
from stores import s3, web

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from stores import Bucket

FRAME: Final = pl.DataFrame({"n": range(2_000), "city": [f"x{i % 7}" for i in range(2_000)]})


@pytest.fixture(scope="module")
def bucket() -> Iterator[Bucket]:
    """Return a bucket of a server that was started for these tests."""
    with pytest.MonkeyPatch.context() as patch, s3(patch) as started:
        yield started


def parquet(frame: pl.DataFrame = FRAME) -> bytes:
    """Return rows as Parquet."""
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()


def rows(data: object) -> list[int]:
    """Return the numbers of all rows, sorted."""
    return sorted(int(n) for batch in open_source(data).batches() for n in batch.frame["n"])


@pytest.mark.parametrize(
    ("named", "url"),
    [
        ("s3://b/a/x.csv", Url(scheme="s3", bucket="b", key="a/x.csv")),
        ("GS://b", Url(scheme="gs", bucket="b", key="")),
        ("az://b/", Url(scheme="az", bucket="b", key="")),
        ("s3:/b", None),
        ("s3.parquet", None),
        ("https://example.org/x.csv", None),
    ],
)
def test_what_names_a_store(named: str, url: Url | None) -> None:
    assert url_of(named) == url


@pytest.mark.parametrize("named", ["s3://key:s3cret@b/x.csv", "https://ana:s3cret@example.org/x.csv"])
def test_a_password_in_a_url_is_refused_and_not_told(named: str) -> None:
    with pytest.raises(UsageError) as caught:
        find_files([named])
    assert "s3cret" not in str(caught.value)


def test_other_schemes_are_refused_by_name() -> None:
    with pytest.raises(NotBuiltError, match="a URL of hdfs is not built yet"):
        find_files(["hdfs://host/x.parquet"])


def test_files_are_found_by_name_by_folder_and_by_pattern(bucket: Bucket) -> None:
    for key in (
        "found/b/x.parquet",
        "found/b/_SUCCESS",
        "found/b/.hidden/x.parquet",
        "found/b/notes.txt",
        "found/b/day=2026-11-25/city=S%C3%A3o Paulo/x #1.parquet",
        "found/bc/y.parquet",
        "found/[b].parquet",
    ):
        bucket.put(key, parquet() if key.endswith("parquet") else b"")
    base = f"{bucket.url}/found"

    def names(*named: str) -> list[str]:
        return [one.name.removeprefix(f"{base}/") for one in find_files(named)]

    deep = "b/day=2026-11-25/city=S%C3%A3o Paulo/x #1.parquet"
    assert names(f"{base}/b") == names(f"{base}/b/") == [deep, "b/x.parquet"]
    assert names(f"{base}/b*/*.parquet") == ["b/x.parquet", "bc/y.parquet"]
    assert names(f"{base}/**/*.parquet") == ["[b].parquet", deep, "b/x.parquet", "bc/y.parquet"]
    assert names(f"{base}/[b].parquet") == ["[b].parquet"]
    assert names(f"{base}/[!x]c/?.parquet", f"{base}/bc/y.parquet") == ["bc/y.parquet"]
    assert find_files([f"{base}/b"])[0].partitions == (("day", "2026-11-25"), ("city", "São Paulo"))
    assert find_paths([f"{base}/b"]) == ()
    assert rows(f"{base}/b") == sorted([*range(2_000)] * 2)


@pytest.mark.parametrize("key", ["none/x.parquet", "none/*.parquet", "none/", "none"])
def test_what_is_not_there_may_come_later(bucket: Bucket, key: str) -> None:
    with pytest.raises(InputNotFoundError) as caught:
        find_files([f"{bucket.url}/{key}"])
    assert caught.value.retryable
    assert f"{bucket.url}/{key.strip('/')}" in str(caught.value)


@pytest.mark.usefixtures("bucket")
def test_a_bucket_that_is_not_there_is_told() -> None:
    with pytest.raises(InputNotFoundError, match="s3://nowhere-at-all") as caught:
        find_files(["s3://nowhere-at-all/x.parquet"])
    assert caught.value.seen is None or "NoSuchBucket" in caught.value.seen
    assert "s3cret" not in str(caught.value)


def test_bytes_come_in_their_order_and_all_of_them(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    """In blocks that grow, and through a compression."""
    monkeypatch.setattr(objects, "LARGEST_BLOCK", 200_000)
    content = random.Random(3).randbytes(1_000_003)  # noqa: S311 - bytes, not secrets
    bucket.put("bytes/x.csv", content)
    bucket.put("bytes/x.csv.gz", gzip.compress(content))
    plain, packed = find_files([f"{bucket.url}/bytes"])
    with plain.open() as one, packed.open() as other:
        assert (one.read(), one.read()) == (content, b"")
        assert other.read() == content


def test_a_file_that_changes_while_it_is_read_is_refused(bucket: Bucket) -> None:
    source = open_source(bucket.put("changed/x.csv", FRAME.write_csv().encode()))
    batches = source.batches()
    next(batches)
    bucket.put("changed/x.csv", FRAME[:7].write_csv().encode())
    with pytest.raises(InputUnreadableError, match="the file changed while it was read"):
        list(batches)


def test_damage_is_told_with_its_place(bucket: Bucket) -> None:
    url = bucket.put("bad/x.csv", b"a,b\n1,2\n3\n")
    with pytest.raises(InputUnreadableError, match=r"x\.csv, line 3: 1 field where the header has 2"):
        list(open_source(url).batches())
    url = bucket.put("bad/x.parquet", parquet()[:-100])
    with pytest.raises(InputUnreadableError, match=r"x\.parquet: cannot be read"):
        open_source(url)


@pytest.mark.parametrize("key", ["below/_delta_log/0.json", "metadata/v1.metadata.json"])
def test_a_table_of_iceberg_or_below_a_folder_is_not_read(bucket: Bucket, key: str) -> None:
    bucket.put(f"table-{key[:2]}/x.parquet", parquet())
    bucket.put(f"table-{key[:2]}/{key}", b"{}")
    with pytest.raises(InputUnsupportedError, match=r"there is a table of (Delta|Iceberg) in it"):
        open_source(f"{bucket.url}/table-{key[:2]}")


def test_a_table_of_delta_is_read_as_its_log_says(bucket: Bucket, tmp_path: Path) -> None:
    """Files of versions before are still there, and count no more."""
    FRAME.head(7).write_delta(tmp_path / "x")
    FRAME.write_delta(tmp_path / "x", mode="overwrite")
    for file in (tmp_path / "x").rglob("*.*"):
        if file.is_file():
            bucket.put(f"delta/{file.relative_to(tmp_path)}", file.read_bytes())
    for url in (f"{bucket.url}/delta/x", f"{bucket.url}/delta/x/"):
        assert drift.fit(url).digest == drift.fit(FRAME).digest
    options = drift.ReadOptions(columns=("city",), limit=9)
    run = drift.check(f"{bucket.url}/delta/x", drift.fit(FRAME), options=options)
    assert (run.live.sources, run.live.rows) == ((f"{bucket.url}/delta/x",), 9)
    (log, *_) = sorted((tmp_path / "x" / "_delta_log").glob("*.json"))
    bucket.put(f"delta/bad/_delta_log/{log.name}", b"{")
    with pytest.raises(InputUnreadableError, match="delta/bad: cannot be read"):
        drift.fit(f"{bucket.url}/delta/bad")


def test_a_check_of_a_store_is_one_of_files(bucket: Bucket) -> None:
    """Evidence too, for which the rows are read again."""
    train = pl.DataFrame({"seconds": [60.0 + i * 37 % 997 for i in range(2_000)]})
    bucket.put("live/day=2026-11-25/x.parquet", parquet(train.select(pl.col("seconds") * 1000)))
    bucket.put("live/day=2026-11-24/x.parquet", parquet(train))
    reference = drift.fit(train)
    options = drift.ReadOptions(columns=("seconds",), since="2026-11-25", time="day")
    run = drift.check(f"{bucket.url}/live", reference, options=options)
    assert run.live.sources == (f"{bucket.url}/live/day=2026-11-25/x.parquet",)
    (finding,) = run["seconds"].findings
    assert finding.diagnosis is not None
    assert finding.diagnosis.fault == "unit_change"
    assert finding.evidence is not None
    assert finding.evidence.note is None


def test_every_form_gives_the_profile_of_the_frame(bucket: Bucket) -> None:
    """Byte for byte; text is looked at twice where nothing says its types."""
    stream, arrow, lines = io.BytesIO(), io.BytesIO(), io.BytesIO()
    FRAME.write_ipc_stream(stream)
    FRAME.write_ipc(arrow)
    FRAME.write_ndjson(lines)
    text = FRAME.write_csv().encode()
    forms = {
        "x.parquet": parquet(),
        "x.csv": text,
        "x.csv.gz": gzip.compress(text),
        "x.ndjson": lines.getvalue(),
        "x.jsonl.gz": gzip.compress(lines.getvalue()),
        "x.arrow": arrow.getvalue(),
        "x.arrows": stream.getvalue(),
        "no suffix at all": parquet(),
    }
    expected = drift.fit(FRAME)
    for name, content in forms.items():
        url = bucket.put(f"forms/{name}", content)
        assert drift.fit(url).digest == expected.digest, name
        assert drift.check(url, expected, evidence=0).verdict == "ok", name


@pytest.mark.parametrize(
    ("status", "error", "retryable"),
    [
        (403, InputUnreadableError, False),
        (401, InputUnreadableError, False),
        (400, InputUnreadableError, False),
        (301, InputUnreadableError, False),
        (404, InputNotFoundError, True),
        (500, InputUnreachableError, True),
        (503, InputUnreachableError, True),
    ],
)
def test_what_a_store_answers_is_told_for_who_may_try_again(
    monkeypatch: pytest.MonkeyPatch, status: int, error: type[DriftError], *, retryable: bool
) -> None:
    """Of a file, of a folder, and of a file that polars reads; without a secret in any message."""
    monkeypatch.setattr(objects, "RETRIES", 0)
    with web() as server:
        server.status = status
        for name, value in (
            ("AWS_ENDPOINT_URL", server.url),
            ("AWS_ACCESS_KEY_ID", "key-of-the-test"),
            ("AWS_SECRET_ACCESS_KEY", "s3cret-of-the-test"),
        ):
            monkeypatch.setenv(name, value)
        for key in ("x.parquet", "folder/"):
            with pytest.raises(error) as caught:
                find_files([f"s3://bucket/{key}"])
            assert type(caught.value) is error
            assert caught.value.retryable is retryable
            told = f"{caught.value} {caught.value.__cause__} {caught.value.__context__}"
            assert "of-the-test" not in told.replace(str(caught.value.__context__), "")
            assert "of-the-test" not in str(caught.value)
            assert "s3://bucket" in str(caught.value)


def test_what_polars_finds_wrong_with_a_store_is_told_alike(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(objects, "RETRIES", 0)
    url = bucket.put("denied/x.parquet", parquet())
    (file,) = find_files([url])
    with web() as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)
        for status, error in ((403, InputUnreadableError), (503, InputUnreachableError)):
            server.status = status
            with pytest.raises(error) as caught:
                pl_read(file)
            assert "X-Amz" not in str(caught.value)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    with pytest.raises(InputUnreachableError, match="cannot be reached"):
        find_files([url])
    with pytest.raises(InputUnreachableError, match="cannot be reached"):
        pl_read(file)


def pl_read(file: object) -> None:
    """Read a file's footer as a source does."""
    from drift.sources.parquet import PARQUET  # noqa: PLC0415 - beside its one use

    PARQUET.schema(file)  # type: ignore[arg-type]


def test_without_what_lets_one_in_it_is_told_what_does(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "AZURE_STORAGE_ACCOUNT_NAME",
        "AZURE_STORAGE_ACCOUNT_KEY",
        "AZURE_STORAGE_CONNECTION_STRING",
    ):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(InputUnreadableError, match="nothing in the environment that lets one in") as caught:
        find_files(["az://container/x.parquet"])
    assert "AZURE_STORAGE_ACCOUNT_NAME" in str(caught.value)


def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "obstore", None)
    with pytest.raises(InputUnsupportedError, match=r"driftgate\[cloud\]"):
        find_files(["s3://bucket/x.parquet"])
