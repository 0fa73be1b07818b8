"""A conversion in words: a person can undo it by what they read."""

from __future__ import annotations

import pytest

from drift.diagnose.candidates import UNNAMED, Candidate
from drift.diagnose.conversions import Conversion, conversions
from drift.diagnose.unit_fit import Fit
from drift.diagnose.unit_story import unit_diagnosis


def fit(conversion: Conversion, *, rank: int = -1, share: float = 1.0, explains: float = 0.98) -> Fit:
    return Fit(
        candidate=Candidate(conversion=conversion, rank=rank),
        share=share,
        spread=0.015,
        left=0.01,
        explains=explains,
    )


def known(source: str, target: str) -> Conversion:
    return next(one for one in conversions() if (one.source, one.target) == (source, target))


BARE = Conversion(factor=7.5, offset=0.0, source=None, target=None, dimension=None, commonness=0)


@pytest.mark.parametrize(
    ("source", "target", "what"),
    [
        ("second", "millisecond", "multiplied by 1,000"),
        ("millisecond", "second", "divided by 1,000"),
        ("second", "hour", "divided by 3,600"),
        ("mile", "kilometer", "multiplied by 1.60934"),
        ("degree_Celsius", "degree_Fahrenheit", "turned into 1.8 × value +32"),
    ],
)
def test_the_story_says_what_was_done_and_from_which_unit_to_which(
    source: str, target: str, what: str
) -> None:
    found = unit_diagnosis(fit(known(source, target)), None, as_good=False)
    assert what in found.story
    assert f"({source.replace('_', ' ')} → {target.replace('_', ' ')})" in found.story
    assert "all rows look" in found.story


@pytest.mark.parametrize(
    ("source", "target"),
    [("second", "millisecond"), ("hour", "second"), ("degree_Celsius", "degree_Fahrenheit")],
)
def test_what_the_advice_says_undoes_it(source: str, target: str) -> None:
    conversion = known(source, target)
    found = unit_diagnosis(fit(conversion), None, as_good=False)
    undo = found.advice.split("`")[1]
    converted = 17.25 * conversion.factor + conversion.offset
    assert eval(undo, {"x": converted}) == pytest.approx(17.25)  # noqa: S307 - the sentence under test


def test_a_unit_that_only_a_factor_speaks_for_is_a_guess_and_says_so() -> None:
    found = unit_diagnosis(fit(known("second", "millisecond"), rank=0), None, as_good=False)
    assert "say; the name does not tell" in found.story


def test_a_factor_without_a_unit_names_none() -> None:
    found = unit_diagnosis(fit(BARE, rank=UNNAMED), None, as_good=False)
    assert "→" not in found.story
    assert (found.parameters["from"], found.parameters["to"]) == (None, None)
    assert "another unit" in found.advice


def test_a_share_has_its_interval_within_nothing_and_all() -> None:
    found = unit_diagnosis(fit(known("second", "millisecond"), share=0.01), None, as_good=False)
    assert "about 1.0% of the rows look" in found.story
    assert found.share_interval == (0.0, 0.025)
    assert "part of this column's rows" in found.advice


def test_a_rival_is_as_good_or_explains_less() -> None:
    best, rival = fit(known("second", "millisecond")), fit(BARE, explains=0.99)
    tied, lesser = (unit_diagnosis(best, rival, as_good=as_good).runner_up for as_good in (True, False))
    assert tied is not None
    assert lesser is not None
    assert tied.explains == 0.98
    assert lesser.explains < 0.98
    assert lesser.parameters["factor"] == 7.5
