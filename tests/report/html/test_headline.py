"""The verdict in a sentence, for every verdict and number of columns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl
import pytest

from drift.diagnose.relation import Related, diagnose_relation
from drift.judge.result import Finding, Verdict
from drift.report.html.headline import headline
from made_runs import in_milliseconds, make_finding, make_record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from drift.record.record import Record

FRAME = pl.DataFrame({name: [1.0, 2.0, 3.0] for name in "abcde"})


def said(record: Record) -> str:
    return "".join(f"`{span.text}`" if span.code else span.text for span in headline(record))


def test_one_breach_is_told_in_full() -> None:
    assert said(in_milliseconds()) == (
        "1 of 2 columns is in breach: all rows of `wait_s` look multiplied by 1,000 (second → millisecond)."
    )


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ("a", "1 of 5 columns is in breach: `a` moved up."),
        ("ab", "2 of 5 columns are in breach: `a` and `b`."),
        ("abc", "3 of 5 columns are in breach: `a`, `b` and `c`."),
        ("abcde", "5 of 5 columns are in breach: `a`, `b`, `c` and 2 more."),
    ],
)
def test_breaches_are_counted_and_named(columns: str, sentence: str) -> None:
    assert said(make_record(FRAME, FRAME, tuple(make_finding(name) for name in columns))) == sentence


def test_a_breach_of_the_batch_alone_is_told() -> None:
    why = "The batch has 3 rows, fewer than the 1,000 that the config allows."
    finding = Finding(check="rows", verdict="breach", column=None, statistic=None, why=why, diagnosis=None)
    assert said(make_record(FRAME, FRAME, (finding,))) == why


def test_a_relation_is_told_in_short() -> None:
    related = Related(
        columns=("a", "b"),
        statistic="rank_correlation",
        before=0.9,
        now=0.01,
        distance=0.8,
        margin=0.1,
        tolerance=0.1,
    )
    finding = Finding(
        check="relations",
        verdict="breach",
        column=None,
        statistic="rank_correlation",
        why="…",
        diagnosis=diagnose_relation("a", (related,)),
    )
    assert said(make_record(FRAME, FRAME, (finding,))) == (
        "`a` no longer goes with `b`, though each column alone looks right."
    )


def test_a_warning_says_that_nothing_is_in_breach() -> None:
    warning = replace(make_finding("b"), verdict="warning")
    assert said(make_record(FRAME, FRAME, (warning,))) == (
        "No column is in breach, but 1 of 5 columns changed: `b` moved up."
    )


@pytest.mark.parametrize(
    ("verdicts", "sentence"),
    [
        ({}, "All 5 columns are as in training."),
        ({"a": ("skipped", "the config ignores it")}, "4 of 5 columns are as in training; 1 was not judged."),
        (
            {"a": ("skipped", "…"), "b": ("undecided", "…")},
            "3 of 5 columns are as in training; 2 were not judged.",
        ),
    ],
)
def test_what_was_not_judged_is_never_counted_as_fine(
    verdicts: Mapping[str, tuple[Verdict, str]], sentence: str
) -> None:
    assert said(make_record(FRAME, FRAME, verdicts=verdicts)) == sentence


def test_undecided_says_why() -> None:
    verdicts: dict[str, tuple[Verdict, str]] = dict.fromkeys("abcde", ("undecided", "the batch has no rows"))
    assert said(make_record(FRAME, FRAME.clear(), verdicts=verdicts)) == (
        "Nothing could be judged: the batch has no rows."
    )


def test_a_run_without_columns_is_told() -> None:
    record = make_record(pl.DataFrame(), pl.DataFrame())
    assert said(record) == "Nothing could be judged: there are no columns."
