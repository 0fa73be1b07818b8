"""Who owns a column is told wherever its findings are, escaped like all that a config says."""

from __future__ import annotations

import pytest

import drift
from drift.report.html import render_html
from drift.report.markdown import render_markdown
from drift.report.terminal import render_text
from runs import WHEN, training

HOSTILE = "<b>fraud</b> team\x1b[31m\n[x](http://example.org)"


@pytest.fixture(scope="module")
def run() -> drift.Run:
    config = {
        "columns": {
            "seconds": {"owner": HOSTILE},
            "count": {"owner": "the counters", "importance": 0.9},
            "city": {"owner": "nobody asked"},
        }
    }
    frame = training()
    live = frame.with_columns(seconds=frame["seconds"] * 1000, count=frame["count"] * 1000)
    return drift.check(live, drift.fit(frame, config=config), started_at=WHEN)


def test_the_more_important_of_two_breaches_comes_first(run: drift.Run) -> None:
    assert [column.name for column in run.breaches] == ["seconds", "count"]
    assert [column.name for column in run.worst_first[:2]] == ["count", "seconds"]


def test_each_output_tells_the_owners_of_what_is_found(run: drift.Run) -> None:
    owners = {column["name"]: column["owner"] for column in run.to_dict()["columns"] if column["owner"]}
    assert owners == {"seconds": HOSTILE, "count": "the counters", "city": "nobody asked"}
    for shown in (render_text(run), render_markdown(run), render_html(run)):
        assert "the counters" in shown
    assert "nobody asked" not in render_text(run)


def test_no_owner_writes_to_a_terminal_or_into_a_page(run: drift.Run) -> None:
    assert "\x1b" not in render_text(run) + render_markdown(run) + render_html(run)
    assert "<b>fraud" not in render_html(run)
    assert "<b>fraud" not in render_markdown(run)
    assert "](http" not in render_markdown(run)
