"""A sentence names the column, tells the story, and has the numbers that decided."""

from __future__ import annotations

import pytest

from drift.compare.statistic import Measurement
from drift.judge.checks import CHECKS
from drift.judge.words import sentence


def measured(statistic: str) -> Measurement:
    return Measurement(statistic=statistic, value=0.25, error=0.0, margin=0.03, p_value=None, decides=True)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_every_check_can_be_told(check: object) -> None:
    told = sentence("age", "moved up", measured(str(getattr(check, "statistic", ""))), 0.02)
    assert told.startswith("`age` moved up. Its ")
    assert "0.25, where chance explains 0.03 and 0.02 is tolerated." in told


def test_a_change_without_a_story_is_still_a_sentence() -> None:
    told = sentence("age", None, measured("ks"), 0.02)
    assert told.startswith("`age` changed: its distribution (KS distance) by 0.25, where")


def test_what_else_is_known_of_the_number_stands_before_it() -> None:
    told = sentence("age", "moved up", measured("atom_share"), 0.25, more="is 2 more often")
    assert told.startswith("`age` moved up. It is 2 more often. Its share of a single value changed by 0.25,")


def test_a_fault_that_no_tolerance_is_for_is_not_told_as_if_it_were_within_it() -> None:
    """A sign that changed in a fifth of the rows is a breach, though the feature may move by a quarter."""
    told = sentence("age", "has the other sign", measured("ks"), 0.25, tolerated=False)
    assert told.endswith(
        "changed by 0.25, where chance explains 0.03; 0.25 is tolerated of what moves, and no movement looks "
        "like this."
    )


def test_a_story_without_numbers_is_the_sentence() -> None:
    assert sentence("age", "is not in the batch at all") == "`age` is not in the batch at all."
