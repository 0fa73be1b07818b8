"""Compare is fit and check in one go."""

from __future__ import annotations

import pytest

import drift
from runs import CHANGES, WHEN, run_of, training, without_moments


@pytest.mark.parametrize("change", ["all ok", "a unit", "no rows"])
def test_it_tells_what_a_fit_and_a_check_tell(change: str) -> None:
    run = drift.compare(training(), CHANGES[change](training()), started_at=WHEN, batch="today")
    assert without_moments(run.to_dict()) == without_moments(run_of(change).to_dict())


def test_what_is_asked_of_either_holds() -> None:
    run = drift.compare(
        training(),
        CHANGES["a unit"](training()),
        config={"dataset": "trips"},
        time="started_at",
        fail_on="never",
    )
    assert (run.dataset, run.exit_code) == ("trips", 0)
    assert drift.compare(training(), training().clear(), undecided="pass").exit_code == 0


def test_profiles_can_stand_on_both_sides() -> None:
    train, live = (drift.profile(rows) for rows in (training(), CHANGES["a unit"](training())))
    assert drift.compare(train, live).exit_code == 1
