"""Columns that each look right and go together otherwise are told; batches that did not change are not."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import polars as pl
import pytest
from scipy.stats import fisher_exact

import drift
from drift.faults import BREAKERS, Breaker
from drift.judge.related_pairs import Graded, Sides
from drift.judge.relations import _by_sides

ROWS = 5_000


def made(seed: int, rows: int = ROWS) -> pl.DataFrame:
    random = np.random.default_rng(seed)
    way, city = random.normal(size=rows), random.integers(0, 4, rows)
    moved = random.random(rows) < 0.2
    return pl.DataFrame(
        {
            "distance": np.exp(way),
            "fare": np.exp(way + 0.3 * random.normal(size=rows)),
            "tip": np.exp(0.6 * way + 0.8 * random.normal(size=rows)),
            "age": random.integers(18, 90, rows),
            "city": pl.Series(city).replace_strict(range(4), ["Porto", "Braga", "Faro", "Lisbon"]),
            "zone": pl.Series((city + moved) % 3).replace_strict(range(3), ["x", "y", "z"]),
            "price": 2.0 * city + random.normal(size=rows),
        }
    )


@cache
def reference(**config: Any) -> drift.Reference:  # noqa: ANN401 - as the config has it
    return drift.fit(made(1, 4 * ROWS), config=config or None)


def shuffled(frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """Return the table with the columns' values dealt anew among the rows, each row's together."""
    dealt = frame.select(columns).sample(fraction=1, shuffle=True, seed=7)
    return frame.with_columns(dealt.get_columns())


def relations(run: drift.Run) -> list[Any]:
    return [finding for finding in run.findings if finding.check == "relations"]


@pytest.mark.parametrize(
    ("column", "other", "statistic"),
    [
        ("distance", "fare", "rank_correlation"),
        ("tip", "distance", "rank_correlation"),
        ("price", "city", "correlation_ratio"),
        ("zone", "city", "canonical_correlation"),
    ],
)
def test_a_shuffled_column_is_told_with_what_it_went_with(column: str, other: str, statistic: str) -> None:
    """Each column is as it was; scipy's correlations of the very rows are those that are told."""
    run = drift.check(shuffled(made(2), column), reference())
    (finding,) = relations(run)
    told = finding.diagnosis.parameters
    assert (run.verdict, finding.diagnosis.fault, finding.statistic) == ("breach", "relation", statistic)
    assert {column, other} == set(told["columns"])
    assert abs(told["to"]) < 0.06
    assert abs(told["from"]) > 0.4
    assert {one.verdict for one in run.columns} == {"ok"}
    assert f"`{column}`" in finding.why
    assert f"`{other}`" in finding.why


def test_the_correlations_are_polars_own() -> None:
    live = shuffled(made(2), "tip")
    (finding,) = relations(drift.check(live, reference()))
    told = finding.diagnosis.parameters
    for side, frame in (("from", made(1, 4 * ROWS)), ("to", live)):
        expected = frame.select(pl.corr("tip", "distance", method="spearman")).item()
        assert told[side] == pytest.approx(expected, abs=0.03)  # training's is that of half a sample


def test_columns_that_were_shuffled_together_are_told_apart_from_the_others() -> None:
    """A join by the wrong row: what came from one table still goes together."""
    run = drift.check(shuffled(made(2), "fare", "tip"), reference())
    (finding,) = relations(run)
    assert finding.diagnosis.parameters["columns"] == ["distance", "fare"]
    assert "`tip`" in finding.why


def test_a_relation_that_training_did_not_have_is_told() -> None:
    live = made(2)
    live = live.with_columns(age=live["age"].sort().gather((live["fare"].rank("ordinal") - 1).cast(int)))
    (finding,) = relations(drift.check(live, reference()))
    assert finding.diagnosis.parameters["columns"] == ["age", "fare"] or "age" in finding.why
    assert "otherwise than before" in finding.why


@pytest.mark.parametrize("rows", [30, 300, ROWS])
def test_a_batch_that_did_not_change_has_no_finding(rows: int) -> None:
    assert [relations(drift.check(made(seed, rows), reference())) for seed in range(10, 16)] == [[]] * 6


def test_few_rows_of_which_most_were_shuffled_are_told_with_the_exact_probability() -> None:
    """The margin of the mean product is wider than the change; scipy's exact test is the witness."""
    learned, live = made(1, 650), made(2, 600)
    most = pl.int_range(pl.len()) < 400
    broken = live.with_columns(fare=pl.when(most).then(pl.col("fare").shuffle(3)).otherwise("fare"))
    (finding,) = relations(drift.check(broken, drift.fit(learned)))
    assert set(finding.diagnosis.parameters["columns"]) == {"fare", "distance"}
    assert "which chance gives with a probability of" in finding.why
    assert relations(drift.check(live, drift.fit(learned))) == []


def test_the_sides_of_middles_are_those_of_the_rows() -> None:
    """A row counts as often as it stands, and only where both are known."""
    nan = np.nan
    graded = Graded(
        names=("a", "b"),
        statistic="rank_correlation",
        reference=np.array([[1.0, 1.0], [-1.0, -1.0], [-1.0, 1.0], [nan, 1.0]]),
        live=np.array([[1.0, -1.0], [1.0, 1.0]]),
    )
    rows = cast("Any", SimpleNamespace(compared=np.array([1.0, 2.0, 1.0, 5.0]), live=np.array([3.0, 1.0])))
    assert graded.sides(rows, 0, 1) == (Sides(same=3, rows=4), Sides(same=1, rows=4))


def test_chance_excluded_by_sides_is_what_scipy_says_of_the_same_table() -> None:
    table = np.array([[300, 20], [420, 180]])
    found = _by_sides(Sides(same=300, rows=320), Sides(same=420, rows=600), 1e-6)
    assert found is not None
    assert found.p_value == pytest.approx(fisher_exact(table).pvalue, rel=0.05)
    assert _by_sides(Sides(same=300, rows=320), Sides(same=555, rows=600), 1e-6) is None
    assert _by_sides(Sides(same=0, rows=0), Sides(same=5, rows=6), 1e-6) is None


@pytest.mark.parametrize("seed", range(3))
def test_small_batches_that_did_not_change_are_silent(seed: int) -> None:
    """Forty each: by the budget one in a thousand may not be."""
    learned = drift.fit(made(100 + seed, 500))
    for other in range(40):
        assert relations(drift.check(made(200 + 40 * seed + other, 400), learned)) == []


def test_a_column_in_breach_alone_is_not_told_again() -> None:
    live = shuffled(made(2), "price").with_columns(pl.col("price") * 1000)
    assert relations(drift.check(live, reference())) == []


@pytest.mark.parametrize(
    "config",
    [
        {"target": "price"},
        {"key": ["price"]},
        {"columns": {"price": {"check": False, "reason": "no feature"}}},
    ],
)
def test_what_is_not_asked_for_is_not_told(config: dict[str, Any]) -> None:
    learned = drift.fit(made(1), config=config)
    assert relations(drift.check(shuffled(made(2), "price"), learned)) == []


def test_that_nothing_was_compared_is_said() -> None:
    """Without sampled rows, or with weighted ones, nothing is known; the batch is none the worse for it."""
    for config, frame in (
        ({"sample": 0}, made(1)),
        ({"weight": "weight"}, made(1).with_columns(weight=pl.lit(2.0))),
    ):
        run = drift.check(shuffled(made(2), "price"), drift.fit(frame, config=config))
        (finding,) = relations(run)
        assert (finding.verdict, finding.diagnosis, run.verdict) == ("skipped", None, "ok")
        assert "not compared" in finding.why


def test_rows_that_repeat_are_counted_as_often_as_they_stand() -> None:
    """Two columns of few levels: all rows are copies, and the sample is complete."""
    few = ["city", "zone"]
    learned = drift.fit(made(1, 4 * ROWS).select(few))
    assert relations(drift.check(made(2).select(few), learned)) == []
    (finding,) = relations(drift.check(shuffled(made(2).select(few), "city"), learned))
    assert finding.diagnosis.parameters["columns"] == few


def test_what_moves_by_itself_along_time_is_tolerated() -> None:
    """Every other week two columns go together the other way; so may a batch's week."""
    random, rows = np.random.default_rng(4), 12_000
    week = np.arange(rows) // 1000
    way = random.normal(size=rows)
    frame = pl.DataFrame(
        {
            "at": pl.datetime_range(
                pl.datetime(2026, 1, 5), pl.datetime(2026, 3, 29, 23), "1h", eager=True
            ).gather((np.arange(rows) * 2016) // rows),
            "load": way,
            "price": np.where(week % 2, way, -way) + 0.3 * random.normal(size=rows),
        }
    )
    batch = frame.tail(1000)
    unordered = drift.fit(frame.head(11_000).drop("at"))
    assert relations(drift.check(batch.drop("at"), unordered)) != []
    ordered = drift.fit(frame.head(11_000), config={"time": "at"})
    assert relations(drift.check(batch, ordered)) == []


@pytest.mark.parametrize("breaker", [one for one in BREAKERS if one.fault == "relation"])
def test_the_breakers_of_relations_are_caught_in_every_draw(breaker: Breaker) -> None:
    for seed in range(4):
        broken = breaker.breaks(made(20 + seed), "tip", np.random.default_rng(seed))
        (finding,) = relations(drift.check(broken.frame, reference()))
        assert set(finding.diagnosis.parameters["columns"]) <= {"tip", "fare", "distance"}


def test_copies_of_rows_that_training_does_not_have_are_no_sample() -> None:
    """Of 400 distinct rows in another unit few lie in the window, each with all of its copies."""
    random = np.random.default_rng(3)
    few = made(1, 400)[random.integers(0, 400, 2 * ROWS)]
    learned = drift.fit(few, config={"sample": 100})
    live = few[random.integers(0, few.height, ROWS)]
    assert relations(drift.check(live, learned)) == []
    (finding,) = relations(drift.check(live.with_columns(pl.col("age") * 1000), learned))
    assert finding.verdict == "skipped"
    assert finding.why.startswith("Relations between columns were not compared: rows repeat")
    shuffled_live = shuffled(live, "price")
    assert {one.verdict for one in relations(drift.check(shuffled_live, learned))} <= {"breach", "skipped"}
