"""Reconcile: what came in and never came out, and the reverse, by key."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from drift.errors import UsageError
from drift.log import account
from drift.log.journal import JOURNALS
from drift.record.reconciliation import Difference, Reconciliation, Shown, Side
from drift.run.key_counts import KeyCounts, pairs_of
from drift.sources.options import READ_ALL, ReadOptions
from drift.sources.source import open_source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drift.log import Account

SHOWN: Final = 10  # keys of each kind of difference
EXACT: Final = 2**53  # whole floats up to here are the integers that they look like


def reconcile(
    came_in: object,
    came_out: object,
    *,
    key: str | Sequence[str],
    rows: int = SHOWN,
    distinct: bool = False,
    options: ReadOptions = READ_ALL,
) -> Reconciliation:
    """Compare two tables by key: what came in and never came out, and the reverse.

    The same key in another physical type is the same: 7, 7.0 and "7". Memory is bounded; keys that do not
    fit into it go to files in the folder for temporary ones.

    Parameters
    ----------
    came_in, came_out : object
        Both tables, in any form that `fit` takes, and the folder of a `FeatureLog`.
    key : str or sequence of str
        The columns that make a key, called alike on both sides.
    rows : int
        How many keys of each kind of difference are shown.
    distinct : bool
        Whether a key may have another number of rows on the other side.
    options : ReadOptions
        How both sides are read.

    Returns
    -------
    Reconciliation
        Counts, and the first keys of each difference.

    Raises
    ------
    UsageError
        If no column is named, or one is nested.
    DriftError
        If a side cannot be read, or lacks a column of the key.

    Examples
    --------
    >>> import drift
    >>> import polars as pl
    >>> came_in = pl.DataFrame({"id": ["a", "b", "b", "c"]})
    >>> found = drift.reconcile(came_in, pl.DataFrame({"id": ["a", "b", "d"]}), key="id")
    >>> found.missing.keys, found.extra.keys, found.uneven.shown
    (1, 1, (Shown(key=('b',), came_in=2, came_out=1),))
    """
    names = (key,) if isinstance(key, str) else tuple(key)
    if not names or len(set(names)) < len(names):
        raise UsageError("a key is made of columns, each named once", mend='key="request_id", say')
    options = replace(options, columns=names)
    with tempfile.TemporaryDirectory(prefix="drift-") as folder:
        counts = []
        sides = []
        for place, table in (("in", came_in), ("out", came_out)):
            inside = Path(folder) / place
            inside.mkdir()
            counted = KeyCounts(str(inside), len(names))
            sides.append(_count(table, names, options, counted))
            counts.append(counted)
        return _compared(counts[0], counts[1], sides, names, rows, distinct=distinct)


def _count(table: object, names: tuple[str, ...], options: ReadOptions, counted: KeyCounts) -> Side:
    """Count the keys of a table, and return what is known of it so far."""
    source = open_source(table, options=options)
    name = str(table) if isinstance(table, (str, Path)) else source.names[0]
    rows = without = 0
    for batch in source.batches():
        keys = pl.DataFrame(
            [_as_text(name, batch.frame.get_column(one)).alias(str(place)) for place, one in enumerate(names)]
        )
        known = keys.drop_nulls()
        rows += keys.height
        without += keys.height - known.height
        counted.add(known)
    return Side(name=name, rows=rows, keys=0, repeated_keys=0, without_key=without, log=_log_of(table))


def _compared(
    came_in: KeyCounts,
    came_out: KeyCounts,
    sides: Sequence[Side],
    names: tuple[str, ...],
    shown: int,
    *,
    distinct: bool,
) -> Reconciliation:
    columns = [str(place) for place in range(len(names))]
    keys, repeated = [0, 0], [0, 0]
    kinds = {
        "missing": pl.col("out") == 0,
        "extra": pl.col("in") == 0,
        "uneven": (pl.col("in") != pl.col("out")) & (pl.col("in") > 0) & (pl.col("out") > 0),
    }
    found = dict.fromkeys(kinds, Difference())
    for pairs in pairs_of(came_in, came_out, columns):
        for place, side in enumerate(("in", "out")):
            keys[place] += int((pairs[side] > 0).sum())
            repeated[place] += int((pairs[side] > 1).sum())
        for kind, of_kind in kinds.items():
            found[kind] = _added(found[kind], pairs.filter(of_kind), columns, shown)
    one, other = (
        replace(side, keys=keys[place], repeated_keys=repeated[place]) for place, side in enumerate(sides)
    )
    return Reconciliation(key=names, came_in=one, came_out=other, distinct=distinct, **found)


def _added(so_far: Difference, pairs: pl.DataFrame, columns: list[str], shown: int) -> Difference:
    """Return a difference with the keys of one more part."""
    if not pairs.height:
        return so_far
    first = pairs.sort(columns).head(shown)
    more = [Shown(key=row[:-2], came_in=row[-2], came_out=row[-1]) for row in first.iter_rows()]
    return Difference(
        keys=so_far.keys + pairs.height,
        rows=so_far.rows + int((pairs["in"] - pairs["out"]).abs().sum()),
        shown=tuple(sorted([*so_far.shown, *more], key=lambda one: one.key)[:shown]),
    )


def _as_text(where: str, column: pl.Series) -> pl.Series:
    """Return a column of a key as text, the same for the same value in every type that can hold it."""
    dtype = column.dtype
    if dtype.is_float():
        number = pl.first()
        whole = (number == number.round()) & (number.abs() <= EXACT)
        text = (
            pl.when(whole)
            .then(number.cast(pl.Int64(), strict=False).cast(pl.String()))
            .when(number.is_not_nan())
            .then(number.cast(pl.Float64()).cast(pl.String()))
        )
        return column.to_frame().select(text).to_series()
    if isinstance(dtype, pl.Datetime):
        zoned = column if dtype.time_zone is None else column.dt.convert_time_zone("UTC")
        return zoned.dt.cast_time_unit("ns").dt.strftime("%Y-%m-%dT%H:%M:%S%.9f")
    if dtype == pl.Binary():
        return column.bin.encode("hex")
    if dtype.is_nested() or dtype == pl.Object():
        raise UsageError(
            f"{where}: the column `{column.name}` is nested, and makes no key", mend="name another"
        )
    return column.cast(pl.String())


def _log_of(table: object) -> Account | None:
    """Return what a feature log says of itself; None where the table is none."""
    if isinstance(table, (str, Path)) and (Path(table) / JOURNALS).is_dir():
        return account(table)
    return None
