"""Whether values lie on a lattice: multiples of a step, which movement cannot fake.

Prices have two decimals. The same prices in another currency, undone with the right factor, have two
decimals again; undone with a wrong one, they have not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

NEAR = 1e-6  # of a step; converted values were rounded to floats on the way
FINEST = 1e9  # steps to a value: beyond, a float's rounding comes near the tolerance


def share_on_lattice(values: NDArray[np.float64], step: float) -> float | None:
    """Return the share of values that are multiples of a step, 0 to 1.

    Zeros are on every lattice and not asked. None where no value can tell.
    """
    steps = np.unique(np.abs(values)) / step
    telling = steps[(steps > NEAR) & (steps < FINEST)]
    if telling.size == 0:
        return None
    return float((np.abs(telling - np.rint(telling)) < NEAR).mean())
