"""Words for "not known" in place of levels or of nulls."""

from __future__ import annotations

import pytest

from changes import change_of_texts
from drift.diagnose.explain import explain
from drift.diagnose.sentinel_level import explain_sentinel_level

TRAINING = ["a"] * 6000 + ["b"] * 3000


@pytest.mark.parametrize("word", ["unknown", "N/A", "n/a", "Not available", "NONE", "-1", "?"])
def test_a_word_for_not_known_is_a_sentinel(word: str) -> None:
    found = explain_sentinel_level(change_of_texts(TRAINING, ["a"] * 580 + ["b"] * 300 + [word] * 20))
    assert found is not None
    assert found.diagnosis.parameters == {"value": word}
    assert found.diagnosis.share == pytest.approx(20 / 900, abs=2e-3)


def test_another_word_is_a_new_level() -> None:
    change = change_of_texts(TRAINING, ["a"] * 580 + ["b"] * 300 + ["Lagos"] * 20)
    assert explain_sentinel_level(change) is None
    assert [one.diagnosis.fault for one in explain(change)] == ["new_category"]


def test_any_word_is_one_where_as_many_nulls_are_gone() -> None:
    training = [*TRAINING, *[None] * 1000]
    found = explain_sentinel_level(change_of_texts(training, ["a"] * 600 + ["b"] * 300 + ["other"] * 100))
    assert found is not None
    assert found.diagnosis.parameters == {"value": "other"}
    assert "as many nulls are gone" in found.diagnosis.story


def test_a_word_that_training_had_as_often_is_none() -> None:
    training = [*TRAINING, *["unknown"] * 1000]
    assert (
        explain_sentinel_level(change_of_texts(training, ["a"] * 600 + ["b"] * 300 + ["unknown"] * 105))
        is None
    )


def test_one_that_grew_beyond_chance_and_tolerance_is_told_with_what_it_was() -> None:
    training = [*TRAINING, *["unknown"] * 90]
    found = explain_sentinel_level(change_of_texts(training, ["a"] * 600 + ["b"] * 300 + ["unknown"] * 200))
    assert found is not None
    assert "; in training in 0.99%" in found.diagnosis.story
    assert found.diagnosis.share == pytest.approx(0.173, abs=0.002)
