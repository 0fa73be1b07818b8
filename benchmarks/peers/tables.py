"""Tables for the peers: columns of one world, whatever the seed, and what is done to some of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NORMALS: Final = "normal features"
FIFTIES: Final = "features of 50 categories"
CATEGORIES: Final = 50
_NULLS, _ZEROS, _LOWER_PEAK, _MEMBERS = 0.01, 0.6, 0.5, 0.3  # shares of rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is done to one column of the live table.

    Attributes
    ----------
    name : str
        What it is called.
    column : str
        Whose.
    changed : callable
        Takes the column, and returns what it becomes.
    told : str
        A regular expression, without regard to case, that is found in what a library says of the column if
        it says what happened, and not only how far it is off.
    """

    name: str
    column: str
    changed: Callable[[pl.Expr], pl.Expr]
    told: str


def _every(times: int) -> pl.Expr:
    """Return whether a row is one of every so many."""
    return pl.int_range(pl.len()) % times == 0


FAULTS: Final = (
    Fault(
        name="all rows × 1,000",
        column="seconds",
        changed=lambda x: x * 1000,
        told=r"by 1,?000\b|millisecond",
    ),
    Fault(
        name="20 % of rows × 1,000",
        column="trip_seconds",
        changed=lambda x: pl.when(_every(5)).then(x * 1000).otherwise(x),
        told=r"by 1,?000\b|millisecond",
    ),
    Fault(
        name="5 % of rows × 1,000",
        column="wait_seconds",
        changed=lambda x: pl.when(_every(20)).then(x * 1000).otherwise(x),
        told=r"by 1,?000\b|millisecond",
    ),
    Fault(name="°F for °C", column="celsius", changed=lambda x: x * 1.8 + 32, told=r"fahrenheit|\b1\.8\b|°F"),
    Fault(
        name="nulls 1 % to 30 %",
        column="amount",
        # Never in a row that another fault is in, which some libraries would leave out with its nulls.
        changed=lambda x: pl.when((pl.int_range(pl.len()) % 10).is_between(1, 3)).then(None).otherwise(x),
        told=r"null|missing|\bnan",
    ),
    Fault(
        name="5 % filled with -1",
        column="price",
        changed=lambda x: pl.when(_every(20)).then(-1.0).otherwise(x),
        told=r"-1\b.*took over|sentinel|filled",
    ),
    Fault(
        name="clipped at the 90 % quantile",
        column="distance",
        changed=lambda x: x.clip(upper_bound=x.quantile(0.9)),
        told=r"clip|\bcut\b",
    ),
    Fault(
        name="mean shifted by 0.5 sd",
        column="shifted",
        changed=lambda x: x + 0.5,
        told=r"shift|\bmean_|location",
    ),
    Fault(
        name="spread × 1.2",
        column="score",
        changed=lambda x: (x - x.mean()) * 1.2 + x.mean(),
        told=r"spread|variance|\bstd_|scale",
    ),
    Fault(name="sign flipped", column="profit", changed=lambda x: -x, told=r"\bsign"),
    Fault(
        name="frozen at one value",
        column="level",
        changed=lambda x: x.median(),
        told=r"frozen|constant|stopped varying|one value|single value",
    ),
    Fault(
        name="2 % in a new category",
        column="city",
        changed=lambda x: pl.when(_every(50)).then(pl.lit("Atlantis")).otherwise(x),
        told=r"new.categor|atlantis|unseen|unknown_label",
    ),
    Fault(
        name="categories in upper case",
        column="device",
        changed=lambda x: x.str.to_uppercase(),
        told=r"\bcase\b|variant|renamed",
    ),
)
AS_TEXT: Final = Fault(
    name="numbers as text",
    column="amount",
    changed=lambda x: x.cast(pl.String),
    told=r"\btext\b|\bstring\b|data type",
)
LOST: Final = Fault(
    name="column lost",
    column="amount",
    changed=lambda _: pl.lit(None),  # and then left out
    told=r"missing|dropped|lost|no column|not in",
)
ALONE: Final = (AS_TEXT, LOST)  # each in a table of its own, for some libraries end with an error


def steady(rows: int, seed: Sequence[int], columns: int = 10) -> pl.DataFrame:
    """Return normal features, and as many of 50 categories whose shares fall as one over their rank."""
    random = np.random.default_rng(seed)
    normals = {f"normal {place}": random.normal(size=rows) for place in range(columns)}
    fifties = {f"category {place}": _skewed(random, rows, CATEGORIES) for place in range(columns)}
    return pl.DataFrame(normals | fifties)


def groups_of(frame: pl.DataFrame) -> dict[str, list[str]]:
    """Return the columns of a steady table by kind."""
    return {
        NORMALS: [name for name in frame.columns if name.startswith("normal ")],
        FIFTIES: [name for name in frame.columns if name.startswith("category ")],
    }


def features(rows: int, seed: Sequence[int]) -> pl.DataFrame:
    """Return 26 features: 19 numbers, six categories, a boolean, and 1 % of nulls in each."""
    random = np.random.default_rng(seed)
    values = {
        "seconds": random.lognormal(4, 1, rows).round(1),
        "trip_seconds": random.lognormal(5, 0.8, rows).round(1),
        "wait_seconds": random.lognormal(4, 0.7, rows).round(1),
        "celsius": random.normal(12, 8, rows).round(1),
        "amount": random.gamma(2, 30, rows).round(2),
        "price": random.gamma(3, 20, rows).round(2),
        "distance": random.gamma(2, 5, rows).round(2),
        "shifted": random.normal(size=rows),
        "score": random.beta(2, 5, rows),
        "balance": random.standard_t(5, rows) * 100,
        "profit": (random.gamma(3, 20, rows) - 30).round(2),
        "level": random.normal(40, 4, rows),
        "city": random.choice(
            ["Porto", "Lisbon", "Braga", "Faro", "Évora"], rows, p=[0.4, 0.3, 0.15, 0.1, 0.05]
        ),
        "device": random.choice(["phone", "tablet", "laptop"], rows, p=[0.6, 0.1, 0.3]),
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


def broken(frame: pl.DataFrame, faults: Sequence[Fault]) -> pl.DataFrame:
    """Return the table with each fault in its column; a lost column is left out."""
    changed = frame.with_columns(one.changed(pl.col(one.column)).alias(one.column) for one in faults)
    return changed.drop(one.column for one in faults if one is LOST)


def _skewed(random: np.random.Generator, rows: int, levels: int) -> pl.Series:
    """Return levels whose shares fall as one over their rank."""
    shares = 1 / np.arange(1, levels + 1)
    names = pl.Series([f"level {place:03d}" for place in range(levels)])
    return names.gather(random.choice(levels, rows, p=shares / shares.sum()))
