"""Row counts are held to the config's limits, ends included."""

from __future__ import annotations

import pytest

from drift.config import Config
from drift.judge.rows import row_count_finding


@pytest.mark.parametrize("rows", [100, 150, 200])
def test_limits_themselves_are_allowed(rows: int) -> None:
    assert row_count_finding(rows, Config.from_dict({"rows": {"min": 100, "max": 200}})) is None


@pytest.mark.parametrize(
    ("rows", "word", "bound"), [(99, "fewer", 100), (0, "fewer", 100), (201, "more", 200)]
)
def test_beyond_a_limit_is_a_breach_that_says_both_numbers(rows: int, word: str, bound: int) -> None:
    found = row_count_finding(rows, Config.from_dict({"rows": {"min": 100, "max": 200}}))
    assert found is not None
    assert (found.verdict, found.column) == ("breach", None)
    assert f"{rows} rows, {word} than the {bound}" in found.why
    assert found.diagnosis is not None
    assert (found.diagnosis.fault, found.diagnosis.parameters) == ("row_count", {"from": bound, "to": rows})


def test_without_limits_any_number_is_allowed() -> None:
    assert row_count_finding(0, Config()) is None
    assert row_count_finding(10**9, Config.from_dict({"rows": {"min": 1}})) is None
