"""A file on the web is read whole, tells its form by name or content, and no secret of its URL is told."""

from __future__ import annotations

import gzip
import io
import ssl
import urllib.error
from typing import TYPE_CHECKING, Final

import polars as pl
import pytest

from drift.errors import DriftError, InputNotFoundError, InputUnreachableError, InputUnreadableError
from drift.sources.download import suffix_of
from drift.sources.paths import find_files
from drift.sources.source import open_source
from stores import Web, web

if TYPE_CHECKING:
    from collections.abc import Iterator

FRAME: Final = pl.DataFrame({"n": range(500), "city": ["Porto", "Braga"] * 250})


@pytest.fixture
def server() -> Iterator[Web]:
    """Return a server that has the same rows in several forms."""
    with web() as started:
        parquet, ndjson, arrow = io.BytesIO(), io.BytesIO(), io.BytesIO()
        FRAME.write_parquet(parquet)
        FRAME.write_ndjson(ndjson)
        FRAME.write_ipc(arrow)
        text = FRAME.write_csv().encode()
        started.files = {
            "/x.parquet": parquet.getvalue(),
            "/export": parquet.getvalue(),
            "/text": text,
            "/x.csv": text,
            "/x.CSV.gz": gzip.compress(text),
            "/x.ndjson": ndjson.getvalue(),
            "/x.arrow": arrow.getvalue(),
        }
        yield started


def test_every_form_is_read(server: Web) -> None:
    for name in server.files:
        found = open_source(f"{server.url}{name}?X-Amz-Signature=s3cret").batches()
        assert pl.concat([batch.frame for batch in found]).sort("n").equals(FRAME), name


def test_what_follows_the_question_mark_is_sent_and_not_told(server: Web) -> None:
    (file,) = find_files([f"{server.url}/x.csv?X-Amz-Signature=s3cret"])
    assert file.name == f"{server.url}/x.csv"
    assert server.asked == ["/x.csv?X-Amz-Signature=s3cret"]
    assert not file.changed()


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (404, InputNotFoundError),
        (410, InputNotFoundError),
        (403, InputUnreadableError),
        (401, InputUnreadableError),
    ]
    + [(status, InputUnreachableError) for status in (429, 500, 503)],
)
def test_what_a_server_answers_is_told(server: Web, status: int, error: type[DriftError]) -> None:
    server.status = status
    with pytest.raises(error) as caught:
        find_files([f"{server.url}/x.csv?token=s3cret"])
    assert caught.value.retryable is (error is not InputUnreadableError)
    assert caught.value.seen is not None
    assert caught.value.seen.startswith(str(status))
    assert "s3cret" not in str(caught.value)


def test_a_file_that_stops_before_its_end_is_not_taken_for_whole(server: Web) -> None:
    server.cut = 100
    with pytest.raises(InputUnreachableError, match="ended before the file did"):
        find_files([f"{server.url}/x.csv"])


def test_a_server_that_is_not_there_may_come_later() -> None:
    with pytest.raises(InputUnreachableError, match="Connection refused") as caught:
        find_files(["http://127.0.0.1:1/x.csv?token=s3cret"])
    assert "s3cret" not in str(caught.value)


def test_a_certificate_that_is_not_valid_is_no_matter_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    fault = ssl.SSLCertVerificationError(1, "certificate verify failed")
    fault.verify_message = "self-signed certificate"

    def refuse(*_: object, **__: object) -> None:
        raise urllib.error.URLError(fault)

    monkeypatch.setattr("urllib.request.urlopen", refuse)
    with pytest.raises(InputUnreadableError, match="certificate is not valid") as caught:
        find_files(["https://example.org/x.csv"])
    assert not caught.value.retryable


@pytest.mark.parametrize(
    ("url", "suffix"),
    [
        ("https://h/a.b/x.csv.gz?y=z.parquet", ".csv.gz"),
        ("https://h/x%2Eparquet", ".parquet"),
        ("https://h/export", ""),
        ("https://h", ""),
        ("https://h/../..", ""),
    ],
)
def test_the_suffix_of_a_url(url: str, suffix: str) -> None:
    assert suffix_of(url) == suffix
