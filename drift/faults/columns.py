"""Columns that went, came, were renamed, or carry each other's values."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from drift.faults.breaker import ALL_ROWS, Breaker, Changed, Request
from drift.faults.values import gap, is_number, known, level_shares, numbers, table_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from drift.faults.values import Mask

ANY_KIND = ("number", "category", "text", "identifier", "time", "boolean")
NEW_NAMES = ("new_feature", "new_feature_2", "new_feature_3")
LEAST_GAP = 0.3  # between two columns, for their exchange to be seen
MAX_LEVELS = 200  # of a text column whose exchange is seen by its levels


def _all(frame: pl.DataFrame) -> Mask:
    return np.ones(frame.height, np.bool_)


def _drop(request: Request) -> Changed:
    left = table_of(
        (name, request.frame.get_column(name)) for name in request.frame.columns if name != request.column
    )
    return _table(request, left, {}, (request.column,))


def _add(request: Request) -> Changed:
    """Let a column come whose values are even between 0 and 1, as no other column's are."""
    name = next(one for one in NEW_NAMES if one not in request.frame.columns)
    came = pl.Series(name, request.rng.random(request.frame.height))
    return _table(request, table_of([*_columns(request.frame), (name, came)]), {}, (name,))


def _rename(request: Request, *, to: Callable[[str], str]) -> Changed:
    new = to(request.column)
    renamed = table_of(
        (new if name == request.column else name, values) for name, values in _columns(request.frame)
    )
    return _table(request, renamed, {"from": request.column, "to": new}, (request.column, new))


def _suffixed(name: str) -> str:
    return f"{name}_v2"


def _foreign(_: str) -> str:
    return "feature_x"


def _columns(frame: pl.DataFrame) -> list[tuple[str, pl.Series]]:
    return [(name, frame.get_column(name)) for name in frame.columns]


def _table(
    request: Request, frame: pl.DataFrame, parameters: dict[str, str], columns: tuple[str, ...]
) -> Changed:
    return Changed(
        frame=frame,
        rows=_all(request.frame),
        parameters=dict(parameters),
        share=ALL_ROWS,
        columns=columns,
    )


def _more_than_one(request: Request) -> bool:
    return request.frame.width > 1


def _has_values(request: Request) -> bool:
    return bool(known(request.values).any())


def _room(request: Request) -> bool:
    return any(name not in request.frame.columns for name in NEW_NAMES)


def _partner(request: Request) -> str | None:
    """Return the next column of the same type whose values are clearly others."""
    names = request.frame.columns
    place = names.index(request.column)
    for name in (*names[place + 1 :], *names[:place]):
        other = request.frame.get_column(name).alias("values")
        if other.dtype == request.values.dtype and _apart(request.values, other) >= LEAST_GAP:
            return name
    return None


def _apart(one: pl.Series, other: pl.Series) -> float:
    """Return how far two columns of one type are apart, 0 to 1; 0 of types that are not compared."""
    if is_number(one):
        return gap(numbers(one), numbers(other)) if min(numbers(one).size, numbers(other).size) else 0.0
    if one.dtype != pl.String or max(one.n_unique(), other.n_unique()) > MAX_LEVELS:
        return 0.0
    mine, theirs = level_shares(one), level_shares(other)
    return sum(abs(mine.get(name, 0) - theirs.get(name, 0)) for name in {*mine, *theirs}) / 2


def _swap(request: Request) -> Changed:
    other = _partner(request) or request.column
    places = {request.column: other, other: request.column}
    swapped = table_of(
        (name, request.frame.get_column(places.get(name, name))) for name in request.frame.columns
    )
    return _table(request, swapped, {"with": other}, (request.column, other))


def _has_partner(request: Request) -> bool:
    return _partner(request) is not None


def _shift(request: Request) -> Changed:
    """Move this and all later columns of the same type by one, the last one's values to the first."""
    names = _followers(request)
    sources = dict(zip(names, [names[-1], *names[:-1]], strict=True))
    moved = table_of(
        (name, request.frame.get_column(sources.get(name, name))) for name in request.frame.columns
    )
    return _table(request, moved, {"with": sources[request.column]}, tuple(names))


def _followers(request: Request) -> list[str]:
    place = request.frame.columns.index(request.column)
    return [
        name for name in request.frame.columns[place:] if request.frame.schema[name] == request.values.dtype
    ]


def _shifts(request: Request) -> bool:
    names = _followers(request)
    if len(names) <= 2:  # noqa: PLR2004 - two columns are swapped
        return False
    values = [request.frame.get_column(name).alias("values") for name in names]
    return all(
        _apart(one, other) >= LEAST_GAP
        for one, other in zip(values, [*values[-1:], *values[:-1]], strict=True)
    )


COLUMNS = (
    Breaker(
        fault="missing_column",
        variant="dropped",
        meaning="the column went",
        kinds=ANY_KIND,
        change=_drop,
        fits=_more_than_one,
    ),
    Breaker(
        fault="new_column",
        variant="added",
        meaning="a column came that was not there before",
        kinds=(),
        change=_add,
        fits=_room,
    ),
    Breaker(
        fault="renamed_column",
        variant="suffix",
        meaning="the column came under its name with a suffix",
        kinds=ANY_KIND,
        change=partial(_rename, to=_suffixed),
        fits=_has_values,
        also=("missing_column", "new_column"),
    ),
    Breaker(
        fault="renamed_column",
        variant="another name",
        meaning="the column came under a name that tells nothing",
        kinds=("number", "category", "identifier"),
        change=partial(_rename, to=_foreign),
        fits=_has_values,
        also=("missing_column", "new_column"),
    ),
    Breaker(
        fault="swapped_columns",
        variant="exchanged",
        meaning="two columns carry each other's values",
        kinds=("number", "category"),
        change=_swap,
        fits=_has_partner,
    ),
    Breaker(
        fault="swapped_columns",
        variant="moved by one",
        meaning="columns carry the values of their left neighbours, as in a broken CSV file",
        kinds=("number", "category"),
        change=_shift,
        fits=_shifts,
    ),
)
