"""The page of past runs: what it says of the runs, and that no name in it can do anything."""

from __future__ import annotations

import json
import re

from drift.record.trends import trends_of
from drift.report.html.history import render_history
from made_pasts import past_column, past_run, years
from runs import ODD_NAMES


def test_the_numbers_that_are_drawn_are_those_of_the_runs() -> None:
    runs = [
        past_run(day, {"a": past_column(value=day / 100), "b": past_column("breach", 0.5, ("shift",))})
        for day in range(4)
    ]
    page = render_history(trends_of(runs, "trips"))
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page)
    assert found is not None
    data = json.loads(found[1])
    assert [column["values"] for column in data["columns"]] == [[5000] * 4, [0, 100, 200, 300]]
    assert data["columns"][0]["verdicts"] == "bbbb"
    assert data["batches"] == ["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04"]
    assert "shift since 2024-01-01 (4 batches)" in page
    assert "is in breach: <code><bdi>b</bdi></code> has shift since 2024-01-01 (4 batches).</h1>" in page


def test_no_name_ends_a_script_or_begins_a_tag() -> None:
    columns = {name: past_column("breach", 0.2, ("shift",)) for name in ODD_NAMES.values()}
    page = render_history(trends_of([past_run(0, columns)], "trips"))
    assert page.count("<script") == page.count("</script>") == 2
    assert "<img" not in page
    assert "\x1b" not in page


def test_three_years_of_two_hundred_columns_stay_small() -> None:
    page = render_history(trends_of(years(365, 60), "trips"))
    assert len(page) < 365 * 60 * 14, "bytes a batch and column"


def test_the_same_runs_give_the_same_page() -> None:
    runs = years(10, 3)
    assert render_history(trends_of(runs, "trips")) == render_history(trends_of(runs[::-1], "trips"))
