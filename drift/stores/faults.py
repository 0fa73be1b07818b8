"""What a store, or what is on the way to it, says when something cannot be read, told without secrets.

Only a status, a code of the store's own and the last cause are repeated: the rest of such messages quotes
URLs, and some of them are signed.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from drift.errors import DriftError, InputNotFoundError, InputUnreachableError, InputUnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

READ: Final = "read"
WRITTEN: Final = "written"
POLARS_SAYS: Final = "object-store error"  # what polars begins with where a store is the cause
STATUS: Final = re.compile(r"status code: (\d{3})(?: ([A-Za-z -]+))?")
CODE: Final = re.compile(r"<Code>(\w{1,60})</Code>")
CAUSE: Final = re.compile(r"^\s*\d+: (.+)$", re.MULTILINE)
METADATA: Final = re.compile(r"169\.254\.169\.254|MissingAccount|Account must be specified|metadata\.google")
REGION: Final = "Received redirect without LOCATION"
NOT_SENT: Final = re.compile(
    r"error sending request|timed out|operation timed|connection (?:closed|reset)", re.IGNORECASE
)
NOT_FOUND: Final = 404
GONE: Final = (404, 410)
DENIED: Final = (401, 403)
BUSY: Final = (408, 429)
BROKEN: Final = 500
LONGEST: Final = 120

ACCESS: Final = "does this user have that right, and does the environment say who it is?"
NETWORK: Final = "run again later; is the network up, and the endpoint right?"


@contextmanager
def reaching(name: str, doing: str = READ) -> Iterator[None]:
    """Turn whatever a store's library raises while `name` is looked at into an error of ours.

    What is being done to it is a participle, for the message.

    Raises
    ------
    InputNotFoundError
        If there is no such file, or bucket.
    InputUnreadableError
        If the store does not let one in, or wants something else.
    InputUnreachableError
        If it cannot be reached, or is too busy: later it may be.
    """
    try:
        yield
    except (DriftError, MemoryError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # noqa: BLE001 - obstore's errors say what they are; a panic is no Exception
        told = store_error(name, error, doing)
    else:
        return
    raise told  # without the library's own error, which quotes signed URLs


def is_of_store(error: BaseException) -> bool:
    """Return whether polars says that a store is the cause of an error."""
    return POLARS_SAYS in str(error)


def store_error(name: str, error: BaseException, doing: str = READ) -> DriftError:
    """Return what a library says of a store as the error that a user meets."""
    words = str(error)
    found = STATUS.search(words)
    status = int(found[1]) if found else None
    if METADATA.search(words):
        return InputUnreadableError(
            f"{name}: there is nothing in the environment that lets one in",
            mend="AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, GOOGLE_APPLICATION_CREDENTIALS, or"
            " AZURE_STORAGE_ACCOUNT_NAME and AZURE_STORAGE_ACCOUNT_KEY; AWS_SKIP_SIGNATURE=true for what is"
            " open to all",
        )
    if REGION in words:
        return InputUnreadableError(
            f"{name}: the bucket is in another region", mend="name its region: AWS_REGION=eu-west-1, say"
        )
    seen = _seen(words, found)
    if status is not None or isinstance(error, FileNotFoundError):
        return status_error(name, status or NOT_FOUND, seen, doing)
    if NOT_SENT.search(words):
        return InputUnreachableError(f"{name}: cannot be reached", seen=seen, mend=NETWORK)
    return InputUnreadableError(f"{name}: cannot be {doing}", seen=seen, mend="check the URL")


def status_error(name: str, status: int, seen: str, doing: str = READ) -> DriftError:
    """Return what a status of HTTP means as the error that a user meets."""
    if status in GONE:
        return InputNotFoundError(
            f"{name}: there is no such file, or bucket", seen=seen, mend="check the URL"
        )
    if status in DENIED:
        return InputUnreadableError(f"{name}: may not be {doing} by this user", seen=seen, mend=ACCESS)
    if status >= BROKEN or status in BUSY:
        return InputUnreachableError(f"{name}: its server does not answer now", seen=seen, mend=NETWORK)
    return InputUnreadableError(f"{name}: cannot be {doing}", seen=seen, mend="check the URL")


def _seen(words: str, status: re.Match[str] | None) -> str:
    """Return what is told of a message: status and code, or the last cause."""
    if status is not None:
        code = CODE.search(words)
        return " ".join([status[1], (status[2] or "").strip(), f"({code[1]})" if code else ""]).strip()
    causes = CAUSE.findall(words)
    said = causes[-1] if causes else words.splitlines()[0].rpartition(" - ")[2] if words else "nothing"
    said = re.sub(r"\S+://\S+", "…", said)
    return said if len(said) <= LONGEST else said[:LONGEST] + "…"
