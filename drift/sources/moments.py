"""Moments as a person gives them: times in ISO 8601, and days."""

from __future__ import annotations

from datetime import UTC, date, datetime

from drift.errors import UsageError


def moment_of(given: datetime | date | str, what: str = "`--as-of`") -> datetime:
    """Return a time in UTC; one without a zone is taken as UTC, and a day as its first moment.

    `what` is who asks, for the message.

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
        moment = datetime.fromisoformat(given.strip() if isinstance(given, str) else given.isoformat())
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UsageError(
            f"{what} must be a time in ISO 8601",
            seen=f"{given!r}",
            mend="write it so: 2026-11-22T06:00:00Z, or 2026-11-22",
            state="nothing was read or written",
        ) from error


def moment_text(moment: datetime) -> str:
    """Return a time in UTC as briefly as it can be told.

    Examples
    --------
    >>> moment_text(datetime(2026, 11, 22, tzinfo=UTC)), moment_text(datetime(2026, 11, 22, 6, tzinfo=UTC))
    ('2026-11-22', '2026-11-22T06:00Z')
    """
    at = moment.astimezone(UTC)
    if not (at.second or at.microsecond):
        return f"{at:%Y-%m-%d}" if not (at.hour or at.minute) else f"{at:%Y-%m-%dT%H:%MZ}"
    return at.isoformat().replace("+00:00", "Z")
