"""A drill as text and JSON; names from data write nothing to the terminal."""

from __future__ import annotations

import json
from dataclasses import replace

from drift.record.drill import Attempt, Drill
from drift.report.drill import render_drill, render_drill_json

HOSTILE = "a\x1b[31m\nb"
DRILL = Drill(
    drift_version="1.2.3",
    dataset="trips",
    sensitivity="medium",
    reference=None,
    reference_digest="sha256:0",
    sources=(),
    rows=5000,
    seed=7,
    verdict="ok",
    left_out={"fold": "the config ignores it", HOSTILE: "skipped"},
    attempts=tuple(
        Attempt(
            fault="unit_change",
            variant=f"way {place}",
            column=HOSTILE,
            share=1.0,
            caught=place < 2,
            named=place < 1,
            said=(),
        )
        for place in range(6)
    ),
)


def test_a_fault_has_a_line_with_its_counts() -> None:
    text = render_drill(DRILL)
    assert text.startswith("trips: 2 of 6 broken copies caught, 1 named right\n5,000 healthy rows, seed 7;")
    line = next(line for line in text.splitlines() if line.startswith("unit_change"))
    assert line.split()[1:5] == ["6", "2", "1", "100%"]
    assert "way 2 of 100%, way 3 of 100%, way 4 of 100%" in " ".join(text.split())
    assert "and 1 more" in " ".join(text.split())
    assert "left out: fold, the config ignores it" in text


def test_a_column_has_a_line_of_its_own_where_details_are_wanted() -> None:
    assert " column" not in render_drill(DRILL)
    assert " column" in render_drill(DRILL, details=True)


def test_a_column_without_a_name_is_told_as_such() -> None:
    text = render_drill(replace(DRILL, left_out={"": "the config ignores it"}))
    assert "left out: (empty name), the config ignores it" in text


def test_names_do_not_write_to_the_terminal() -> None:
    for details in (False, True):
        assert "\x1b" not in render_drill(DRILL, details=details)
    assert json.loads(render_drill_json(DRILL))["attempts"][0]["column"] == HOSTILE


def test_what_a_drill_could_not_do_is_said_first() -> None:
    assert render_drill(replace(DRILL, attempts=())).startswith("trips: nothing could be broken\n")
    breach = render_drill(replace(DRILL, verdict="breach")).replace("\n", " ")
    assert "the batch is in breach before anything is broken" in breach
