"""docs/statistics.md lists the statistics as they are."""

from __future__ import annotations

from pathlib import Path

from drift.compare.catalogue import STATISTICS

DOCUMENT = Path(__file__).parents[2] / "docs" / "statistics.md"
MEASURED = {"ordered": "ordered values", "levels": "levels", "both": "both"}


def test_the_table_has_every_statistic_and_no_other() -> None:
    lines = DOCUMENT.read_text(encoding="utf-8").split("## Words")[0].splitlines()
    table = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| `")
    ]
    assert table == [
        [f"`{one.name}`", one.unit, MEASURED[one.measures], "yes" if one.decides else "no"]
        for one in STATISTICS
    ]
