"""Drills: a gate that can see catches what is broken, and a gate that cannot does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

import drift
from drift.errors import UsageError
from drift.faults import BREAKERS

if TYPE_CHECKING:
    from drift.record.drill import Drill

RNG = np.random.default_rng(11)
FRAME = pl.DataFrame(
    {
        "city": RNG.choice(["Porto", "Braga", "Lisbon"], 6000, p=[0.5, 0.3, 0.2]),
        "member": RNG.random(6000) < 0.3,
    }
)
TRAIN, HEALTHY = FRAME[:4000], FRAME[4000:]


@pytest.fixture(scope="module")
def reference() -> drift.Reference:
    return drift.fit(TRAIN)


@pytest.fixture(scope="module")
def found(reference: drift.Reference) -> Drill:
    return drift.drill(HEALTHY, reference, rows=1000)


def test_every_fault_that_makes_sense_is_tried(found: Drill) -> None:
    tried = {one.fault for one in found.attempts if one.column == "member"}
    assert tried == {"frozen", "missing_values", "type_change", "missing_column", "renamed_column"}
    assert [one.fault for one in found.attempts if one.column is None] == ["new_column"]
    ways = {(one.fault, one.variant) for one in found.attempts}
    assert ways <= {(one.fault, one.variant) for one in BREAKERS}
    assert (found.rows, found.verdict, found.exit_code, found.left_out) == (1000, "ok", 0, {})


def test_shares_go_down_until_one_is_missed(found: Drill) -> None:
    shares: dict[tuple[str, str, str | None], list[tuple[float, bool]]] = {}
    for one in found.attempts:
        shares.setdefault((one.fault, one.variant, one.column), []).append((one.share, one.caught))
    for tried in shares.values():
        assert [share for share, _ in tried] == sorted((share for share, _ in tried), reverse=True)
        assert all(caught for _, caught in tried[:-1])


def test_what_cannot_be_overlooked_is_caught_and_named(found: Drill) -> None:
    sure = {"frozen", "type_change", "missing_column", "new_column"}
    assert all(one.caught and one.named for one in found.attempts if one.fault in sure)


def test_a_drill_is_the_same_every_time(reference: drift.Reference, found: Drill) -> None:
    assert drift.drill(HEALTHY, reference, rows=1000).to_dict() == found.to_dict()


def test_a_gate_with_wide_tolerances_misses_what_another_catches(
    reference: drift.Reference, found: Drill
) -> None:
    blind = drift.drill(HEALTHY, reference, rows=1000, config={"columns": {"*": {"tolerance": 1.0}}})
    mixes = [
        next(one.caught for one in drill.attempts if one.variant == "another mix") for drill in (found, blind)
    ]
    assert mixes == [True, False]


def test_columns_in_breach_before_are_left_out(reference: drift.Reference) -> None:
    frozen = HEALTHY.with_columns(member=True)
    drill = drift.drill(frozen, reference, rows=1000)
    assert (drill.verdict, drill.exit_code) == ("breach", 1)
    assert drill.left_out == {"member": "in breach before anything is broken"}
    assert {one.column for one in drill.attempts} == {"city", None}


def test_rows_limits_and_ages_are_drilled_where_the_config_has_them() -> None:
    train = FRAME.with_columns(
        at=pl.datetime_range(
            pl.datetime(2026, 1, 1), pl.datetime(2026, 1, 1) + pl.duration(minutes=5999), "1m", eager=True
        )
    )
    reference = drift.fit(train, config={"time": "at", "max_age": "36h", "rows": {"min": 500}})
    drill = drift.drill(train.tail(900), reference, options=drift.ReadOptions(columns=("at",)))
    caught = {
        one.fault: one.caught for one in drill.attempts if one.fault in {"stale", "future", "row_count"}
    }
    assert caught == {"stale": True, "future": True, "row_count": True}


def test_the_target_is_not_drilled() -> None:
    reference = drift.fit(TRAIN, config={"target": "member"})
    assert "the target" in drift.drill(HEALTHY, reference, rows=200).left_out["member"]


def test_no_rows_can_be_drilled_only_as_undecided(reference: drift.Reference) -> None:
    assert drift.drill(HEALTHY.clear(), reference).exit_code == 3


def test_profiles_have_no_rows_to_break(reference: drift.Reference) -> None:
    with pytest.raises(UsageError, match="a profile has none"):
        drift.drill(drift.profile(HEALTHY), reference)
    with pytest.raises(UsageError, match="1 row or more"):
        drift.drill(HEALTHY, reference, rows=0)
