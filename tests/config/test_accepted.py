"""Decisions are read strictly: an unknown key, a wrong date or a missing reason is told with its line."""

from __future__ import annotations

from datetime import date

import pytest

from drift.config import parse_accepted
from drift.errors import ConfigError

ENTRY = """\
version: 1
accepted:
  - dataset: trips
    column: wait_s
    check: distribution
    fault: unit_change
    parameters: {factor: 1000.0}
    by: Ana
    reason: new meters
    until: 2027-03-31
"""


def test_a_date_may_stand_without_quotes() -> None:
    (one,) = parse_accepted(ENTRY, "accepted.yaml").accepted
    assert one.until == date(2027, 3, 31)
    assert parse_accepted(ENTRY.replace("2027-03-31", "'2027-03-31'"), "accepted.yaml").accepted == (one,)
    assert (one.days_left(date(2027, 3, 31)), one.days_left(date(2027, 4, 1))) == (0, -1)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("until: 2027-03-31", "until: soon", "accepted.yaml line 10: `accepted[0].until` must be a date"),
        ("reason: new meters", "reasn: new meters", "did you mean `reason`?"),
        ("reason: new meters\n", "decided: 2026-11-25\n", "`accepted[0].reason` is missing"),
        ("version: 1", "version: 2", "`version` is 2, and this drift reads 1"),
        ("by: Ana", "by: Ana\n    up_to: -1", "`accepted[0].up_to` must be at least 0"),
        ("factor: 1000.0", "factor: 1000.0, factor: 60.0", "is there twice"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(before: str, after: str, told: str) -> None:
    with pytest.raises(ConfigError, match=r"accepted\.yaml line \d+") as caught:
        parse_accepted(ENTRY.replace(before, after), "accepted.yaml")
    assert told in str(caught.value)


@pytest.mark.parametrize("text", ["[1]", "accepted: 3", "accepted: {a: 1}", ""])
def test_what_is_no_list_of_decisions_is_refused(text: str) -> None:
    with pytest.raises(ConfigError):
        parse_accepted(text, "accepted.yaml")


def test_a_file_without_decisions_has_none() -> None:
    assert parse_accepted("version: 1\naccepted:\n", "accepted.yaml").accepted == ()
