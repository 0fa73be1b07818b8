"""ISO 8601 durations, read back by the grammar of the standard."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.diagnose.iso_duration import iso_duration


@given(st.integers(-(10**8), 10**8))
def test_a_duration_says_how_many_seconds_it_is(seconds: int) -> None:
    found = re.fullmatch(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", iso_duration(seconds))
    assert found is not None
    days, hours, minutes, rest = (int(part or 0) for part in found.groups()[1:])
    span = timedelta(days=days, hours=hours, minutes=minutes, seconds=rest)
    assert (-1 if found[1] else 1) * span.total_seconds() == seconds
    assert (hours < 24, minutes < 60, rest < 60) == (True, True, True)


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "PT0S"), (61, "PT1M1S"), (90_000, "P1DT1H"), (-86_400, "-P1D")]
)
def test_it_is_written_as_short_as_it_can_be(seconds: int, text: str) -> None:
    assert iso_duration(seconds) == text
