"""Ages by hand."""

from __future__ import annotations

from datetime import date

from breaking import broken

DAYS = [date(2026, 3, 1), date(2026, 3, 31)]


def test_a_batch_is_old_or_ahead_of_time() -> None:
    old = broken("stale: an old batch", DAYS)
    assert old.parameters == {"lag": 400 * 86_400}
    assert old.frame["x"].to_list() == [date(2025, 1, 25), date(2025, 2, 24)]
    ahead = broken("future: ahead of time", DAYS)
    assert ahead.frame["x"].to_list() == [date(2026, 3, 31), date(2026, 4, 30)]
