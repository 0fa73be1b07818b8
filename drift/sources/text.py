"""How one text is read as a value: the tokens that mean "missing", and the plain types.

A `TextType` says what plain text of a type looks like. A text belongs to at most one of them, but
for integers, which are also big integers and floats. `infer` picks one for a column without a
contract, `readings` goes beyond them (decimal commas, words for booleans, days first).

Spaces around a number, boolean or time are not part of it; in a text column they are kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from drift.sources.schema import Family, family

if TYPE_CHECKING:
    from collections.abc import Callable

# Read as null in a column that is otherwise number, time or boolean; in a text column they are text.
MISSING = ("", "NA", "N/A", "NULL", "null", "NaN", "nan", "None", "none", "-")
TRUTHS = {"true": True, "false": False}  # in any case
DECIMAL_COMMA = r"^\s*[+-]?[0-9]*,[0-9]*(?:[eE][+-]?[0-9]+)?\s*$"
FIRST_YEAR = 1000  # "12-05-33" and "1-2-3" are codes more often than days of the first centuries


@dataclass(frozen=True, slots=True, kw_only=True)
class TextType:
    """A type, and how its plain text is read.

    Attributes
    ----------
    dtype : polars.DataType
        The type of the values.
    parse : callable
        From an expression of texts to one of values, null where the text is not of this type.
    time_format : str or None
        For times, the strptime format of the text.
    """

    dtype: pl.DataType
    parse: Callable[[pl.Expr], pl.Expr]
    time_format: str | None = None

    @property
    def family(self) -> Family:
        """The family of the values."""
        return family(self.dtype)


def present(text: pl.Expr) -> pl.Expr:
    """Return the texts with null for those that mean "missing".

    Examples
    --------
    >>> pl.DataFrame({"x": ["1", "NA", "", None]}).select(present(pl.col("x")))["x"].to_list()
    ['1', None, None, None]
    """
    return pl.when(text.is_in(MISSING).not_()).then(text)


def stripped(text: pl.Expr) -> pl.Expr:
    """Return the texts without the spaces around them."""
    return text.str.strip_chars()


def keeps_digits(text: pl.Expr) -> pl.Expr:
    """Return whether reading a text as a number would lose what it says: "00501", "+351".

    Such texts are codes. Where no contract asks for a number they make a column text.
    """
    return text.str.contains(r"^(?:\+|-?0[0-9])")


def with_point(text: pl.Expr) -> pl.Expr:
    """Return texts with the comma of a number as a point, and other texts as they are.

    Examples
    --------
    >>> pl.DataFrame({"x": ["1,5", "1.5", "a,b"]}).select(with_point(pl.col("x")))["x"].to_list()
    ['1.5', '1.5', 'a,b']
    """
    comma = text.str.contains(DECIMAL_COMMA)
    return pl.when(comma).then(text.str.replace(",", ".", literal=True)).otherwise(text)


def _cast(dtype: pl.DataType) -> Callable[[pl.Expr], pl.Expr]:
    """Return the parse of numbers of one type: ASCII digits, `.` for decimals, `e` for powers of ten."""
    return lambda text: text.cast(dtype, strict=False)


def _truth(text: pl.Expr) -> pl.Expr:
    """Return the booleans that "true" and "false" in any case are."""
    return text.str.to_lowercase().replace_strict(TRUTHS, default=None, return_dtype=pl.Boolean())


def _recent(values: pl.Expr) -> pl.Expr:
    """Return the times with null for those before `FIRST_YEAR`."""
    return pl.when(values.dt.year() >= FIRST_YEAR).then(values)


def _moment(time_format: str) -> TextType:
    """Return the datetimes of one format, to the microsecond; those with an offset in UTC."""
    zone = "UTC" if "%#z" in time_format else None
    return TextType(
        dtype=pl.Datetime("us", zone),
        parse=lambda text: _recent(
            text.str.to_datetime(time_format, time_unit="us", time_zone=zone, strict=False)
        ),
        time_format=time_format,
    )


BOOLEAN = TextType(dtype=pl.Boolean(), parse=_truth)
INTEGER = TextType(dtype=pl.Int64(), parse=_cast(pl.Int64()))
BIG_INTEGER = TextType(dtype=pl.Int128(), parse=_cast(pl.Int128()))  # exact to 38 digits
FLOAT = TextType(dtype=pl.Float64(), parse=_cast(pl.Float64()))
DATE = TextType(
    dtype=pl.Date(),
    parse=lambda text: _recent(text.str.to_date("%Y-%m-%d", strict=False)),
    time_format="%Y-%m-%d",
)
MOMENTS = tuple(
    _moment(f"%Y-%m-%d{between}{clock}{zone}")
    for zone in ("", "%#z")
    for between in ("T", " ")
    for clock in ("%H:%M:%S%.f", "%H:%M")
)
# Days first, months and years behind points, as in Central Europe: no other country writes points so. Where
# a contract has ISO dates these are another form, and a fault.
POINTED = (
    TextType(
        dtype=pl.Date(),
        parse=lambda text: _recent(text.str.to_date("%d.%m.%Y", strict=False)),
        time_format="%d.%m.%Y",
    ),
    *(_moment(f"%d.%m.%Y {clock}") for clock in ("%H:%M:%S%.f", "%H:%M")),
)
NUMBERS = (INTEGER, BIG_INTEGER, FLOAT)  # each reads all that the one before reads
TIMES = (DATE, *MOMENTS)
TEXT = TextType(dtype=pl.String(), parse=lambda text: text)
TYPES = (BOOLEAN, *NUMBERS, *TIMES, *POINTED)


def time_type(time_format: str) -> TextType:
    """Return the type that reads times of a strptime format."""
    return next((t for t in (*TIMES, *POINTED) if t.time_format == time_format), None) or _moment(time_format)
