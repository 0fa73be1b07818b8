"""Single-precision floats as the numbers that were written: 0.23 as a single is 0.2300000041723251.

Widened bit by bit, it would be another number than the double 0.23, and a column whose type was halved
would have lost its step and its values. So a single is read as the shortest decimal that it stands for,
as it is printed, wherever six digits are enough: those a single keeps for certain (IEEE 754, FLT_DIG).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FRACTION_BITS: Final = 23
_BIAS: Final = 127
_EXPONENTS: Final = 256
_EXACT_POWERS: Final = 22  # 10 to this power is a double, and so a quotient by it is rounded once
PIECE: Final = 32_768  # values at a time, which stay in the cache


def _inverse_units() -> NDArray[np.float64]:
    """Return for each exponent the inverse of the least power of ten that is no finer than its last bit.

    Where that is 1 or more all singles are whole numbers, and where it is too fine for a double to hold
    its inverse no decimal is looked for: 1 finds none, for what is below it.
    """
    inverse = np.ones(_EXPONENTS)
    for exponent in range(1, _EXPONENTS - 1):
        last_bit = 2.0 ** (exponent - _BIAS - _FRACTION_BITS)
        power = math.ceil(math.log10(last_bit))
        if last_bit < 1 and power >= -_EXACT_POWERS:
            inverse[exponent] = 10.0**-power
    return inverse


INVERSE_UNITS: Final = _inverse_units()


def doubles_of(singles: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return singles as the doubles of the decimals that they stand for, as far as they stand for any.

    Every decimal of six digits that was made a single comes back as its own double, from 1e-15 in size
    on; whole numbers, infinities and NaN stay as they are. A single that no short decimal makes is
    widened as it is.

    Parameters
    ----------
    singles : float32 array of shape (n,)

    Returns
    -------
    float64 array of shape (n,)

    Examples
    --------
    >>> doubles_of(np.array([0.23, 16777216.0, 1 / 3], np.float32)).tolist()
    [0.23, 16777216.0, 0.3333333]
    """
    made = np.empty(singles.size)
    for start in range(0, singles.size, PIECE):
        some = np.ascontiguousarray(singles[start : start + PIECE])
        exact = some.astype(np.float64)
        exponents = (some.view(np.uint32) >> np.uint32(_FRACTION_BITS)) & np.uint32(_EXPONENTS - 1)
        inverse = INVERSE_UNITS[exponents]
        decimal = np.rint(exact * inverse) / inverse
        made[start : start + PIECE] = np.where(decimal.astype(np.float32) == some, decimal, exact)
    return made


def as_doubles(column: pl.Series) -> pl.Series:
    """Return a column of floats of any width as doubles, its singles and halves as `doubles_of` has them.

    Nulls stay nulls.

    Examples
    --------
    >>> as_doubles(pl.Series("fare", [0.1, None], dtype=pl.Float32)).to_list()
    [0.1, None]
    """
    if column.dtype == pl.Float64:
        return column
    doubles = pl.Series(column.name, doubles_of(column.cast(pl.Float32).fill_null(0.0).to_numpy()))
    return doubles.set(column.is_null(), None) if column.null_count() else doubles
