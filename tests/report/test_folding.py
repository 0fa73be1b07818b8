"""What many columns have alike is told once, with their names; nothing is left out or told twice."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

import drift
from drift.report.folding import told_once
from drift.report.markdown import render_markdown
from drift.report.terminal import render_text
from made_runs import make_finding, make_record

NAMES = ("amount", "fee", "tip", "toll", "tax", "extra", "rest")
FRAME = pl.DataFrame({name: [float(i % (90 + 7 * at)) for i in range(800)] for at, name in enumerate(NAMES)})
REFERENCE = drift.fit(FRAME)


def flat(text: str) -> str:
    """Return a text as one line."""
    return " ".join(text.split())


def test_columns_that_all_came_as_text_are_one_finding() -> None:
    run = drift.check(FRAME.select(pl.all().cast(pl.String)), REFERENCE)
    text = flat(render_text(run))
    assert text.count("changed its type") == 1
    assert "The same is true of `fee`, `tip`, `toll`, `tax` and 2 more." in text
    markdown = render_markdown(run)
    assert markdown.count("changed its type") == 1
    assert "The same is true of `fee`, `tip`, `toll`, `tax` and 2 more." in markdown
    assert flat(render_text(run, details=True)).count("changed its type") == len(NAMES)
    assert sum(len(column["findings"]) for column in run.to_dict()["columns"]) == len(NAMES)


def test_a_renamed_column_is_told_once_and_many_as_one() -> None:
    few = drift.check(FRAME.rename({"amount": "AMOUNT", "fee": "FEE"}), REFERENCE)
    text = flat(render_text(few))
    assert (text.count("came under another name"), text.count("is the new name of")) == (2, 0)
    text = flat(render_text(drift.check(FRAME.rename(str.upper), REFERENCE)))
    assert text.count("came under another name") == 1
    assert "So did `fee` (now `FEE`), `tip` (now `TIP`)" in text
    assert text.count("is the new name of") == 0
    assert " and 2 more." in text


@pytest.mark.parametrize("many", [2, 3, 4, 5, 6, 7])
def test_few_are_told_one_by_one_and_every_finding_is_counted(many: int) -> None:
    found = tuple(make_finding(name) for name in NAMES[:many])
    told = told_once(make_record(FRAME, FRAME, findings=found))
    assert sum(one.many for one in told) == many
    assert len(told) == (many if many <= 3 else 1)
    said = {4: "`fee`, `tip` and `toll`.", 7: "`fee`, `tip`, `toll`, `tax` and 2 more."}
    if many in said:
        assert told[0].others(lambda name: f"`{name}`") == f"The same is true of {said[many]}"


def test_other_numbers_other_verdicts_and_decisions_stay_apart() -> None:
    same = tuple(make_finding(name) for name in NAMES[:4])
    others = (
        replace(make_finding("tax"), verdict="warning"),
        make_finding("extra", advice="Do another thing."),
        replace(make_finding("rest"), why="`rest` moved up by more."),
    )
    told = told_once(make_record(FRAME, FRAME, findings=(*same, *others)))
    assert [one.many for one in told] == [4, 1, 1, 1]


def test_columns_of_other_owners_are_told_to_each() -> None:
    config = {"columns": {"amount": {"owner": "Ana"}}}
    run = drift.check(FRAME.select(pl.all().cast(pl.String)), drift.fit(FRAME, config=config))
    text = flat(render_text(run))
    assert text.count("changed its type") == 2
    assert text.count("Its owner is Ana.") == 1
