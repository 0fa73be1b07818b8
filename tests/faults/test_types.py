"""Types by hand: what another writer would have written."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from breaking import after, broken, fits

NAIVE = datetime(2026, 1, 31, 12, 30)  # noqa: DTZ001
ZONED = datetime(2026, 1, 31, 12, 30, tzinfo=ZoneInfo("Asia/Tokyo"))


@pytest.mark.parametrize(
    ("name", "before", "now", "form"),
    [
        ("numbers as text", [1, None, -3], ["1", None, "-3"], "number as text"),
        ("decimal comma", [1.5, 2.25], ["1,5", "2,25"], "decimal comma"),
        ("thousands separators", [1234567.5, 2.0], ["1,234,567.5", "2.0"], "thousands separator"),
        ("booleans as text", [True, None], ["true", None], "boolean as text"),
        ("booleans as 0 and 1", [True, False, None], [1, 0, None], "boolean as number"),
        ("booleans as words", [True, False, None], ["yes", "no", None], "boolean as word"),
        ("times as text", [date(2026, 1, 31)], ["2026-01-31"], "time as text"),
        ("days first", [date(2026, 1, 31)], ["31/01/2026"], "day first"),
        ("times as seconds", [NAIVE], [1769862600], "time as number"),
        ("naive times", [ZONED], [datetime(2026, 1, 31, 3, 30)], "naive time"),  # noqa: DTZ001
    ],
)
def test_values_come_in_another_type(name: str, before: list[object], now: list[object], form: str) -> None:
    found = broken(f"type_change: {name}", before)
    assert found.frame["x"].to_list() == now
    assert found.parameters["form"] == form


def test_naive_times_get_a_zone() -> None:
    assert after("type_change: zoned times", [NAIVE]) == [NAIVE.replace(tzinfo=ZoneInfo("UTC"))]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("decimal comma", [1.0, 2.0]),
        ("thousands separators", [1, 2]),
        ("booleans as words", [1, 0]),
        ("days first", [date(2026, 1, 2)]),
        ("zoned times", [ZONED]),
        ("naive times", [NAIVE]),
    ],
)
def test_a_type_is_left_only_by_its_own_values(name: str, values: list[object]) -> None:
    assert not fits(f"type_change: {name}", values)
