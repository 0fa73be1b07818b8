"""What came in and never came out, on a terminal and as JSON. Keys are data, and are not obeyed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from drift.report.seen import loss_lines
from drift.report.text import label, uncommanded, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.record.reconciliation import Difference, Reconciliation, Side


def render_reconciliation(found: Reconciliation) -> str:
    """Return it for a person."""
    return uncommanded("\n".join(_lines(found))) + "\n"


def render_reconciliation_json(found: Reconciliation) -> str:
    """Return it for a program."""
    return json.dumps(found.to_dict(), indent=1, allow_nan=False).replace("##[", "#\\u0023[") + "\n"


def _lines(found: Reconciliation) -> Iterator[str]:
    key = ", ".join(map(label, found.key))
    if found.exit_code == 0:
        yield f"OK  each of {found.came_in.keys:,} keys ({key}) came in and came out"
    else:
        told = [text for text in _differences(found) if text]
        yield f"NOT THE SAME  {'; '.join(told)} (by {key})"
    yield from _side("in ", found.came_in)
    yield from _side("out", found.came_out)
    for title, difference in (
        ("came in, and never came out", found.missing),
        ("came out, and never came in", found.extra),
        ("came in and out in another number of rows", found.uneven),
    ):
        if difference.shown:
            yield ""
            yield f"{title}:"
            yield from _keys(difference)


def _differences(found: Reconciliation) -> Iterator[str]:
    """Yield what is not the same, in a few words each; nothing for what is."""
    came_in, came_out = found.came_in, found.came_out
    if found.missing.keys:
        yield f"{found.missing.keys:,} of {came_in.keys:,} keys came in and never came out"
    if found.extra.keys:
        yield f"{found.extra.keys:,} of {came_out.keys:,} keys came out and never came in"
    if found.uneven.keys and not found.distinct:
        yield f"{found.uneven.keys:,} keys came out in another number of rows"
    if came_in.without_key or came_out.without_key:
        yield f"{came_in.without_key + came_out.without_key:,} rows have no key"


def _side(title: str, side: Side) -> Iterator[str]:
    parts = [f"{side.rows:,} rows", f"{side.keys:,} keys"]
    if side.repeated_keys:
        parts.append(f"{side.repeated_keys:,} keys repeat, in {side.repeated_rows:,} more rows")
    if side.without_key:
        parts.append(f"{side.without_key:,} rows without a key")
    yield f"{title}  {', '.join(parts)} ({visible(side.name)})"
    if side.log is not None and side.log.losses:
        yield f"     the log accepted and never wrote {side.log.lost:,} rows:"
        yield from (f"   {line}" for line in loss_lines(side.log.losses))


def _keys(found: Difference) -> Iterator[str]:
    names = [", ".join(map(label, one.key)) for one in found.shown]
    width = max(map(len, names))
    for name, one in zip(names, found.shown, strict=True):
        yield f"  {name:<{width}}  in {one.came_in:,}, out {one.came_out:,}"
    if found.keys > len(found.shown):
        yield f"  … and {found.keys - len(found.shown):,} more"
