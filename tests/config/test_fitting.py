"""A fit-time key that a check changes is told with both values, and with what mends it."""

from __future__ import annotations

import pytest

from drift.config import Config, changed_fit_keys


@pytest.mark.parametrize(
    ("fitted", "now", "told", "mend"),
    [
        (
            {"time": "pickup"},
            {},
            "the reference has `time: pickup`, the config none",
            "write `time: pickup`",
        ),
        ({}, {"time": "pickup"}, "the reference has no `time`, the config `time: pickup`", "take `time` out"),
        (
            {"ignore": ["a", "b"]},
            {"ignore": ["a"]},
            "the reference has `ignore: [a, b]`, the config `ignore: [a]`",
            "write `ignore: [a, b]`",
        ),
        (
            {"columns": {"x": {"sensitive": True}}},
            {},
            "the reference has `columns.x.sensitive: true`, the config `columns.x.sensitive: false`",
            "write `columns.x.sensitive: true`",
        ),
    ],
)
def test_both_values_are_told(
    fitted: dict[str, object], now: dict[str, object], told: str, mend: str
) -> None:
    (found,) = changed_fit_keys(Config.from_dict(fitted), Config.from_dict(now), ("x",))
    assert (found.told, found.mend) == (told, mend)
