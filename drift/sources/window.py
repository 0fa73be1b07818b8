"""The span of time that rows are wanted of: from one moment on, until before another.

`options` says it as a user does, and here it is a `Window`; `windowed` keeps the rows that are in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias

from drift.config.duration import parse_duration
from drift.errors import UsageError
from drift.sources.moments import moment_of, moment_text

MomentLike: TypeAlias = datetime | date | str
LengthLike: TypeAlias = timedelta | str

_BETWEEN = "|"  # the parts of a shard's identity
NOTHING_DONE = "nothing was read or written"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A span of time along a column.

    Attributes
    ----------
    column : str
        What dates each row: a column of times, or what a folder's ``key=value`` stands for.
    since, until : datetime or None
        In UTC. A row is in the window from `since` on and before `until`; None for no bound.
    """

    column: str
    since: datetime | None
    until: datetime | None

    def shard(self, file: str) -> str:
        """Return the identity of the rows of a file that are in the window."""
        ends = ("" if end is None else end.isoformat() for end in (self.since, self.until))
        return _BETWEEN.join((file, *ends, self.column))

    @property
    def words(self) -> str:
        """The window in words.

        Examples
        --------
        >>> noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
        >>> Window(column="day", since=noon, until=None).words
        '`day` since 2026-11-22T12:00Z'
        """
        since = f" since {moment_text(self.since)}" if self.since else ""
        until = f" until {moment_text(self.until)}" if self.until else ""
        return f"`{self.column}`{since}{until}"


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowSeen:
    """What a window left of the rows that were read.

    Attributes
    ----------
    window : Window
        Which rows were wanted.
    rows : int
        How many of them there were.
    outside : int
        How many rows were read that are dated before or after it.
    undated : int
        How many have no time, or one that cannot be read: they are left out, too.
    files : int
        How many files were not opened, for their folders say that all of their rows are outside.
    earliest, latest : datetime or None
        Of all rows' times, and those of folders, in UTC; None where no calendar has them.
    """

    window: Window
    rows: int = 0
    outside: int = 0
    undated: int = 0
    files: int = 0
    earliest: datetime | None = None
    latest: datetime | None = None

    @property
    def words(self) -> str:
        """What was wanted, and what was found, in one sentence without its stop."""
        files = f" and {self.files:,} {'file' if self.files == 1 else 'files'}" if self.files else ""
        told = f"{self.rows:,} rows have {self.window.words}; {self.outside:,} others{files} are outside"
        if self.undated:
            told += f", and {self.undated:,} without a time that can be read were left out"
        if not self.rows:
            told += f": {self.range_words}"
        return told

    @property
    def range_words(self) -> str:
        """Which times there were at all."""
        if self.earliest is None or self.latest is None:
            return "no row has a time that can be read" if self.undated else "there was no row"
        first, last = (moment_text(one.replace(microsecond=0)) for one in (self.earliest, self.latest))
        return f"the times go from {first} to {last}"


def file_of(shard: str) -> str:
    """Return the identity of the file that a shard is, or is a window of."""
    return shard.split(_BETWEEN, 1)[0]


def overlap(one: str, other: str) -> bool:
    """Return whether two shards may have rows in common, of whole files or of windows of files.

    Examples
    --------
    >>> noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    >>> before = Window(column="day", since=None, until=noon)
    >>> after = Window(column="day", since=noon, until=None)
    >>> overlap(before.shard("a"), after.shard("a")), overlap(before.shard("a"), "a")
    (False, True)
    """
    (file, *mine), (file_of_other, *theirs) = (shard.split(_BETWEEN, 3) for shard in (one, other))
    if file != file_of_other:
        return False
    if not mine or not theirs or mine[2] != theirs[2]:
        return True
    (since, until, _), (since_of_other, until_of_other, _) = mine, theirs
    return not _before(until, since_of_other) and not _before(until_of_other, since)


def _before(until: str, since: str) -> bool:
    """Return whether what ends with the one moment is over when the other begins; empty ones are open."""
    return bool(until and since) and datetime.fromisoformat(until) <= datetime.fromisoformat(since)


def bounds_of(
    since: MomentLike | None,
    until: MomentLike | None,
    length: LengthLike | None,
    now: datetime | None = None,
) -> tuple[datetime | None, datetime | None]:
    """Return the two ends of a window, in UTC, as two of its ends and its length tell them.

    Parameters
    ----------
    since, until : datetime, date, str or None
        Its ends; a time without a zone is taken as UTC, and a day as its first moment.
    length : timedelta, str or None
        How long it is, ``"1d"`` say: it begins so long before `until`, or ends so long after `since`.
    now : datetime, optional
        Where it ends if only its length is given.

    Raises
    ------
    UsageError
        If a moment or length is none, all three are given, or the window ends before it begins.

    Examples
    --------
    >>> [f"{end:%d %H}" for end in bounds_of(None, "2026-11-22T06:00+02:00", "1d")]
    ['21 04', '22 04']
    """
    start = None if since is None else moment_of(since, "`since`")
    end = None if until is None else moment_of(until, "`until`")
    if length is not None:
        span = _length(length)
        if start is not None and end is not None:
            raise UsageError(
                "a window has two ends, or one and a length",
                seen="`since`, `until` and `window`",
                mend="leave one of the three out",
                state=NOTHING_DONE,
            )
        if start is not None:
            end = start + span
        else:
            end = end or now or datetime.now(UTC)
            start = end - span
    if start is not None and end is not None and start >= end:
        raise UsageError(
            "a window ends after it begins",
            seen=f"from {moment_text(start)} until {moment_text(end)}",
            mend="`since` is in it, `until` is not: for one day give it and the next",
            state=NOTHING_DONE,
        )
    return start, end


def _length(given: LengthLike) -> timedelta:
    try:
        span = given if isinstance(given, timedelta) else parse_duration(given)
    except ValueError:
        span = timedelta(0)
    if span <= timedelta(0):
        raise UsageError(
            "`window` is a length of time: whole numbers with w, d, h, m or s",
            seen=repr(given),
            mend="write it so: 1d, 36h or 1d 12h",
            state=NOTHING_DONE,
        )
    return span
