"""Epochs by hand: 2026-01-01 is 1,767,225,600 seconds after 1970."""

from __future__ import annotations

from datetime import datetime

from breaking import after, broken, fits

NEW_YEAR = 1_767_225_600


def test_integers_count_another_unit() -> None:
    assert after("epoch_unit: second → millisecond", [NEW_YEAR]) == [NEW_YEAR * 1000]
    assert after("epoch_unit: millisecond → second", [NEW_YEAR * 1000 + 1]) == [NEW_YEAR]
    assert after("epoch_unit: microsecond → nanosecond", [NEW_YEAR * 10**6]) == [NEW_YEAR * 10**9]
    found = broken("epoch_unit: second → millisecond", [NEW_YEAR])
    assert found.parameters == {"from": "second", "to": "millisecond"}


def test_parsed_times_are_in_1970_or_in_the_year_57971() -> None:
    times = [datetime(2026, 1, 1)]  # noqa: DTZ001
    early = broken("epoch_unit: parsed millisecond → second", times).frame["x"]
    assert early.dt.strftime("%Y-%m-%d %H:%M:%S").to_list() == ["1970-01-21 10:53:45"]
    late = broken("epoch_unit: parsed second → millisecond", times).frame["x"]
    assert late.dt.epoch("s").to_list() == [NEW_YEAR * 1000]


def test_only_times_of_this_century_have_an_epoch_unit() -> None:
    assert not fits("epoch_unit: second → millisecond", [5, 6, 7])
    assert not fits("epoch_unit: millisecond → second", [NEW_YEAR])
    assert not fits("epoch_unit: parsed second → millisecond", [NEW_YEAR])
