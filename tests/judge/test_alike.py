"""Two diagnoses of a fault tell of one thing, or do not: as a person would see it."""

from __future__ import annotations

from typing import Any

import pytest

from drift.judge.alike import alike


@pytest.mark.parametrize(
    ("fault", "before", "now", "same"),
    [
        ("unit_change", {"factor": 1000.0, "to": "ms"}, {"factor": 1000.001, "to": "ms"}, True),
        ("unit_change", {"factor": 1000.0}, {"factor": 0.001}, False),
        ("unit_change", {"factor": 1.8, "offset": 32.0}, {"factor": 1.8, "offset": 0.0}, False),
        ("unit_change", {"factor": 1000.0, "from": "s"}, {"factor": 1000.0, "from": "m"}, False),
        ("unit_change", {"parts": [{"factor": 60.0, "share": 0.1}]}, {"parts": [{"factor": 60.0}]}, True),
        ("unit_change", {"parts": [{"factor": 60.0}]}, {"parts": [{"factor": 3600.0}]}, False),
        ("sentinel", {"value": -1.0}, {"value": -1}, True),
        ("sentinel", {"value": -1}, {"value": 999}, False),
        ("sentinel", {"value": "unknown"}, {"value": "none"}, False),
        ("missing_values", {"from": 0.01, "to": 0.1}, {"from": 0.01, "to": 0.4}, True),
        ("missing_values", {"from": 0.2, "to": 0.4}, {"from": 0.2, "to": 0.0}, False),
        ("row_count", {"from": 1000, "to": 800}, {"from": 1000, "to": 2}, True),
        ("spread", {"effect": 0.1, "ratio": 2.0}, {"effect": -0.1, "ratio": 3.0}, True),
        ("spread", {"effect": 0.0, "ratio": 2.0}, {"effect": 0.0, "ratio": 0.5}, False),
        ("shift", {"effect": None}, {"effect": None}, True),
        ("shift", {"effect": None}, {"effect": 1.0}, False),
        ("shape", {"levels": {"a": 0.2, "b": -0.2}}, {"levels": {"a": 0.1, "c": -0.05}}, True),
        ("shape", {"levels": {"a": 0.2, "b": -0.2}}, {"levels": {"a": -0.1, "b": 0.1}}, False),
        ("shape", {"levels": {"a": 0.2}}, {"levels": {"c": 0.3, "a": 0.1}}, False),
        ("renamed_category", {"mapping": {"A": "a", "B": "b"}}, {"mapping": {"A": "a"}}, True),
        ("renamed_category", {"mapping": {"A": "a"}}, {"mapping": {"A": "b"}}, False),
        ("renamed_category", {"mapping": {"A": "a"}}, {"mapping": {"A": "a", "C": "c"}}, False),
        ("stale", {"lag": "PT44H", "lag_seconds": 1, "max_age": "PT36H"}, {"max_age": "PT36H"}, True),
        ("type_change", {"from": "Int64", "to": "String"}, {"from": "Int64", "to": "Date"}, False),
        ("clipping", {"bound": [0.0, 5.0]}, {"bound": [0.0, 50.0]}, False),
        ("identifier", {"value": "9007199254740993"}, {"value": 9007199254740993}, True),
        (None, {}, {}, True),
    ],
)
def test_parameters_are_compared_as_they_are_meant(
    fault: str | None, before: dict[str, Any], now: dict[str, Any], *, same: bool
) -> None:
    assert alike(fault, before, now) is same
    assert alike(fault, before, before)
