"""What a window left of a batch's rows, as JSON holds it, and back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from drift.sources.window import Window, WindowSeen

if TYPE_CHECKING:
    from collections.abc import Mapping


def window_document(seen: WindowSeen) -> dict[str, Any]:
    """Return a window and what was counted along it."""
    return {
        "column": seen.window.column,
        "since": _text(seen.window.since),
        "until": _text(seen.window.until),
        "rows": seen.rows,
        "outside": seen.outside,
        "undated": seen.undated,
        "files_outside": seen.files,
        "earliest": _text(seen.earliest),
        "latest": _text(seen.latest),
    }


def window_of(stored: Mapping[str, Any]) -> WindowSeen:
    """Return what `window_document` wrote."""
    return WindowSeen(
        window=Window(
            column=stored["column"], since=_moment(stored["since"]), until=_moment(stored["until"])
        ),
        rows=stored["rows"],
        outside=stored["outside"],
        undated=stored["undated"],
        files=stored["files_outside"],
        earliest=_moment(stored["earliest"]),
        latest=_moment(stored["latest"]),
    )


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
