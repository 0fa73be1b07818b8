"""A batch is added to a reference as one more piece of training: the witness is a fit on all rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl
import pytest

import drift
from drift.judge.promoted import with_batch
from drift.judge.tolerance import FOREMOST, PREDICTION, Tolerance, _tolerance
from drift.record.run_file import of_few_rows

if TYPE_CHECKING:
    from drift.judge.reference import Reference

START: Final = datetime(2026, 1, 5)  # noqa: DTZ001 - a Monday; clocks without a zone
DAYS: Final = 40
ALONG_TIME: Final = {"time": "at"}


def day(number: int, rows: int = 600, *, faro: bool = False) -> pl.DataFrame:
    """Return a day of a table with a column of every family, from which Faro is missing or not."""
    random = np.random.default_rng(number)
    minutes = random.integers(0, 24 * 60, rows)
    wait = random.lognormal(5, 0.6, rows) * (1.2 if faro else 1.0 + 0.05 * np.sin(number))
    cities = ["Porto", "Braga", "Faro"] if faro else ["Porto", "Braga"]
    return pl.DataFrame(
        {
            "at": [START + timedelta(days=number, minutes=int(one)) for one in minutes],
            "wait": [None if one < 40 else one for one in wait],
            "count": random.poisson(3, rows),
            "city": random.choice(cities, rows),
            "member": random.random(rows) < 0.3,
            "order": [f"{number:04d}-{one:06d}" for one in range(rows)],
            "stops": [[1] * int(one) for one in random.integers(1, 5, rows)],
        }
    )


TRAINING: Final = [day(number) for number in range(DAYS)]
LATER: Final = [day(DAYS + number, faro=number > 1) for number in range(4)]


def grown(config: dict[str, str] | None, days: list[pl.DataFrame]) -> Reference:
    reference: Reference = drift.fit(pl.concat(TRAINING), config=config)
    for one in days:
        reference = with_batch(reference, of_few_rows(drift.check(one, reference).live_profile))
    return reference


@pytest.mark.parametrize("config", [ALONG_TIME, None], ids=["along time", "without time"])
def test_what_is_counted_is_what_a_fit_on_all_rows_counts(config: dict[str, str] | None) -> None:
    found, wanted = grown(config, LATER).profile, drift.fit(pl.concat([*TRAINING, *LATER])).profile
    assert (found.rows, list(found.columns)) == (wanted.rows, list(wanted.columns))
    for name, column in found.columns.items():
        other = wanted.columns[name]
        assert (column.rows, column.nulls, column.family) == (other.rows, other.nulls, other.family)
        assert (column.cells.level, column.cells.keys.tolist()) == (
            other.cells.level,
            other.cells.keys.tolist(),
        )
        assert column.cells.counts.tolist() == other.cells.counts.tolist()
    for name in ("wait", "count"):
        mine, theirs = found.columns[name].number, wanted.columns[name].number
        assert (mine.lowest, mine.highest, mine.zeros, mine.step) == (
            theirs.lowest,
            theirs.highest,
            theirs.zeros,
            theirs.step,
        )
    assert found.columns["at"].time.week.tolist() == wanted.columns["at"].time.week.tolist()
    assert found.columns["city"].text.names == wanted.columns["city"].text.names


def test_tolerances_are_those_of_a_fit_on_all_rows() -> None:
    """Within a fiftieth: a fit takes the first third of the days as given, and now that is one day more.

    Faro was in two batches, which a fit takes for what the feature does by itself. Where people let in more
    than a fit has learned, what they let in holds.
    """
    found = grown(ALONG_TIME, LATER)
    wanted = drift.fit(pl.concat([*TRAINING, *LATER]), config=ALONG_TIME)
    compared = 0
    for name, learned in wanted.tolerances.items():
        for one in learned:
            if one.span_hours != 24:
                continue
            mine = next(
                each
                for each in found.tolerances[name]
                if (each.statistic, each.span_hours) == (one.statistic, one.span_hours)
            )
            assert mine.value == pytest.approx(max(one.value, mine.let_in), abs=0.02), (name, one)
            assert mine.largest == pytest.approx(one.largest, abs=0.02), (name, one)
            compared += one.value > 0
    assert compared > 10


def test_longer_spans_than_the_batch_learn_nothing_of_it() -> None:
    before, after = drift.fit(pl.concat(TRAINING), config=ALONG_TIME), grown(ALONG_TIME, LATER)
    of_weeks = [[one for one in each.tolerances["wait"] if one.span_hours == 168] for each in (before, after)]
    assert of_weeks[0] == of_weeks[1] != []


def test_one_more_distance_gives_the_bound_of_all_of_them() -> None:
    """The witness is `_tolerance` on all distances, whose bound scipy's t is held against elsewhere."""
    distances = np.random.default_rng(3).uniform(0.01, 0.05, 20)
    found = _tolerance("ks", 24, distances[:12])
    for one in distances[12:]:
        found = found.with_one(float(one))
    wanted = _tolerance("ks", 24, distances)
    for name in ("value", "mean", "deviation", "largest", "second", "pieces"):
        assert getattr(found, name) == pytest.approx(getattr(wanted, name), rel=1e-6), name
    assert found.let_in == distances[12:].max() < found.value
    assert PREDICTION < 1


def test_what_was_let_in_is_tolerated_and_no_share_is_above_one() -> None:
    found = _tolerance("ks", 24, np.full(40, 0.01)).with_one(0.8)
    assert found.value == found.let_in == 0.8
    assert _tolerance("ks", 24, np.array([0.5, 0.9, 0.1, 0.9])).with_one(0.95).value == 1.0


def test_where_a_fit_learned_nothing_what_was_let_in_is_tolerated() -> None:
    """Without a time a fit learns no movement."""
    train = pl.DataFrame({"city": ["Porto", "Braga"] * 500})
    reference = drift.fit(train)
    assert reference.tolerances["city"] == ()
    later = pl.DataFrame({"city": ["Porto", "Braga", "Faro"] * 300})
    batch = drift.profile(later, reference=reference).profile
    learned = {one.statistic: one.value for one in with_batch(reference, batch).tolerances["city"]}
    assert learned["unseen_share"] == pytest.approx(1 / 3)
    assert 0 < learned["total_variation"] < 1 / 3
    again = with_batch(with_batch(reference, batch), batch).tolerances["city"]
    assert [one.pieces for one in again if one.statistic == "unseen_share"] == [2]


def test_a_tolerance_of_an_older_file_learns_nothing_more() -> None:
    with pytest.raises(ValueError, match="ks"):
        Tolerance(statistic="ks", span_hours=24, value=0.1, largest=0.1, pieces=9).with_one(0.1)


def test_a_batch_shorter_than_the_pieces_teaches_as_much_less_as_a_check_widens() -> None:
    """The share of Faro, which was in no week before, by the square root of a day in a week: by hand."""
    weeks = pl.concat([day(number, 40) for number in range(70 * 7)])
    reference = drift.fit(weeks, config=ALONG_TIME)
    spans = sorted({one.span_hours for one in reference.tolerances["city"]})
    assert spans[0] == 168
    rows = day(70 * 7, faro=True)
    batch = drift.profile(rows, reference=reference).profile
    learned = with_batch(reference, batch)
    mine = next(
        one for one in learned.tolerances["city"] if (one.statistic, one.span_hours) == ("unseen_share", 168)
    )
    hours = 23.9 * 1.1  # from the first row to the last, with the slack of a span
    assert mine.let_in == pytest.approx((rows["city"] == "Faro").mean() * (hours / 168) ** 0.5, rel=0.02)


def test_the_share_of_one_value_is_a_mean_over_pieces_and_the_largest_of_them() -> None:
    reference = drift.fit(pl.concat(TRAINING), config=ALONG_TIME)
    frozen = day(DAYS).with_columns(city=pl.lit("Porto"))
    of = [
        next(one for one in each.tolerances["city"] if (one.statistic, one.span_hours) == (FOREMOST, 24))
        for each in (reference, with_batch(reference, drift.profile(frozen, reference=reference).profile))
    ]
    assert of[1].largest == 1.0
    assert of[1].value == pytest.approx((of[0].value * DAYS + 1.0) / (DAYS + 1))


def test_the_sample_is_that_of_all_rows_as_far_as_it_is_known() -> None:
    """Rows of the smallest hashes, of both in proportion: a fit on all rows keeps these, and more."""
    found = grown(ALONG_TIME, LATER).profile
    wanted = drift.fit(pl.concat([*TRAINING, *LATER]), config=ALONG_TIME).profile.sample
    hashes = found.sample.hashes
    assert hashes.tolist() == wanted.hashes[: hashes.size].tolist()
    assert found.sample.counts.tolist() == wanted.counts[: hashes.size].tolist()
    assert found.sample.rows.equals(wanted.rows.head(hashes.size))
    assert found.sample.limit == hashes.size == found.plan.sample
    assert not found.sample.complete
    assert all(one < other for one, other in pairwise(hashes.tolist()))


def test_small_tables_are_kept_whole() -> None:
    train, later = TRAINING[0].head(100), TRAINING[1].head(100)
    reference = drift.fit(train)
    found = with_batch(reference, drift.check(later, reference).live_profile)
    assert found.profile.sample.complete
    assert found.profile.sample.hashes.size == 200


def test_a_column_that_training_had_no_values_of_stays_unknown_and_one_that_went_is_null() -> None:
    train = pl.DataFrame({"a": [1.0, 2.0] * 50, "nothing": [None] * 100})
    reference = drift.fit(train)
    batch = drift.profile(pl.DataFrame({"nothing": ["x"] * 50}), reference=reference).profile
    found = with_batch(reference, batch).profile
    assert (found.columns["nothing"].family, found.columns["nothing"].rows) == ("unknown", 150)
    assert (found.columns["a"].rows, found.columns["a"].nulls) == (150, 50)


def test_what_past_batches_taught_stays() -> None:
    """Of a tolerance that they widened, and of one that they alone taught."""
    learned = _tolerance("ks", 24, np.full(20, 0.01))
    assert replace(learned, value=0.3, batches=9).with_one(0.02).value == 0.3
    alone = replace(learned, value=0.3, pieces=0, batches=9)
    assert [alone.with_one(one).value for one in (0.1, 0.4)] == [0.3, 0.4]
