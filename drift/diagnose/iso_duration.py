"""Spans of time as ISO 8601 writes them: P1D, -PT5H30M."""

from __future__ import annotations

MINUTE, HOUR, DAY = 60, 3_600, 86_400  # seconds


def iso_duration(seconds: int) -> str:
    """Return a whole number of seconds as an ISO 8601 duration, with a sign where it is negative.

    Examples
    --------
    >>> iso_duration(19_800), iso_duration(-18_000), iso_duration(86_400), iso_duration(0)
    ('PT5H30M', '-PT5H', 'P1D', 'PT0S')
    """
    left, parts = abs(seconds), []
    for unit, letter in ((DAY, "D"), (HOUR, "H"), (MINUTE, "M"), (1, "S")):
        many, left = divmod(left, unit)
        parts.append(f"{many}{letter}" if many else "")
    days, clock = parts[0], "".join(parts[1:])
    sign = "-" if seconds < 0 else ""
    return f"{sign}P{days}{'T' + clock if clock else ''}" if days or clock else "PT0S"
