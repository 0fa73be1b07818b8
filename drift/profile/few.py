"""A few keys in a table, by which many rows are told in a few steps each: levels stand in millions of rows.

A key's place is its highest bits. Of keys that share a place one is not in the table, and is told like a
key that nobody knows: by a sort, or by its own value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

PLACE_BITS: Final = 16  # of half a megabyte; a thousand keys and more have nearly all a place of their own


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FewKeys:
    """Some keys in a table.

    Attributes
    ----------
    drop : uint64
        The low bits of a key that its place leaves out.
    low, high : uint64
        The first and the last place, before the first is taken off. The first has no key but 0.
    table : uint64 array of shape (places,)
        The key of each place; 0 where there is none.
    """

    drop: np.uint64
    low: np.uint64
    high: np.uint64
    table: NDArray[np.uint64]

    @classmethod
    def of(cls, keys: NDArray[np.uint64]) -> FewKeys | None:
        """Return a table of distinct keys, ascending; None of no key, or where 0 would share its place."""
        if not keys.size:
            return None
        drop = np.uint64(max(int(keys[-1] - keys[0]).bit_length() - PLACE_BITS, 0))
        places = keys >> drop
        if places[0] == 0:
            return None
        low = places[0] - np.uint64(1)
        table = np.zeros(int(places[-1] - low) + 1, np.uint64)
        table[places - low] = keys
        return cls(drop=drop, low=low, high=places[-1], table=table)

    def places(self, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Return the place that each of many keys would have."""
        moved = keys >> self.drop
        np.maximum(moved, self.low, out=moved)
        np.minimum(moved, self.high, out=moved)
        moved -= self.low
        places: NDArray[np.int64] = moved.view(np.int64)
        return places
