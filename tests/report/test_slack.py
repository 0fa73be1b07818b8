"""The run in Slack's markup: short, and what data is called mentions nobody and formats nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.report.slack import MAX_FINDINGS, MAX_LENGTH, render_slack
from made_runs import in_milliseconds, make_finding, make_record
from runs import CHANGES, ODD_NAMES, run_of, run_with_name

HOSTILE: Final = (
    "<!channel>",
    "<http://a.example|click>",
    "@here",
    "`*a*`",
    "_a_ ~b~",
    ":fire:",
    "www.a.example",
    "&lt;",
)


@pytest.mark.parametrize("change", CHANGES)
def test_every_run_fits_a_section(change: str) -> None:
    text = render_slack(run_of(change))
    assert len(text) <= MAX_LENGTH
    assert f"*{run_of(change).verdict.upper()}* `dataset`: " in text.splitlines()[0]


def test_a_breach_says_why_and_what_to_do() -> None:
    finding = run_of("a unit")["seconds"].findings[0]
    assert finding.diagnosis is not None
    assert f"• *breach* {finding.why} → {finding.diagnosis.advice}" in render_slack(run_of("a unit"))


def test_what_there_is_no_room_for_is_counted() -> None:
    frame = pl.DataFrame({f"{'&' * 120}{i}": [1, 2] for i in range(40)})
    text = render_slack(make_record(frame, frame, tuple(make_finding(name) for name in frame.columns)))
    assert len(text) <= MAX_LENGTH
    assert text.count("• ") <= MAX_FINDINGS
    assert re.search(r"and \d+ more findings", text)


def active(text: str) -> list[str]:
    """Return what Slack would obey: its escaped signs are text, and so is what stands between backticks."""
    outside = "".join(part for turn, part in enumerate(text.split("`")) if turn % 2 == 0)
    return re.findall(r"[<>]|&(?!amp;|lt;|gt;)", text) + re.findall(r"[@#](?=\w)|www\.|://", outside)


@pytest.mark.parametrize("name", [*HOSTILE, *ODD_NAMES.values()])
def test_a_name_is_shown_and_never_obeyed(name: str) -> None:
    run = replace(run_with_name(name), dataset=name, batch=name)
    text = render_slack(run)
    assert active(text) == []
    assert text.count("`") % 2 == 0
    assert len(text.splitlines()) == 4


@given(st.text(st.characters(), max_size=60))
def test_any_name_keeps_to_its_place(name: str) -> None:
    record = in_milliseconds()
    column = record.columns[0]
    finding = replace(column.findings[0], column=name, why=f"All of `{name}` moved.")
    record = replace(
        record, dataset=name, batch=name, columns=(replace(column, name=name, findings=(finding,)),)
    )
    text = render_slack(record)
    assert active(text) == []
    assert len(text.splitlines()) == 4
    assert len(text) <= MAX_LENGTH
