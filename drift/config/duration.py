"""Durations as a person writes them: `36h`, `2d`, `90m`, `1d 12h`."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

UNITS: Final[Mapping[str, int]] = {"w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}  # seconds
MAX_SECONDS: Final = 100 * 366 * UNITS["d"]  # a century: more is a slip, and times have an end

_PART: Final = re.compile(r"(\d{1,12})\s*([wdhms])\s*")


def parse_duration(text: str) -> timedelta:
    """Return the duration that `text` tells: whole numbers, each with its unit, the larger units first.

    Raises
    ------
    ValueError
        It is written in another way, is nothing, or is longer than a century.

    Examples
    --------
    >>> parse_duration("1d 12h")
    datetime.timedelta(days=1, seconds=43200)
    """
    parts = _PART.findall(text)
    order = [list(UNITS).index(unit) for _, unit in parts]
    seconds = sum(int(count) * UNITS[unit] for count, unit in parts)
    if _PART.sub("", text.strip()) or order != sorted(set(order)) or not 0 < seconds <= MAX_SECONDS:
        raise ValueError(text)
    return timedelta(seconds=seconds)


def duration_text(duration: timedelta) -> str:
    """Return a duration in its shortest form, whole seconds, as `parse_duration` reads it.

    Examples
    --------
    >>> duration_text(timedelta(hours=36)), duration_text(timedelta(minutes=90))
    ('1d 12h', '1h 30m')
    """
    left = int(duration.total_seconds())
    parts = []
    for unit, size in UNITS.items():
        if unit == "w":
            continue  # 14 days are better known as such
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count}{unit}")
    return " ".join(parts) or "0s"


def iso_duration(duration: timedelta) -> str:
    """Return a duration by ISO 8601, whole seconds, a sign before it where it is negative.

    Days are not written: 24 hours are not always one.

    Examples
    --------
    >>> iso_duration(timedelta(hours=44, minutes=3)), iso_duration(-timedelta(seconds=90))
    ('PT44H3M', '-PT1M30S')
    """
    seconds = round(duration.total_seconds())
    left, text = abs(seconds), ""
    for letter in "hms":
        count, left = divmod(left, UNITS[letter])
        text += f"{count}{letter.upper()}" if count else ""
    return f"{'-' if seconds < 0 else ''}PT{text or '0S'}"
