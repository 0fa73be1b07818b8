"""Format changes: identifiers, codes and dates as text follow another pattern than before."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from drift.faults.breaker import Breaker, Changed, Request
from drift.faults.values import known, mask_of, merged

if TYPE_CHECKING:
    from collections.abc import Callable

SHARES_OF_FORMATS = (1.0, 0.2, 0.05)
LEAST_LIKE = 0.9  # of the values have to be written in the way that is left
LEAST_DISTINCT = 50  # texts: fewer are levels, whose names have a fault of their own
SEPARATOR = r"[-_/.:]"
DATE = r"^\d{4}-\d{2}-\d{2}$"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewriting:
    """Another way to write a text, and what is like the way that is left."""

    variant: str
    meaning: str
    like: str
    rewrite: Callable[[pl.Expr], pl.Expr]


REWRITINGS = (
    Rewriting(
        variant="separators dropped",
        meaning="identifiers came without the marks between their parts",
        like=rf"\w{SEPARATOR}\w",
        rewrite=lambda text: text.str.replace_all(SEPARATOR, ""),
    ),
    Rewriting(
        variant="other separators",
        meaning="identifiers came with other marks between their parts",
        like=r"\w-\w",
        rewrite=lambda text: text.str.replace_all("-", "_", literal=True),
    ),
    Rewriting(
        variant="prefix dropped",
        meaning="identifiers came without the letters before their number",
        like=r"^[A-Za-z]+[-_]?\d",
        rewrite=lambda text: text.str.replace(r"^[A-Za-z]+[-_]?", ""),
    ),
    Rewriting(
        variant="lower case",
        meaning="identifiers came in lower case",
        like=r"^[^a-z]*[A-Z][^a-z]*$",
        rewrite=lambda text: text.str.to_lowercase(),
    ),
    Rewriting(
        variant="in brackets",
        meaning="texts came within braces",
        like=r"^\w",
        rewrite=lambda text: pl.format("{}{}{}", pl.lit("{"), text, pl.lit("}")),
    ),
    Rewriting(
        variant="days first",
        meaning="dates as text came with the day first",
        like=DATE,
        rewrite=lambda text: text.str.replace(r"^(\d{4})-(\d{2})-(\d{2})$", "$3/$2/$1"),
    ),
    Rewriting(
        variant="compact dates",
        meaning="dates as text came without the marks between their parts",
        like=DATE,
        rewrite=lambda text: text.str.replace_all("-", "", literal=True),
    ),
)


def _change(request: Request, *, how: Rewriting) -> Changed:
    values = request.values
    rows = request.chosen(known(values) & mask_of(values.str.contains(how.like)))
    written = values.to_frame().select(how.rewrite(pl.col("values")).alias("values")).to_series()
    return request.changed(merged(values, written, rows), rows, {})


def _fits(request: Request, *, how: Rewriting) -> bool:
    values = request.values
    if values.dtype != pl.String or values.n_unique() < LEAST_DISTINCT:
        return False
    like = mask_of(values.str.contains(how.like))
    return bool(like.sum() >= LEAST_LIKE * max(int(known(values).sum()), 1))


FORMATS = tuple(
    Breaker(
        fault="format_change",
        variant=how.variant,
        meaning=how.meaning,
        kinds=("identifier", "text", "category"),
        change=partial(_change, how=how),
        fits=partial(_fits, how=how),
        shares=SHARES_OF_FORMATS,
        accepts=("renamed_category",),  # of a category's levels, one by one, that says the same
        also=("new_category", "lost_category"),
    )
    for how in REWRITINGS
)
