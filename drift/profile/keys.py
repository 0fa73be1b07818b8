"""64-bit keys: numbers and times in their own order, and hashes that are the same on every machine.

The keys are what the grid counts and the hashes what samples are drawn by, so both reach files and
must never change. Text is hashed with xxHash64 (seed 0), numbers and rows with the finaliser of
SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl
import polars_hash

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Piece = tuple[NDArray[Any], NDArray[np.uint64], NDArray[np.uint64]]

PIECE_ROWS: Final = 200_000  # as batches have; in shorter steps, threads wait for Python's lock in between

_SIGN = np.int64(-(2**63))
_LAST_BIT = np.int64(63)

# The finaliser of SplitMix64: its shifts and multipliers.
_SHIFTS = (np.uint64(30), np.uint64(27), np.uint64(31))
_MULTIPLIERS = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


def float_keys(values: NDArray[np.float64]) -> NDArray[np.uint64]:
    """Return the bits of each float, so changed that their order as integers is that of the floats.

    Both zeros have the same key. NaN and the infinities are the caller's to take out.

    Examples
    --------
    >>> keys = float_keys(np.array([-1.5, -0.0, 0.0, 2.0]))
    >>> bool(keys[0] < keys[1] == keys[2] < keys[3])
    True
    """
    keys = np.empty(values.shape, np.uint64)
    for part, out, spare in _pieces(values, keys):
        bits, flipped = spare.view(np.int64), out.view(np.int64)
        np.add(part, 0.0, out=spare.view(np.float64))  # -0.0 + 0.0 is 0.0, and a NaN stays as it is
        # All bits of a negative number are flipped, for their order is reversed; of others the sign.
        np.right_shift(bits, _LAST_BIT, out=flipped)
        flipped |= _SIGN
        flipped ^= bits
    return keys


def floats_of(keys: NDArray[np.uint64]) -> NDArray[np.float64]:
    """Return the floats that have these keys: the inverse of `float_keys`.

    Keys beyond the finite floats, as the end of an outermost cell may be, give the largest ones.
    """
    bits = keys.clip(*_FINITE).view(np.int64)
    values: NDArray[np.float64] = (bits ^ (~(bits >> _LAST_BIT) | _SIGN)).view(np.float64)
    return values


def integer_keys(values: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return keys that have the order of the integers."""
    return (values ^ _SIGN).view(np.uint64)


def integers_of(keys: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return the integers that have these keys: the inverse of `integer_keys`."""
    return keys.view(np.int64) ^ _SIGN


def text_hash(name: str) -> pl.Expr:
    """Return the xxHash64 of the UTF-8 bytes of each text in the column `name`, null for null."""
    return polars_hash.col(name).nchash.xxhash64()


def text_keys(values: pl.Series) -> NDArray[np.uint64]:
    """Return the xxHash64 of each text's UTF-8 bytes; 0 for null."""
    return values.alias("text").to_frame().select(text_hash("text").fill_null(0)).to_series().to_numpy()


def text_key(value: str) -> int:
    """Return the xxHash64 of one text."""
    return int(text_keys(pl.Series([value], dtype=pl.String))[0])


def mixed(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return a hash of each key whose every bit depends on all of the key's: SplitMix64's finaliser."""
    hashes = np.empty(keys.shape, np.uint64)
    for part, out, moved in _pieces(keys, hashes):
        _mix(part, out, moved)
    return hashes


def unmixed(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return the keys that `mixed` made hashes of: of each hash there is one.

    Examples
    --------
    >>> unmixed(mixed(np.array([7, 0, 2**64 - 1], np.uint64))).tolist()
    [7, 0, 18446744073709551615]
    """
    keys = hashes.copy()
    for shift, multiplier in zip(_SHIFTS[::-1], (np.uint64(1), *_MULTIPLIERS[::-1]), strict=True):
        keys *= np.uint64(pow(int(multiplier), -1, 1 << 64))
        keys ^= keys >> shift ^ keys >> np.uint64(2) * shift
    return keys


def _mix(keys: NDArray[np.uint64], out: NDArray[np.uint64], moved: NDArray[np.uint64]) -> None:
    np.bitwise_xor(keys, np.right_shift(keys, _SHIFTS[0], out=moved), out=out)
    out *= _MULTIPLIERS[0]
    out ^= np.right_shift(out, _SHIFTS[1], out=moved)
    out *= _MULTIPLIERS[1]
    out ^= np.right_shift(out, _SHIFTS[2], out=moved)


def _pieces(values: NDArray[Any], out: NDArray[np.uint64]) -> Iterator[Piece]:
    """Yield rows, where their keys go, and as much to work in: as many rows at a time as a batch has."""
    spare = np.empty(out[:PIECE_ROWS].shape, np.uint64)
    for start in range(0, len(out), PIECE_ROWS):
        rows = slice(start, start + PIECE_ROWS)
        yield values[rows], out[rows], spare[: len(out[rows])]


_FINITE = tuple(float_keys(np.array([-np.finfo(np.float64).max, np.finfo(np.float64).max])))
