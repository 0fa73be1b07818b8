"""The key: the columns that together name a row, by design and not by chance.

A measurement can be another in every row of a table, and repeat in the next. So beside being unique, the
values must be such that repeats would be expected if they fell at random: times on a grid, numbers of a
small range, or one row of each station an hour. Names and texts that are built alike say it, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from drift.profile.kind import MIN_EXPECTED_REPEATS
from drift.propose.asides import row_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from drift.propose.seen import Seen

MAX_COLUMNS: Final = 3  # of a key
MAX_PARTS: Final = 12  # columns of which keys are put together: 298 sets of up to three
MAX_CANDIDATES: Final = 8  # sets that are looked at in all rows
PART_WORDS: Final = frozenset(
    {"id", "key", "station", "store", "shop", "origin", "site", "sensor", "device", "line", "code", "user"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyGuess:
    """The columns of a key, and why."""

    names: tuple[str, ...]
    why: str


def key_candidates(
    columns: Sequence[Seen], rows: int, samples: Iterable[pl.DataFrame]
) -> tuple[KeyGuess, ...]:
    """Return sets of columns that may be a key, the likeliest first; all rows have to confirm it.

    Parameters
    ----------
    columns : sequence of Seen
        All columns, in the order of the data.
    rows : int
        How many rows there are.
    samples : iterable of DataFrame
        Some rows: a set that repeats in one of these is none.
    """
    tables = [table for table in samples if table.height]
    # What numbers the rows is written anew by each export: a row that is sent twice has two numbers.
    whole = [
        one
        for one in columns
        if not one.column.nulls and not one.constant and one.column.valid and not row_number(one, rows)
    ]
    singles = [
        KeyGuess(names=(one.name,), why=why) for one in whole if (why := _single(one, rows)) is not None
    ]
    singles.sort(key=lambda guess: not _named(guess.names[0], whole))
    found = [guess for guess in singles if _unique(guess.names, tables)]
    if found:
        return tuple(found[:MAX_CANDIDATES])
    parts = sorted((one for one in whole if _is_part(one, rows)), key=_order)[:MAX_PARTS]
    for size in range(2, MAX_COLUMNS + 1):
        for chosen in combinations(parts, size):
            if _by_design(chosen, tables) and _unique(tuple(one.name for one in chosen), tables):
                names = tuple(one.name for one in columns if one in chosen)
                found.append(KeyGuess(names=names, why="together another value in every row"))
        if found:
            break
    return tuple(found[:MAX_CANDIDATES])


def _single(one: Seen, rows: int) -> str | None:
    """Return why a column alone may name a row; None where it cannot."""
    if one.kind.kind == "identifier":
        return one.kind.reason
    if one.family == "time" and not one.sensitive:
        detail = one.column.time
        if detail.step and detail.lowest is not None and detail.highest is not None:
            places = _places(one)
            if rows * (rows - 1) / 2 / places >= MIN_EXPECTED_REPEATS:
                return "another time in every row, though times at random would repeat"
    return None


def _places(one: Seen) -> float:
    """Return how many times there are on the grid of a column of times, from its first to its last."""
    detail = one.column.time
    low, high = detail.lowest or 0, detail.highest or 0
    return (high - low) / _step(one) + 1


def _step(one: Seen) -> int:
    """Return the grid of a column of times in microseconds: a whole day for dates."""
    return max(one.column.time.step, 86_400_000_000 if one.dtype == "Date" else 1)


def _is_part(one: Seen, rows: int) -> bool:
    """Return whether a column may be a part of a key: times, names of things, whole numbers that repeat."""
    if one.family == "time":
        return not one.sensitive
    if one.family == "text":
        return one.kind.kind in {"category", "identifier"} and one.column.text.distinct.estimate < rows
    numbers = one.has_numbers and one.whole
    return numbers and (one.kind.kind == "identifier" or bool(PART_WORDS & set(one.words)))


def _order(one: Seen) -> tuple[bool, bool]:
    """Return what puts parts in order: times first, then what is named as a part of a key."""
    return one.family != "time", not PART_WORDS & set(one.words)


def _by_design(chosen: Sequence[Seen], tables: Sequence[pl.DataFrame]) -> bool:
    """Return whether the last column, if it fell at random, would repeat within the others.

    Of pairs of rows that agree in the others, as many agree in the last, too, as two rows taken at
    random do. What is seen in some rows is expected in proportion, at most: so this asks for no less.
    """
    *others, last = (one.name for one in chosen)
    for table in tables:
        if not {*others, last} <= set(table.columns):
            continue
        pairs = _pairs(table, others)
        agreeing = _pairs(table, [last]) / max(1.0, table.height * (table.height - 1) / 2)
        if pairs * agreeing >= MIN_EXPECTED_REPEATS:
            return True
    return False


def _pairs(table: pl.DataFrame, names: Sequence[str]) -> float:
    """Return how many pairs of rows agree in some columns."""
    counts = key_hashes(table, names).value_counts()["count"].to_numpy().astype(np.float64)
    return float((counts * (counts - 1) / 2).sum())


def _unique(names: tuple[str, ...], tables: Iterable[pl.DataFrame]) -> bool:
    return all(
        key_hashes(table, names).n_unique() == table.height
        for table in tables
        if {*names} <= set(table.columns)
    )


def key_hashes(table: pl.DataFrame, names: Sequence[str]) -> pl.Series:
    """Return a hash of some columns for each row: 64 bits, so that of a million rows none agree by chance."""
    columns = {str(place): table.get_column(name) for place, name in enumerate(names)}
    return pl.DataFrame(columns).hash_rows(seed=0).alias("key")


def _named(name: str, columns: Iterable[Seen]) -> bool:
    words = next(one.words for one in columns if one.name == name)
    return bool(words) and words[-1] in {"id", "key", "uuid", "guid", "nr", "no", "number"}


def repeated(hashes: Mapping[tuple[str, ...], Sequence[pl.Series]]) -> dict[tuple[str, ...], int]:
    """Return how many rows repeat a key that another has, for each set of columns.

    Parameters
    ----------
    hashes : mapping of tuple of str to sequence of Series
        The `key_hashes` of all rows, in as many parts as they were read in.
    """
    found = {}
    for names, parts in hashes.items():
        together = pl.concat(parts) if parts else pl.Series("key", [], dtype=pl.UInt64)
        found[names] = together.len() - together.n_unique()
    return found
