"""A table's profile: its columns by name, its pieces on one calendar, and what does not add up."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl
import pytest

from drift.errors import ProfilesIncompatibleError
from drift.profile.pieces import MAX_PIECES, SPANS
from drift.profile.table import PieceRows, Plan, Profile, empty_profile, profile_batch, profile_batches

if TYPE_CHECKING:
    from drift.profile.pieces import Pieces

CALENDAR: Final = Plan(pieces="calendar", time="when")
MONDAY: Final = datetime(2024, 1, 1)  # noqa: DTZ001 - clocks have no zone here
HOURS_TO_EPOCH: Final = 72  # from Monday, 29 December 1969, to 1970
HOURS_TO_MONDAY: Final = 19_723 * 24 + HOURS_TO_EPOCH  # 1 January 2024 is day 19,723 of 1970


def of_hours(hours: list[int | None]) -> pl.DataFrame:
    """Return rows that came so many hours after a Monday, and the number of each."""
    when = [None if hour is None else MONDAY + timedelta(hours=hour) for hour in hours]
    return pl.DataFrame({"when": pl.Series(when, dtype=pl.Datetime("us")), "n": range(len(hours))})


def piece_rows(profile: Profile) -> PieceRows:
    assert profile.piece_rows is not None
    return profile.piece_rows


def pieces(profile: Profile, column: str) -> Pieces:
    found = profile.columns[column].pieces
    assert found is not None
    return found


def test_columns_are_in_alphabetical_order_whatever_they_are_called() -> None:
    frame = pl.DataFrame({"b": [1], "": ["x"], "a b": [True], '"file_digest"': [0.5], "Ä": [None]})
    profile = profile_batch(frame, Plan())
    assert list(profile.columns) == sorted(frame.columns)
    assert [column.name for column in profile.columns.values()] == sorted(frame.columns)


def test_each_column_is_of_its_family() -> None:
    frame = pl.DataFrame(
        {
            "number": [1],
            "text": ["a"],
            "time": [datetime(2026, 1, 1, tzinfo=UTC)],
            "boolean": [True],
            "nested": [[1]],
            "unknown": [None],
        }
    )
    assert {name: column.family for name, column in profile_batch(frame, Plan()).columns.items()} == {
        name: name for name in frame.columns
    }


def test_pieces_are_hours_while_there_are_few() -> None:
    profile = profile_batch(of_hours([0, 0, 5, None, -1]), CALENDAR)
    rows = piece_rows(profile)
    assert SPANS[rows.span].name == "hour"
    assert (rows.pieces - HOURS_TO_MONDAY).tolist() == [-1, 0, 5]
    assert rows.counts.tolist() == [1, 2, 1]
    assert (pieces(profile, "n").pieces - HOURS_TO_MONDAY).tolist() == [-1, 0, 0, 5]


@pytest.mark.parametrize(
    ("apart", "count", "span"),
    [
        (1, MAX_PIECES, "hour"),
        (1, MAX_PIECES + 1, "day"),
        (24, MAX_PIECES, "hour"),  # the hours that rows came in, not those between
        (12, 2 * MAX_PIECES, "day"),
        (24, MAX_PIECES + 1, "week"),
        (24 * 7, MAX_PIECES + 1, "4 weeks"),
        (24 * 28, MAX_PIECES + 1, "52 weeks"),
        (24 * 365, MAX_PIECES + 50, "52 weeks"),  # there is no longer span
    ],
)
def test_the_calendar_coarsens_as_the_grid_does(apart: int, count: int, span: str) -> None:
    """To the shortest span of at most 400 pieces, whether rows come at once or batch by batch."""
    frame = pl.DataFrame(
        {"when": (pl.Series(np.arange(count)) * apart * 3_600_000_000).cast(pl.Datetime("us"))}
    )
    hours = next(one.hours for one in SPANS if one.name == span)
    expected = sorted(Counter((number * apart + HOURS_TO_EPOCH) // hours for number in range(count)).items())
    for profile in (
        profile_batch(frame, CALENDAR),
        profile_batches(frame.sample(fraction=1, shuffle=True, seed=1).iter_slices(53), CALENDAR),
        profile_batch(frame[::2], CALENDAR) + profile_batch(frame[1::2], CALENDAR),
    ):
        rows = piece_rows(profile)
        assert SPANS[rows.span].name == span
        assert list(zip(rows.pieces.tolist(), rows.counts.tolist(), strict=True)) == expected


def test_nulls_are_counted_in_their_piece_and_nan_is_none() -> None:
    frame = of_hours([0, 0, 1]).with_columns(
        n=pl.Series([None, float("nan"), float("inf")]), s=pl.Series([{"a": 1}, None, {"a": 2}])
    )
    profile = profile_batch(frame, CALENDAR)
    for name in ("n", "s"):
        assert (pieces(profile, name).null_pieces - HOURS_TO_MONDAY).tolist() == [0]
        assert pieces(profile, name).null_counts.tolist() == [1]
    assert pieces(profile, "n").counts.size == 0


def test_rows_without_a_time_are_in_the_column_and_in_no_piece() -> None:
    profile = profile_batch(of_hours([None, None, 0]), CALENDAR)
    assert profile.columns["n"].cells.rows == 3
    assert pieces(profile, "n").counts.sum() == 1
    lacking = profile_batch(of_hours([0, 0]).drop("when"), CALENDAR)
    assert (lacking.rows, piece_rows(lacking).pieces.size, pieces(lacking, "n").counts.size) == (2, 0, 0)


def test_pieces_hold_each_column_in_full() -> None:
    """The pieces' counts of a column are its rows that have a value and a time, piece by piece."""
    random = np.random.default_rng(1)
    hours = random.integers(0, 100, 5_000).tolist()
    frame = of_hours(hours).with_columns(x=pl.Series(random.normal(size=5_000)))
    profile = profile_batches(frame.iter_slices(700), CALENDAR)
    expected = Counter(hour + HOURS_TO_MONDAY for hour in hours)
    for name in ("n", "x", "when"):
        of_column = pieces(profile, name)
        per_piece: Counter[int] = Counter()
        for piece, count in zip(of_column.pieces.tolist(), of_column.counts.tolist(), strict=True):
            per_piece[piece] += count
        assert per_piece == expected


def test_shards_are_joined() -> None:
    one, two = (replace(empty_profile(Plan()), shards=frozenset(names)) for names in ("ab", "bc"))
    assert (one + two).shards == {"a", "b", "c"}


def test_profiles_of_different_plans_do_not_add_up() -> None:
    with pytest.raises(ProfilesIncompatibleError, match="made for different purposes"):
        empty_profile(Plan()) + empty_profile(Plan(sample=3))


def test_a_column_of_numbers_and_one_of_text_do_not_add_up() -> None:
    numbers, texts = (profile_batch(pl.DataFrame({"x": values}), Plan()) for values in ([1], ["a"]))
    with pytest.raises(ProfilesIncompatibleError) as failure:
        numbers + texts
    assert str(failure.value).splitlines()[:2] == [
        "column `x` does not add up",
        "  seen:     number (Int64) and text (String)",
    ]


def test_batches_are_taken_one_at_a_time() -> None:
    """The next one is asked for when the one before has been added."""
    frames = [pl.DataFrame({"n": [number]}) for number in range(5)]
    asked: list[int] = []

    def stream() -> object:
        for number, frame in enumerate(frames):
            asked.append(number)
            yield frame

    total = profile_batches(stream(), Plan())  # type: ignore[arg-type]
    assert total.rows == 5
    assert asked == list(range(5))
    assert all(later - earlier == 1 for earlier, later in pairwise(asked))
