"""Keys and rows that repeat more than they did are told, at their share; as often as before they are not."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest

import drift
from drift.errors import ColumnNotFoundError, ConfigError, ProfilesIncompatibleError

ROWS = 4000
KEYED = {"key": ["trip_id"]}


def table(rows: int = ROWS, seed: int = 1, first: int = 0) -> pl.DataFrame:
    random = np.random.default_rng(seed)
    return pl.DataFrame(
        {
            "trip_id": [f"T{i:08d}" for i in range(first, first + rows)],
            "amount": random.normal(50, 5, rows),
            "city": random.choice(["Porto", "Braga", "Faro"], rows),
        }
    )


def doubled(frame: pl.DataFrame, rows: int) -> pl.DataFrame:
    return pl.concat([frame, frame.head(rows)])


def repeats(run: drift.Run) -> list[Any]:
    return [finding for finding in run.findings if finding.check == "duplicates"]


@pytest.mark.parametrize("twice", [1, 40, ROWS])
def test_a_key_that_repeats_is_a_breach_where_none_did(twice: int) -> None:
    """One of four thousand, too: the config says that it is a key."""
    run = drift.check(doubled(table(first=ROWS), twice), drift.fit(table(), config=KEYED))
    (finding,) = repeats(run)
    assert (finding.verdict, run.exit_code) == ("breach", 1)
    assert finding.diagnosis.fault == "duplicate_rows"
    assert finding.diagnosis.parameters["share"] == pytest.approx(twice / (ROWS + twice), abs=1e-6)
    assert (finding.diagnosis.parameters["keys"], finding.diagnosis.parameters["of"]) == (twice, ROWS)
    assert "`trip_id`" in finding.why


@pytest.mark.parametrize("config", [KEYED, {}, {"key": ["trip_id"], "ignore": ["trip_id"]}])
def test_rows_that_do_not_repeat_are_not_told(config: dict[str, list[str]]) -> None:
    run = drift.check(table(seed=2, first=ROWS), drift.fit(table(), config=config))
    assert (repeats(run), run.verdict) == ([], "ok")


def test_a_key_may_be_ignored_and_still_tells_repeats() -> None:
    """It is then skipped as a column, and of its values nothing is kept but hashes."""
    learned = drift.fit(table(), config=KEYED | {"ignore": ["trip_id"]})
    run = drift.check(doubled(table(first=ROWS), 7), learned)
    assert [finding.diagnosis.parameters["keys"] for finding in repeats(run)] == [7]
    assert (run["trip_id"].verdict, run["trip_id"].reason) == ("skipped", "the config ignores it")
    assert run["trip_id"].reference_dtype == run["trip_id"].live_dtype == "String"
    assert "trip_id" not in learned.profile.columns


@pytest.mark.parametrize(("twice", "told"), [(3, False), (400, True)])
def test_whole_rows_are_told_beyond_chance(twice: int, told: bool) -> None:  # noqa: FBT001
    """Without a key, and with as many rows of training, three repeats can be chance."""
    run = drift.check(doubled(table(first=ROWS), twice), drift.fit(table()))
    assert bool(repeats(run)) == told


def few(rows: int, seed: int, levels: int = 40) -> pl.DataFrame:
    random = np.random.default_rng(seed)
    return pl.DataFrame({"a": random.integers(0, levels, rows), "b": random.integers(0, levels, rows)})


@pytest.mark.parametrize("rows", [200, 1000, 4000, 20_000])
def test_rows_that_repeat_by_chance_are_not_told_whatever_the_number_of_rows(rows: int) -> None:
    """Of 1,600 possible rows most repeat, the more so the more rows there are."""
    learned = drift.fit(few(4000, seed=1))
    assert not any(repeats(drift.check(few(rows, seed=seed), learned)) for seed in range(2, 6))


def test_more_repeats_than_training_had_are_told_and_as_many_are_not() -> None:
    learned = drift.fit(doubled(table(), ROWS // 20), config=KEYED)
    as_before = drift.check(doubled(table(1000, seed=2, first=ROWS), 50), learned)
    more = drift.check(doubled(table(1000, seed=2, first=ROWS), 300), learned)
    assert (len(repeats(as_before)), len(repeats(more))) == (0, 1)


def test_unchanged_batches_alarm_within_the_budget() -> None:
    """Exchangeable rows of which a tenth stand twice; ten times the budget of a batch would be seen."""
    random = np.random.default_rng(7)
    whole = doubled(table(3000), 300)
    found = 0
    for _ in range(60):
        order = pl.Series(random.permutation(whole.height))
        train, live = whole[order[:2300]], whole[order[2300:]]
        learned = drift.fit(train.drop("trip_id"), config={"sensitivity": "high", "sample": 0})
        found += bool(repeats(drift.check(live.drop("trip_id"), learned)))
    assert found <= 3


def test_a_batch_without_any_key_is_told_as_such() -> None:
    lost = table(first=ROWS).with_columns(trip_id=pl.lit(None, dtype=pl.String))
    (finding,) = repeats(drift.check(lost, drift.fit(table(), config=KEYED)))
    assert (finding.verdict, "cannot be told" in finding.why) == ("warning", True)


def test_a_key_is_settled_when_fitting() -> None:
    learned = drift.fit(table(), config=KEYED)
    with pytest.raises(ConfigError, match="key"):
        drift.check(table(), learned, config={"key": ["city"]})
    with pytest.raises(ColumnNotFoundError, match="`trip`"):
        drift.fit(table(), config={"key": ["trip"]})
    with pytest.raises(ConfigError, match="cannot be a key"):
        drift.fit(table().with_columns(tags=pl.concat_list("city")), config={"key": ["tags"]})


def test_a_profile_tells_the_repeats_of_its_rows_and_one_of_another_key_is_refused() -> None:
    learned = drift.fit(table(), config=KEYED)
    live = doubled(table(first=ROWS), 7)
    parts = drift.merge([drift.profile(part, reference=learned) for part in (live[:900], live[900:])])
    (one,), (other,) = repeats(drift.check(parts, learned)), repeats(drift.check(live, learned))
    assert one.why == other.why
    with pytest.raises(ProfilesIncompatibleError, match="key"):
        drift.check(drift.profile(live), learned)


def test_rows_that_come_twice_are_told_once_and_their_unique_values_are_not_blamed() -> None:
    """A row that comes twice brings its identifier twice: the batch says it."""
    rows = pl.DataFrame({"order": [f"ORD-{place:06d}" for place in range(6000)], "x": range(6000)})
    reference = drift.fit(rows[:4000])
    live = rows[4000:]
    run = drift.check(pl.concat([live, live[:500]]), reference)
    told = [one.diagnosis.fault for one in run.findings if one.diagnosis is not None]
    assert (told, run.verdict) == (["duplicate_rows"], "breach")
    assert (run["order"].verdict, run["order"].findings) == ("ok", ())
    assert run["order"].reason is not None
    assert "told of the batch" in run["order"].reason


def test_a_key_that_repeats_in_other_rows_is_told_once() -> None:
    live = table(seed=2, first=ROWS)
    again = live.with_columns(trip_id=pl.concat([live["trip_id"][:-400], live["trip_id"][:400]]))
    run = drift.check(again, drift.fit(table(), config=KEYED))
    assert [one.diagnosis.fault for one in repeats(run)] == ["duplicate_rows"]
    assert (run["trip_id"].verdict, run.exit_code) == ("ok", 1)


def test_values_that_repeat_in_rows_that_do_not_are_the_columns_own_fault() -> None:
    """Here no key is asked for, and no row is a copy."""
    live = table(seed=2, first=ROWS)
    again = live.with_columns(trip_id=pl.concat([live["trip_id"][:-400], live["trip_id"][:400]]))
    run = drift.check(again, drift.fit(table()))
    assert (repeats(run), run["trip_id"].verdict) == ([], "breach")


def words(rows: int, seed: int) -> pl.DataFrame:
    """Texts of which most stand once and some often: no identifier, and few that training had."""
    random = np.random.default_rng(seed)
    return pl.DataFrame(
        {
            "word": [f"w{place}" for place in random.integers(0, 12 * rows, rows)],
            "x": random.normal(size=rows),
        }
    )


def test_a_column_that_moved_by_copies_alone_is_no_breach() -> None:
    """Half of the rows twice: as independent rows, so many texts of two rows would be no chance."""
    live = words(2000, seed=2)
    reference = drift.fit(words(8000, seed=1), config={"columns": {"word": {"kind": "category"}}})
    before = drift.check(live, reference)["word"].verdict
    run = drift.check(pl.concat([live, live]), reference)
    assert [one.diagnosis.fault for one in repeats(run)] == ["duplicate_rows"]
    assert run["word"].verdict in {before, "warning"}
    assert before != "breach"


def test_a_column_that_lost_its_values_is_the_fault_and_not_the_rows_that_became_alike() -> None:
    live = table(seed=2, first=ROWS).drop("trip_id").with_columns(amount=pl.lit(50.0))
    run = drift.check(live, drift.fit(table().drop("trip_id")))
    assert (repeats(run), run["amount"].verdict) == ([], "breach")


def test_rows_that_come_twice_are_told_beside_a_column_in_another_unit() -> None:
    """No two rows of training are alike in the other columns, so what the column lost makes none alike."""
    reference = drift.fit(table().drop("city").with_columns(y=pl.col("amount") * 2))
    live = table(seed=2, first=ROWS).drop("city").with_columns(y=pl.col("amount") * 2)
    run = drift.check(doubled(live, 800).with_columns(amount=pl.col("amount") * 1000), reference)
    assert [one.diagnosis.fault for one in repeats(run)] == ["duplicate_rows"]
    told = run["amount"].diagnosis
    assert told is not None
    assert told.parameters["factor"] == 1000


def test_a_column_that_lost_its_values_explains_rows_that_are_alike_in_the_others() -> None:
    """Cities and a number of few values: without the amount, most rows are alike, and so in training."""

    def rows(seed: int) -> pl.DataFrame:
        return table(seed=seed).drop("trip_id").with_columns(n=pl.Series(range(ROWS)) // 4)

    run = drift.check(rows(2).with_columns(amount=pl.lit(50.0)), drift.fit(rows(1)))
    assert (repeats(run), run["amount"].verdict) == ([], "breach")


def test_a_column_that_the_batch_lacks_explains_rows_that_are_alike_without_it() -> None:
    """Whatever else is in breach: copies are not asked about, and soften nothing."""
    random = np.random.default_rng(9)
    train, now = (
        pl.DataFrame(
            {"id": np.arange(rows) * 1.5, "n": random.poisson(4, rows), "m": random.poisson(2, rows)}
        )
        for rows in (8_000, 4_000)
    )
    run = drift.check(now.select(pl.col("n") * 60, "m"), drift.fit(train))
    assert not [one for one in run.findings if one.check == "duplicates"]
    assert run["n"].verdict == "breach"
    assert run["n"].diagnosis is not None
    assert run["n"].diagnosis.parameters["factor"] == 60


def exploded(frame: pl.DataFrame, rows: int) -> pl.DataFrame:
    """Return a table whose first rows a join doubled, with a column that tells both apart."""
    return doubled(frame, rows).with_columns(coupon=pl.int_range(pl.len()).cast(pl.String))


def test_a_new_column_hides_no_rows_that_come_twice() -> None:
    reference = drift.fit(table())
    live = table(seed=2, first=ROWS)
    (with_it,), (without,) = (
        repeats(drift.check(frame, reference)) for frame in (exploded(live, 900), doubled(live, 900))
    )
    assert "more than once, but for `coupon`, which is new: 900 of 4,000 rows" in with_it.why
    assert with_it.diagnosis.parameters == without.diagnosis.parameters
    assert not repeats(drift.check(live.with_columns(coupon=pl.lit("x")), reference))


def test_columns_that_moved_by_copies_alone_are_no_breach_beside_a_new_column() -> None:
    rows = pl.DataFrame({"order": [f"ORD-{place:06d}" for place in range(6000)], "x": range(6000)})
    reference = drift.fit(rows[:4000])
    run = drift.check(exploded(rows[4000:], 500), reference)
    assert [one.diagnosis.fault for one in run.findings if one.diagnosis is not None] == [
        "duplicate_rows",
        "new_column",
    ]
    assert (run["order"].verdict, run["x"].verdict) == ("ok", "ok")


def test_the_target_may_be_missing_where_a_new_column_hides_copies() -> None:
    reference = drift.fit(table().with_columns(y=pl.lit(1)), config={"target": "y"})
    (found,) = repeats(drift.check(exploded(table(seed=2, first=ROWS), 900), reference))
    assert "but for `coupon`" in found.why


def test_rows_are_counted_by_all_columns_where_one_came_under_another_name() -> None:
    """Without the identifier's new name, rows would be alike that are not."""
    random = np.random.default_rng(3)
    frame = table().with_columns(amount=random.integers(0, 5, ROWS))
    run = drift.check(frame.rename({"trip_id": "tripId"}), drift.fit(frame))
    assert not repeats(run)
    (found,) = repeats(drift.check(doubled(frame.rename({"trip_id": "tripId"}), 900), drift.fit(frame)))
    assert "but for" not in found.why


def test_profiles_of_shards_count_by_the_columns_of_the_reference() -> None:
    reference = drift.fit(table())
    live = exploded(table(seed=2, first=ROWS), 900)
    parts = drift.merge([drift.profile(part, reference=reference) for part in (live[:1500], live[1500:])])
    (found,) = repeats(drift.check(parts, reference))
    (of_rows,) = repeats(drift.check(live, reference))
    assert found.why == of_rows.why
    by_its_own_types = drift.check(drift.profile(live), reference)
    assert [one.why for one in repeats(by_its_own_types)] == [found.why]


def test_a_profile_by_its_own_types_hides_copies_only_where_its_sample_lacks_rows() -> None:
    """Of rows that are not there nobody can tell what they were without the new column."""
    reference = drift.fit(table(), config={"sample": 3000})
    live = exploded(table(seed=2, first=ROWS), 900)
    assert not repeats(drift.check(drift.profile(live, config={"sample": 3000}), reference))
    (found,) = repeats(drift.check(drift.profile(live, reference=reference), reference))
    assert "900 of 4,000 rows" in found.why
