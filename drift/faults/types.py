"""Type changes: the same values in another type, written as text or as other words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from drift.faults.breaker import Breaker, Changed, Request
from drift.faults.values import is_number, known, numbers

if TYPE_CHECKING:
    from collections.abc import Callable

A_THOUSAND = 1000.0
LEAST_GROUPED = 0.05  # of the values have to be a thousand or more, for separators to stand in them


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewriting:
    """Another type for the same values.

    Attributes
    ----------
    form : str
        How a diagnosis calls it.
    rewrite : callable
        From the values to the same ones in the other type; null stays null.
    fits : callable
        Whether a column has values of the type that is left.
    """

    variant: str
    form: str
    meaning: str
    kinds: tuple[str, ...]
    rewrite: Callable[[pl.Series], pl.Series]
    fits: Callable[[pl.Series], bool]


def _text(values: pl.Series) -> pl.Series:
    return values.cast(pl.String)


def _decimal_comma(values: pl.Series) -> pl.Series:
    return _text(values).str.replace(".", ",", literal=True)


def _grouped(values: pl.Series) -> pl.Series:
    """Write 1234567.5 as 1,234,567.5."""
    grouped = [None if value is None else f"{value:,}" for value in values.to_list()]
    return pl.Series("values", grouped, dtype=pl.String)


def _words(values: pl.Series) -> pl.Series:
    return pl.select(
        pl.when(values.is_not_null()).then(pl.when(values).then(pl.lit("yes")).otherwise(pl.lit("no")))
    ).to_series()


def _zoned(values: pl.Series) -> pl.Series:
    return values.dt.replace_time_zone("UTC")


def _naive(values: pl.Series) -> pl.Series:
    return values.dt.convert_time_zone("UTC").dt.replace_time_zone(None)


def _slashed(values: pl.Series) -> pl.Series:
    return values.dt.strftime("%d/%m/%Y")


def _seconds(values: pl.Series) -> pl.Series:
    return values.dt.epoch("s")


def _is_fraction(values: pl.Series) -> bool:
    found = numbers(values)
    return values.dtype.is_float() and bool((found != np.rint(found)).any())


def _is_large(values: pl.Series) -> bool:
    found = numbers(values)
    return found.size > 0 and float((np.abs(found) >= A_THOUSAND).mean()) >= LEAST_GROUPED


def _is_boolean(values: pl.Series) -> bool:
    return values.dtype == pl.Boolean


def _is_time(values: pl.Series) -> bool:
    return isinstance(values.dtype, pl.Date | pl.Datetime)


def _is_naive(values: pl.Series) -> bool:
    return isinstance(values.dtype, pl.Datetime) and values.dtype.time_zone is None


def _has_zone(values: pl.Series) -> bool:
    return isinstance(values.dtype, pl.Datetime) and values.dtype.time_zone is not None


def _has_late_day(values: pl.Series) -> bool:
    """Return whether a day beyond the twelfth tells days from months."""
    return values.dtype == pl.Date and bool((values.dt.day() > 12).any())  # noqa: PLR2004 - months of a year


NUMBERS = ("number", "identifier", "time")
REWRITINGS = (
    Rewriting(
        variant="numbers as text",
        form="number as text",
        meaning="numbers came as text",
        kinds=NUMBERS,
        rewrite=_text,
        fits=is_number,
    ),
    Rewriting(
        variant="decimal comma",
        form="decimal comma",
        meaning="numbers came as text with a decimal comma",
        kinds=("number",),
        rewrite=_decimal_comma,
        fits=_is_fraction,
    ),
    Rewriting(
        variant="thousands separators",
        form="thousands separator",
        meaning="numbers came as text with commas between thousands",
        kinds=("number",),
        rewrite=_grouped,
        fits=_is_large,
    ),
    Rewriting(
        variant="booleans as text",
        form="boolean as text",
        meaning="booleans came as the texts true and false",
        kinds=("boolean",),
        rewrite=_text,
        fits=_is_boolean,
    ),
    Rewriting(
        variant="booleans as 0 and 1",
        form="boolean as number",
        meaning="booleans came as the numbers 0 and 1",
        kinds=("boolean",),
        rewrite=lambda values: values.cast(pl.Int64),
        fits=_is_boolean,
    ),
    Rewriting(
        variant="booleans as words",
        form="boolean as word",
        meaning="booleans came as yes and no",
        kinds=("boolean",),
        rewrite=_words,
        fits=_is_boolean,
    ),
    Rewriting(
        variant="times as text",
        form="time as text",
        meaning="dates or times came as text",
        kinds=("time",),
        rewrite=_text,
        fits=_is_time,
    ),
    Rewriting(
        variant="days first",
        form="day first",
        meaning="dates came as text with the day first",
        kinds=("time",),
        rewrite=_slashed,
        fits=_has_late_day,
    ),
    Rewriting(
        variant="times as seconds",
        form="time as number",
        meaning="times came as seconds since 1970",
        kinds=("time",),
        rewrite=_seconds,
        fits=_is_naive,
    ),
    Rewriting(
        variant="zoned times",
        form="zoned time",
        meaning="times without a zone came with one",
        kinds=("time",),
        rewrite=_zoned,
        fits=_is_naive,
    ),
    Rewriting(
        variant="naive times",
        form="naive time",
        meaning="times with a zone came without one",
        kinds=("time",),
        rewrite=_naive,
        fits=_has_zone,
    ),
)


def _change(request: Request, *, how: Rewriting) -> Changed:
    values = request.values
    rewritten = how.rewrite(values).alias("values")
    parameters = {"from": str(values.dtype), "to": str(rewritten.dtype), "form": how.form}
    return request.changed(rewritten, known(values), parameters)


def _fits(request: Request, *, how: Rewriting) -> bool:
    return bool(known(request.values).any()) and how.fits(request.values)


TYPE_CHANGES = tuple(
    Breaker(
        fault="type_change",
        variant=how.variant,
        meaning=how.meaning,
        kinds=how.kinds,
        change=partial(_change, how=how),
        fits=partial(_fits, how=how),
        also=("format_change",) if how.variant == "days first" else (),
    )
    for how in REWRITINGS
)
