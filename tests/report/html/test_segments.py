"""The page's table of levels: the worst first, each with its rows, and none without segments."""

from __future__ import annotations

import polars as pl

import drift
from drift.report.html.segments import MAX_ROWS, segment_table


def trips(amount: float) -> pl.DataFrame:
    rows = range(6_000)
    return pl.DataFrame(
        {
            "city": [("Porto", "Braga", "Faro")[i % 3] for i in rows],
            "amount": [float(i * 37 % 991) * (amount if i % 3 == 2 else 1.0) for i in rows],
        }
    )


def test_levels_stand_there_the_worst_first() -> None:
    reference = drift.fit(trips(1.0), config={"segments": ["city"]})
    run = drift.check(trips(1000.0), reference)
    table = segment_table(run)
    told = [(row.verdict, row.column, "".join(part.text for part in row.level)) for row in table.rows]
    assert told[0] == ("breach", "city", "Faro")
    assert {*told[1:]} == {("ok", "city", "Porto"), ("ok", "city", "Braga")}
    assert table.rows[0].rows == ("2,000", "2,000")
    assert table.rows[0].shares == ("33.3%", "33.3%")
    assert table.rows[0].columns[0] == ("amount", "amount", "unit change")
    assert table.more == ""
    page = run.to_html()
    assert 'id="segments-title"' in page
    assert "Beyond chance only where" in page


def test_a_run_without_segments_has_no_such_part() -> None:
    run = drift.compare(trips(1.0), trips(1.0))
    assert segment_table(run).rows == ()
    assert 'id="segments' not in run.to_html()


def test_more_levels_than_a_page_has_room_for_are_counted() -> None:
    rows = MAX_ROWS * 40 * 3
    frame = pl.DataFrame({f"s{k}": [i % 50 for i in range(rows)] for k in range(3)})
    run = drift.compare(frame, frame, config={"segments": ["s0", "s1", "s2"]})
    assert len(run.segments) == 150
    assert segment_table(run).more == "and 50 more"
