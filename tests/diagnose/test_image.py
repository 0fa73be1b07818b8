"""Images: mapped cells are the cells of mapped rows, and a map without a domain is not tried."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from changes import change_between
from drift.diagnose.image import TRANSFORMS, images
from shapes import drawn


@pytest.mark.parametrize("one", TRANSFORMS, ids=lambda one: one.name)
def test_the_image_is_that_of_the_rows(one: object) -> None:
    name, to = getattr(one, "name", ""), getattr(one, "to", np.log)
    before, now, _ = drawn("exponential")
    pair = change_between(before, to(now)).pair
    assert pair is not None
    found = {image.name: image for image in images(pair)}[name]
    left = stats.ks_2samp(to(before), to(now)).statistic / stats.ks_2samp(before, to(now)).statistic
    assert found.left == pytest.approx(left, abs=0.005)


def test_zeros_have_no_logarithm() -> None:
    before, now, _ = drawn("zeros")
    pair = change_between(np.where(before > 60, before, 0.0), now).pair
    assert pair is not None
    assert not {"log", "log2", "log10"} & {one.name for one in images(pair)}
