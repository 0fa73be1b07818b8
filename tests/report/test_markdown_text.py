"""Nothing that data says is read as Markdown, HTML, a link or a mention: a renderer is the witness."""

from __future__ import annotations

import html
import re
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from drift.report.markdown_text import code, prose
from drift.report.text import label
from runs import ODD_NAMES

# CommonMark with GitHub's tables, strikethrough and bare links; stricter than GitHub: `a.com` is a link, too.
GITHUB: Final = MarkdownIt("gfm-like")
APART: Final = "\u200b"
PARTS: Final = (*"`|\\<>&*_~[]()!#@:/.-+=$ \n\tax1", "http://", "www.", "a.com", "mailto:", "&lt;", "<b>")
SIGNS: Final = st.lists(st.sampled_from(PARTS), max_size=20).map("".join)
NAMES: Final = SIGNS | st.text(max_size=40)
# What sites link to after rendering: a mention, an issue's number.
LINKED_LATER: Final = re.compile(r"[@#]\w")

HOSTILE: Final = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![a](http://example.org/a.png)",
    "[a](javascript:alert(1))",
    "<https://example.org>",
    "https://example.org",
    "www.example.org",
    "www.@example.org",
    "a@example.org",
    "mailto:a@example.org",
    "@everyone",
    "<!channel>",
    "#1",
    "**bold** _it_ ~~gone~~ `code`",
    "``",
    "a`b``c```",
    "a | b |\n| --- |",
    "a\\|b",
    "\\`a\\`",
    "&lt;b&gt;",
    "$x$",
    "[1]: http://example.org",
    " padded ",
    "`",
    "a_b_c __d__",
    "- item\n# head\n---",
)


def shown(markdown: str) -> str:
    """Return the text that a renderer shows of one paragraph, which must hold no tags but code's."""
    page = GITHUB.render(f"x {markdown} y")
    inner = re.fullmatch(r"<p>x (.*) y</p>\n", page, re.DOTALL)
    assert inner is not None, page
    bare = re.sub(r"</?code>", "", inner[1])
    assert "<" not in bare, page
    return html.unescape(bare).replace(APART, "")


@pytest.mark.parametrize("name", [*HOSTILE, *ODD_NAMES.values()])
def test_a_name_is_shown_as_it_is_and_does_nothing(name: str) -> None:
    assert shown(code(name)) == label(name).replace(APART, "")


@given(NAMES)
@example("a.com")
def test_any_name_is_shown_as_it_is_and_does_nothing(name: str) -> None:
    assert shown(code(name)) == label(name)


@given(NAMES)
def test_a_sentence_shows_the_name_that_it_is_about(name: str) -> None:
    assert label(name) in shown(prose(f"All rows of `{name}` moved. So did `other`.", name))


@given(NAMES)
def test_no_mention_and_no_number_is_left_outside_of_code(name: str) -> None:
    outside = re.sub(r"<code>.*?</code>", "", GITHUB.render(f"x {code(name)} y"), flags=re.DOTALL)
    assert LINKED_LATER.search(html.unescape(outside)) is None


@given(NAMES)
def test_a_name_stays_in_its_cell(name: str) -> None:
    """Whatever bars and backslashes it holds, and however a reader takes these together."""
    page = GITHUB.render(f"| a | b | c |\n| --- | --- | --- |\n| 1 | {code(name)} | 3 |\n")
    cells = re.findall(r"<td>(.*?)</td>", page, re.DOTALL)
    assert (len(cells), cells[0], cells[2]) == (3, "1", "3")
    assert "|" not in code(name)
    assert "\n" not in code(name)


def test_ordinary_names_stay_readable_in_the_source() -> None:
    assert code("trip_duration") == "`trip_duration`"
    assert prose("new_column of 0.5 (a share)") == "new_column of 0.5 (a share)"
