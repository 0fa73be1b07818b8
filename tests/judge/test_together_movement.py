"""How far a rule's advantage moves along time is learned from training's pieces, in two ways."""

from __future__ import annotations

import numpy as np
import pytest

from drift.compare.domain import Domain
from drift.judge.together_movement import FLOOR, learned_tolerance, together_tolerance
from drift.judge.together_rows import Together

ROWS = 6_000
HOUR = 3_600_000_000


def rows(*, turning: bool, dated: bool = True) -> Together:
    """Return 3,000 hours of training in which a pair turns its sign each 500 hours, or never; and a batch."""
    random = np.random.default_rng(1)
    way, hours = random.normal(size=ROWS), np.arange(ROWS) // 2
    sign = np.where(turning & (hours // 500 % 2 == 1), -1.0, 1.0)
    values = np.stack([way, sign * way + 0.2 * random.normal(size=ROWS)], axis=1)
    live = np.arange(ROWS) >= ROWS - 1_000
    moments = np.where(live, np.nan, hours * float(HOUR)) if dated else None
    codes = np.argsort(np.argsort(values, axis=0), axis=0)
    return Together(names=("way", "other"), codes=codes, live=live, moments=moments)


def rule() -> Domain:
    """Return a rule that knows a pair that goes together from one that goes apart."""
    random = np.random.default_rng(2)
    even = random.random((4_000, 2))
    live = np.arange(4_000) % 2 == 0
    even[live, 1] = (even[live, 0] + 0.1 * random.random(2_000)) % 1
    return Domain.learned(even, live)


@pytest.mark.parametrize("learned", ["own", "anew"])
def test_what_turns_along_time_is_tolerated_and_what_does_not_is_not(learned: str) -> None:
    def tolerance(found: Together) -> float:
        return (
            together_tolerance(rule(), found, 500.0) if learned == "own" else learned_tolerance(found, 500.0)
        )

    assert tolerance(rows(turning=True)) > 0.2
    assert tolerance(rows(turning=False)) < 0.15
    assert tolerance(rows(turning=True, dated=False)) == FLOOR


def test_of_few_rows_nothing_is_learned() -> None:
    few = rows(turning=True).part(np.arange(300))
    assert together_tolerance(rule(), few, 10.0) == learned_tolerance(few, 10.0) == FLOOR
