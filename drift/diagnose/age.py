"""How old a batch is: its newest time against the time that the batch stands for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from drift.config.duration import duration_text, iso_duration
from drift.diagnose.diagnosis import Diagnosis
from drift.sources.schema import zone_of

if TYPE_CHECKING:
    from drift.profile.column import ColumnProfile

CLOCK_SLACK: Final = timedelta(minutes=5)  # two machines' clocks differ by seconds; a zone by half an hour

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST: Final = datetime.min.replace(tzinfo=UTC)
_LAST: Final = datetime.max.replace(tzinfo=UTC)


def newest_time(column: ColumnProfile) -> datetime | None:
    """Return the newest time of a column in UTC, None where no row has one.

    A profile holds times as the clocks of their zone show them; without a zone they are taken as UTC. In
    the hour that is there twice when a clock is set back, the second one is taken.
    """
    highest = column.time.highest
    if highest is None:
        return None
    try:
        clock = _EPOCH + timedelta(microseconds=highest)
    except OverflowError:
        return _LAST if highest > 0 else _FIRST
    zone = next(filter(None, map(zone_of, column.dtypes)), None)
    if zone is None:
        return clock
    return clock.replace(tzinfo=ZoneInfo(zone), fold=1).astimezone(UTC)


def diagnose_age(newest: datetime, as_of: datetime, most: timedelta) -> Diagnosis | None:
    """Return whether the newest time is older than `most`, or later than `as_of`; None where neither."""
    lag = as_of - newest
    numbers = {
        "lag": iso_duration(lag),
        "lag_seconds": round(lag.total_seconds()),
        "newest": newest.isoformat().replace("+00:00", "Z"),
        "max_age": iso_duration(most),
    }
    if lag > most:
        return Diagnosis(
            fault="stale",
            story=f"is stale: its newest time, {_told(newest)}, is {duration_text(lag)} before "
            f"{_told(as_of)}, and at most {duration_text(most)} are allowed",
            advice="Ask whether the batch came late, or an old one was sent again.",
            parameters=numbers,
        )
    if lag < -CLOCK_SLACK:
        return Diagnosis(
            fault="future",
            story=f"reaches into the future: its newest time, {_told(newest)}, is {duration_text(-lag)} "
            f"after {_told(as_of)}",
            advice="Ask whether a clock, a time zone or a unit is wrong.",
            parameters=numbers,
        )
    return None


def _told(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
