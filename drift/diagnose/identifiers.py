"""Identifiers that are none any more: one value took rows, they are below zero, or have decimals.

Running and unique numbers are never compared as distributions, for live ones are always later. But each
of them stands in one row, none is below zero where training had none, and whole ones stay whole. No
passage of time explains that these do not, and chance is excluded by the exact test of two shares.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from drift.compare.share import share_p_value
from drift.diagnose.diagnosis import Diagnosis, RunnerUp
from drift.diagnose.expression import column_text, text_of
from drift.profile.level_names import NAME_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from drift.profile.sample import Sample

LEAST_SHARE = 0.01  # of the rows that one value holds: fewer are repeats, of which another check tells
OF_ALL_REPEATS = 0.5  # are of that one value: where many repeat, none took over
MIN_VALUES = 5  # different ones that tell a map from a default
NEARLY_ALL = 0.98  # of the values
MOST_CHANGED = 0.9  # of the rows have decimals where all were transformed: roots of a few are whole
WHOLE = 1e-3  # how far a number that was computed from a whole one and back may be from it
CENTRED, SCALED = 0.05, 0.05  # how far a standardised batch's mean and deviation may be from 0 and 1
_WORDS = {
    "log": "as their logarithms",
    "log10": "as their decimal logarithms",
    "sqrt": "as their square roots",
    "standardised": "less their mean, in standard deviations",
    "min-max": "with their range brought to 0 to 1",
}
# What may have been done to whole numbers, by the name of the transform, and what brings them back.
_BACK: tuple[tuple[str, Callable[[NDArray[np.float64]], NDArray[np.float64]]], ...] = (
    ("log", np.exp),
    ("log10", lambda values: np.power(10.0, values)),
    ("sqrt", np.square),
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Held:
    """The identifiers of the sampled rows of one side.

    Attributes
    ----------
    values : Series of k values
        Different ones, texts or floats, in order.
    rows, kinds : int64 arrays of shape (k,)
        The rows that hold each, and how many of these differ in another column.
    alone : bool
        Whether there is no other column.
    """

    values: pl.Series
    rows: NDArray[np.int64]
    kinds: NDArray[np.int64]
    alone: bool

    @property
    def total(self) -> int:
        """All rows that hold a value."""
        return int(self.rows.sum())

    @property
    def numbers(self) -> NDArray[np.float64]:
        """The values, if these are numbers."""
        return self.values.to_numpy()


def held(sample: Sample, name: str) -> Held | None:
    """Return the identifiers of sampled rows, of those that hold one; None where none does."""
    if name not in sample.rows.columns:
        return None
    column = sample.rows.get_column(name).alias("values")
    if column.dtype.is_numeric():
        column = column.cast(pl.Float64)
        known = column.is_finite()
    else:
        column = column.cast(pl.String)
        known = column != ""
    counted = (
        pl.DataFrame([column, pl.Series("rows", sample.counts)])
        .filter(known)
        .group_by("values")
        .agg(pl.col("rows").sum(), pl.len().alias("kinds"))
        .sort("values")
    )
    if not counted.height:
        return None
    rows, kinds = (counted[of].cast(pl.Int64).to_numpy() for of in ("rows", "kinds"))
    return Held(values=counted["values"], rows=rows, kinds=kinds, alone=sample.rows.width == 1)


def diagnose_identifiers(
    before: Held, now: Held, name: str, level: float, *, repeat: bool = False
) -> Diagnosis | None:
    """Return what happened to identifiers; None where they are such still.

    Parameters
    ----------
    before, now : Held
        Those of sampled rows of training and of the batch, both texts or both numbers.
    name : str
        The column.
    level : float
        The probability up to which chance is no explanation.
    repeat : bool
        Whether these are free texts: some repeat, so only one that training never had took over.
    """
    default = _default(before, now, name, level, repeat=repeat)
    if default is not None or pl.String in {before.values.dtype, now.values.dtype}:
        return default
    return _decimals(before, now, level) or _signs(before, now, level)


def _default(before: Held, now: Held, name: str, level: float, *, repeat: bool) -> Diagnosis | None:
    """Return the one value that took over rows."""
    place = int(now.rows.argmax())
    value, rows = now.values[place], int(now.rows[place])
    share, repeats, different = rows / now.total, now.total - now.rows.size, now.rows.size
    if share < LEAST_SHARE or share >= 1 or rows - 1 < OF_ALL_REPEATS * repeats:
        return None
    # A row that came again and again, whole, is no value that took the place of others.
    if int(now.kinds[place]) == 1 and not now.alone:
        return None
    # What all of training's begin with is what cutting leaves of them; and no long text stands for nothing.
    if isinstance(value, str) and (
        len(value) > NAME_CHARACTERS or bool(before.values.str.starts_with(value).all())
    ):
        return None
    was = int(before.rows[(before.values == value).to_numpy()].sum())
    if (repeat and was) or different * share_p_value(was, before.total, rows, now.total) > level:
        return None
    told = value if isinstance(value, str) else int(value) if float(value).is_integer() else float(value)
    column, written = column_text(name), text_of(told)
    shown = f"`{told}`" if isinstance(told, str) else f"{told:,}"
    return Diagnosis(
        fault="sentinel",
        story=f"is {shown} in {share:.2%} of its values, "
        + ("and never was in training" if repeat else "where in training each row had another one"),
        advice=f"Ask the producer whether {shown} means that a row has none, and for null instead.",
        parameters={"value": told},
        share=round(share, 6),
        share_interval=_interval(share, now.total),
        proven=True,
        find=f"{column} == {written}",
        undo=f"pl.when({column} != {written}).then({column})",
    )


def _decimals(before: Held, now: Held, level: float) -> Diagnosis | None:
    """Return what gave whole numbers decimals: a transform that is known by what it makes, or none."""
    mine, theirs = _whole(before.numbers), _whole(now.numbers)
    share = _is_news(before, now, ~mine, ~theirs, level)
    if share is None:
        return None
    # Squares of whole numbers are whole, too: where few have decimals, the others went through nothing.
    name = _transform(now.numbers) if share >= MOST_CHANGED else None
    if name is not None:
        return Diagnosis(
            fault="transform",
            story=f"looks transformed: what were whole numbers came {_WORDS[name]}",
            advice="Ask the producer whether a step of the model's own preparation is done twice.",
            parameters={"name": name},
            share=1.0,
            share_interval=(1.0, 1.0),
            explains=1.0,
            # Both bring whole numbers back: which it was, their neighbours do not tell.
            runner_up=RunnerUp(fault="transform", parameters={"name": "log1p"}, explains=1.0)
            if name == "log"
            else None,
            proven=True,
        )
    return Diagnosis(
        fault="rounding",
        story=f"has decimals in {share:.2%} of its values, which were whole numbers in training",
        advice="Ask the producer whether these are the identifiers, and what computes them.",
        parameters={"step": 1.0},
        share=round(share, 6),
        share_interval=_interval(share, now.total),
        proven=True,
    )


def _transform(numbers: NDArray[np.float64]) -> str | None:
    """Return the transform that a batch of whole numbers went through, by its inverse or by its own marks."""
    if numbers.size < MIN_VALUES:
        return None
    for name, back in _BACK:
        with np.errstate(all="ignore"):
            undone = back(numbers)
        if float(np.isfinite(undone).mean()) == 1 and float(_near_whole(undone).mean()) >= NEARLY_ALL:
            return name
    if abs(float(numbers.mean())) <= CENTRED and abs(float(numbers.std()) - 1) <= SCALED:
        return "standardised"
    ends = float(numbers.min()), float(numbers.max())
    return "min-max" if ends[0] >= 0 and 1 - SCALED <= ends[1] <= 1 else None


def _signs(before: Held, now: Held, level: float) -> Diagnosis | None:
    """Return that numbers came with the other sign, where training had none below zero."""
    mine, theirs = (side.numbers < 0 for side in (before, now))
    if int(theirs.sum()) < MIN_VALUES:
        return None
    share = _is_news(before, now, mine, theirs, level)
    if share is None:
        return None
    return Diagnosis(
        fault="sign_flip",
        story=f"is below zero in {share:.2%} of its values, and never was in training",
        advice="Ask the producer why identifiers came with the other sign.",
        share=round(share, 6),
        share_interval=_interval(share, now.total),
        proven=True,
    )


def _is_news(
    before: Held, now: Held, mine: NDArray[np.bool_], theirs: NDArray[np.bool_], level: float
) -> float | None:
    """Return the share of the batch's rows that are as none of training was; None where chance gives it."""
    rows = int(now.rows[theirs].sum())
    if mine.any() or not rows or share_p_value(0, before.total, rows, now.total) > level:
        return None
    return rows / now.total


def _whole(values: NDArray[np.float64]) -> NDArray[np.bool_]:
    return np.asarray(values == np.rint(values), np.bool_)


def _near_whole(values: NDArray[np.float64]) -> NDArray[np.bool_]:
    return np.asarray(np.abs(values - np.rint(values)) < WHOLE, np.bool_)


def _interval(share: float, rows: int) -> tuple[float, float]:
    spread = 1.96 * (share * (1 - share) / rows) ** 0.5
    return round(max(0.0, share - spread), 6), round(min(1.0, share + spread), 6)
