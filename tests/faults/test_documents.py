"""docs/faults.md lists every way to break a table."""

from __future__ import annotations

from pathlib import Path

from drift.faults import BREAKERS

DOCUMENT = Path(__file__).parents[2] / "docs" / "faults.md"


def test_the_ways_are_those_of_the_catalogue() -> None:
    """To write the table anew, print what is expected here."""
    lines = DOCUMENT.read_text(encoding="utf-8").splitlines()
    start = lines.index("| fault | variant | what happened | kinds of columns | shares of the rows |")
    assert lines[start + 2 : start + 2 + len(BREAKERS)] == [
        f"| `{one.fault}` | {one.variant} | {one.meaning} | {', '.join(one.kinds) or 'the batch'} "
        f"| {', '.join(f'{share:g}' for share in one.shares)} |"
        for one in BREAKERS
    ]


def test_the_number_of_ways_is_told_right() -> None:
    text = (DOCUMENT.parents[1] / "README.md").read_text(encoding="utf-8")
    assert f"breaks copies of a healthy batch in {len(BREAKERS)} ways" in text
