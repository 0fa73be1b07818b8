"""How many rows a batch may have, by what past batches had.

The logarithm of a count, less the mean of its weekday where each weekday is known, is taken as normal:
what the next one may be is then Student's prediction interval. Real counts have heavier tails, so a batch
must also be beyond all past ones (of its weekday), by a third or half.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from numpy.typing import NDArray

LAST: Final = 91  # batches that are looked back at: a quarter of daily ones, so that growth is followed
LEAST: Final = 8  # batches; of fewer nothing is said
LEAST_OF_WEEKDAY: Final = 4  # batches of each weekday that is there: four weeks
FACTOR: Final = 1.5  # a third fewer or half more than all past ones: less is not far
DAYS: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRows:
    """How many rows a past batch had, and the time that it stands for."""

    as_of: datetime
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RowBounds:
    """The fewest and the most rows that past batches allow, and from how many batches that was learned.

    `weekday` is whether they are those of the batch's weekday.
    """

    fewest: int
    most: int
    batches: int
    weekday: bool


def row_bounds(past: Sequence[PastRows], as_of: datetime, level: float) -> RowBounds | None:
    """Return what past batches, in the order of time, allow; None where they are too few.

    Parameters
    ----------
    past : sequence of PastRows
        Batches whose number of rows was in order.
    as_of : datetime
        The time that the batch stands for.
    level : float
        How often the next batch of the same source may be outside, if counts are log-normal.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta
    >>> monday = datetime(2026, 1, 5, tzinfo=UTC)
    >>> past = [PastRows(as_of=monday + timedelta(days=7 * i), rows=1000 + i) for i in range(8)]
    >>> bounds = row_bounds(past, monday + timedelta(days=56), 0.001)
    >>> bounds.fewest, bounds.most
    (666, 1511)
    """
    last = past[-LAST:]
    if len(last) < LEAST:
        return None
    from scipy.special import stdtrit  # noqa: PLC0415 - 0.3 s to import, and only a history needs it

    rows = np.array([one.rows for one in last])
    logs = np.log1p(rows.astype(np.float64))
    days = np.array([one.as_of.weekday() for one in last])
    seasonal = _seasonal(days, as_of.weekday())
    groups = days if seasonal else np.zeros(len(last), np.int64)
    own = groups == (as_of.weekday() if seasonal else 0)
    residuals, freedom = _residuals(logs, groups)
    spread = math.sqrt(float(residuals @ residuals) / freedom)
    reach = float(stdtrit(freedom, 1 - level / 2)) * spread * math.sqrt(1 + 1 / own.sum())
    middle = float(logs[own].mean())
    fewest = min(math.expm1(middle - reach), float(rows[own].min()) / FACTOR)
    most = max(math.expm1(middle + reach), float(rows[own].max()) * FACTOR)
    return RowBounds(
        fewest=max(0, math.floor(fewest)), most=math.ceil(most), batches=int(own.sum()), weekday=seasonal
    )


def _seasonal(days: NDArray[np.int64], today: int) -> bool:
    """Return whether weekdays are told apart: several are there, and today's, each often enough."""
    often = np.bincount(days, minlength=DAYS)
    there = often[often > 0]
    return there.size > 1 and bool(often[today]) and int(there.min()) >= LEAST_OF_WEEKDAY


def _residuals(logs: NDArray[np.float64], groups: NDArray[np.int64]) -> tuple[NDArray[np.float64], int]:
    """Return each value less the mean of its group, and the degrees of freedom that leaves."""
    names, place = np.unique(groups, return_inverse=True)
    means = np.bincount(place, logs) / np.bincount(place)
    return logs - means[place], logs.size - names.size
