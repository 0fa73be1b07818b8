"""The table of relations: what changed, with a link to its card; or why nothing was compared."""

from __future__ import annotations

import numpy as np
import polars as pl

import drift
from drift.report.html.cards import cards
from drift.report.html.related import relations
from drift.report.html.sides import Sides
from runs import reference, training

ROWS = 6_000


def rides(seed: int) -> pl.DataFrame:
    random = np.random.default_rng(seed)
    distance = random.gamma(2, 3, ROWS)
    return pl.DataFrame({"distance": distance, "fare": 3 + 2 * distance + random.normal(0, 1, ROWS)})


def test_a_relation_is_told_with_its_numbers_and_leads_to_its_card() -> None:
    run = drift.compare(rides(1), rides(2).with_columns(pl.col("fare").shuffle(seed=3)))
    told = cards(run, {name: Sides(reference=None, live=None) for name in ("distance", "fare")})
    found = relations(run, told)
    [row] = found.rows
    assert {*row.columns} == {"distance", "fare"}
    assert row.card == "finding-1"
    assert (row.verdict, row.statistic) == ("breach", "rank correlation")
    assert float(row.before) > 0.9
    assert abs(float(row.now)) < 0.1
    assert found.untold == ()


def test_what_was_not_compared_says_why() -> None:
    run = drift.compare(rides(1), rides(2), config={"sample": 0})
    found = relations(run, ())
    assert found.rows == ()
    assert "".join(part.text for part in found.untold[0]).endswith("no rows were sampled (sample: 0).")


def test_where_none_changed_nothing_is_told() -> None:
    run = drift.check(training(), reference())
    assert relations(run, ()) == relations(drift.compare(rides(1), rides(2)), ())
    assert relations(run, ()).rows == ()
