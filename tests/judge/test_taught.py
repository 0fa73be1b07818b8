"""What training teaches is worked out once for a reference, and before the batch is known."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest
from scipy import stats

import drift
from drift.judge import taught as module
from drift.judge.learned_relations import learn_relations
from drift.judge.taught import Taught, taught_by
from related_columns import ROWS, related_columns


def test_grades_are_the_standardised_ranks_of_the_rows_that_teach() -> None:
    rows = related_columns(1)
    found = Taught(rows, np.ones(ROWS)).number("price")
    assert found is not None
    assert found.grades == pytest.approx(stats.zscore(stats.rankdata(rows["price"])))


def test_what_is_no_number_or_no_category_teaches_nothing() -> None:
    rows = pl.DataFrame({"text": ["a"] * 50, "same": [1.0] * 50})
    taught = Taught(rows, np.ones(50))
    assert taught.number("text") is None
    assert taught.number("same") is None
    assert taught.levels("text") is None
    assert taught.beside_numbers("text", ()) is None
    assert taught.beside_category("text", "same") is None
    assert taught.grades(()).shape == (50, 0)


def test_each_part_is_worked_out_once() -> None:
    taught = Taught(related_columns(1), np.ones(ROWS))
    assert taught.number("price") is taught.number("price")
    assert taught.beside_category("city", "zone") is taught.beside_category("city", "zone")
    names = ("distance", "price")
    assert taught.beside_numbers("city", names) is taught.beside_numbers("city", names)


def test_a_check_finds_all_that_was_learned_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    reference = drift.fit(related_columns(1))
    taught = taught_by(reference.profile.sample, reference.lesson)
    learn_relations(reference, reference.config)

    def refused(*_: Any) -> None:  # noqa: ANN401 - whatever it is asked
        pytest.fail("worked out once more")

    with monkeypatch.context() as patched:
        for name in ("level_grades", "canonical_grades"):
            patched.setattr(module, name, refused)
        run = drift.check(related_columns(2), reference)
    assert run.verdict == "ok"
    assert taught_by(reference.profile.sample, reference.lesson) is taught


@pytest.mark.parametrize("missing", ["price", "zone"])
def test_a_batch_that_lacks_columns_is_judged_as_if_nothing_had_been_learned(missing: str) -> None:
    reference, batch = drift.fit(related_columns(1)), related_columns(2).drop(missing)
    batch = batch.with_columns(city=batch["city"].shuffle(seed=1))
    learn_relations(reference, reference.config)
    after = drift.check(batch, reference)
    taught_by.cache_clear()
    anew = drift.check(batch, reference)
    assert after.findings == anew.findings
    assert any(one.check == "relations" for one in anew.findings)


def test_of_weighted_rows_and_without_a_sample_nothing_is_learned() -> None:
    taught_by.cache_clear()
    bare = drift.fit(related_columns(1), config={"sample": 0})
    learn_relations(bare, bare.config)
    weighted = drift.fit(related_columns(1).with_columns(w=1.0), config={"weight": "w"})
    learn_relations(weighted, weighted.config)
    assert taught_by.cache_info().currsize == 0
