"""What is kept of a sensitive value in its place, so that the value itself reaches no profile, file or page.

Values are masked as they come, before anything is counted; so all that is counted, sampled, named or
shown is the mask. A mask depends on its value alone, and masked profiles add up like any other.

- Text becomes its pattern and a hash: `Aa@a.a #04951367428316504312`. The hash covers the column's name,
  so that equal values of two columns do not show as such. It is no secret: who holds a file and
  guesses a value can see whether the guess is right.
- A number becomes the middle of its half octave: 1.25 for all from 1 to below 1.5, 5 for all from 4 to
  below 6. Zero, NaN and the infinities stay. Of whole numbers 0 to 3 stand alone.
- A date becomes its year, a time its year and hour of the day.
- Booleans stay, as do nulls and empty text; of what is nested only lengths are ever kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from drift.profile.keys import text_keys
from drift.profile.numbers import floats_of_series
from drift.profile.patterns import PATTERN_CHARACTERS
from drift.sources.schema import family

if TYPE_CHECKING:
    from collections.abc import Container

_HASH_DIGITS: Final = (
    20  # of the largest 64-bit number: a pattern's digits count once, so all are one pattern
)
_MIDDLES: Final = (0.625, 0.875)  # of a number's halves of an octave, whose fraction is 0.5 to below 1
_HALF: Final = 0.75

# The classes of `patterns.py` in one pass each; what is no ASCII letter must not be taken for one twice.
_CLASSES: Final = ((r"\d+", "9"), (r"\p{Lu}+", "A"), (r"[\p{Alphabetic}&&[^A]]+", "a"))


def masked(frame: pl.DataFrame, sensitive: Container[str]) -> pl.DataFrame:
    """Return a frame with the sensitive columns masked."""
    # By name: of a list of columns polars gives one without a name another one.
    return pl.DataFrame(
        {one.name: mask(one) if one.name in sensitive else one for one in frame.iter_columns()}
    )


def mask(column: pl.Series) -> pl.Series:
    """Return a column with each value replaced by what may be known of it.

    Examples
    --------
    >>> mask(pl.Series("age", [41, 44, 62, None])).to_list()
    [40.0, 40.0, 56.0, None]
    >>> mask(pl.Series("email", ["Ann.Lee@mail.org"]))[0][:12]
    'Aa.Aa@a.a #0'
    """
    match family(column.dtype):
        case "number":
            return _half_octave(column)
        case "text":
            return _pattern_and_hash(column)
        case "time":
            return _year_and_hour(column)
        case _:
            return column


def _half_octave(column: pl.Series) -> pl.Series:
    values, valid = floats_of_series(column)
    fractions, exponents = np.frexp(np.abs(values))
    middles = np.ldexp(np.where(fractions < _HALF, *_MIDDLES), exponents)
    kept = (values == 0) | ~np.isfinite(values)
    coarse = pl.Series(column.name, np.where(kept, values, np.copysign(middles, values)))
    return coarse if valid.all() else coarse.set(pl.Series(~valid), None)


def _pattern_and_hash(column: pl.Series) -> pl.Series:
    texts = column.cast(pl.String).alias("text")
    salted = texts.to_frame().select(pl.concat_str(pl.lit(f"{column.name}\0"), pl.first())).to_series()
    classes = pl.col("text")
    for found, sign in _CLASSES:
        classes = classes.str.replace_all(found, sign)
    masks = pl.concat_str(
        classes.str.slice(0, PATTERN_CHARACTERS),
        pl.lit(" #"),
        pl.col("hash").cast(pl.String).str.zfill(_HASH_DIGITS),
    )
    frame = pl.DataFrame([texts, pl.Series("hash", text_keys(salted))])
    kept = pl.col("text").is_null() | (pl.col("text") == "")
    return (
        frame.select(pl.when(kept).then("text").otherwise(masks).alias("text")).to_series().alias(column.name)
    )


def _year_and_hour(column: pl.Series) -> pl.Series:
    times = column.alias("time").to_frame()
    year = pl.col("time").dt.truncate("1y")
    if isinstance(column.dtype, pl.Datetime):
        year += pl.duration(hours=pl.col("time").dt.hour())
    return times.select(year.cast(column.dtype)).to_series().alias(column.name)
