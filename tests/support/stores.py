"""An object store that speaks S3, and a server of files that answers as it is told; both in this process."""

from __future__ import annotations

import logging
import threading
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Final

import boto3  # type: ignore[import-untyped]
from moto.server import ThreadedMotoServer

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

BUCKET: Final = "features"
HERE: Final = "127.0.0.1"
ENVIRONMENT: Final = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "s3cret-of-the-test",
    "AWS_REGION": "eu-west-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}


@dataclass(frozen=True)
class Bucket:
    """A bucket, and what writes to it: not what is tested."""

    url: str
    client: Any = field(repr=False)

    def put(self, key: str, content: bytes) -> str:
        """Write an object; return its URL."""
        self.client.put_object(Bucket=BUCKET, Key=key, Body=content)
        return f"{self.url}/{key}"


@contextmanager
def s3(patch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    """Start moto's S3 with an empty bucket, and say in the environment how it is reached."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address=HERE, port=0, verbose=False)
    server.start()
    try:
        _, port = server.get_host_and_port()
        for name, value in {**ENVIRONMENT, "AWS_ENDPOINT_URL": f"http://{HERE}:{port}"}.items():
            patch.setenv(name, value)
        urllib.request.urlopen(
            f"http://{HERE}:{port}/moto-api/reset", data=b""
        ).close()  # one for the process
        client = boto3.client("s3", endpoint_url=f"http://{HERE}:{port}", region_name="eu-west-1")
        where = {"LocationConstraint": "eu-west-1"}
        client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration=where)
        yield Bucket(url=f"s3://{BUCKET}", client=client)
    finally:
        server.stop()


@dataclass
class Web:
    """A server of files: what it answers, and what it was asked."""

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    status: int = 200
    cut: int = 0  # bytes at the end that are not sent
    asked: list[str] = field(default_factory=list)


@contextmanager
def web() -> Iterator[Web]:
    """Start a server of files on this machine."""
    told = Web()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.asked.append(self.path)
            content = told.files.get(self.path.partition("?")[0])
            status = told.status if content is not None or told.status != 200 else 404
            body = (content or b"") if status == 200 else b"<Error><Code>Whatever</Code></Error>"
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: len(body) - told.cut] if told.cut else body)

        do_HEAD = do_GET  # noqa: N815 - as the base calls it

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer((HERE, 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    told.url = f"http://{HERE}:{server.server_port}"
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
