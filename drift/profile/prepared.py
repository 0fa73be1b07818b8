"""A batch's column on its way into a profile: its key row by row, and its profile without pieces."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.profile.cells import Cells
    from drift.profile.column import ColumnProfile


_NO_KEYS: Final = np.empty(0, np.uint64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prepared:
    """One column of a batch.

    Attributes
    ----------
    profile : ColumnProfile
        The column's profile, without pieces.
    hashes : uint64 array of shape (rows,)
        A hash of each value, 0 for null: its part in the hash of the row.
    piece_keys, piece_valid : arrays of shape (rows,)
        The key that pieces count each row by, and whether it has one.
    piece_cells : Cells
        The cells of the valid piece keys.
    """

    profile: ColumnProfile
    hashes: NDArray[np.uint64]
    piece_keys: NDArray[np.uint64]
    piece_valid: NDArray[np.bool_]
    piece_cells: Cells

    def without_rows(self) -> Prepared:
        """Return the same without what is told of each row, which takes far more memory than the profile."""
        return replace(self, hashes=_NO_KEYS, piece_keys=_NO_KEYS, piece_valid=_NO_KEYS.astype(np.bool_))
