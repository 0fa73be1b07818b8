"""Whether keys, or whole rows, stand in a table more than once: a sample of their hashes, counted exactly.

The hashes with the smallest values are kept, each with how many rows have it (`distinct.py` says why
that is a sum). While a table has no more keys than are kept, everything told of it is exact; beyond,
it is told of an even sample of the keys. No value is kept, only hashes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from drift.profile.distinct import Distinct, count_distinct, no_keys

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Kept keys cost about 7 bytes each. Of a table of any size, keys are sampled so that a share p of
# repeated ones is missed with probability (1 - p)^k: 99 % sure to be seen from 0.007 % on, and of whole
# rows, for which nobody asked, from 0.06 % on.
KEYS_KEPT: Final = 65_536
ROWS_KEPT: Final = 8_192


def no_repeats(*, keyed: bool) -> Distinct:
    """Return the neutral element, of keys or of whole rows."""
    return no_keys(KEYS_KEPT if keyed else ROWS_KEPT)


def count_repeats(
    hashes: NDArray[np.uint64], nulls: NDArray[np.bool_] | None, *, threshold: int | None
) -> Distinct:
    """Return the repeats of a batch.

    Parameters
    ----------
    hashes : array of shape (rows,)
        A hash of each row's key, or of the whole row.
    nulls : array of shape (rows,) or None
        Which keys have a null in them, and so are none; None where whole rows are counted.
    threshold : int or None
        The largest hash that can still enter the sum that the batch will be added to.
    """
    if nulls is None:
        return count_distinct(hashes, limit=ROWS_KEPT, threshold=threshold)
    return count_distinct(hashes[~nulls], limit=KEYS_KEPT, threshold=threshold)


def up_to(sketch: Distinct, threshold: int | None) -> Distinct:
    """Return those of the kept keys whose hashes are not above a threshold: a sample at another rate.

    Examples
    --------
    >>> one = Distinct(limit=2, hashes=np.array([3, 9], np.uint64), counts=np.array([1, 2]))
    >>> up_to(one, 5).counts.tolist()
    [1]
    """
    if threshold is None:
        return sketch
    kept = sketch.hashes <= np.uint64(threshold)
    return Distinct(limit=sketch.limit, hashes=sketch.hashes[kept], counts=sketch.counts[kept])
