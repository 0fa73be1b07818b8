"""A card tells a finding once: what happened, what to do, how sure, what else."""

from __future__ import annotations

import shlex
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

import drift
from drift.diagnose.diagnosis import RunnerUp
from drift.judge.result import Finding, Since
from drift.report.html.cards import Card, cards
from drift.report.html.sides import Sides
from made_runs import in_milliseconds, make_finding, make_record

if TYPE_CHECKING:
    from drift.record.record import Record
    from drift.report.text import Span

FRAME = pl.DataFrame({"a": [1.0, 2.0, 3.0], "b": [1.0, 2.0, 3.0]})


def told(record: Record) -> tuple[Card, ...]:
    sides = {
        column.name: Sides(
            reference=record.reference_profile.columns.get(column.name),
            live=record.live_profile.columns.get(column.name),
        )
        for column in record.columns
    }
    return cards(record, sides)


def joined(command: str | None) -> str:
    """Return a command as a shell reads it: it goes on where a line ends with a backslash."""
    return (command or "").replace("\\\n", "")


def said(spans: tuple[Span, ...]) -> str:
    return "".join(span.text for span in spans)


def test_a_finding_is_told_in_words_numbers_and_facts() -> None:
    [card] = told(in_milliseconds())
    [finding] = card.findings
    assert (card.names, card.row, card.verdict) == (("wait_s",), "row-wait_s", "breach")
    assert finding.fault == "unit change"
    assert said(finding.lead) == "All rows look multiplied by 1,000 (second → millisecond)."
    assert said(finding.numbers) == "Its distribution (KS distance) changed by 0.9."
    assert said(finding.advice) == "Ask the producer."
    assert {term: said(words) for term, words in finding.facts} == {
        "Rows concerned": "100% (95% interval: 98% to 100%)",
        "How sure": "Undoing it removes 97% of the distance.",
        "What else": "Unit change (× 1,024) would explain 91%.",
    }


def test_an_explanation_that_is_as_good_is_said_to_be() -> None:
    rival = RunnerUp(
        fault="unit_change", parameters={"factor": 60.0, "from": "minute", "to": "second"}, explains=0.9
    )
    finding = make_finding("a", "unit_change", explains=0.9, runner_up=rival)
    [card] = told(make_record(FRAME, FRAME, (finding,)))
    assert said(dict(card.findings[0].facts)["What else"]) == (
        "Unit change (× 60, minute → second) explains it as well: the values alone cannot tell the two apart."
    )


def test_new_columns_that_a_lost_one_could_be_are_told_by_their_names() -> None:
    rival = RunnerUp(
        fault="renamed_column", parameters={"from": "net_pay", "to": ["pay_1", "pay_2"]}, explains=1.0
    )
    [card] = told(make_record(FRAME, FRAME, (make_finding("a", "missing_column", runner_up=rival),)))
    words = said(dict(card.findings[0].facts)["What else"])
    assert words == "Renamed column (net_pay → pay_1 or pay_2) would explain 100%."


def test_an_explanation_of_nothing_is_left_out() -> None:
    rival = RunnerUp(fault="spread", parameters={}, explains=0.0)
    [card] = told(make_record(FRAME, FRAME, (make_finding("a", explains=0.9, runner_up=rival),)))
    assert "What else" not in dict(card.findings[0].facts)


def test_without_a_diagnosis_the_whole_sentence_is_told() -> None:
    finding = replace(make_finding("a"), diagnosis=None, why="`a` changed: the lengths are 0.4.")
    [card] = told(make_record(FRAME, FRAME, (finding,)))
    assert said(card.findings[0].lead) == "a changed: the lengths are 0.4."
    assert card.findings[0].fault == "distribution"
    assert card.findings[0].facts == ()


def test_the_worst_comes_first_and_the_batch_before_its_columns() -> None:
    rows = Finding(
        check="rows", verdict="breach", column=None, statistic=None, why="Few rows.", diagnosis=None
    )
    warning = replace(make_finding("a"), verdict="warning")
    found = told(make_record(FRAME, FRAME, (warning, make_finding("b"), rows)))
    assert [(card.names, card.verdict) for card in found] == [
        ((), "breach"),
        (("b",), "breach"),
        (("a",), "warning"),
    ]
    assert len({card.identity for card in found}) == 3


def test_a_lost_column_is_told_once() -> None:
    """It stands among the findings of the batch and in its own entry, too."""
    finding = make_finding("b", "missing_column", story="is not in the batch at all", share=1.0)
    record = make_record(FRAME, FRAME.drop("b"), (finding,))
    [card] = told(replace(record, findings=(finding,)))
    assert card.names == ("b",)
    assert "Rows concerned" not in dict(card.findings[0].facts)


def test_findings_of_one_column_share_a_card() -> None:
    [card] = told(make_record(FRAME, FRAME, (make_finding("a"), make_finding("a", "missing_values"))))
    assert [finding.fault for finding in card.findings] == ["missing values", "shift"]


def test_since_when_is_told_first() -> None:
    since = Since(batch="monday", as_of=datetime(2026, 11, 16, tzinfo=UTC), batches=7)
    [card] = told(make_record(FRAME, FRAME, (replace(make_finding("a", share=0.2), since=since),)))
    term, words = card.findings[0].facts[0]
    assert (term, said(words)) == ("Since", "the batch monday of 2026-11-16: 7 batches in a row")
    first = replace(since, batches=1)
    [card] = told(make_record(FRAME, FRAME, (replace(make_finding("a"), since=first),)))
    assert said(card.findings[0].facts[0][1]).endswith("this is the first batch with it")
    assert card.since == "since monday"


def test_expressions_and_the_answer_are_there_to_be_copied() -> None:
    name = "a 'b"
    frame = FRAME.rename({"a": name})
    finding = make_finding(name, share=0.2, find="pl.col('x') > 1", undo="pl.col('x') / 2")
    [card] = told(make_record(frame, frame, (finding,)))
    assert card.findings[0].code == (("Find the rows", "pl.col('x') > 1"), ("Undo it", "pl.col('x') / 2"))
    assert shlex.split(joined(card.answer))[:5] == ["drift", "accept", "RUN", "--column", name]


def test_what_is_accepted_needs_no_answer_and_what_hides_is_not_copied() -> None:
    warning = replace(make_finding("a", undo="x\u202ey"), verdict="warning")
    [card] = told(make_record(FRAME, FRAME, (warning,)))
    assert card.findings[0].code == ()
    assert card.answer is None


def test_what_is_of_the_batch_is_accepted_without_a_column() -> None:
    rows = Finding(
        check="rows", verdict="breach", column=None, statistic=None, why="Few rows.", diagnosis=None
    )
    [card] = told(make_record(FRAME, FRAME, (rows,)))
    assert shlex.split(joined(card.answer))[:4] == ["drift", "accept", "RUN", "--until"]


def test_what_says_how_comes_before_what_only_moved() -> None:
    findings = (make_finding("a", "outliers"), make_finding("a", "unit_change"))
    [card] = told(make_record(FRAME, FRAME, findings))
    assert [finding.fault for finding in card.findings] == ["unit change", "outliers"]


def trips(seed: int) -> pl.DataFrame:
    random = np.random.default_rng(seed)
    return pl.DataFrame(
        {
            "city": random.choice(["Porto", "Braga", "Faro"], 6_000, p=[0.2, 0.4, 0.4]),
            "minutes": random.gamma(4, 5, 6_000),
        }
    )


@cache
def of_one_city() -> drift.Run:
    """Return the run of a batch in which the minutes of one city of three became seconds."""
    seconds = pl.when(pl.col("city") == "Porto").then(pl.col("minutes") * 60).otherwise("minutes")
    reference = drift.fit(trips(1), config={"segments": ["city"]})
    return drift.check(trips(2).with_columns(minutes=seconds), reference)


def test_a_finding_of_a_level_says_where_has_its_own_picture_and_its_code() -> None:
    run = of_one_city()
    [card] = told(run)
    level = next(one for one in card.findings if said(one.where) == "where city is Porto")
    assert said(level.lead) == "All rows look multiplied by 60 (minute → second)."
    assert said(level.numbers).startswith("Its distribution")
    assert [label for label, _ in level.code] == ["Find the rows", "Undo it", "Undo it in SQL"]
    assert level.picture is not None
    assert level.picture.histogram is not None
    porto = int((trips(1)["city"] == "Porto").sum())
    assert level.picture.histogram.curves[0].legend == f"reference, {porto:,} values"
    assert [curve.role for curve in level.picture.histogram.curves] == ["reference", "live", "undone"]


def test_a_fault_of_the_whole_that_one_level_has_says_so() -> None:
    [card] = told(of_one_city())
    assert "only where city is Porto" in [said(one.where) for one in card.findings]
    assert card.picture is not None
    assert card.picture.histogram is not None
    assert card.picture.histogram.curves[0].legend == "reference, 6,000 values"
