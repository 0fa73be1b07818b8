"""Times in another century: polars' own calendar is the witness."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

import drift
from drift.diagnose.far_times import diagnose_far_times
from drift.profile.table import Plan, profile_batch

if TYPE_CHECKING:
    from drift.diagnose.diagnosis import Diagnosis

ROWS, LEVEL = 3_000, 1e-5
FIRST = date(2023, 1, 1)
AS_OF = datetime(2026, 6, 1, tzinfo=UTC)


def days(seed: int, first: date = FIRST, span: int = 1_000) -> pl.Series:
    random = np.random.default_rng(seed)
    return pl.Series("day", [first + timedelta(days=int(one)) for one in random.integers(0, span, ROWS)])


def moved(values: pl.Series, by: str, share: float = 1.0) -> pl.Series:
    taken = pl.Series(np.random.default_rng(5).random(values.len()) < share)
    return values.dt.offset_by(by).zip_with(taken, values)


def told(before: pl.Series, now: pl.Series, *, as_of: datetime = AS_OF) -> Diagnosis | None:
    mine, theirs = (profile_batch(pl.DataFrame({"day": one}), Plan()).columns["day"] for one in (before, now))
    learned = datetime(2026, 1, 1, tzinfo=UTC).timestamp() * 1e6
    return diagnose_far_times(
        mine, theirs, "day", until=as_of.timestamp() * 1e6, learned=learned, level=LEVEL
    )


@pytest.mark.parametrize("share", [1.0, 0.2, 0.02])
@pytest.mark.parametrize(
    ("by", "offset"),
    [
        ("-100y", "-P100Y"),
        ("100y", "P100Y"),
        ("543y", "P543Y"),
        ("-2000y", "-P2000Y"),
        ("70y", "P70Y"),
        ("1000y", "P1000Y"),
    ],
)
def test_years_that_are_off_are_told_by_how_much_and_in_how_many_rows(
    by: str, offset: str, share: float
) -> None:
    found = told(days(1), moved(days(2), by, share))
    assert found is not None
    assert (found.fault, found.parameters) == ("time_shift", {"offset": offset})
    assert found.share == pytest.approx(share, rel=0.2)
    assert found.explains == 1


@pytest.mark.parametrize("first", [FIRST, date(2015, 7, 1)], ids=["soon learned", "learned years later"])
@pytest.mark.parametrize("behind", [380, 475, 1_400])
def test_an_old_batch_is_no_batch_with_early_rows(behind: int, first: date) -> None:
    """Bookings up to a day, sent again as if of a later one: all are as much earlier."""
    last = first + timedelta(days=1_000)
    now = datetime(last.year, last.month, last.day, tzinfo=UTC)
    old = moved(days(2, first), f"-{behind}d")
    assert told(days(1, first), old, as_of=now) is None
    early = old.to_list()
    early[:60] = [date(1905, 1, 1)] * 60
    found = told(days(1, first), pl.Series("day", early), as_of=now)
    assert found is not None
    assert found.share == pytest.approx(0.02)


def test_what_undoing_leaves_is_not_explained() -> None:
    """One row in a hundred is of neither century."""
    broken = moved(days(2), "-100y", 0.5).to_list()
    broken[:15] = [date(1700, 1, 1)] * 15
    found = told(days(1), pl.Series("day", broken))
    assert found is not None
    assert found.parameters == {"offset": "-P100Y"}
    assert found.explains == pytest.approx(1 - 15 / ROWS, abs=1e-4)


@pytest.mark.parametrize("by", ["10y", "-10y"])
def test_all_that_is_a_few_years_off_may_be_a_batch_whose_time_was_not_told(by: str) -> None:
    assert told(days(1), moved(days(2), by)) is None
    found = told(days(1), moved(days(2), by, 0.2))
    assert found is not None
    assert found.fault == "time_shift"


def test_the_code_finds_and_undoes_them() -> None:
    broken = moved(days(2), "-100y", 0.2)
    found = told(days(1), broken)
    assert found is not None
    assert found.find is not None
    assert found.undo is not None
    frame = broken.to_frame()
    assert frame.select(eval(found.find, {"pl": pl}))["day"].to_list() == (broken < FIRST).to_list()  # noqa: S307
    assert frame.select(eval(found.undo, {"pl": pl}))["day"].to_list() == days(2).to_list()  # noqa: S307


def test_other_far_times_are_outliers() -> None:
    found = told(days(1), moved(days(2), "-37y", 0.05))
    assert found is not None
    assert (found.fault, found.parameters) == ("outliers", {"bound": "2023-01-01"})


def test_counts_of_seconds_are_times() -> None:
    before, now = (days(seed).cast(pl.Datetime).dt.epoch("s") for seed in (1, 2))
    early = now.zip_with(pl.Series([place % 20 > 0 for place in range(ROWS)]), pl.Series("day", [-1] * ROWS))
    found = told(before, early)
    assert found is not None
    assert found.fault == "outliers"
    assert found.share == pytest.approx(0.05)


@pytest.mark.parametrize(
    ("first", "span"),
    [(date(2026, 4, 1), 60), (date(2022, 4, 1), 1_200), (date(2026, 6, 1), 300), (date(2023, 1, 1), 1_000)],
)
def test_later_times_and_those_of_a_year_before_are_not_far(first: date, span: int) -> None:
    assert told(days(1), days(2, first, span)) is None


def test_a_batch_of_before_training_has_earlier_times() -> None:
    earlier = moved(days(2), "-100y")
    assert told(days(1), earlier, as_of=datetime(1926, 1, 1, tzinfo=UTC)) is None
    assert told(days(1), earlier) is not None


def test_times_ahead_of_training_go_on_being_so() -> None:
    """Five years from when training was learned from, and so from the batch's own time."""
    ahead = [days(seed, date(2026, 1, 1), 1_800) for seed in (1, 2)]
    later = moved(ahead[1], "2y")
    assert told(ahead[0], later, as_of=datetime(2028, 6, 1, tzinfo=UTC)) is None


def test_one_far_row_in_a_few_is_chance_s_own() -> None:
    assert told(days(1).head(50), moved(days(2).head(50), "-100y", 0.01)) is None


def test_a_column_of_times_that_stopped_is_frozen_and_one_of_days_is_not() -> None:
    random = np.random.default_rng(3)

    def table(at: list[int]) -> pl.DataFrame:
        stamps = [datetime(2026, 1, 1) + timedelta(seconds=one) for one in at]  # noqa: DTZ001
        return pl.DataFrame({"at": stamps, "day": [one.date() for one in stamps]})

    reference = drift.fit(table(random.integers(0, 30 * 86_400, ROWS).tolist()))
    run = drift.check(table([31 * 86_400 + 7] * 500), reference)
    assert [one.diagnosis.fault for one in run["at"].findings if one.diagnosis] == ["frozen"]
    assert run["at"].diagnosis is not None
    assert run["at"].diagnosis.parameters == {"value": "2026-02-01T00:00:07"}
    assert run["day"].verdict == "ok"
    later = pl.from_epoch(pl.Series("at", [2**61] * 500), "us")
    beyond = drift.check(
        pl.DataFrame({"at": later, "day": later.dt.date()}), reference
    )  # no year of Python's
    assert beyond["at"].verdict == "breach"
