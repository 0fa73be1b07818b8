"""A drill counts its attempts, by hand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from drift.record.drill import Attempt, Drill
from drift.record.exit_code import BREACH, OK, UNDECIDED

if TYPE_CHECKING:
    from drift.judge.result import Verdict


def attempt(fault: str, column: str | None, share: float, *, caught: bool, named: bool = False) -> Attempt:
    return Attempt(
        fault=fault,
        variant="a way",
        column=column,
        share=share,
        caught=caught,
        named=named,
        said=(fault,) if named else (),
    )


def drill(*attempts: Attempt, verdict: Verdict = "ok") -> Drill:
    return Drill(
        drift_version="1.2.3",
        dataset="trips",
        sensitivity="medium",
        reference="reference.drift",
        reference_digest="sha256:0",
        sources=("healthy.parquet",),
        rows=5000,
        seed=0,
        verdict=verdict,
        left_out={},
        attempts=attempts,
    )


SIX = drill(
    attempt("frozen", "a", 1.0, caught=True, named=True),
    attempt("unit_change", "a", 1.0, caught=True, named=True),
    attempt("unit_change", "a", 0.2, caught=True),
    attempt("unit_change", "a", 0.05, caught=False),
    attempt("unit_change", "b", 1.0, caught=False),
    attempt("new_column", None, 1.0, caught=True, named=True),
)


def test_a_line_counts_a_fault_on_a_column() -> None:
    lines = [(one.fault, one.column, one.tried, one.caught, one.named, one.smallest) for one in SIX.table]
    assert lines == [
        ("frozen", "a", 1, 1, 1, 1.0),
        ("unit_change", "a", 3, 2, 1, 0.2),
        ("unit_change", "b", 1, 0, 0, None),
        ("new_column", None, 1, 1, 1, 1.0),
    ]
    assert SIX.table[1].missed == ("a way of 5%",)


def test_faults_are_told_in_the_order_of_the_catalogue() -> None:
    assert [(one.fault, one.tried, one.caught, one.smallest) for one in SIX.by_fault] == [
        ("unit_change", 4, 2, 0.2),
        ("frozen", 1, 1, 1.0),
        ("new_column", 1, 1, 1.0),
    ]


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (SIX, OK),
        (drill(), UNDECIDED),
        (drill(verdict="breach"), BREACH),
        (drill(verdict="undecided"), UNDECIDED),
    ],
)
def test_the_exit_code_is_about_the_healthy_batch(found: Drill, code: int) -> None:
    """What the gate misses is its user's to weigh: no code for it."""
    assert found.exit_code == code


def test_json_holds_the_counts_and_every_attempt() -> None:
    document = json.loads(json.dumps(SIX.to_dict(), allow_nan=False))
    assert document["counts"] == {"tried": 6, "caught": 4, "named": 3}
    assert document["table"][2] == {
        "fault": "unit_change",
        "column": "b",
        "tried": 1,
        "caught": 0,
        "named": 0,
        "smallest_share_caught": None,
    }
    assert len(document["attempts"]) == 6
