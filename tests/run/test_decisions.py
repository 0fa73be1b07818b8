"""What a check is told of the decisions that people took."""

from __future__ import annotations

from datetime import date, timedelta

from drift.config import Acceptance
from drift.run import ends_told


def test_decisions_that_end_are_told_but_for_those_that_were_renewed() -> None:
    day = date(2026, 11, 22)

    def decided(column: str, left: int) -> Acceptance:
        return Acceptance(
            dataset="d", column=column, check="c", by="Ana", reason="x", until=day + timedelta(days=left)
        )

    told = ends_told(
        [
            decided("a", -1),
            decided("b", 0),
            decided("c", 7),
            decided("d", 8),
            decided("e", -9),
            decided("e", 30),
        ],
        dataset="d",
        day=day,
    )
    assert [line.partition(":")[0] for line in told] == ["a", "b", "c"]
    assert "accepted no more" in told[0]
    assert "ends today" in told[1]
    assert "7 more days" in told[2]
    assert ends_told([decided("a", -1)], dataset="another", day=day) == ()
