"""The run as a signed message, by Standard Webhooks: whoever receives it can tell who sent it, and when.

The body is JSON, ``{"type", "timestamp", "data"}``; ``data`` is the run as JSON has it without its
measurements and evidence: rows of the data go nowhere by this way. The signature is an HMAC-SHA256 over the
message's id, its time and its body [1]_, so none of the three can be changed, nor the message be sent again
later.

.. [1] https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from drift.errors import UsageError
from drift.record.document import to_document

if TYPE_CHECKING:
    from datetime import datetime

    from drift.record.record import Record

EVENT: Final = "drift.run"
PREFIX: Final = "whsec_"
MIN_SECRET: Final = 24  # bytes, by the standard
_LEFT_OUT: Final = ("measurements", "evidence", "evidence_note")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A signed message: its headers and its body."""

    headers: dict[str, str]
    body: bytes


def webhook_message(record: Record, secret: str, at: datetime) -> Message:
    """Return a run as a message that is signed with a secret at a moment.

    Raises
    ------
    UsageError
        If the secret is not of the standard's form, ``whsec_`` and base64 of 24 bytes or more.
    """
    key = require_secret(secret)
    told = {"type": EVENT, "timestamp": at.isoformat(timespec="seconds"), "data": _short(to_document(record))}
    body = json.dumps(told, allow_nan=False, separators=(",", ":")).encode("ascii")
    number, seconds = f"{EVENT}.{record.run_id}", str(int(at.timestamp()))
    signed = hmac.new(key, b".".join((number.encode(), seconds.encode(), body)), hashlib.sha256).digest()
    return Message(
        headers={
            "Content-Type": "application/json",
            "webhook-id": number,
            "webhook-timestamp": seconds,
            "webhook-signature": f"v1,{base64.b64encode(signed).decode()}",
        },
        body=body,
    )


def require_secret(secret: str) -> bytes:
    """Return the bytes of a secret.

    Raises
    ------
    UsageError
        If it is not of the standard's form.
    """
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) < MIN_SECRET:
        raise UsageError(
            "the secret of a webhook is base64 of 24 bytes or more",
            seen="another text, which is not repeated here",
            mend=f"make one: `openssl rand -base64 32`; {PREFIX} may stand before it",
            state="nothing was sent",
        )
    return key


def _short(node: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return a document without what is long, or holds rows."""
    if isinstance(node, dict):
        return {key: _short(value) for key, value in node.items() if key not in _LEFT_OUT}
    return [_short(one) for one in node] if isinstance(node, list) else node
