"""Planning: the smallest change of each feature that a gate would catch, at a number of rows.

Worked out from the reference alone: what a change does to the counts that are expected, against the
margin at that number of rows, at the column's part of the budget, and the tolerance of the column. A
change counts as caught if 95 % of such batches would be in breach by that measurement; checks that
would see it sooner are asked too, and the smallest answer is taken.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from drift.compare.column import CHECKS_A_COLUMN, missing_rows
from drift.compare.level_share import NAME as LEVEL
from drift.compare.levels import level_counts
from drift.compare.lost import CAME, least_lost
from drift.compare.outside import NAME as OUTSIDE
from drift.compare.outside import least_unlikely
from drift.compare.share import share_distance, share_margin
from drift.compare.short import NAME as SHORT
from drift.diagnose.distribution import Distribution, distribution, points_between
from drift.judge.budget import share_budget
from drift.judge.tolerance import told_or_learned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from drift.config import Config
    from drift.judge.reference import Reference
    from drift.profile.column import ColumnProfile
    from drift.profile.kind import KindName

    Caught = Callable[[Distribution, Distribution, float], bool]

CAUGHT: Final = 0.95  # of the batches with a change of that size
NORMAL_QUANTILE: Final = 1.6449  # of 0.95
FACTOR: Final = 1000.0  # of the other unit: seconds and milliseconds, metres and kilometres
LARGEST_SHIFT: Final = 100.0  # standard deviations; what needs more is not caught
HALVINGS: Final = 20  # of the range in which a smallest change lies: to a millionth of it
CELLS: Final = 512  # of a number column; the coarse grid misses under 0.01 of a KS distance
_TWO: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Smallest:
    """The smallest change of one form that is caught.

    Attributes
    ----------
    size : float or None
        In the unit of its form; None where even the largest is not caught.
    statistic : str or None
        What catches it.
    """

    size: float | None
    statistic: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnPower:
    """What a gate would catch of one column.

    Attributes
    ----------
    name, kind : str
        The column.
    reason : str or None
        Why nothing is told; None where something is.
    level : float
        The probability that an unchanged, exchangeable batch alarms for this column, at most.
    changes : dict of str to Smallest
        ``shift`` in standard deviations of training, up or down; ``unit`` the share of rows in a unit a
        thousand times as small; ``nulls`` points of missing rows that come on top; ``level`` points
        that one level gains; ``new_level`` the share of rows in a level that training does not have.
        Points and shares are from 0 to 1.
    """

    name: str
    kind: KindName
    reason: str | None
    level: float
    changes: dict[str, Smallest]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """One column, what it is judged by, and how many rows a batch has."""

    name: str
    before: ColumnProfile
    reference: Reference
    config: Config
    level: float
    rows: int
    span_hours: float | None

    @property
    def kind(self) -> KindName:
        return self.reference.kinds[self.name].kind

    def tolerance(self, statistic: str) -> float:
        learned = self.reference.tolerances.get(self.name, ())
        return told_or_learned(self.config.column(self.name).tolerance, learned, statistic, self.span_hours)

    def live(self, of: int) -> int:
        """Return how many of the batch's rows there are, of so many of the reference's."""
        return round(self.rows * of / self.before.rows) if self.before.rows else 0


def columns_power(
    reference: Reference, config: Config, rows: int, span_hours: float | None
) -> tuple[ColumnPower, ...]:
    """Return what a gate would catch of each column of the reference, in its order.

    Parameters
    ----------
    reference : Reference
        What batches are compared with.
    config : Config
        Sensitivity, importance and tolerances.
    rows : int
        Of a batch, at least 1.
    span_hours : float or None
        The time that a batch spans; None takes the shortest that a tolerance was learned for.
    """
    names = [column.name for column in reference.contract.columns]
    checked = [name for name in names if config.column(name).check and name != config.weight]
    levels = share_budget(checked, config).columns
    found = []
    for name in names:
        plan = _Plan(
            name=name,
            before=reference.profile.columns[name],
            reference=reference,
            config=config,
            level=levels.get(name, 0.0) / CHECKS_A_COLUMN,
            rows=rows,
            span_hours=span_hours,
        )
        reason = _reason(plan, checked)
        found.append(
            ColumnPower(
                name=name,
                kind=plan.kind,
                reason=reason,
                level=levels.get(name, 0.0),
                changes={} if reason else dict(_changes(plan)),
            )
        )
    return tuple(found)


def _reason(plan: _Plan, checked: list[str]) -> str | None:
    if plan.name not in checked:
        return "it is not checked"
    if plan.name == plan.config.target:
        return "it is the target, whose changes are no breach"
    return None


def _changes(plan: _Plan) -> Iterator[tuple[str, Smallest]]:
    before = plan.before
    if plan.kind == "number" and before.family == "number" and before.cells.rows:
        yield from _of_numbers(plan)
    if plan.kind in {"category", "boolean"} and before.cells.rows:
        yield from _of_levels(plan)
    yield "nulls", _least({"null_share": _nulls(plan)}, 1.0)


def _of_numbers(plan: _Plan) -> Iterator[tuple[str, Smallest]]:
    mine = _stepped(distribution(plan.before.cells.at_limit(CELLS)))
    deviation, m = mine.deviation, plan.live(plan.before.cells.rows)
    if deviation > 0 and m:
        up, down = (
            _least(
                {
                    statistic: partial(_of_shift, caught, mine, side * deviation)
                    for statistic, caught in _distances(plan, m)
                },
                LARGEST_SHIFT,
            )
            for side in (1, -1)
        )
        # Whichever way it goes: the larger of the two.
        yield "shift", max(up, down, key=lambda one: math.inf if one.size is None else one.size)
    if mine.lower[-1] != 0 or mine.lower[0] != 0:
        scaled = mine.moved(FACTOR, 0.0)
        checks = {statistic: partial(caught, mine, scaled) for statistic, caught in _distances(plan, m)}
        yield "unit", _least(checks, 1.0)


def _stepped(mine: Distribution) -> Distribution:
    """Return the distribution with each single value spread up to the next one.

    A feature that is counted moves by some of its rows that step on, not by all rows by a fraction of a step.
    """
    following = np.append(mine.lower[1:], mine.upper[-1])
    return Distribution(
        lower=mine.lower, upper=np.where(mine.lower == mine.upper, following, mine.upper), counts=mine.counts
    )


def _of_shift(caught: Caught, mine: Distribution, unit: float, size: float) -> bool:
    """Return whether a shift of all rows is caught."""
    return caught(mine, mine.moved(1.0, size * unit), 1.0)


def _distances(plan: _Plan, m: int) -> Iterator[tuple[str, Caught]]:
    """Yield checks of a number column: whether each sees that a share of the rows has moved."""
    n = plan.before.cells.rows
    effective = n * m / (n + m)
    margin = math.sqrt(math.log(2 / plan.level) / (2 * effective)) + plan.tolerance("ks")

    def by_distance(mine: Distribution, other: Distribution, share: float) -> bool:
        points = points_between(mine, other)
        below = mine.share_below(points)
        gaps = share * np.abs(below - other.share_below(points))
        place = int(gaps.argmax())
        middle = min(max(float(below[place]), 1 / m), 1 - 1 / m)
        chance = NORMAL_QUANTILE * math.sqrt(max(middle * (1 - middle), 0.25 * gaps[place]) / effective)
        return float(gaps[place]) - chance > margin

    def beyond(mine: Distribution, other: Distribution, share: float) -> bool:
        ends = mine.lower[0], mine.upper[-1]
        outside = other.counts[(other.upper < ends[0]) | (other.lower > ends[1])].sum() / other.rows
        rows = _at_least(m, share * float(outside))
        return (rows - least_unlikely(n, m, plan.level) + 1) / m > plan.tolerance(OUTSIDE)

    def short(mine: Distribution, other: Distribution, share: float) -> bool:
        if share < 1:
            return False
        ends = other.quantile(1 / m), other.quantile(1 - 1 / m)
        rows = int(mine.counts[(mine.upper < ends[0]) | (mine.lower > ends[1])].sum())
        return (rows - least_unlikely(m, n, plan.level) + 1) / n > plan.tolerance(SHORT)

    yield "ks", by_distance
    yield OUTSIDE, beyond
    yield SHORT, short


def _of_levels(plan: _Plan) -> Iterator[tuple[str, Smallest]]:
    counts, _ = level_counts(plan.before, plan.before)
    counts = counts[counts > 0] if counts.size else plan.before.cells.counts
    n = int(counts.sum())
    m, largest = plan.live(n), int(counts.max())
    level = plan.level / (counts.size if counts.size > _TWO else 1)
    statistic = LEVEL if counts.size > _TWO else "total_variation"

    def gained(points: float) -> bool:
        now = _at_least(m, min(1.0, largest / n + points))
        distance = share_distance(largest, n, now, m)
        return now / m > largest / n and distance - share_margin(largest, n, now, m, level) > plan.tolerance(
            statistic
        )

    def came(share: float) -> bool:
        now = _at_least(m, share)
        if not now:
            return False
        pooled = np.append(np.rint(counts * (1 + m / n)).astype(np.int64), now)
        return (now - least_lost(pooled, m, n, plan.level) + 1) / m > plan.tolerance(CAME)

    if m:
        yield "level", _least({statistic: gained}, 1 - largest / n)
        if plan.kind == "category":
            yield "new_level", _least({CAME: came}, 1.0)


def _nulls(plan: _Plan) -> Callable[[float], bool]:
    missing, n, m = missing_rows(plan.before), plan.before.rows, plan.rows

    def caught(points: float) -> bool:
        now = _at_least(m, min(1.0, missing / n + points))
        distance = share_distance(missing, n, now, m)
        return now / m > missing / n and distance - share_margin(
            missing, n, now, m, plan.level
        ) > plan.tolerance("null_share")

    return caught


def _least(caught: Mapping[str, Callable[[float], bool]], most: float) -> Smallest:
    """Return the smallest size that any check catches, by bisection: what is caught, is caught if larger."""
    best = Smallest(size=None, statistic=None)
    for statistic, sees in caught.items():
        high = most if best.size is None else best.size
        if not sees(high):
            continue
        low = 0.0
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            low, high = (low, middle) if sees(middle) else (middle, high)
        best = Smallest(size=high, statistic=statistic)
    return best


def _at_least(rows: int, share: float) -> int:
    """Return how many of the rows are concerned at least, in 95 % of the batches, if each is by a chance."""
    from scipy.special import bdtr  # noqa: PLC0415 - half a second to import

    low, high = 0, rows
    while low < high:
        middle = (low + high + 1) // 2
        if bdtr(middle - 1, rows, share) <= 1 - CAUGHT:
            low = middle
        else:
            high = middle - 1
    return low
