"""A run is sent once and signed: what a receiver gets, and what happens where it does not take it."""

from __future__ import annotations

import json
import socket
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Final

import pytest
from standardwebhooks import Webhook

import drift as library
from command_line import drift
from drift.errors import MessageNotSentError, UsageError
from drift.run import send
from runs import CHANGES, run_of, training

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECRET: Final = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 - the one of the standard's own example
CHECK: Final = ("check", "live.parquet", "-r", "reference.drift", "--webhook")


@dataclass
class Got:
    """What a receiver got: the URL to reach it by, and each request's headers and body."""

    url: str
    requests: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@contextmanager
def receiver(status: int = 204) -> Iterator[Got]:
    """Give a receiver that answers with a status, and is gone afterwards."""
    got = Got(url="")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.requests.append(({name.lower(): one for name, one in self.headers.items()}, body))
            self.send_response(status)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        got.url = f"http://127.0.0.1:{server.server_port}/hooks/T0K3N"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield got
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which commands are run, with a reference, a batch in breach, and its run."""
    monkeypatch.chdir(tmp_path)
    for name in ("DRIFT_WEBHOOK_URL", "DRIFT_WEBHOOK_SECRET"):
        monkeypatch.delenv(name, raising=False)
    frame = training().select("seconds", "city")
    reference = library.fit(frame)
    reference.save("reference.drift")
    CHANGES["a unit"](frame).write_parquet("live.parquet")
    return tmp_path


def address(monkeypatch: pytest.MonkeyPatch, url: str, secret: str = SECRET) -> None:
    monkeypatch.setenv("DRIFT_WEBHOOK_URL", url)
    monkeypatch.setenv("DRIFT_WEBHOOK_SECRET", secret)


def test_a_receiver_gets_the_run_signed_as_the_standard_has_it() -> None:
    """The standard's own library verifies it."""
    run = run_of("a unit")
    with receiver() as got:
        send(run, got.url, SECRET)
    ((headers, body),) = got.requests
    told = Webhook(SECRET).verify(body, headers)
    assert told["type"] == "drift.run"
    assert headers["webhook-id"] == f"drift.run.{run.run_id}"
    assert (told["data"]["run_id"], told["data"]["verdict"]) == (run.run_id, "breach")
    (column,) = [one for one in told["data"]["columns"] if one["name"] == "seconds"]
    assert column["findings"][0]["diagnosis"]["fault"] == "unit_change"


def test_a_changed_body_is_not_taken_for_ours() -> None:
    with receiver() as got:
        send(run_of("a unit"), got.url, SECRET)
    ((headers, body),) = got.requests
    with pytest.raises(Exception, match="No matching signature"):
        Webhook(SECRET).verify(body.replace(b"breach", b"wobble"), headers)


def test_no_rows_and_no_measurements_are_sent() -> None:
    frame = training().select("seconds", "city", "order_id")
    config = {"key": ["order_id"]}
    run = library.check(CHANGES["a unit"](frame), library.fit(frame, config=config))
    assert "A-000" in run.to_json()  # the evidence has keys
    with receiver() as got:
        send(run, got.url, SECRET)
    body = got.requests[0][1].decode()
    assert "A-000" not in body
    assert "measurements" not in body


def test_a_check_sends_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with receiver() as got:
        address(monkeypatch, got.url)
        told = drift(*CHECK, "--format", "json")
    assert (told.code, told.err) == (1, "sent the run to the webhook\n")
    sent = json.loads(got.requests[0][1])["data"]
    assert sent["run_id"] == told.document["run_id"]


@pytest.mark.parametrize("status", [302, 307, 400, 500])
def test_a_receiver_that_does_not_take_it_changes_no_verdict(
    status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is asked once: no redirect is followed, nothing is sent again."""
    with receiver(status) as got:
        address(monkeypatch, got.url)
        told = drift(*CHECK, "--verbose")
    assert told.code == 1
    assert told.out.startswith("BREACH ")
    assert f"warning: the webhook did not get the run\n  seen:     it answered {status}\n" in told.err
    assert len(got.requests) == 1
    assert "T0K3N" not in told.err
    assert SECRET not in told.err


def test_nobody_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address(monkeypatch, f"http://127.0.0.1:{free.getsockname()[1]}/T0K3N")
        told = drift(*CHECK)
    assert told.code == 1
    assert "seen:     Connection refused\n" in told.err


def test_a_receiver_that_does_not_answer_is_waited_for_so_long_and_no_longer() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        with pytest.raises(MessageNotSentError, match="did not get the run") as caught:
            send(run_of("all ok"), url, SECRET, timeout=0.2)
    assert caught.value.seen == "it did not answer in time"


def test_an_answer_that_is_none_is_told_without_the_url() -> None:
    with socket.socket() as odd:
        odd.bind(("127.0.0.1", 0))
        odd.listen()
        url = f"http://127.0.0.1:{odd.getsockname()[1]}/T0K3N"

        def answer() -> None:
            taken, _ = odd.accept()
            with taken:
                taken.recv(1)
                taken.sendall(b"T0K3N?\r\n\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises(MessageNotSentError) as caught:
            send(run_of("all ok"), url, SECRET)
        thread.join()
    assert "T0K3N" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "file:///T0K3N",
        "ftp://a.example/T0K3N",
        "T0K3N",
        "http:///T0K3N",
        "http://me:T0K3N@a.example/",
        "http://a b/T0K3N",
        "http://a:x/T0K3N",
        "http://\u00e9/T0K3N",
        "http://a/\nT0K3N",
    ],
)
def test_what_is_no_url_of_the_web_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(UsageError, match="the URL of a webhook") as caught:
        send(run_of("all ok"), url, SECRET)
    assert "T0K3N" not in str(caught.value)


@pytest.mark.parametrize("secret", ["", "short", "not base64 at all, whatever it is", "whsec_", "c2hvcnQ="])
def test_what_is_no_secret_is_refused_before_anything_is_read(
    secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address(monkeypatch, "https://a.example/", secret or " ")
    told = drift(*CHECK)
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith("error: the secret of a webhook is base64 of 24 bytes or more\n")
    assert len(secret) < len("whsec_!") or secret not in told.err.replace("whsec_ may", "")


def test_variables_that_are_missing_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "needs DRIFT_WEBHOOK_URL and DRIFT_WEBHOOK_SECRET in" in drift(*CHECK).err
    monkeypatch.setenv("DRIFT_WEBHOOK_URL", "https://a.example/")
    told = drift(*CHECK)
    assert (told.code, told.out) == (2, "")
    assert "needs DRIFT_WEBHOOK_SECRET in" in told.err


def test_without_being_asked_nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    with receiver() as got:
        address(monkeypatch, got.url)
        drift(*CHECK[:-1])
    assert got.requests == []


def test_a_saved_run_is_sent_again_and_a_failure_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    drift(*CHECK[:-1], "--save", "run.drift")
    with receiver() as got:
        address(monkeypatch, got.url)
        assert drift("report", "run.drift", "--webhook").code == 0
    assert len(got.requests) == 1
    told = drift("report", "run.drift", "--webhook", "--format", "json", "--verbose")  # the receiver is gone
    assert (told.code, told.document["error"]["kind"]) == (2, "message_not_sent")
    assert "T0K3N" not in told.err
