"""Pairs of tables for the peers: 20 columns that features have, unchanged, or with one column broken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

REFERENCE_ROWS: Final = 50_000
_NULLS, _ZEROS, _LOWER_PEAK, _MEMBERS = 0.01, 0.6, 0.5, 0.3  # shares of rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """What is done to one column of the live table."""

    name: str
    column: str
    changed: Callable[[pl.Expr], pl.Expr]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two files, and the column of the second that is broken; None where none is."""

    reference: Path
    live: Path
    broken: str | None
    called: str


_SOME: Final = pl.int_range(pl.len())  # the row's place, by which a share is chosen

BREAKS: Final = (
    Break(name="all rows x 1000", column="seconds", changed=lambda x: x * 1000),
    Break(
        name="5 % of rows x 1000",
        column="seconds",
        changed=lambda x: pl.when(_SOME % 20 == 0).then(x * 1000).otherwise(x),
    ),
    Break(name="°F for °C", column="celsius", changed=lambda x: x * 1.8 + 32),
    Break(
        name="nulls 1 % to 30 %",
        column="amount",
        changed=lambda x: pl.when(pl.lit(3) > _SOME % 10).then(None).otherwise(x),
    ),
    Break(
        name="5 % filled with -1",
        column="amount",
        changed=lambda x: pl.when(_SOME % 20 == 0).then(-1.0).otherwise(x),
    ),
    Break(
        name="clipped at the 90 % quantile",
        column="amount",
        changed=lambda x: x.clip(upper_bound=x.quantile(0.9)),
    ),
    Break(name="spread by 1.2", column="score", changed=lambda x: (x - x.mean()) * 1.2 + x.mean()),
    Break(name="sign flipped, symmetric", column="balance", changed=lambda x: -x),
    Break(name="frozen", column="score", changed=lambda x: x.first()),
    Break(
        name="2 % in a new category",
        column="city",
        changed=lambda x: pl.when(_SOME % 50 == 0).then(pl.lit("Atlantis")).otherwise(x),
    ),
    Break(name="categories in upper case", column="city", changed=lambda x: x.str.to_uppercase()),
    Break(name="numbers as text", column="amount", changed=lambda x: x.cast(pl.String)),
)


def write_pairs(folder: Path, rows: int, seeds: range, breaks: tuple[Break | None, ...]) -> Iterator[Pair]:
    """Write the tables, one reference a seed, and yield the pairs: `None` among the breaks is no break."""
    for seed in seeds:
        reference = folder / f"reference-{seed}.parquet"
        table(REFERENCE_ROWS, [seed, 0]).write_parquet(reference)
        clean = table(rows, [seed, 1])
        for place, one in enumerate(breaks):
            live = folder / f"live-{seed}-{rows}-{place}.parquet"
            rows_now = (
                clean
                if one is None
                else clean.with_columns(one.changed(pl.col(one.column)).alias(one.column))
            )
            rows_now.write_parquet(live)
            yield Pair(
                reference=reference,
                live=live,
                broken=None if one is None else one.column,
                called="no change" if one is None else one.name,
            )


def table(rows: int, seed: list[int]) -> pl.DataFrame:
    """Return rows of one world, whatever the seed: 14 numbers, five categories, a boolean, 1 % of nulls."""
    random = np.random.default_rng(seed)
    values = {
        "seconds": random.lognormal(4, 1, rows).round(1),
        "celsius": random.normal(12, 8, rows).round(1),
        "amount": random.gamma(2, 30, rows).round(2),
        "score": random.beta(2, 5, rows),
        "balance": random.standard_t(5, rows) * 100,
        "normal": random.normal(size=rows),
        "wide": random.lognormal(0, 2.5, rows),
        "exponential": random.exponential(3, rows),
        "integer": random.poisson(4, rows),
        "many zeros": np.where(random.random(rows) < _ZEROS, 0, random.exponential(10, rows)),
        "two peaks": np.where(
            random.random(rows) < _LOWER_PEAK, random.normal(0, 1, rows), random.normal(8, 1, rows)
        ),
        "uniform": random.uniform(0, 1, rows),
        "rating": random.choice([1, 2, 3, 4, 5], rows, p=[0.05, 0.1, 0.2, 0.4, 0.25]),
        "age": random.normal(45, 15, rows).clip(18, 99).astype(int),
        "city": random.choice(
            ["Porto", "Lisbon", "Braga", "Faro", "Évora"], rows, p=[0.4, 0.3, 0.15, 0.1, 0.05]
        ),
        "device": random.choice(["phone", "tablet", "laptop"], rows, p=[0.6, 0.1, 0.3]),
        "plan": random.choice(["free", "basic", "pro"], rows, p=[0.7, 0.2, 0.1]),
        "shop": _skewed(random, rows, 50),
        "product": _skewed(random, rows, 300),
        "member": random.random(rows) < _MEMBERS,
    }
    frame = pl.DataFrame(values)
    return frame.with_columns(
        pl.when(pl.Series(random.random(rows) < _NULLS)).then(None).otherwise(pl.col(name)).alias(name)
        for name in frame.columns
    )


def _skewed(random: np.random.Generator, rows: int, levels: int) -> pl.Series:
    """Return levels whose shares fall as one over their rank."""
    shares = 1 / np.arange(1, levels + 1)
    return pl.Series(random.choice(levels, rows, p=shares / shares.sum())).cast(pl.String)
