"""Which rows a fault concerns, as a condition on one column: run by this package, shown to people as code.

The expression is built of the parts, never read from text, so that no value of the data can be code.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeAlias

import polars as pl

from drift.diagnose.expression import column_text, sql_column, sql_text, text_of
from drift.diagnose.lattice import NEAR

if TYPE_CHECKING:
    from collections.abc import Callable

Value: TypeAlias = str | float | bool | datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What the rows have in common: any one of these.

    Attributes
    ----------
    missing : bool
        The value is null, NaN or an empty text.
    nan, empty : bool
        Whether code has to look for NaN, or for empty texts, beside nulls.
    known : bool
        The value is not missing: all rows that have one.
    values : tuple
        The value is one of these.
    below, above : number, time or None
        The value is smaller or larger than that.
    at_most, at_least : number or None
        The value is that, or beyond it.
    off : number or None
        The value is no multiple of that step, within a millionth of it.
    """

    missing: bool = False
    nan: bool = False
    empty: bool = False
    known: bool = False
    values: tuple[Value, ...] = ()
    below: float | datetime | None = None
    above: float | datetime | None = None
    at_most: float | None = None
    at_least: float | None = None
    off: float | None = None

    def mask(self, column: pl.Series) -> pl.Series:
        """Return which rows of a column it holds for; null where it cannot be told."""
        frame = column.alias("values").to_frame()
        values = pl.col("values")
        numbers, others = self._parted()
        # One by one: a whole column of another type of number has no list to be looked up in.
        parts = [values == one for one in numbers]
        # A date holds its midnight, and a time is looked for by its clock, whatever its unit is.
        clock = values.cast(pl.Datetime("us")) if column.dtype == pl.Date else values
        if isinstance(column.dtype, pl.Datetime):
            clock = values.dt.replace_time_zone(None).cast(pl.Datetime("us"))
        parts += [clock.is_in(others)] if others else []
        parts += [_compared(values, sign, bound) for sign, bound in self._bounds()]
        if self.off is not None:
            steps = values.cast(pl.Float64) / self.off
            parts.append((steps - steps.round()).abs() >= NEAR)
        missing = values.is_null()
        if column.dtype.is_float():
            missing |= values.is_nan().fill_null(value=False)
            parts = [part & values.is_not_nan() for part in parts]
        elif column.dtype == pl.String:
            missing |= (values == "").fill_null(value=False)
        parts += [missing] * self.missing + [~missing] * self.known
        if not parts:
            return pl.Series([False]).new_from_index(0, column.len())
        return frame.select(pl.any_horizontal(parts).fill_null(value=False)).to_series()

    def polars(self, name: str) -> str | None:
        """Return it as polars code; None where it takes more than an expression says."""
        column = column_text(name)
        numbers, others = self._parted()
        listed = ", ".join(map(_plain(text_of), others))
        parts = [f"{column} == {_plain(text_of)(one)}" for one in numbers]
        parts += [f"{column}.is_in([{listed}])"] if others else []
        parts += [f"{column} {sign} {_plain(text_of)(bound)}" for sign, bound in self._bounds()]
        if self.off is not None:
            steps = f"{column} / {self.off!r}"
            parts.append(f"({steps} - ({steps}).round()).abs() >= {NEAR!r}")
        parts += [f"{column}.is_nan()"] * self.nan + [f'{column} == ""'] * self.empty
        parts += [f"{column}.is_null()"] * self.missing + [f"{column}.is_not_null()"] * self.known
        return self._joined(parts, " | ")

    def sql(self, name: str) -> str | None:
        """Return it as SQL, with names in double quotes; None where it takes more than a clause says."""
        column = sql_column(name)
        listed = ", ".join(map(_plain(sql_text), self.values))
        parts = [f"{column} IN ({listed})"] if self.values else []
        parts += [f"{column} {sign} {_plain(sql_text)(bound)}" for sign, bound in self._bounds()]
        if self.off is not None:
            steps = f"{column} / {self.off!r}"
            parts.append(f"ABS({steps} - ROUND({steps})) >= {NEAR!r}")
        parts += [f"{column} = ''"] * self.empty
        parts += [f"{column} IS NULL"] * self.missing + [f"{column} IS NOT NULL"] * self.known
        return self._joined(parts, " OR ")

    def _parted(self) -> tuple[list[float], list[Value]]:
        """Return the numbers among the values, and the others."""
        numbers = [one for one in self.values if isinstance(one, float | int) and not isinstance(one, bool)]
        return numbers, [one for one in self.values if isinstance(one, bool | str | datetime)]

    def _bounds(self) -> list[tuple[str, float | datetime]]:
        of = (("<", self.below), (">", self.above), ("<=", self.at_most), (">=", self.at_least))
        return [(sign, bound) for sign, bound in of if bound is not None]

    def _joined(self, parts: list[str], between: str) -> str | None:
        moments = any(isinstance(one, date) for one in (*self.values, *(end for _, end in self._bounds())))
        if moments or not parts:
            return None  # a time's zone would have to be told, too
        return parts[0] if len(parts) == 1 else between.join(f"({part})" for part in parts)


def _compared(values: pl.Expr, sign: str, bound: float | datetime) -> pl.Expr:
    match sign:
        case "<":
            return values < bound
        case ">":
            return values > bound
        case "<=":
            return values <= bound
        case _:
            return values >= bound


def _plain(write: Callable[[str | float | bool | None], str]) -> Callable[[Value], str]:
    """Return a writer of values that has no times to write: `_joined` refuses these."""
    return lambda value: "" if isinstance(value, datetime) else write(value)
