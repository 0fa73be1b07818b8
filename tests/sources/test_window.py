"""The two ends of a span of time, as a person gives them, and which spans of a file overlap."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.errors import UsageError
from drift.sources.options import ReadOptions
from drift.sources.window import Window, WindowSeen, bounds_of, file_of, overlap

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("told", "ends"),
    [
        ((None, None, None), (None, None)),
        (("2026-11-22", None, None), (NOON.replace(hour=0), None)),
        ((date(2026, 11, 22), "2026-11-22T13:00+01:00", None), (NOON.replace(hour=0), NOON)),
        ((None, NOON, "1d"), (NOON - DAY, NOON)),
        ((None, NOON.replace(tzinfo=None), DAY), (NOON - DAY, NOON)),
        ((NOON, None, "1d 12h"), (NOON, NOON + 1.5 * DAY)),
        ((None, None, "2w"), (NOON - 14 * DAY, NOON)),
    ],
)
def test_the_ends_of_a_window(told: tuple[Any, Any, Any], ends: tuple[Any, Any]) -> None:
    assert bounds_of(*told, now=NOON) == ends


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"since": "yesterday"}, "`since` must be a time in ISO 8601"),
        ({"until": "2026-13-01"}, "`until` must be a time in ISO 8601"),
        ({"since": "2026-11-22", "until": "2026-11-22"}, "a window ends after it begins"),
        ({"since": "2026-11-22", "until": "2026-11-21"}, "a window ends after it begins"),
        ({"window": "1 fortnight"}, "`window` is a length of time"),
        ({"window": timedelta(0)}, "`window` is a length of time"),
        ({"window": "1d", "since": "2026-11-22", "until": "2026-11-23"}, "two ends, or one and a length"),
        ({"time": "at"}, "is named for a window, and there is none"),
    ],
)
def test_what_is_no_window_is_refused(told: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        ReadOptions(**told)


def test_a_window_needs_a_column() -> None:
    options = ReadOptions(since="2026-11-22")
    with pytest.raises(UsageError, match="needs the column"):
        options.framed()
    placed = options.placed("at")
    assert placed.framed() == Window(column="at", since=NOON.replace(hour=0), until=None)
    assert ReadOptions(since="2026-11-22", time="day").placed("at").time == "day"
    assert ReadOptions().placed(None) == ReadOptions()


def test_the_end_of_a_window_is_told_once() -> None:
    """Both readings of the data, that of its rows and that of its evidence, are of the same rows."""
    placed = ReadOptions(window="1d").placed("at", NOON)
    assert (placed.since, placed.until, placed.window) == (NOON - DAY, NOON, None)
    assert placed.placed("at", NOON + DAY) == placed


moments = st.none() | st.integers(0, 6).map(lambda hours: NOON + timedelta(hours=hours))


@given(moments, moments, moments, moments)
def test_windows_of_a_file_overlap_where_an_hour_is_in_both(
    a: datetime | None, b: datetime | None, c: datetime | None, d: datetime | None
) -> None:
    """Against hours that are counted one by one; windows that end before they begin there are not."""
    spans = [(since, until) for since, until in ((a, b), (c, d)) if not (since and until) or since < until]
    if len(spans) < 2:
        return
    hours = [NOON + timedelta(hours=hour) for hour in range(-1, 8)]
    held = [
        {one for one in hours if (since is None or one >= since) and (until is None or one < until)}
        for since, until in spans
    ]
    one, other = (Window(column="a|b", since=since, until=until).shard("x") for since, until in spans)
    assert overlap(one, other) == overlap(other, one) == bool(held[0] & held[1])
    assert not overlap(one, Window(column="a|b", since=None, until=None).shard("y"))
    assert overlap(one, Window(column="c", since=None, until=None).shard("x"))
    assert overlap(one, "x")
    assert file_of(one) == "x"


def test_what_was_seen_is_told() -> None:
    seen = WindowSeen(window=Window(column="at", since=NOON, until=None), rows=3, outside=1_000)
    assert seen.words == "3 rows have `at` since 2026-11-22T12:00Z; 1,000 others are outside"
    nothing = WindowSeen(window=seen.window, undated=7, files=1)
    assert nothing.words.endswith(
        "0 others and 1 file are outside, and 7 without a time that can be read were left out: "
        "no row has a time that can be read"
    )
    assert WindowSeen(window=seen.window).words.endswith("there was no row")
