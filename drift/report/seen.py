"""What a model saw, on a terminal and as JSON. Names and values are data, and are not obeyed."""

from __future__ import annotations

import datetime as dt
import json
import math
from typing import TYPE_CHECKING, Any, Final

from drift.report.text import cell, label, uncommanded, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.log import Account, Found, Seen, WriterAccount

EXACT: Final = 2**53  # beyond it, readers of JSON round integers
LOSSES_TOLD: Final = 5  # processes


def render_found(found: Found) -> str:
    """Return what a log holds of a request, for a person."""
    return uncommanded("\n".join(_lines(found))) + "\n"


def render_found_json(found: Found) -> str:
    """Return the same as JSON; a number that JSON has no way to write is text."""
    document = {
        "request_id": found.request_id,
        "found": len(found.rows),
        "rows": [_row(row) for row in found.rows],
        "log": {"files": found.files, **account_document(found.account)},
    }
    return json.dumps(document, indent=1, allow_nan=False).replace("##[", "#\\u0023[") + "\n"


def account_document(account: Account) -> dict[str, Any]:
    """Return the counts of a log, and who lost rows, as values that JSON has."""
    losses = [
        {
            "writer": one.writer,
            "host": one.host,
            "process": one.process,
            "opened_at": one.opened_at,
            "written_until": one.written_until,
            "accepted": one.accepted,
            "lost": one.lost,
        }
        for one in account.losses
    ]
    return {
        "accepted": account.accepted,
        "written": account.written,
        "lost": account.lost,
        "dropped": account.dropped,
        "losses": losses,
    }


def loss_lines(losses: tuple[WriterAccount, ...]) -> Iterator[str]:
    """Yield a line for each process that lost rows."""
    for one in losses[:LOSSES_TOLD]:
        when = f"given after {one.written_until}" if one.written_until else f"of all since {one.opened_at}"
        yield (
            f"  {one.lost:,} of {one.accepted:,} rows of process {one.process} on {visible(one.host)},"
            f" {visible(when)}"
        )
    if len(losses) > LOSSES_TOLD:
        yield f"  … and {len(losses) - LOSSES_TOLD:,} more processes"


def _lines(found: Found) -> Iterator[str]:
    for place, row in enumerate(found.rows):
        if place:
            yield ""
        yield f"{label(row.request_id)}  {_moment(row.logged_at)}"
        own = {"model": row.model, "prediction": row.prediction}
        told = {name: value for name, value in own.items() if value is not None}
        names = [*told, *map(label, row.features)]
        width = max(map(len, names), default=0)
        for name, value in zip(names, [*told.values(), *row.features.values()], strict=True):
            yield f"  {name:<{width}}  {_value(value)}".rstrip()
    if found.rows:
        return
    yield f"{label(found.request_id)}: not found in {_counted(found.files, 'file')}"
    account = found.account
    if account.losses:
        yield f"{account.lost:,} rows that were accepted are in no file; this may be one of them:"
        yield from loss_lines(account.losses)
    if account.dropped:
        yield f"{account.dropped:,} rows were not accepted, because memory was full or the log closed"
    waiting = sum(one.accepted - one.written for one in account.writers if one.open)
    if waiting:
        yield f"{waiting:,} rows wait in processes that are running"


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _value(value: object) -> str:
    """Return a value as a person reads it; a null is said, for it is what the model saw."""
    if value is None:
        return "null"
    if isinstance(value, dt.datetime):
        return _moment(value)
    if isinstance(value, float):
        return repr(value)
    return cell(value)


def _moment(value: dt.datetime) -> str:
    return value.isoformat().replace("+00:00", "Z")


def _row(row: Seen) -> dict[str, object]:
    return {
        "request_id": row.request_id,
        "logged_at": _moment(row.logged_at),
        "model": row.model,
        "prediction": _plain(row.prediction),
        "features": {name: _plain(value) for name, value in row.features.items()},
        "file": row.file,
    }


def _plain(value: Any) -> object:  # noqa: ANN401 - whatever a file holds
    """Return a value as JSON has it."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dt.datetime):
        return _moment(value)
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, float):
        return (
            value
            if math.isfinite(value)
            else {math.inf: "Infinity", -math.inf: "-Infinity"}.get(value, "NaN")
        )
    return value if isinstance(value, int) and abs(value) <= EXACT else str(value)
