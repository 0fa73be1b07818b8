"""A finding's sentence in its parts: where, what happened, by which numbers; none is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from drift.diagnose.diagnosis import Diagnosis, RunnerUp
from drift.diagnose.relation import Related, diagnose_relation
from drift.judge.result import Finding
from drift.report.html.told import told_of
from made_runs import make_finding

if TYPE_CHECKING:
    from drift.report.text import Span


def said(spans: tuple[Span, ...]) -> str:
    return "".join(span.text for span in spans)


@pytest.mark.parametrize(
    ("value", "beginning", "where"),
    [
        ("Porto", "Where `city` is `Porto`", "where city is Porto"),
        (None, "Where `city` is `null`", "where city is null"),
        (
            "(all others)",
            "In all other levels of `city` together",
            "in all other levels of city together",
        ),
    ],
)
def test_a_level_is_told_apart_from_what_happened(value: str | None, beginning: str, where: str) -> None:
    finding = make_finding("a")
    why = f"{beginning}, `a` moved up. Its distribution changed by 0.4."
    told = told_of(replace(finding, segment={"city": value}, why=why))
    assert (said(told.where), said(told.lead)) == (where, "Moved up.")
    assert said(told.numbers) == "Its distribution changed by 0.4."


def test_a_sentence_of_another_form_is_told_whole() -> None:
    told = told_of(replace(make_finding("a"), segment={"city": "Porto"}, why="Something of `a` else."))
    assert (said(told.where), said(told.lead), told.numbers) == ("", "Something of a else.", ())


def test_what_no_fault_explains_is_told_apart_from_its_number() -> None:
    why = "`a` is 12 more often: in 24% of its values. Its share of a single value changed by 0.13."
    told = told_of(replace(make_finding("a"), diagnosis=None, statistic="atom_share", why=why))
    assert said(told.lead) == "a is 12 more often: in 24% of its values."
    assert said(told.numbers) == "Its share of a single value changed by 0.13."


def test_a_relation_is_told_in_short_with_its_numbers_below() -> None:
    pairs = tuple(
        Related(
            columns=("fare", other),
            statistic="rank_correlation",
            before=0.92,
            now=0.01,
            distance=0.9,
            margin=0.1,
            tolerance=0.1,
        )
        for other in ("distance", "total")
    )
    diagnosis = diagnose_relation("fare", pairs)
    why = f"The batch {diagnosis.story}. It changed by 0.90, where chance explains 0.1 and 0.1 is tolerated."
    finding = Finding(
        check="relations",
        verdict="breach",
        column=None,
        statistic="rank_correlation",
        why=why,
        diagnosis=diagnosis,
    )
    told = told_of(finding)
    assert said(told.lead) == "fare no longer goes with distance, though each column alone looks right."
    assert said(told.numbers) == (
        "Their rank correlation was 0.92 and is 0.01. It changed by 0.90, where chance explains 0.1 and 0.1"
        " is tolerated."
    )
    assert {term: said(words) for term, words in told.facts} == {"Nor as before with": "total"}


def test_another_map_that_explains_as_much_is_said_by_its_name() -> None:
    rival = RunnerUp(fault="transform", parameters={"name": "log1p"}, explains=0.9)
    diagnosis = Diagnosis(fault="transform", story="…", advice="…", explains=0.9, runner_up=rival)
    told = told_of(replace(make_finding("a"), diagnosis=diagnosis))
    assert {term: said(words) for term, words in told.facts}["What else"] == (
        "Transform (log1p) explains it as well: the values alone cannot tell the two apart."
    )
