"""The time that a batch stands for, as a person gives it."""

from __future__ import annotations

from datetime import UTC, datetime

from drift.errors import UsageError


def moment_of(given: datetime | str) -> datetime:
    """Return a time in UTC; one without a zone is taken as UTC.

    Raises
    ------
    UsageError
        If text is no time in ISO 8601.

    Examples
    --------
    >>> moment_of("2026-11-22T08:30+02:00").isoformat()
    '2026-11-22T06:30:00+00:00'
    """
    try:
        moment = given if isinstance(given, datetime) else datetime.fromisoformat(given.strip())
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UsageError(
            "`--as-of` must be a time in ISO 8601",
            seen=f"{given!r}",
            mend="write it so: 2026-11-22T06:00:00Z, or 2026-11-22",
            state="nothing was read or written",
        ) from error
