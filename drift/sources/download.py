"""A file on the web: its bytes are kept in a temporary file while they are read, as standard input's are.

A server need not tell a part of a file, nor its size, so all of it is taken, once for each reading. What
follows a question mark in a URL can let one in, and is in no message.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from drift.errors import DriftError, InputUnreachableError, InputUnreadableError, UsageError
from drift.sources.standard_input import Spooled, TemporaryPath, keep
from drift.stores.faults import NETWORK, status_error

if TYPE_CHECKING:
    from http.client import HTTPResponse

WEB: Final = re.compile(r"https?://", re.IGNORECASE)
TIMEOUT: Final = 60.0  # seconds without a byte
_SUFFIX: Final = re.compile(r"(\.[A-Za-z0-9]{1,8}){1,2}$")


def shown(url: str) -> str:
    """Return what a URL is called: without what may let one in.

    Examples
    --------
    >>> shown("https://example.org/day.csv?X-Amz-Signature=0123")
    'https://example.org/day.csv'
    """
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def suffix_of(url: str) -> str:
    """Return the suffixes of the file that a URL names, `.csv.gz` say; the empty text where it has none."""
    found = _SUFFIX.search(unquote(urlsplit(url).path).rpartition("/")[2])
    return found[0].lower() if found else ""


def download(url: str) -> Spooled:
    """Return a file on the web, read to its end.

    Raises
    ------
    InputNotFoundError, InputUnreadableError
        If there is none, or the server does not let one in.
    InputUnreachableError
        If the server cannot be reached, does not answer, or stops before the end.
    UsageError
        If the URL holds a user or a password, or is none.
    """
    import urllib.error  # noqa: PLC0415 - what it needs takes as long to import as a small batch to read
    import urllib.request  # noqa: PLC0415

    name = shown(url)
    if "@" in urlsplit(url).netloc:
        raise UsageError(
            f"{name}: a URL holds neither user nor password",
            mend="save the file first, or name one that is signed",
            state="nothing was read or written",
        )
    request = urllib.request.Request(url, headers={"User-Agent": "drift"})  # noqa: S310 - http and https alone
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310 - as above
            return _kept(name, response, suffix_of(url))
    except DriftError:
        raise
    except urllib.error.HTTPError as error:
        error.close()
        told: DriftError = status_error(name, error.code, f"{error.code} {error.reason}")
    except (OSError, ValueError) as error:
        told = _unreached(name, error)
    raise told  # without the library's own error, which may quote the URL


def _kept(name: str, response: HTTPResponse, suffix: str) -> Spooled:
    """Return what a server sends, and raise if it is less than it said."""
    told = response.headers.get("Content-Length")
    spooled = keep(response, TemporaryPath(suffix))
    size = spooled.temporary.path.stat().st_size
    if told is not None and told.isdigit() and size != int(told):
        raise InputUnreachableError(
            f"{name}: the connection ended before the file did",
            seen=f"{size:,} of {int(told):,} bytes",
            mend=NETWORK,
        )
    return spooled


def _unreached(name: str, error: OSError | ValueError) -> DriftError:
    import ssl  # noqa: PLC0415 - as above
    import urllib.error  # noqa: PLC0415

    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(reason, ssl.SSLCertVerificationError):
        return InputUnreadableError(
            f"{name}: the server's certificate is not valid",
            seen=reason.verify_message,
            mend="SSL_CERT_FILE names the certificates of an authority of your own",
        )
    if isinstance(reason, ValueError):
        return UsageError(f"{name}: is no URL", mend="check it", state="nothing was read or written")
    said = reason.strerror if isinstance(reason, OSError) and reason.strerror else type(reason).__name__
    return InputUnreachableError(f"{name}: cannot be reached", seen=said, mend=NETWORK)
