"""The run as Markdown: what it tells, in which order, within what length; a renderer reads it back."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import polars as pl
import pytest
from markdown_it import MarkdownIt

from drift.report.folding import told_once
from drift.report.markdown import MAX_FINDINGS, MAX_ROWS, render_markdown
from made_runs import make_finding, make_record
from runs import CHANGES, ODD_NAMES, run_of, run_with_name

if TYPE_CHECKING:
    from markdown_it.token import Token

    from drift.record.record import Record

GITHUB: Final = MarkdownIt("gfm-like")
LONGEST_COMMENT: Final = 65_536  # characters that GitHub takes
WRITTEN_BY_US: Final = {"strong_open", "strong_close", "code_inline", "text", "softbreak", "text_special"}


def tokens(markdown: str) -> list[Token]:
    """Return what a renderer makes of Markdown, the parts of paragraphs included."""
    return [inner for token in GITHUB.parse(markdown) for inner in (token, *(token.children or ()))]


def count(markdown: str, kind: str) -> int:
    return sum(token.type == kind for token in tokens(markdown))


def many(columns: int, name: str = "c") -> Record:
    """Return the run of a batch of which every column is in breach, each in another way."""
    frame = pl.DataFrame({f"{name}{place}": [1, 2] for place in range(columns)})
    found = (make_finding(one, advice=f"Ask producer {place}.") for place, one in enumerate(frame.columns))
    return make_record(frame, frame, tuple(found))


@pytest.mark.parametrize("change", CHANGES)
def test_every_run_begins_with_its_verdict_and_ends_with_its_counts(change: str) -> None:
    run = run_of(change)
    paragraphs = render_markdown(run).split("\n\n")
    assert paragraphs[0].startswith(f"**{run.verdict.upper()}** `dataset`: ")
    total = sum(int(number) for number in re.findall(r"(\d+) [a-z]+", paragraphs[0].partition(", and ")[0]))
    assert total == len(run.columns)
    assert paragraphs[-1].startswith(f"{len(run.columns)} columns: ")
    assert run.run_id in paragraphs[-1]


@pytest.mark.parametrize("change", CHANGES)
def test_every_column_that_is_not_ok_has_a_row_and_every_finding_an_item(change: str) -> None:
    run = run_of(change)
    markdown = render_markdown(run)
    rows = [column for column in run.columns if column.verdict != "ok"]
    assert count(markdown, "tr_open") == (len(rows) + 1 if rows else 0)
    assert count(markdown, "td_open") == 7 * len(rows)
    told = told_once(run)
    assert count(markdown, "list_item_open") == min(len(told), MAX_FINDINGS)
    renamed = sum("is the new name of" in one.why for column in run.columns for one in column.findings)
    assert sum(one.many for one in told) == sum(len(column.findings) for column in run.columns) - renamed


def test_a_finding_is_told_with_its_numbers_and_what_to_do() -> None:
    run = run_of("a unit")
    finding = run["seconds"].findings[0]
    shown = "".join(
        token.content for token in tokens(render_markdown(run)) if token.type in {"text", "code_inline"}
    )
    assert finding.diagnosis is not None
    for told in (finding.why, finding.diagnosis.advice):
        assert told.replace("`", "") in shown


@pytest.mark.parametrize("odd", ODD_NAMES)
def test_odd_names_make_nothing_but_text(odd: str) -> None:
    record = replace(run_with_name(ODD_NAMES[odd]), dataset=ODD_NAMES[odd], batch=ODD_NAMES[odd])
    markdown = render_markdown(record)
    inline = [inner.type for token in GITHUB.parse(markdown) for inner in token.children or ()]
    assert set(inline) <= WRITTEN_BY_US
    assert count(markdown, "td_open") == 7
    assert count(markdown, "html_block") == 0
    assert GITHUB.render(markdown).count("<strong>") == 2


def test_what_there_is_no_room_for_is_counted() -> None:
    markdown = render_markdown(many(MAX_ROWS + 7))
    assert count(markdown, "list_item_open") == MAX_FINDINGS
    assert f"\n\nand {MAX_ROWS + 7 - MAX_FINDINGS} more findings\n\n" in markdown
    assert count(markdown, "tr_open") == MAX_ROWS + 1
    assert "\n\nand 7 more columns\n\n" in markdown


def test_however_long_names_are_it_fits_in_a_comment() -> None:
    """The worst is a name whose every character takes a reference."""
    for name in ("x" * 5_000, "<@#|" * 1_000, "`a`" * 1_000):
        markdown = render_markdown(many(120, name))
        assert len(markdown) < LONGEST_COMMENT
        assert re.search(r"and \d+ more findings", markdown)
        assert re.search(r"and \d+ more columns", markdown)


def test_nothing_but_the_counts_is_told_where_all_is_ok() -> None:
    markdown = render_markdown(many(0))
    assert count(markdown, "table_open") == count(markdown, "list_item_open") == 0
