"""Text read as the family that a contract wants, however it is written.

Plain text comes first (`text`). Only where it leaves values unread are other ways tried: decimal
commas, thousands separators, words for booleans, days first, epochs. A way is chosen for a whole
column of a batch, by how many values it reads; ties go to the one that is named first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from itertools import chain
from typing import TYPE_CHECKING

import polars as pl

from drift.sources.infer import GLANCE
from drift.sources.text import (
    BIG_INTEGER,
    BOOLEAN,
    FLOAT,
    INTEGER,
    POINTED,
    TIMES,
    present,
    stripped,
    time_type,
)
from drift.sources.truths import WORDS, truth_of_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from drift.sources.schema import ColumnType
    from drift.sources.text import TextType

PLAIN = "same"  # the form of text that is written as the wanted type is written
CLEARLY = 0.01  # the share of values that another way must read beyond the plain one to be taken
MANY = 10  # or so many values more: a few strays do not change the way of a column

GROUPS = r"[\s.'\u2019]"  # what stands between thousands where the decimal sign is a comma
COMMA = rf"^[+-]?(?:[0-9]*|[0-9]{{1,3}}(?:{GROUPS}[0-9]{{3}})+),[0-9]+(?:[eE][+-]?[0-9]+)?$"
SEPARATORS = r"[\s,'\u2019_]"  # and where it is a point
THOUSANDS = rf"^[+-]?[1-9][0-9]{{0,2}}(?:{SEPARATORS}[0-9]{{3}})+(?:\.[0-9]+)?$"
UNIT = r"(?:\p{Sc}|%|[a-zA-Zµ°Ω][a-zA-Z0-9µ°²³/^]{0,7})"  # after a number
MARKED = rf"^([+-]?)\s*(\p{{Sc}}|[A-Z]{{3}}\s)?\s*([+-]?)\s*([0-9][0-9.,'\u2019\s]*?)\s*({UNIT})?$"
BRACKETED = r"^\(\s*([^()+-]+?)\s*\)$"  # how accountants write what is below zero
MOST_MARKS = 3  # different ones: a unit is one for many rows, "12A" and "14F" are none
YEAR_FIRST = r"[0-9]{4}-"  # stands in every time that ISO writes, of any year that counts
DAY_AND_MONTH = (
    r"^([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})"
    r"(?:[ T]([0-9]{1,2}:[0-9]{2})(:[0-9]{2}(?:\.[0-9]+)?)?)?$"
)
# The day and the name of a month, in either order, and the year with two or four digits.
NAMED = (
    r"^(?:([0-9]{1,2})[ -]([A-Za-z]{3,9})\.?|([A-Za-z]{3,9})\.? ([0-9]{1,2}))(?:, ?|[ -])([0-9]{2}|[0-9]{4})"
    r"(?:[ T]([0-9]{1,2}:[0-9]{2})(:[0-9]{2}(?:\.[0-9]+)?)?)?$"
)
_MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
MONTHS = {name[:most]: f"{place:02}" for place, name in enumerate(_MONTH_NAMES, 1) for most in (3, 4, 9)}
FIRST_YEAR = 70  # of a century: a year of two digits is one from 1970 to 2069, as POSIX reads it
MAX_SECOND = 10**11  # the largest epoch that is read as seconds: the year 5138
MIDNIGHT = time(0)
TEXTS = pl.col("text")  # the one column of the frames that are passed about here


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One way to read a column of text.

    Attributes
    ----------
    form : str
        What the text is in this way.
    values : polars.Series
        What was read, null where nothing was.
    reformed : int
        How many of the values the plain way does not read.
    """

    form: str
    values: pl.Series
    reformed: int = 0

    @property
    def read(self) -> int:
        """How many values were read."""
        return len(self.values) - self.values.null_count()


def plain_type(wanted: ColumnType) -> TextType | None:
    """Return the type whose plain text is read first, None where no one type is the first guess."""
    match wanted.family:
        case "number":
            return INTEGER if wanted.integer else FLOAT
        case "boolean":
            return BOOLEAN
        case "time":
            return time_type(wanted.time_format) if wanted.time_format else None
        case _:
            return None


def read_text(text: pl.Series, wanted: ColumnType) -> Attempt:
    """Return texts read as `wanted`, a number, boolean or time, in the way that reads most.

    Parameters
    ----------
    text : polars.Series
        Texts; null, and the tokens of `text.MISSING`, mean "missing".
    """
    frame = pl.DataFrame({"text": text}).select(present(stripped(TEXTS)))
    match wanted.family:
        case "number":
            return _number(frame, wanted)
        case "boolean":
            return _boolean(frame)
        case _:
            return _time(frame, wanted)


def epoch_times(numbers: pl.Expr) -> pl.Expr:
    """Return the times that epochs are, each in the unit that its size tells.

    Below 10^11 they are seconds, below 10^14 milliseconds, below 10^17 microseconds, else nanoseconds.
    NaN and infinities are null.
    """
    size = numbers.abs()
    micros = (
        pl.when(size < MAX_SECOND)
        .then(numbers * 10**6)
        .when(size < MAX_SECOND * 10**3)
        .then(numbers * 10**3)
        .when(size < MAX_SECOND * 10**6)
        .then(numbers)
        .otherwise(numbers // 10**3)
    )
    return micros.cast(pl.Int64(), strict=False).cast(pl.Datetime("us"))


def _number(frame: pl.DataFrame, wanted: ColumnType) -> Attempt:
    """Return texts as numbers: plain, with a decimal comma, in groups of thousands, or as booleans."""
    if wanted.dtype == "Time":
        clock = TEXTS.str.to_time("%H:%M:%S%.f", strict=False)
        return Attempt(form=PLAIN, values=frame.select(clock).to_series())
    ways = _ways(frame, integer=wanted.integer)
    plain = _numeric(frame, TEXTS, integer=wanted.integer)
    return _best(frame, plain, ((form, _numeric(frame, way, integer=wanted.integer)) for form, way in ways))


def _ways(frame: pl.DataFrame, *, integer: bool) -> Iterator[tuple[str, pl.Expr]]:
    """Yield the ways in which texts may be numbers, each as plain texts."""
    comma = TEXTS.str.replace_all(GROUPS, "").str.replace(",", ".", literal=True)
    bare = TEXTS.str.replace_all(SEPARATORS, "")
    with_comma = "decimal comma", pl.when(TEXTS.str.contains(COMMA)).then(comma).otherwise(TEXTS)
    in_groups = "thousands separator", pl.when(TEXTS.str.contains(THOUSANDS)).then(bare).otherwise(TEXTS)
    # Both read "1,234"; a column of whole numbers means 1234.
    yield from (in_groups, with_comma) if integer else (with_comma, in_groups)
    yield from _bare(frame).items()
    truths = {word: str(int(truth)) for word, truth in WORDS.items()}
    yield "number as boolean", TEXTS.str.to_lowercase().replace(truths)


def _bare(frame: pl.DataFrame) -> dict[str, pl.Expr]:
    """Return the number of a text that has the mark of a currency or another unit before or after it.

    As "$1,234.50", "12 %" and "70 kg", and below zero "-$7", "$-7" and "($7)", with a mark or without;
    nothing where there are many different marks, for those are no units.
    """
    signed = TEXTS.str.replace(BRACKETED, "-${1}")
    before, mark, behind, digits, unit = (signed.str.extract(MARKED, group) for group in range(1, 6))
    mark = pl.concat_str(mark, unit, ignore_nulls=True)
    marks = frame.select(mark.filter(mark != "").n_unique()).item()
    if marks > MOST_MARKS:
        return {}
    sign = before + behind
    number = (
        pl.when(digits.str.contains(THOUSANDS))
        .then(digits.str.replace_all(SEPARATORS, ""))
        .when(digits.str.contains(COMMA))
        .then(digits.str.replace_all(GROUPS, "").str.replace(",", ".", literal=True))
        .otherwise(digits)
    )
    return {"number with a unit" if marks else "negatives in brackets": pl.coalesce(sign + number, TEXTS)}


def _numeric(frame: pl.DataFrame, text: pl.Expr, *, integer: bool) -> pl.Series:
    """Return plain texts as floats, or as integers if they are wanted and none is lost by it."""
    floats = frame.select(FLOAT.parse(text)).to_series()
    for exact in (INTEGER, BIG_INTEGER) if integer else ():
        whole = frame.select(exact.parse(text)).to_series()
        if whole.null_count() == floats.null_count():
            return whole
    return floats


def _boolean(frame: pl.DataFrame) -> Attempt:
    """Return texts as booleans: true and false, other words for them, 1 and 0."""
    plain = frame.select(BOOLEAN.parse(TEXTS)).to_series()
    words, every = truth_of_words(TEXTS), truth_of_words(TEXTS, digits=True)
    ways = {"boolean as word": words, "boolean as number": every}
    return _best(frame, plain, ((form, frame.select(way).to_series()) for form, way in ways.items()))


def _time(frame: pl.DataFrame, wanted: ColumnType) -> Attempt:
    """Return texts as times: ISO forms, with an offset or without, the day or month first, epochs."""
    # Times that the contract's own data wrote with points are plain there.
    own = [t for t in POINTED if t.time_format == wanted.time_format]
    without = _moments(frame, (*own, *(t for t in TIMES if not _has_offset(t))))
    if wanted.dtype == "Date" and without.dt.time().ne(MIDNIGHT).any() is not True:
        without = without.cast(pl.Date())
    if wanted.zone is None and without.null_count() == frame.to_series().null_count():
        return Attempt(form=PLAIN, values=without)
    offset = _moments(frame, tuple(t for t in TIMES if _has_offset(t)))
    if wanted.zone is None:
        return _best(frame, without, chain([("zoned time", offset)], _dates(frame)))
    zoned = offset.dt.convert_time_zone(wanted.zone)
    return _best(frame, zoned, chain([("naive time", without)], _dates(frame)))


def _dates(frame: pl.DataFrame) -> Iterator[tuple[str, pl.Series]]:
    """Yield the ways to read texts as times that are not written as ISO has them."""
    parts = frame.select(TEXTS.str.extract_groups(DAY_AND_MONTH)).unnest("text")
    first, second, year, *clock = (pl.nth(place) for place in range(5))
    day_first = _dated(parts, year, second, first, *clock)
    month_first = _dated(parts, year, first, second, *clock)
    if day_first.null_count() != month_first.null_count():  # a day beyond 12 tells which is which
        yield from (("day first", day_first), ("month first", month_first))
    parts = frame.select(TEXTS.str.extract_groups(NAMED)).unnest("text")
    day, month = (pl.coalesce(pl.nth(one), pl.nth(other)) for one, other in ((0, 3), (1, 2)))
    month = month.str.to_lowercase().replace_strict(MONTHS, default=None, return_dtype=pl.String())
    yield "month by name", _dated(parts, _century(pl.nth(4)), month, day, pl.nth(5), pl.nth(6))
    yield "time as number", frame.select(epoch_times(FLOAT.parse(TEXTS))).to_series()


def _dated(
    parts: pl.DataFrame, year: pl.Expr, month: pl.Expr, day: pl.Expr, clock: pl.Expr, seconds: pl.Expr
) -> pl.Series:
    """Return the datetimes that parts of texts give, midnight where there is no time of day."""
    date = pl.concat_str(year, month, day, separator="-")
    moment = pl.concat_str(date, pl.lit(" "), clock.fill_null("00:00"), seconds.fill_null(":00"))
    return parts.select(time_type("%Y-%m-%d %H:%M:%S%.f").parse(moment)).to_series()


def _century(year: pl.Expr) -> pl.Expr:
    """Return years of two digits with four."""
    of_last = year.cast(pl.Int32(), strict=False) >= FIRST_YEAR
    full = pl.when(of_last).then(pl.lit("19") + year).otherwise(pl.lit("20") + year)
    return pl.when(year.str.len_chars() == 2).then(full).otherwise(year)  # noqa: PLR2004 - digits


def _moments(frame: pl.DataFrame, types: Sequence[TextType]) -> pl.Series:
    """Return the datetimes that any of these types reads, the likeliest type tried first."""
    glance, dtype = frame.drop_nulls().head(GLANCE), types[-1].dtype
    if not frame.select(TEXTS.str.contains(YEAR_FIRST).any()).item():  # a dozen ways that read none
        types = [one for one in types if not (one.time_format or "").startswith("%Y-")]
    by_reads = sorted(types, key=lambda t: glance.select(t.parse(TEXTS).null_count()).item())
    values = pl.Series(values=[None] * frame.height, dtype=dtype)
    for one in by_reads:
        if values.null_count() == frame.to_series().null_count():
            break
        read = frame.select(one.parse(TEXTS).cast(dtype)).to_series()
        values = values.zip_with(values.is_not_null(), read)
    return values


def _has_offset(one: TextType) -> bool:
    """Return whether the times of this type say their offset from UTC."""
    return isinstance(one.dtype, pl.Datetime) and one.dtype.time_zone is not None


def _best(frame: pl.DataFrame, plain: pl.Series, others: Iterable[tuple[str, pl.Series]]) -> Attempt:
    """Return the plain way, or of the others the one that reads most, if it clearly reads more.

    Others are made one by one, and none any more once one reads all: of those that read as much the first
    counts, and a single way takes milliseconds of a batch.
    """
    best = Attempt(form=PLAIN, values=plain)
    there = frame.height - frame.to_series().null_count()
    least = best.read + min(CLEARLY * there, MANY)
    for form, values in others:
        reformed = len(values) - values.null_count() - (len(plain) - plain.null_count())
        attempt = Attempt(form=form, values=values, reformed=reformed)
        if attempt.read > max(best.read, least):
            best = attempt
        if best.read == there:
            break
    return best
