"""A relation that changed is drawn from the sampled rows of both sides, whatever its columns are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

import drift
from drift.diagnose.diagnosis import Diagnosis
from drift.report.html.relation import draw_relation

if TYPE_CHECKING:
    from pathlib import Path

ROWS = 6_000
PAIRS = [("fare", "distance"), ("payment", "fare"), ("fare", "payment"), ("member", "payment")]


def rides(seed: int) -> pl.DataFrame:
    random = np.random.default_rng(seed)
    distance = random.gamma(2, 3, ROWS)
    payment = np.where(random.random(ROWS) < np.minimum(distance / 20, 0.95), "card", "cash")
    return pl.DataFrame(
        {
            "distance": distance,
            "fare": 3 + 2 * distance + random.normal(0, 1, ROWS),
            "payment": payment,
            "member": (payment == "card") & (random.random(ROWS) < 0.9),
            "other": random.random(ROWS),
        }
    )


def related(*columns: str) -> Diagnosis:
    return Diagnosis(fault="relation", story="", advice="", parameters={"columns": [*columns]})


@pytest.fixture(scope="module")
def run() -> drift.Run:
    return drift.compare(rides(1), rides(2).with_columns(pl.col("fare").shuffle(seed=3)))


def test_the_finding_is_of_a_relation_and_has_a_picture(run: drift.Run, tmp_path: Path) -> None:
    assert "relation" in [one.diagnosis.fault for one in run.findings if one.diagnosis]
    page = run.to_html()
    assert 'class="heat' in page
    assert 'id="relations"' in page
    run.save(tmp_path / "run.drift")
    assert drift.Run.load(tmp_path / "run.drift").to_html() == page


@pytest.mark.parametrize("columns", PAIRS)
def test_levels_stand_beside_the_map_and_two_of_them_are_bars(
    run: drift.Run, columns: tuple[str, str]
) -> None:
    picture = draw_relation(run, related(*columns))
    assert picture is not None
    if columns == ("member", "payment"):
        assert picture.levels is not None
        assert {bar.name for bar in picture.levels.bars} == {"false · card", "false · cash", "true · card"}
        return
    assert picture.heat is not None
    assert picture.heat.wide == ("payment" in columns)
    assert picture.heat.up == ("payment" if "payment" in columns else "distance")


def test_shares_of_two_categories_are_those_of_the_sampled_rows(run: drift.Run) -> None:
    picture = draw_relation(run, related("payment", "member"))
    assert picture is not None
    assert picture.levels is not None
    rows = run.reference_profile.sample.rows.head(1_000)
    share = rows.select((pl.col("payment") == "cash") & ~pl.col("member")).to_series().mean()
    bar = next(one for one in picture.levels.bars if one.name == "cash · false")
    assert isinstance(share, float)
    assert float(bar.shares[0].rstrip("%")) == pytest.approx(100 * share, abs=0.06)


@pytest.mark.parametrize("columns", [("fare", "gone"), ("fare",), ()])
def test_without_both_columns_there_is_no_picture(run: drift.Run, columns: tuple[str, ...]) -> None:
    assert draw_relation(run, related(*columns)) is None


def test_without_sampled_rows_there_is_no_picture() -> None:
    run = drift.compare(rides(1), rides(2), config={"sample": 0})
    assert draw_relation(run, related("fare", "distance")) is None
