"""The arbiter: the simplest sufficient explanation is told, ties as ties, combinations one by one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from changes import change_between
from drift.diagnose.diagnosis import Diagnosis, RunnerUp
from drift.diagnose.explain import MOST_AT_ONCE, explain
from drift.diagnose.explanation import Explanation, Supposes
from drift.diagnose.fault import Fault

if TYPE_CHECKING:
    from drift.diagnose.change import Change


@pytest.fixture(scope="module")
def change() -> Change:
    random = np.random.default_rng(3)
    return change_between(random.normal(0, 1, 20_000), random.normal(3, 1, 5_000))


def saying(
    name: str, left: float, supposes: Supposes, *, rest: bool = False, runner_up: RunnerUp | None = None
) -> Fault:
    """Return a fault that explains any change in the same way."""

    def explain_it(change: Change) -> Explanation:
        diagnosis = Diagnosis(
            fault=name, story="s", advice="a", explains=round(1 - left, 4), runner_up=runner_up
        )
        return Explanation(diagnosis=diagnosis, left=left, supposes=supposes, rest=change if rest else None)

    return Fault(name=name, meaning=name, kinds=("number",), explain=explain_it)


def told(change: Change, *faults: Fault) -> list[str]:
    return [one.diagnosis.fault for one in explain(change, faults)]


def test_of_explanations_as_good_the_one_that_supposes_least_is_told(change: Change) -> None:
    fitted, known = saying("a", 0.001, Supposes.ONE_NUMBER), saying("b", 0.002, Supposes.A_KNOWN_NUMBER)
    assert told(change, fitted, known) == ["b"]


def test_a_simple_explanation_that_leaves_more_than_chance_blurs_gives_way(change: Change) -> None:
    simple, better = saying("a", 0.3, Supposes.NOTHING), saying("b", 0.001, Supposes.TWO_NUMBERS)
    assert told(change, simple, better) == ["b"]


def test_a_fault_with_evidence_comes_before_movement(change: Change) -> None:
    assert told(change, saying("a", 0.0, Supposes.MOVEMENT), saying("b", 0.2, Supposes.ONE_NUMBER)) == ["b"]


def test_a_tie_is_told_as_a_tie(change: Change) -> None:
    first, second = saying("a", 0.001, Supposes.NOTHING), saying("b", 0.003, Supposes.NOTHING)
    (found,) = explain(change, (first, second))
    assert found.diagnosis.runner_up == RunnerUp(fault="b", parameters={}, explains=0.999)
    assert found.diagnosis.explains == 0.999


def test_a_runner_up_that_explains_less_says_how_much(change: Change) -> None:
    (found,) = explain(change, (saying("a", 0.0, Supposes.NOTHING), saying("b", 0.4, Supposes.NOTHING)))
    assert found.diagnosis.runner_up is not None
    assert found.diagnosis.runner_up.explains == 0.6


def test_a_runner_up_of_the_same_fault_stays_if_it_is_the_better_one(change: Change) -> None:
    own = RunnerUp(fault="a", parameters={"factor": 2}, explains=0.9)
    faults = (saying("a", 0.0, Supposes.NOTHING, runner_up=own), saying("b", 0.4, Supposes.NOTHING))
    (found,) = explain(change, faults)
    assert found.diagnosis.runner_up == own


def test_what_is_left_is_asked_about_again_and_no_fault_told_twice(change: Change) -> None:
    faults = [saying(name, 0.1 * i, Supposes.NOTHING, rest=True) for i, name in enumerate("abcd")]
    assert told(change, *faults) == ["a", "b", "c"]
    assert MOST_AT_ONCE == 3


def test_what_chance_explains_of_the_rest_is_no_movement(change: Change) -> None:
    random = np.random.default_rng(4)
    same = change_between(random.normal(0, 1, 20_000), random.normal(0, 1, 5_000))
    movement = saying("b", 0.0, Supposes.MOVEMENT)

    def first(_: Change) -> Explanation:
        (one,) = explain(change, (saying("a", 0.0, Supposes.NOTHING),))
        return replace(one, rest=same)

    assert told(change, Fault(name="a", meaning="a", kinds=("number",), explain=first), movement) == ["a"]


def test_a_fault_of_another_kind_is_not_asked(change: Change) -> None:
    assert told(change, replace(saying("a", 0.0, Supposes.NOTHING), kinds=("text",))) == []


@pytest.mark.parametrize("by", [-1.0, 1.0, 2.0])
def test_counts_that_are_off_by_a_few_moved_and_have_no_default(by: float) -> None:
    """Quantities from 1 on, a third of them 1: what is 0 now is no value of its own."""
    draw = np.random.default_rng(8)
    shares = [0.3, 0.25, 0.15, 0.1, 0.08, 0.06, 0.06]
    before, now = (draw.choice(np.arange(1.0, 8.0), rows, p=shares) for rows in (6_000, 3_000))
    told = explain(change_between(before, now + by))
    assert [one.diagnosis.fault for one in told] == ["shift"]
