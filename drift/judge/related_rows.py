"""The sampled rows by which relations are told: training's, dealt into two halves, and the batch's.

The half that teaches grades is not the half that is compared with the batch, so that nothing is held
against rows that it was made from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from drift.judge.taught import taught_by
from drift.profile.times import clock_microseconds

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from drift.judge.court import Court
    from drift.judge.taught import Taught
    from drift.profile.sample import Sample

MOST_COPIES: Final = 0.02  # of sampled rows; with more, both samples are looked at through one window
MOST_ALIKE: Final = 2.0  # copies of a row that a row of the batch is one of, where training has none


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RelatedRows:
    """Sampled rows of both sides, and how often each stands there.

    Attributes
    ----------
    before, now : DataFrame
        Training's rows and the batch's.
    teaching, compared : arrays of shape (rows of `before`,)
        How many copies of each row teach, and how many are compared.
    live : array of shape (rows of `now`,)
        How many copies of each row the batch has.
    taught : Taught
        What the teaching half of `before` teaches.
    moments : array of shape (rows of `before`,) or None
        Microseconds since 1970, NaN where a row has no time; None where training is not ordered by one.
    """

    before: pl.DataFrame
    now: pl.DataFrame
    teaching: NDArray[np.float64]
    compared: NDArray[np.float64]
    live: NDArray[np.float64]
    taught: Taught
    moments: NDArray[np.float64] | None


def related_rows(court: Court) -> RelatedRows | None:
    """Return the rows by which relations are told; None where the sampled ones do not stand for all.

    Samples are of distinct rows. Where rows have copies, a sample that is not complete has some rows with
    all of their copies; of both tables the same ones are then taken, by the hashes that both kept. Where
    the batch's many copies are of rows that training does not have, for one column of all rows is another
    now, these few rows are no sample of anything.
    """
    samples = [court.reference.profile.sample, court.live.profile.sample]
    if any(_copies(one) > MOST_COPIES for one in samples):
        ends = [end for one in samples if (end := one.threshold) is not None]
        samples = [_up_to(one, min(ends)) for one in samples] if ends else samples
        if ends and _alike(samples[1], samples[0]) > MOST_ALIKE:
            return None
    before, now = samples
    taught = taught_by(before, court.reference.lesson)
    return RelatedRows(
        before=before.rows,
        now=now.rows,
        teaching=taught.teaching,
        compared=before.counts - taught.teaching,
        live=now.counts.astype(np.float64),
        taught=taught,
        moments=_moments(before.rows, court.reference.profile.plan.time or court.reference.config.time),
    )


def _copies(sample: Sample) -> float:
    rows = int(sample.counts.sum())
    return 1 - sample.hashes.size / rows if rows else 0.0


def _alike(sample: Sample, known: Sample) -> float:
    """Return how many copies there are of the row of a row, on the average, where another sample has none."""
    counts = sample.counts[~np.isin(sample.hashes, known.hashes)].astype(np.float64)
    return float((counts**2).sum() / counts.sum()) if counts.size else 0.0


def _up_to(sample: Sample, end: int) -> Sample:
    return sample.trimmed(int(np.searchsorted(sample.hashes, np.uint64(end), side="right")))


def _moments(rows: pl.DataFrame, time: str | None) -> NDArray[np.float64] | None:
    if time is None or time not in rows.columns or not rows[time].dtype.is_temporal():
        return None
    microseconds, valid = clock_microseconds(rows[time].alias("values"))
    return np.where(valid, microseconds.astype(np.float64), np.nan)
