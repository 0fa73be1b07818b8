"""What only several columns show together is told, with the columns that carry it; and nothing else is."""

from __future__ import annotations

import sys
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest

import drift
from drift.errors import InputUnsupportedError

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = 5_000
TOLD = "told_apart"


def made(seed: int, rows: int = ROWS) -> pl.DataFrame:
    random = np.random.default_rng(seed)
    way = random.normal(size=rows)
    return pl.DataFrame(
        {
            "way": way,
            "fare": way + random.normal(size=rows),
            "city": random.choice(["Porto", "Braga", "Faro"], rows),
            "one": random.normal(size=rows),
            "other": random.normal(size=rows),
            "third": random.normal(size=rows),
        }
    )


@cache
def reference(**config: Any) -> drift.Reference:  # noqa: ANN401 - as the config has it
    return drift.fit(made(1, 3 * ROWS), config={"together": True} | config)


def relations(run: drift.Run) -> list[Any]:
    return [finding for finding in run.findings if finding.check == "relations"]


def parity(frame: pl.DataFrame) -> pl.DataFrame:
    """Return rows in which the third has the sign of the product of two others: each pair is as it was."""
    return frame.with_columns(third=pl.col("third").abs() * (pl.col("one") * pl.col("other")).sign())


def circle(frame: pl.DataFrame) -> pl.DataFrame:
    """Return rows in which one is as far from the middle as another: their rank correlation is as it was."""
    return frame.with_columns(other=pl.col("one").abs() * pl.col("other").sign())


@pytest.mark.parametrize(
    ("change", "columns"), [(parity, {"one", "other", "third"}), (circle, {"one", "other"})]
)
def test_what_no_pair_shows_is_told_with_its_columns(
    change: Callable[[pl.DataFrame], pl.DataFrame], columns: set[str]
) -> None:
    live = change(made(2))
    correlation = live.select(pl.corr("one", "other", method="spearman")).item()
    assert abs(correlation) < 0.05
    run = drift.check(live, reference())
    (finding,) = relations(run)
    assert run.verdict == "breach"
    assert finding.statistic == TOLD
    assert finding.diagnosis.fault == "relation"
    parameters = finding.diagnosis.parameters
    assert set(parameters["columns"]) == columns
    assert (parameters["statistic"], parameters["from"]) == (TOLD, 0.0)
    assert f"{parameters['to']:.2f}" in finding.why
    assert {column.verdict for column in run.columns} == {"ok"}


def test_without_the_key_nothing_of_it_is_looked_for() -> None:
    plain = drift.fit(made(1, 3 * ROWS))
    assert relations(drift.check(parity(made(2)), plain)) == []


def test_the_order_of_rows_makes_no_difference() -> None:
    live = parity(made(3))
    told = [
        relations(drift.check(frame, reference()))[0].why
        for frame in (live, live.sample(fraction=1, shuffle=True, seed=1))
    ]
    assert told[0] == told[1]


@pytest.mark.parametrize("seed", range(10, 14))
def test_a_batch_that_did_not_change_has_no_finding(seed: int) -> None:
    assert relations(drift.check(made(seed), reference())) == []


def test_columns_that_moved_alone_are_not_told_as_going_together_otherwise() -> None:
    """Half a standard deviation in one, other shares of levels in another: both within a wide tolerance."""
    wide = {name: {"tolerance": 1.0} for name in ("one", "city", "way")}
    live = made(5).with_columns(pl.col("one") + 0.5, pl.col("way") * 1.5)
    live = live.filter((pl.col("city") != "Faro") | (pl.int_range(pl.len()) % 2 == 0))
    assert relations(drift.check(live, reference(), config={"together": True, "columns": wide})) == []


def test_what_a_pair_tells_is_not_told_again() -> None:
    live = made(6).with_columns(pl.col("fare").shuffle(seed=1))
    (finding,) = relations(drift.check(live, reference()))
    assert finding.statistic == "rank_correlation"


def test_too_few_rows_are_said() -> None:
    run = drift.check(made(7, 150), reference())
    (finding,) = relations(run)
    assert (finding.verdict, run.verdict) == ("skipped", "ok")
    assert finding.why == (
        "Many columns at once were not compared: that takes 200 sampled rows of both sides."
    )


def test_what_moves_by_itself_along_time_is_tolerated() -> None:
    """In every fourth week two columns lie on a circle; so may a batch's week."""
    frame = made(8, 12_000)
    hours = (np.arange(frame.height) * 2016) // frame.height
    at = pl.datetime_range(pl.datetime(2026, 1, 5), pl.datetime(2026, 3, 29, 23), "1h", eager=True)
    frame = frame.with_columns(at=at.gather(hours))
    fourth = pl.Series(hours // 168 % 4 == 3)
    frame = frame.with_columns(
        other=pl.when(fourth).then(circle(frame)["other"]).otherwise(frame["other"]).alias("other")
    )
    batch, before = frame.tail(1000), frame.head(11_000)
    config: dict[str, Any] = {"together": True}
    told = relations(drift.check(batch.drop("at"), drift.fit(before.drop("at"), config=config)))
    assert [one.statistic for one in told] == [TOLD]
    ordered = drift.fit(before, config=config | {"time": "at"})
    assert relations(drift.check(batch, ordered)) == []


def test_the_extra_is_named_where_the_classifier_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sklearn", None)
    with pytest.raises(InputUnsupportedError) as caught:
        drift.check(made(9), reference())
    assert "driftgate[together]" in str(caught.value)
