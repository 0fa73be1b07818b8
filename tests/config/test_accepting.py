"""The file of decisions: what is added reads back as it was meant, and nothing else changes by a letter."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from drift.config import Acceptance, load_accepted, parse_accepted, with_added
from drift.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

ONE = Acceptance(
    dataset="trips",
    column="no",
    check="distribution",
    fault="unit_change",
    parameters={"factor": 1e-05, "levels": ["a: b", "7", "é"], "into": None, "whole": True, "n": 3},
    by="Ana",
    reason="We know: #1\nof two",
    until=date(2027, 3, 31),
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
VALUES = st.recursive(
    SCALARS.filter(lambda one: one not in {float("inf"), float("-inf")}),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(
    parameters=st.dictionaries(st.text(), VALUES, max_size=3),
    column=st.text(min_size=1),
    reason=st.text(min_size=1),
)
def test_whatever_is_written_is_read_as_it_was(
    parameters: dict[str, object], column: str, reason: str
) -> None:
    if not _writable(column + reason + repr(parameters)):
        return
    one = ONE.model_copy(update={"parameters": parameters, "column": column, "reason": reason})
    text = with_added(None, [ONE, one], "accepted.yaml")
    assert parse_accepted(text, "accepted.yaml").accepted == (ONE, one)


def _writable(text: str) -> bool:
    """Return whether a file in UTF-8 can hold the text: no half of a surrogate pair can stand in one."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\\ud" not in text


def test_other_readers_of_yaml_take_the_same_from_it() -> None:
    entry = yaml.safe_load(with_added(None, [ONE], "accepted.yaml"))["accepted"][0]
    assert entry["parameters"] == dict(ONE.parameters)
    assert (entry["column"], entry["reason"], entry["until"]) == ("no", ONE.reason, "2027-03-31")


def test_what_stands_there_stays_to_the_letter() -> None:
    before = "# Ours.\nversion: 1\naccepted:  # by people\n" + "".join(
        f"  {line}\n" for line in ("- dataset: trips", "  check: rows", "  by: B", "  reason: x  # because")
    )
    before += "    until: 2027-01-01\n"
    after = with_added(before, [ONE], "accepted.yaml")
    assert after.startswith(before)
    assert [one.by for one in parse_accepted(after, "accepted.yaml").accepted] == ["B", "Ana"]
    assert with_added(before.rstrip("\n"), [ONE], "accepted.yaml") == after
    assert parse_accepted(with_added("version: 1\n", [ONE], "a"), "a").accepted == (ONE,)


def test_a_file_that_nothing_can_be_added_to_is_refused_with_what_to_add() -> None:
    with pytest.raises(ConfigError) as caught:
        with_added("accepted: []\n", [ONE], "accepted.yaml")
    assert "add this by hand:\n  - dataset: trips\n" in str(caught.value)


def test_decisions_come_from_a_file_or_from_values(tmp_path: Path) -> None:
    path = tmp_path / "accepted.yaml"
    path.write_text(with_added(None, [ONE], "accepted.yaml"), encoding="utf-8")
    assert load_accepted(path) == load_accepted(str(path)) == load_accepted([ONE])
    with pytest.raises(ConfigError, match="no such file"):
        load_accepted(tmp_path / "nosuch.yaml")
