"""Levels that came or went, were merged or split."""

from __future__ import annotations

import polars as pl

from drift.faults.breaker import PARTS, Breaker, Changed, Request
from drift.faults.values import Mask, known, level_shares

NEW_LEVEL = "brand new"
MAX_LEVELS = 200  # of a column that is a category and no free text
LEAST_LOST = 0.02  # the share of a level that is missed when it goes
LEAST_LEVELS = 2


def _levels(request: Request) -> dict[str, float]:
    return level_shares(request.values) if request.values.dtype == pl.String else {}


def _is(values: pl.Series, level: str) -> Mask:
    found: Mask = (values == level).fill_null(value=False).to_numpy()
    return found


def _on(values: pl.Series, rows: Mask, level: str) -> pl.Series:
    return (
        pl.select(pl.when(pl.Series(rows)).then(pl.lit(level)).otherwise(values)).to_series().alias("values")
    )


def _come(request: Request) -> Changed:
    rows = request.chosen(known(request.values))
    return request.changed(_on(request.values, rows, NEW_LEVEL), rows, {"levels": [NEW_LEVEL]})


def _lost_level(request: Request) -> str | None:
    """Return the second most frequent level that is frequent enough; the first may be all that there is."""
    frequent = [level for level, share in _levels(request).items() if share >= LEAST_LOST]
    return frequent[1] if len(frequent) >= LEAST_LEVELS else None


def _go(request: Request) -> Changed:
    values, gone = request.values, _lost_level(request) or ""
    rows = _is(values, gone)
    others = values.filter(pl.Series(known(values) & ~rows))
    drawn = others.gather(request.rng.integers(0, len(others), len(values)))
    return request.changed(drawn.zip_with(pl.Series(rows), values), rows, {"levels": [gone]})


def _merge(request: Request) -> Changed:
    values, gone = request.values, _lost_level(request) or ""
    rows = _is(values, gone)
    into = next(iter(_levels(request)))
    return request.changed(_on(values, rows, into), rows, {"levels": [gone]})


def _split(request: Request) -> Changed:
    values, parted = request.values, _lost_level(request) or ""
    rows = _is(values, parted)
    first = rows & (request.rng.random(len(values)) < 1 / 2)
    names = [f"{parted} one", f"{parted} two"]
    split = _on(_on(values, first, names[0]), rows & ~first, names[1])
    return request.changed(split, rows, {"levels": names})


def _is_category(request: Request) -> bool:
    levels = _levels(request)
    return LEAST_LEVELS <= len(levels) <= MAX_LEVELS and NEW_LEVEL not in levels


def _has_a_level_to_lose(request: Request) -> bool:
    levels = _levels(request)
    return LEAST_LEVELS < len(levels) <= MAX_LEVELS and _lost_level(request) is not None


LEVELS = (
    Breaker(
        fault="new_category",
        variant="a new level",
        meaning="a level came that was not there before",
        kinds=("category",),
        change=_come,
        fits=_is_category,
        shares=PARTS,
        accepts=("sentinel",),
        also=("shape",),
    ),
    Breaker(
        fault="lost_category",
        variant="a level went",
        meaning="a level came no more, and its rows are among the others",
        kinds=("category",),
        change=_go,
        fits=_has_a_level_to_lose,
    ),
    Breaker(
        fault="lost_category",
        variant="merged",
        meaning="a level is now counted with the most frequent one",
        kinds=("category",),
        change=_merge,
        fits=_has_a_level_to_lose,
        accepts=("renamed_category",),
    ),
    Breaker(
        fault="new_category",
        variant="split",
        meaning="a level came as two new ones",
        kinds=("category",),
        change=_split,
        fits=_has_a_level_to_lose,
        accepts=("renamed_category",),
        also=("lost_category",),
    ),
)
