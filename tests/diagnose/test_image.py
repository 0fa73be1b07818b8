"""Images: mapped cells are the cells of mapped rows, and a map without a domain is not tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy import stats

from changes import change_between
from drift.diagnose.image import TRANSFORMS, Image, images
from shapes import drawn

if TYPE_CHECKING:
    from drift.diagnose.pair import Pair


def worked_out(pair: Pair) -> dict[str, Image]:
    found = [one.image() for one in images(pair)]
    return {image.name: image for image in found if image is not None}


@pytest.mark.parametrize("one", TRANSFORMS, ids=lambda one: one.name)
def test_the_image_is_that_of_the_rows(one: object) -> None:
    name, to = getattr(one, "name", ""), getattr(one, "to", np.log)
    before, now, _ = drawn("exponential")
    pair = change_between(before, to(now)).pair
    assert pair is not None
    found = worked_out(pair)[name]
    left = stats.ks_2samp(to(before), to(now)).statistic / stats.ks_2samp(before, to(now)).statistic
    assert found.left == pytest.approx(left, abs=0.005)


def test_zeros_have_no_logarithm() -> None:
    before, now, _ = drawn("zeros")
    pair = change_between(np.where(before > 60, before, 0.0), now).pair
    assert pair is not None
    assert not {"log", "log2", "log10"} & worked_out(pair).keys()


@pytest.mark.parametrize("shape", ["exponential", "zeros", "integers", "lognormal", "negative"])
def test_an_image_leaves_no_less_than_a_few_points_tell(shape: str) -> None:
    before, now, _ = drawn(shape)
    for live in (now, np.sqrt(np.abs(now)), now * 1.2):
        pair = change_between(before, live).pair
        assert pair is not None
        for one in images(pair):
            image = one.image()
            assert image is None or image.left >= one.left
