"""A change of unit among the hypotheses: what it leaves, what it supposes, and what is asked of the rest."""

from __future__ import annotations

import numpy as np
import pytest

from changes import change_between
from drift.diagnose.explanation import Supposes
from drift.diagnose.unit_change import explain_unit

RANDOM = np.random.default_rng(7)
BEFORE, NOW = RANDOM.lognormal(1, 0.8, 20_000), RANDOM.lognormal(1, 0.8, 5_000)


def test_all_rows_converted_leave_what_chance_gives_and_a_rest_that_is_as_the_reference() -> None:
    found = explain_unit(change_between(BEFORE, NOW * 60))
    assert found is not None
    assert found.supposes is Supposes.A_KNOWN_NUMBER
    assert found.left < 0.03
    assert found.rest is not None
    assert found.rest.pair is not None
    assert found.rest.pair.gap == pytest.approx(found.left, abs=0.005)
    assert np.median(found.rest.before_sample) == pytest.approx(60 * np.median(BEFORE), rel=0.05)


def test_a_share_of_the_rows_supposes_one_number_more() -> None:
    found = explain_unit(change_between(BEFORE, np.where(RANDOM.random(5_000) < 0.3, NOW * 1000, NOW)))
    assert found is not None
    assert found.supposes is Supposes.ONE_NUMBER
    assert found.rest is None


def test_what_did_not_change_has_no_unit() -> None:
    assert explain_unit(change_between(BEFORE, NOW)) is None
