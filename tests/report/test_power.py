"""A plan as text and as JSON: every column has its line, and names are text and nothing else."""

from __future__ import annotations

import json

import polars as pl

import drift
from drift.report.power import render_power, render_power_json


def plan() -> drift.Power:
    frame = pl.DataFrame(
        {"wait_s": [float(i % 97) for i in range(5_000)], "\x1b[31mcity": ["Porto", "Braga"] * 2_500}
    )
    return drift.power(drift.fit(frame, config={"sample": 0}), 1_000)


def test_the_text_has_a_line_for_each_column_and_the_budget() -> None:
    text = render_power(plan())
    assert "at most one in 1,000 alarms" in text
    assert "\x1b" not in text
    line = next(line for line in text.splitlines() if line.startswith("wait_s"))
    size = plan()["wait_s"].changes["shift"].size
    assert f"{size:.3g} sd" in line


def test_the_json_is_the_plan() -> None:
    found = json.loads(render_power_json(plan()))
    assert (found["rows"], found["budget"]) == (1_000, 0.001)
    assert {column["name"] for column in found["columns"]} == {"wait_s", "\x1b[31mcity"}
    assert found["columns"][0]["changes"]["shift"]["statistic"] in {"ks", "outside_share", "short_share"}
