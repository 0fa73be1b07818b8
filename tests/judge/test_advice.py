"""What no fault explains comes with what to do about it, too."""

from __future__ import annotations

from drift.judge.advice import UNEXPLAINED
from drift.judge.checks import CHECK_OF
from drift.judge.result import Finding


def test_advice_is_a_sentence_for_statistics_that_decide() -> None:
    assert UNEXPLAINED.keys() <= CHECK_OF.keys()
    assert all(one[0].isupper() and one.endswith(".") for one in UNEXPLAINED.values())


def test_a_finding_without_a_diagnosis_has_the_advice_of_its_statistic() -> None:
    finding = Finding(
        check="single_value", verdict="warning", column="age", statistic="atom_share", why="", diagnosis=None
    )
    assert finding.advice == UNEXPLAINED["atom_share"]
