"""A diagnosis claims nothing that it was not told."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from drift.diagnose.diagnosis import Diagnosis, RunnerUp


def test_what_was_not_found_is_not_claimed() -> None:
    bare = Diagnosis(fault="shape", story="changed", advice="Look.")
    assert (bare.share, bare.share_interval, bare.explains, bare.runner_up) == (None, None, None, None)
    assert (bare.parameters, bare.proven) == ({}, False)


def test_parameters_are_not_shared_between_diagnoses() -> None:
    one, other = (Diagnosis(fault="shape", story="changed", advice="Look.") for _ in range(2))
    one.parameters["factor"] = 2.0
    assert other.parameters == {}


def test_a_diagnosis_does_not_change() -> None:
    rival = RunnerUp(fault="shift", parameters={}, explains=0.5)
    with pytest.raises(FrozenInstanceError):
        rival.explains = 1.0  # type: ignore[misc]
