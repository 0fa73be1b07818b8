"""A run sent to a webhook: once, within a time limit, and never where else its receiver points."""

from __future__ import annotations

from datetime import UTC, datetime
from http.client import HTTPException
from typing import TYPE_CHECKING, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from drift.errors import MessageNotSentError, UsageError
from drift.report.webhook import require_secret, webhook_message

if TYPE_CHECKING:
    from drift.record.record import Record

TIMEOUT: Final = 10.0  # seconds that a receiver may keep a pipeline waiting for each answer of its socket


class _Unredirected(HTTPRedirectHandler):
    """Follows no redirect: a signed message is for its receiver alone."""

    def redirect_request(self, *_: object, **__: object) -> None:
        """Return no new request, so that the answer is the redirect itself."""


def send(run: Record, url: str, secret: str, *, timeout: float = TIMEOUT) -> None:
    """Send a run to a webhook as a signed message; any answer from 200 to 299 means that it arrived.

    Parameters
    ----------
    run : Run
        What is told of it stands in `drift.report.webhook`: no measurements, no rows.
    url : str
        Of http or https. It is repeated in no message, for it may hold what nobody else is to know.
    secret : str
        What it is signed with: base64 of 24 bytes or more, as Standard Webhooks has it.
    timeout : float, optional
        Seconds to wait for each answer.

    Raises
    ------
    UsageError
        If the URL or the secret cannot be one.
    MessageNotSentError
        If the receiver cannot be reached, or does not take it. It is not sent again.
    """
    require_receiver(url, secret)
    message = webhook_message(run, secret, datetime.now(UTC))
    request = Request(url, data=message.body, headers=message.headers, method="POST")  # noqa: S310 - held to http and https
    try:
        with build_opener(_Unredirected).open(request, timeout=timeout):
            pass
    except (OSError, HTTPException, ValueError) as error:
        raise MessageNotSentError(
            "the webhook did not get the run",
            seen=_reason(error),
            mend="see to its receiver; `drift report RUN --webhook` sends a saved run again",
            state="the verdict, the exit code and what was written are what they would be without it",
        ) from None  # what another library says may repeat the URL


def require_receiver(url: str, secret: str) -> None:
    """Refuse a URL and a secret that cannot be those of a webhook.

    Raises
    ------
    UsageError
        With neither of them in its words.
    """
    require_secret(secret)
    try:
        parts = urlsplit(url)
        fine = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None
        fine = fine and url.isascii() and url.isprintable() and " " not in url and parts.port != 0
    except ValueError:
        fine = False
    if not fine:
        raise UsageError(
            "the URL of a webhook is one of http or https, without a user, in ASCII",
            seen="another text, which is not repeated here",
            mend="https://HOST/PATH",
            state="nothing was sent",
        )


def _reason(error: Exception) -> str:
    """Return why something was not sent, in words that cannot hold the URL."""
    if isinstance(error, HTTPError):
        return f"it answered {error.code}"
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(cause, TimeoutError):
        return "it did not answer in time"
    said = cause.strerror if isinstance(cause, OSError) else None
    return said or type(cause).__name__
