"""Files in object stores, S3, GCS and Azure: listed, looked at, and read in blocks.

What lets one in comes from the environment, as the stores' own tools take it, and is in no message. polars
reads Parquet, CSV and Arrow IPC in a store by itself, and is told here how to reach it; obstore, which
stands on the same library, lists and reads the rest. obstore is at home here and nowhere else.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache, cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO, Final, cast

from drift.errors import DriftError, InputNotFoundError, NotBuiltError, OutputNotWrittenError, UsageError
from drift.extras import require
from drift.stores.faults import WRITTEN, reaching

if TYPE_CHECKING:
    from collections.abc import Iterator

    from obstore.store import ObjectStore

SCHEMES: Final = {"s3": "S3", "gs": "GCS", "az": "Azure"}
STORE: Final = re.compile(rf"({'|'.join(SCHEMES)})://([^/]+)/?(.*)", re.DOTALL | re.IGNORECASE)

NOTHING_DONE: Final = "nothing was read or written"
FIRST_BLOCK: Final = 65_536  # bytes: enough for what tells a file's form, and little to wait for
LARGEST_BLOCK: Final = 2**23  # 8 MB: enough that the bytes take longer than asking for them
RETRIES: Final = 3
RETRY_TIMEOUT: Final = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Url:
    """The URL of something in a store: of a file, of all that begins with it, or a pattern."""

    scheme: str
    bucket: str
    key: str

    def __str__(self) -> str:
        """Return the URL; there is no secret in it."""
        return f"{self.root}/{self.key}"

    @property
    def root(self) -> str:
        """The URL of the bucket, or the container."""
        return f"{self.scheme}://{self.bucket}"


@dataclass(frozen=True, kw_only=True, order=True)
class RemoteFile:
    """A file in a store, with as much of a path as the readers of files ask for."""

    url: str
    key: str = field(compare=False)
    root: str = field(compare=False)
    size: int = field(compare=False)
    tag: str = field(compare=False)

    def __str__(self) -> str:
        """Return the URL."""
        return self.url

    @cached_property
    def _pure(self) -> PurePosixPath:
        return PurePosixPath(self.key)

    @property
    def name(self) -> str:
        """The last part of its name."""
        return self._pure.name

    @property
    def suffix(self) -> str:
        """What follows the last point of its name, with the point."""
        return self._pure.suffix

    @property
    def suffixes(self) -> list[str]:
        """What follows each point of its name."""
        return self._pure.suffixes

    @property
    def parent(self) -> PurePosixPath:
        """The folders that it is in."""
        return self._pure.parent

    @property
    def state(self) -> tuple[int, str]:
        """What tells one version of the file from the next, when it was found."""
        return self.size, self.tag

    @property
    def shard(self) -> str:
        """SHA-256 over its URL, size and tag."""
        return hashlib.sha256("\0".join([self.url, *map(str, self.state)]).encode()).hexdigest()

    def now(self) -> tuple[int, str]:
        """Return the state that it is in now.

        Raises
        ------
        FileNotFoundError
            If it is not there any more.
        """
        found = looked_at(self.root, self.key)
        if found is None:
            raise FileNotFoundError(self.url)
        return found.state

    def open(self, mode: str = "rb") -> BinaryIO:  # noqa: ARG002 - as of a path; there is no other mode
        """Return its bytes, from the first on."""
        return cast("BinaryIO", io.BufferedReader(_Blocks(self), FIRST_BLOCK))


class _Blocks(io.RawIOBase):
    """A file's bytes, asked for in blocks that grow: who wants the first ones need not wait for more."""

    def __init__(self, file: RemoteFile) -> None:
        self._file = file
        self._at = 0
        self._next = FIRST_BLOCK
        self._block = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - whatever has the buffer protocol
        """Fill the buffer with what comes next, and return how much that was; 0 at the end."""
        if not self._block:
            self._block = self._fetched()
        count = min(len(buffer), len(self._block))
        buffer[:count] = self._block[:count]
        self._block = self._block[count:]
        return count

    def _fetched(self) -> memoryview:
        length = min(self._next, self._file.size - self._at)
        if length <= 0:
            return memoryview(b"")
        import obstore  # noqa: PLC0415 - as in `store_of`

        with reaching(self._file.url):
            found = obstore.get_range(
                store_of(self._file.root), self._file.key, start=self._at, length=length
            )
        self._at += len(found)
        self._next = min(2 * self._next, LARGEST_BLOCK)
        return memoryview(bytes(found))


def url_of(named: str) -> Url | None:
    """Return the URL of something in a store, None for what names none.

    Raises
    ------
    UsageError
        If it holds a user or a password.

    Examples
    --------
    >>> url_of("s3://features/day=2026-11-25/*.parquet")
    Url(scheme='s3', bucket='features', key='day=2026-11-25/*.parquet')
    """
    found = STORE.fullmatch(named)
    if found is None:
        return None
    if "@" in found[2]:
        raise UsageError(
            f"{found[1]}://…: a URL of a store holds neither user nor password",
            mend="give them by the environment: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, say",
            state=NOTHING_DONE,
        )
    return Url(scheme=found[1].lower(), bucket=found[2], key=found[3])


def url_in_store(named: str, doing: str) -> Url:
    """Return a URL that has to be one in a store.

    Parameters
    ----------
    named : str
        Any URL.
    doing : str
        What is to be done there, for the message: "writing to", say.

    Raises
    ------
    NotBuiltError
        If it is of another kind.
    InputUnsupportedError
        If what reaches stores is not installed.
    """
    url = url_of(named)
    if url is None:
        raise NotBuiltError(
            f"{named}: {doing} such a URL is not built yet",
            mend=f"name a path, or a URL of {', '.join(f'{scheme}://' for scheme in SCHEMES)}",
            state=NOTHING_DONE,
        )
    require("obstore", f"{url}: {doing} {SCHEMES[url.scheme]}", extra="cloud")
    return url


def store_of(root: str) -> ObjectStore:
    """Return a bucket or container, reached as the environment says."""
    return _store(root, _endpoint() if root.startswith("s3:") else None)


@cache
def _store(root: str, endpoint: str | None) -> ObjectStore:
    from obstore.store import from_url  # noqa: PLC0415 - only for those who read from a store

    with reaching(root):
        return from_url(
            root,
            config={"endpoint": endpoint} if endpoint else None,
            client_options={"allow_http": _by_http()},
            retry_config={"max_retries": RETRIES, "retry_timeout": RETRY_TIMEOUT},
        )


def polars_options(root: str) -> dict[str, Any]:
    """Return how polars reaches a store: as `store_of` does, by the environment alone."""
    options: dict[str, Any] = {"max_retries": RETRIES, **endpoint_options(root)}
    return {"storage_options": options, "credential_provider": None}


def endpoint_options(root: str) -> dict[str, str]:
    """Return the endpoint that the environment names for a store; nothing where it names none.

    polars keeps a store for as long as its options are the same, whatever the environment says.
    """
    endpoint = _endpoint() if root.startswith("s3:") else None
    if endpoint is None:
        return {}
    return {"aws_endpoint_url": endpoint, "aws_allow_http": str(_by_http()).lower()}


def _endpoint() -> str | None:
    names = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT")
    return next((os.environ[name] for name in names if os.environ.get(name)), None)


def _by_http() -> bool:
    """Return whether the user names a store that is reached without encryption."""
    return (_endpoint() or "").startswith("http://")


def looked_at(root: str, key: str) -> RemoteFile | None:
    """Return a file of this very name, None where there is none."""
    import obstore  # noqa: PLC0415 - as above

    try:
        with reaching(f"{root}/{key}"):
            found = obstore.head(store_of(root), key)
    except InputNotFoundError:
        return None
    return _file(root, found)


def listed(root: str, prefix: str) -> Iterator[RemoteFile]:
    """Yield the files below a folder of a bucket."""
    import obstore  # noqa: PLC0415 - as above

    with reaching(f"{root}/{prefix}"):
        for page in obstore.list(store_of(root), prefix or None):
            yield from (_file(root, found) for found in page)


def get(url: Url) -> bytes:
    """Return what an object holds, all of it.

    Raises
    ------
    DriftError
        If there is none, or it cannot be read: see `reaching`.
    """
    import obstore  # noqa: PLC0415 - as above

    with reaching(str(url)):
        return bytes(obstore.get(store_of(url.root), url.key).bytes())


def put(url: Url, content: bytes) -> None:
    """Write an object whole; one of this name is replaced by it in one step.

    Parameters
    ----------
    url : Url
        Of the object.
    content : bytes
        What it holds.

    Raises
    ------
    OutputNotWrittenError
        If the store cannot be reached, or does not take it.
    """
    import obstore  # noqa: PLC0415 - as above

    try:
        with reaching(str(url), doing=WRITTEN):
            obstore.put(store_of(url.root), url.key, content)
    except DriftError as error:
        raise OutputNotWrittenError(
            error.what, seen=error.seen, mend=error.mend, state="what stood there before is as it was"
        ) from None


def _file(root: str, found: Any) -> RemoteFile:  # noqa: ANN401 - a dictionary of obstore's
    tag = (found.get("e_tag") or str(found.get("last_modified"))).strip('"')  # Azure lists it without quotes
    return RemoteFile(
        url=f"{root}/{found['path']}", key=found["path"], root=root, size=found["size"], tag=tag
    )
