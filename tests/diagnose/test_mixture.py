"""A share of rows that changed is fitted by the distributions alone."""

from __future__ import annotations

import numpy as np
import pytest

from changes import change_between
from drift.diagnose.mixture import mixture
from shapes import drawn


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 1.0])
def test_the_share_is_within_its_interval(share: float) -> None:
    before, now, random = drawn("normal")
    changed = random.random(now.size) < share
    pair = change_between(before, np.where(changed, -now, now)).pair
    assert pair is not None
    fit = mixture(pair, pair.all_reference.moved(-1.0, 0.0))
    assert abs(fit.share - changed.mean()) <= fit.spread
    assert fit.left_of_share <= pair.chance
    assert (fit.left <= pair.chance) == (share == 1)
