"""Texts of few levels, told by their names: polars hashes a text in a quarter of the time of xxHash64.

That hash is the same in this process and this version of polars alone, so it reaches no profile: it only
finds the name, and the rows are counted under the name's own hash. A text that is no name, but has the
quick hash of one, would be taken for it: as two texts of one xxHash64 are, one pair in 2^64.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from drift.profile.arrays import NULL_TEXT
from drift.profile.cells import counted, places_of
from drift.profile.keys import text_keys

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.profile.cells import Counted
    from drift.profile.column import ColumnProfile

NAME_CHARACTERS: Final = 200  # of a level's name; the hash is of the whole text
MOST_NAMES: Final = 1024  # of more, many share a place
LEAST_ROWS: Final = 8192  # that are told, and that tell which names there are: of fewer, tables cost more

TABLES_KEPT: Final = 64  # of columns that the next batch has, too: 16 MB at most

_PLACE_BITS: Final = 14  # of a hash: tables of 128 kB
_LOW_BITS: Final = np.uint64(64 - _PLACE_BITS)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LevelNames:
    """Some names in a table, each at the place that the high bits of a quick hash say.

    Of those that share a place one is there, and the others are told like a text that nobody knows.

    Attributes
    ----------
    quick : uint64 array of shape (places,)
        The hash that polars has of each name, and of null; where there is none, one of another place.
    keys : uint64 array of shape (places,)
        The xxHash64 of each name; 0 for null, and where there is none.
    """

    quick: NDArray[np.uint64]
    keys: NDArray[np.uint64]

    def told(self, texts: pl.Series, hashes: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], Counted]:
        """Return the xxHash64 of each text, 0 for null; and the distinct ones of texts with their counts.

        Parameters
        ----------
        texts : polars.Series of String
            Most of them are one of the names.
        hashes : uint64 array of shape (rows,)
            What polars has for them.
        """
        places = _places(hashes)
        same = self.quick.take(places) == hashes
        keys = self.keys.take(places)
        others = np.flatnonzero(~same)
        if others.size:
            keys[others] = text_keys(texts.gather(others))
            places = places[same]
        new, new_counts = counted(keys[others])
        counts = np.bincount(places, minlength=self.keys.size)
        counts[self.keys == NULL_TEXT] = 0
        occupied = places_of(counts)
        return keys, (
            np.concatenate([self.keys[occupied], new]),
            np.concatenate([counts[occupied], new_counts]),
        )


@lru_cache(maxsize=TABLES_KEPT)
def level_names(names: tuple[str, ...]) -> LevelNames:
    """Return distinct names in a table."""
    known = pl.Series([*names, None], dtype=pl.String)
    hashes = known.hash().to_numpy()
    quick, keys = np.full(2**_PLACE_BITS, 2**64 - 1, np.uint64), np.zeros(2**_PLACE_BITS, np.uint64)
    quick[-1] = 0
    places = _places(hashes)
    # Of those that share a place the last is there: null, if it is one of them.
    quick[places], keys[places] = hashes, text_keys(known)
    return LevelNames(quick=quick, keys=keys)


def has_level_names(column: ColumnProfile | None, rows: int) -> bool:
    """Return whether a column has few levels, all named in full, that may tell those of so many more rows."""
    if column is None or column.family != "text" or min(rows, column.rows) < LEAST_ROWS:
        return False
    cells, names = column.cells, column.text.names.values()
    return (
        cells.exact
        and 0 < cells.keys.size <= MOST_NAMES
        and cells.keys[0] != NULL_TEXT
        and max(map(len, names)) < NAME_CHARACTERS
    )


def _places(hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
    places: NDArray[np.int64] = (hashes >> _LOW_BITS).view(np.int64)
    return places
