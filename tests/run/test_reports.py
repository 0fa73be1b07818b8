"""A report names the run that it is of, and leads to the page of past runs where that is beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

import drift
from drift.errors import FileIncompatibleError
from drift.run import write_html
from runs import run_of

if TYPE_CHECKING:
    from pathlib import Path


def test_a_report_leads_to_the_past_that_is_beside_it(tmp_path: Path) -> None:
    run = run_of("a unit")
    write_html(run, tmp_path / "report.html")
    assert "history.html" not in (tmp_path / "report.html").read_text("utf-8")
    (tmp_path / "history.html").write_text("the past", encoding="utf-8")
    write_html(run, tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text("utf-8")
    found = {link for link in re.findall(r'href="([^"]+)"', page) if not link.startswith("#")}
    assert found == {"history.html", *(f"history.html#{one.name}" for one in run.columns if one.findings)}


def test_a_page_does_not_lead_to_itself(tmp_path: Path) -> None:
    for _ in range(2):
        write_html(run_of("a unit"), tmp_path / "history.html")
    assert 'href="history.html' not in (tmp_path / "history.html").read_text("utf-8")


def test_commands_name_the_saved_run(tmp_path: Path) -> None:
    write_html(run_of("a unit"), tmp_path / "report.html", saved="runs/monday morning.drift")
    page = (tmp_path / "report.html").read_text("utf-8")
    assert "drift accept &#39;runs/monday morning.drift&#39; --column" in page
    assert "drift accept RUN" not in page


def test_a_report_that_is_named_for_its_run_says_where_that_is(tmp_path: Path) -> None:
    run_of("a unit").save(tmp_path / "monday.drift")
    write_html(run_of("a unit"), tmp_path / "monday.html")
    with pytest.raises(FileIncompatibleError, match=r"the run that it was drawn from: .*monday\.drift"):
        drift.Run.load(tmp_path / "monday.html")
