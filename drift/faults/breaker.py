"""What a breaker is: one way to break a table on purpose, with the truth about what it did.

A breaker is a frozen value. It never changes the table it is given, and draws only from the generator
it is given, so the same seed breaks the same rows in the same way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from drift.errors import ColumnNotFoundError, UsageError
from drift.faults.values import Mask, replaced

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

ALL_ROWS = 1.0
SHARES = (1.0, 0.2, 0.05, 0.01)  # of the rows, where a part of them may be broken
PARTS = (0.2, 0.05, 0.01)  # for faults that are another one, or none, where all rows have them

NOTHING_BROKEN = "nothing was broken"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Request:
    """A table, one of its columns, what draws, and the share of rows that is wanted."""

    frame: pl.DataFrame
    column: str
    rng: np.random.Generator
    share: float = ALL_ROWS

    @property
    def values(self) -> pl.Series:
        """The column's values, under a name that polars takes for no pattern."""
        return self.frame.get_column(self.column).alias("values")

    def chosen(self, among: Mask) -> Mask:
        """Return `share` of the rows among these, at random, the nearest whole number but at least one."""
        places = np.flatnonzero(among)
        rows = np.zeros(self.frame.height, np.bool_)
        if places.size:
            many = max(1, round(self.share * places.size))
            rows[places if many == places.size else self.rng.choice(places, many, replace=False)] = True
        return rows

    def changed(
        self, values: pl.Series, rows: Mask, parameters: dict[str, Any], *, share: float | None = None
    ) -> Changed:
        """Return the table with these values in the column, on these rows alone where the types agree."""
        known = int(self.values.is_not_null().sum())
        return Changed(
            frame=replaced(self.frame, self.column, values),
            rows=rows,
            parameters=parameters,
            share=int(rows.sum()) / known if share is None and known else share or 0.0,
            columns=(self.column,),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Changed:
    """What a way to break made of a table: see `Broken` for the same names."""

    frame: pl.DataFrame
    rows: Mask
    parameters: dict[str, Any]
    share: float
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Broken:
    """A broken table, and the truth about it.

    Attributes
    ----------
    frame : polars.DataFrame
        The table; columns that are not in `columns` are as they were.
    fault : str
        The fault of the catalogue that a diagnosis should name.
    variant : str
        Which way of it.
    columns : tuple of str
        The columns concerned, by the names that reference or batch have for them. Whoever blames
        another one is wrong. Empty where the fault is of the batch.
    parameters : dict
        The parameters of the diagnosis, as far as the break decides them; JSON values only.
    share : float
        The share of rows that really are concerned, 0 to 1: of those that hold a value, or of all rows
        where values went missing or rows repeat.
    rows : bool array of shape (rows of `frame`,)
        Which rows are concerned.
    accepts : tuple of str
        Other faults that name the same as well.
    also : tuple of str
        Faults that come with this one, which a diagnosis may say beside it.
    """

    frame: pl.DataFrame
    fault: str
    variant: str
    columns: tuple[str, ...]
    parameters: dict[str, Any]
    share: float
    rows: Mask
    accepts: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaker:
    """One way to break a table.

    Attributes
    ----------
    fault : str
        The fault of the catalogue that it is.
    variant : str
        Which way of it, in a few words: ``× 1000``, ``upper case``.
    meaning : str
        What happened, in a sentence that a person understands.
    kinds : tuple of str
        The kinds of columns that it makes sense for, as a reference has them; empty where it is of the
        batch as a whole and `breaks` takes any column.
    change : callable
        What it does.
    fits : callable
        Whether a column is one that this can happen to and be seen in: no sign is flipped where values
        are symmetric, nothing is rounded that is whole.
    shares : tuple of float
        The shares of rows that it makes sense for.
    needs : str
        What the config has to say for a check to look for it: a key of the config, or nothing.
    accepts, also : tuple of str
        See `Broken`.
    """

    fault: str
    variant: str
    meaning: str
    kinds: tuple[str, ...]
    change: Callable[[Request], Changed]
    fits: Callable[[Request], bool]
    shares: tuple[float, ...] = (ALL_ROWS,)
    needs: str = ""
    accepts: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The fault and the variant."""
        return f"{self.fault}: {self.variant}"

    def applies_to(self, frame: pl.DataFrame, column: str, *, share: float = ALL_ROWS) -> bool:
        """Return whether breaking this column in this way makes sense.

        Parameters
        ----------
        frame : polars.DataFrame
            Healthy rows. A series alone will do: ``series.to_frame()``.
        column : str
            One of its columns.
        share : float
            The share of rows to break: what shows in all rows may not show in a few.
        """
        _require_column(frame, column)
        request = Request(frame=frame, column=column, rng=np.random.default_rng(0), share=share)
        return bool(share in self.shares and frame.height and self.fits(request))

    def breaks(
        self, frame: pl.DataFrame, column: str, rng: np.random.Generator, *, share: float = ALL_ROWS
    ) -> Broken:
        """Return the table broken in this way, and the truth about it.

        Parameters
        ----------
        frame : polars.DataFrame
            Healthy rows; they stay as they are.
        column : str
            The column to break.
        rng : numpy.random.Generator
            What draws rows and values.
        share : float
            The share of rows to break, above 0 and at most 1.

        Raises
        ------
        UsageError
            If the share is not within 0 and 1, or this does not make sense for the column.
        ColumnNotFoundError
            If there is no such column.

        Examples
        --------
        >>> import polars as pl
        >>> from drift.faults import breaker
        >>> frame = pl.DataFrame({"trip_seconds": [60.0, 90.0, 300.0]})
        >>> broken = breaker("unit_change: × 1000").breaks(frame, "trip_seconds", np.random.default_rng(1))
        >>> broken.frame["trip_seconds"].to_list(), broken.parameters
        ([60000.0, 90000.0, 300000.0], {'factor': 1000.0, 'offset': 0.0})
        """
        _require_column(frame, column)
        if not 0.0 < share <= ALL_ROWS:
            raise UsageError(
                f"{self.name}: a share of {share} of the rows cannot be broken",
                mend="give a share above 0 and at most 1",
                state=NOTHING_BROKEN,
            )
        request = Request(frame=frame, column=column, rng=rng, share=share)
        if not frame.height or not self.fits(request):
            raise UsageError(
                f"{self.name} makes no sense for `{column}`",
                seen=f"{frame.height:,} rows of {frame.schema[column]}",
                mend="ask `applies_to` first",
                state=NOTHING_BROKEN,
            )
        done = self.change(request)
        return Broken(
            frame=done.frame,
            fault=self.fault,
            variant=self.variant,
            columns=done.columns,
            parameters=done.parameters,
            share=done.share,
            rows=done.rows,
            accepts=self.accepts,
            also=self.also,
        )


def _require_column(frame: pl.DataFrame, column: str) -> None:
    if column not in frame.columns:
        raise ColumnNotFoundError(
            f"there is no column `{column}` to break",
            seen=", ".join(frame.columns[:20]),
            mend="name one of these",
            state=NOTHING_BROKEN,
        )
