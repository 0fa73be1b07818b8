"""Columns dealt at random into training and a batch, by their counts: exchangeable, and no row is read.

A population is the column of both tables together. Which of its rows are live is drawn without
replacement, so the live counts of its values are multivariate hypergeometric; what is left is training.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from drift.profile.cells import Cells, cells_of
from drift.profile.column import NumberDetail, TextDetail
from drift.profile.distinct import distinct_of
from drift.profile.keys import floats_of, mixed, text_keys
from drift.profile.kind import infer_kind
from drift.profile.step import ALL_ZERO, step_of
from drift.profile.table import Plan, profile_batch
from drift.profile.texts import LENGTH_CELLS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drift.profile.column import ColumnProfile
    from drift.profile.kind import KindName

KINDS: Final = frozenset({"number", "category", "boolean"})  # all that their counts tell


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Population:
    """A column of both tables together.

    Attributes
    ----------
    name : str
        What it is called.
    kind : str
        What it is.
    whole : ColumnProfile
        Its profile.
    level : int
        Low bits that its keys lack: above 0 only of numbers with too many values to be dealt one by one.
    keys, counts : arrays of shape (k,)
        Its values, or cells of them, and the rows of each.
    lengths : int64 array of shape (k,)
        Of a text's levels, their characters.
    """

    name: str
    kind: KindName
    whole: ColumnProfile
    level: int
    keys: NDArray[np.uint64]
    counts: NDArray[np.int64]
    lengths: NDArray[np.int64]

    def deal(self, random: np.random.Generator, rows: int) -> tuple[ColumnProfile, ColumnProfile]:
        """Return the profiles of training and of a batch of so many rows."""
        colours = np.concatenate([[self.whole.nulls], self.counts])
        live = random.multivariate_hypergeometric(colours, rows, method="marginals")
        return self._side(colours - live), self._side(live)

    def _side(self, colours: NDArray[np.int64]) -> ColumnProfile:
        held = np.flatnonzero(colours[1:])
        keys, counts = self.keys[held], colours[1:][held]
        limit = self.whole.cells.limit
        cells = cells_of(keys, counts, limit=limit)
        if self.level:
            cells = Cells(limit=limit, level=self.level, keys=keys, counts=counts)
        return replace(
            self.whole,
            rows=int(colours.sum()),
            nulls=int(colours[0]),
            cells=cells,
            detail=self._detail(held, keys, counts, cells),
        )

    def _detail(
        self, held: NDArray[np.intp], keys: NDArray[np.uint64], counts: NDArray[np.int64], cells: Cells
    ) -> NumberDetail | TextDetail | None:
        match self.whole.detail:
            case NumberDetail() as whole:
                values = floats_of(keys << np.uint64(self.level))
                return replace(
                    whole,
                    zeros=int(counts[values == 0].sum()),
                    lowest=float(values.min()) if values.size else None,
                    highest=float(values.max()) if values.size else None,
                    step=whole.step if self.level else step_of(values, known=ALL_ZERO),
                    distinct=distinct_of(mixed(keys), counts, limit=whole.distinct.limit),
                )
            case TextDetail() as whole:
                lengths = cells_of(self.lengths[held].astype(np.uint64), counts, limit=LENGTH_CELLS)
                distinct = distinct_of(keys, counts, limit=whole.distinct.limit)
                return replace(whole, lengths=lengths, distinct=distinct).named(cells)
            case _:
                return None


def population(name: str, values: pl.Series) -> Population | None:
    """Return the population of some values; None where they are of a kind whose counts do not tell all."""
    whole = profile_batch(pl.DataFrame({name: values}), Plan()).columns[name]
    kind = infer_kind(whole).kind
    if kind not in KINDS:
        return None
    level, keys, counts = whole.cells.level, whole.cells.keys, whole.cells.counts
    lengths = np.zeros(keys.size, np.int64)
    if whole.family == "text":
        hashes = text_keys(values)[values.is_not_null().to_numpy()]
        keys, counts = np.unique(hashes, return_counts=True)
        long = dict(zip(hashes.tolist(), values.drop_nulls().str.len_chars().to_list(), strict=True))
        level, lengths = 0, np.array([long[key] for key in keys.tolist()], np.int64)
    return Population(
        name=name, kind=kind, whole=whole, level=level, keys=keys, counts=counts, lengths=lengths
    )


def shapes(random: np.random.Generator, rows: int) -> dict[str, pl.Series]:
    """Return the made columns: tails, ties, zeros, few and many levels, rare and common nulls."""

    def levels(weights: NDArray[np.float64]) -> pl.Series:
        drawn = random.choice(weights.size, rows, p=weights / weights.sum())
        return pl.Series([f"level {place}" for place in drawn])

    def lacking(values: NDArray[np.float64], share: float) -> pl.Series:
        held = pl.Series(random.random(rows) >= share)
        return pl.select(pl.when(held).then(pl.Series(values))).to_series()

    falling = np.arange(1.0, 10_001)
    return {
        "normal": pl.Series(random.normal(10, 2, rows)),
        "log-normal": pl.Series(random.lognormal(1, 3, rows)),
        "Cauchy": pl.Series(random.standard_cauchy(rows)),
        "integers": pl.Series(random.integers(0, 500, rows)),
        "Poisson": pl.Series(random.poisson(7, rows)),
        "prices": pl.Series(np.round(random.lognormal(3, 0.8, rows), 2)),
        "nine in ten zero": pl.Series(np.where(random.random(rows) < 0.9, 0, random.exponential(50, rows))),  # noqa: PLR2004
        "0 or 1, 1 % ones": pl.Series((random.random(rows) < 0.01).astype(np.int64)),  # noqa: PLR2004
        "5 % null": lacking(random.gamma(3, 20, rows), 0.05),
        "2 levels": levels(np.array([0.6, 0.4])),
        "2 levels, 0.2 %": levels(np.array([0.998, 0.002])),
        "10 levels": levels(1 / falling[:10]),
        "100 levels, even": levels(np.ones(100)),
        "1,000 levels": levels(1 / falling[:1000]),
        "10,000 levels": levels(1 / falling),
        "10,000 levels, even": levels(np.ones(10_000)),
        "boolean": pl.Series(random.random(rows) < 0.3),  # noqa: PLR2004
        "99 % null": lacking(random.gamma(3, 20, rows), 0.99),
    }
