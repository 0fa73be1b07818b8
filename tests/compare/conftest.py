"""What the tests of statistics share: the same draws in every run, of every shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pytest

from aligned_rows import SHAPES

if TYPE_CHECKING:
    from aligned_rows import Shape

SEED: Final = 20261122


@pytest.fixture
def random() -> np.random.Generator:
    return np.random.default_rng(SEED)


@pytest.fixture(params=list(SHAPES))
def shape(request: pytest.FixtureRequest) -> Shape:
    return SHAPES[request.param]
