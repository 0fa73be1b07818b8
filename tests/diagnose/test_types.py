"""Types: what came, how it is written, how much of it can be read."""

from __future__ import annotations

import pytest

from drift.diagnose.types import diagnose_missing_column, diagnose_new_column, diagnose_type


def test_a_column_of_another_type_says_how_it_is_written() -> None:
    found = diagnose_type(
        before="Float64",
        now="String",
        form="decimal comma",
        family="number",
        rows=2000,
        concerned=2000,
        unreadable=0,
    )
    assert "all values come as String where training had Float64 (decimal comma)" in found.story
    assert "all can still be read" in found.story
    assert found.parameters == {
        "from": "Float64",
        "to": "String",
        "form": "decimal comma",
        "unreadable": 0,
        "unreadable_share": 0.0,
    }
    assert (found.fault, found.share, found.proven) == ("type_change", 1.0, True)
    assert "write plain numbers, with a point for the decimals, in this column" in found.advice
    assert "Float64" not in found.advice


def test_a_part_of_the_values_is_told_by_its_share() -> None:
    found = diagnose_type(
        before="Int64",
        now="Int64",
        form="number as text",
        family="number",
        rows=1000,
        concerned=30,
        unreadable=5,
    )
    assert "3.00% of the values" in found.story
    assert "5 of 1,000 cannot be read" in found.story
    assert found.share == 0.03


def test_a_column_without_values_in_another_type_is_concerned_as_a_whole() -> None:
    found = diagnose_type(
        before="Int64", now="String", form="?", family="number", rows=0, concerned=0, unreadable=0
    )
    assert found.share == 1.0


@pytest.mark.parametrize("dtype", ["Int64", "String"])
def test_a_lost_column_is_proven_and_a_new_one_is_worth_knowing(dtype: str) -> None:
    lost, new = diagnose_missing_column(dtype), diagnose_new_column(dtype)
    assert (lost.fault, lost.proven, lost.parameters) == ("missing_column", True, {"dtype": dtype})
    assert (new.fault, new.proven, new.parameters) == ("new_column", False, {"dtype": dtype})


def test_values_that_nothing_reads_come_in_no_form() -> None:
    found = diagnose_type(
        before="Float64", now="Float64", form="same", family="number", rows=80, concerned=80, unreadable=80
    )
    assert (
        found.story == "changed its type: all values come in no form that is read as Float64; "
        "80 of 80 cannot be read"
    )
