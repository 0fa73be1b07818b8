"""Moments of a log, which counts nanoseconds since 1970 in UTC."""

from __future__ import annotations

import datetime as dt
from typing import Final

HOUR: Final = 3_600_000_000_000  # nanoseconds
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def moment(at: int) -> dt.datetime:
    """Return a time in UTC, to the microsecond.

    >>> moment(1_700_000_000_123_456_789).isoformat()
    '2023-11-14T22:13:20.123456+00:00'
    """
    return _EPOCH + dt.timedelta(microseconds=at // 1_000)


def iso(at: int) -> str:
    """Return a time in ISO 8601.

    >>> iso(1_700_000_000_123_456_789)
    '2023-11-14T22:13:20.123456Z'
    """
    return moment(at).isoformat().replace("+00:00", "Z")


def hour_folder(at: int) -> str:
    """Return the folders of the hour that a time is in, which are columns for who reads them.

    >>> hour_folder(1_700_000_000_000_000_000)
    'day=2023-11-14/hour=22'
    """
    return f"{moment(at):day=%Y-%m-%d/hour=%H}"
