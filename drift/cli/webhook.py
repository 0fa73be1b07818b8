"""`--webhook`: where a run is sent, by the environment alone: no shell's history and no log has it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from drift.cli.streams import tell
from drift.cli.unknown import NOTHING_DONE
from drift.errors import MessageNotSentError, UsageError

if TYPE_CHECKING:
    from drift.run import Run

URL: Final = "DRIFT_WEBHOOK_URL"
SECRET: Final = "DRIFT_WEBHOOK_SECRET"  # noqa: S105 - the name of a variable


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """Where to send, and what to sign with; neither is shown."""

    url: str = field(repr=False)
    secret: str = field(repr=False)


def receiver(*, asked: bool) -> Receiver | None:
    """Return who is to get the run; None where nobody is.

    Raises
    ------
    UsageError
        If a variable is missing, or cannot be what it is for.
    """
    if not asked:
        return None
    missing = [name for name in (URL, SECRET) if not os.environ.get(name)]
    if missing:
        raise UsageError(
            f"`--webhook` needs {' and '.join(missing)} in the environment",
            mend=f"export {URL}=https://…, and {SECRET} as the receiver gave it",
            state=NOTHING_DONE,
        )
    from drift.run import require_receiver  # noqa: PLC0415 - as in the commands

    url, secret = os.environ[URL], os.environ[SECRET]
    require_receiver(url, secret)
    return Receiver(url=url, secret=secret)


def send_or_tell(run: Run, to: Receiver | None, *, quiet: bool) -> None:
    """Send a run; where that fails it is said, and a verdict stays what it is."""
    if to is None:
        return
    from drift.run import send  # noqa: PLC0415 - as in the commands

    try:
        send(run, to.url, to.secret)
    except MessageNotSentError as error:
        tell(f"warning: {error}")
    else:
        if not quiet:
            tell("sent the run to the webhook")
