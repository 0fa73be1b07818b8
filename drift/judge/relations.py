"""Relations: two columns that each look right, and go together otherwise than in training.

They are told from the samples of whole rows. Every pair of numbers is compared, and of the pairs with a
category those that go together in training; columns in breach are left out, for that is told already.
A relation is in breach where it changed by more than chance explains, at the batch's share of the budget
split over all pairs, and more than it moves by itself. Chance is excluded by the margin of the mean product,
which holds for any grades and is wide where rows are few, or by the exact test of how many rows lie on the
same side of both middles, at half of the level each. Pairs that share a column are told as one. Where the
config wants it, all that is left is looked at together, too: see `together`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

import numpy as np

from drift.compare.association import LEAST_MOVED, association_margin, moved
from drift.compare.share import share_distance, share_margin, share_p_value
from drift.judge.judge import batch_level
from drift.judge.learned_relations import PAIR, asked_columns
from drift.judge.related_pairs import Graded, category_grades, number_grades
from drift.judge.related_rows import RelatedRows, related_rows
from drift.judge.result import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from drift.diagnose.relation import Related
    from drift.judge.court import Court
    from drift.judge.related_pairs import Sides
    from drift.judge.result import ColumnResult

CHECK: Final = "relations"
SELDOM: Final = 3.0  # standard errors: what is nearer, no level that is asked for excludes
LEAST_TOLD: Final = 1e-99  # a probability: of smaller ones no more is told than that they are


def relation_findings(results: Iterable[ColumnResult], court: Court) -> tuple[Finding, ...]:
    """Return a finding for each column whose relations changed, or one that says that none were compared.

    Parameters
    ----------
    results : iterable of ColumnResult
        What is known of each column alone.
    court : Court
        Both sides, and what they are judged by.
    """
    names = _compared(court)
    if len(names) >= PAIR and (why := _not_compared(court)):
        return (_skipped(why),)
    if len(names) < PAIR:
        return ()
    rows = related_rows(court)
    if rows is None:
        return (
            _skipped("rows repeat, and the batch's are not training's, so the sampled ones tell nothing"),
        )
    if not rows.now.height:
        return ()
    alone_right = {one.name for one in results if one.verdict not in {"breach", "skipped"}}
    numbers = [name for name in names if court.reference.kinds[name].kind == "number"]
    graded = number_grades(numbers, rows)
    pairs = [*category_grades([name for name in names if name not in numbers], graded, rows)]
    tests = len(graded.names) * (len(graded.names) - 1) // 2 + len(pairs)
    level = batch_level(court.reference, court.live, court.config)
    if court.config.together:  # half of it is for all columns at once
        level /= 2
    sets = chain([graded], (pair for pair in pairs))
    changed = [
        one
        for some in sets
        for one in _changed(some, rows, level / max(tests, 1), court.span_hours)
        if alone_right.issuperset(one.columns)
    ]
    told = tuple(_told(changed))
    if not court.config.together:
        return told
    from drift.judge.together import together_finding  # noqa: PLC0415 - only where the config wants it

    known = {one.diagnosis.parameters["columns"][0] for one in told if one.diagnosis}
    left = sorted(alone_right.intersection(names) - known, key=lambda name: _order(name, court))
    found = together_finding(left, rows, level, court.span_hours)
    return told if found is None else (*told, found)


def _order(name: str, court: Court) -> tuple[float, str]:
    return (-court.config.column(name).importance, name)


def _compared(court: Court) -> list[str]:
    """Return the columns that relations are asked of: neither time, nor names, nor what is not checked."""
    both = set(court.reference.profile.columns) & set(court.live.profile.columns)
    return asked_columns([name for name in court.levels if name in both], court.reference, court.config)


def _not_compared(court: Court) -> str | None:
    """Return why relations cannot be compared; None where they can."""
    if court.config.weight is not None:
        return "training's rows are weighted"
    if not all(side.profile.plan.sample for side in (court.reference, court.live)):
        return "no rows were sampled (`sample: 0`)"
    return None


def _skipped(reason: str) -> Finding:
    why = f"Relations between columns were not compared: {reason}."
    return Finding(check=CHECK, verdict="skipped", column=None, statistic=None, why=why, diagnosis=None)


def _changed(graded: Graded, rows: RelatedRows, level: float, span_hours: float | None) -> Iterator[Related]:
    """Yield the relations that changed by more than chance and their own movement explain."""
    before, now = graded.associations(rows)
    distances, margins = np.abs(moved(before, now)), association_margin(before, now, level / 2)
    certain = [
        (first, second, sides)
        for first, second in np.argwhere(np.triu(distances > LEAST_MOVED, k=1)).tolist()
        if (sides := _by_sides(*graded.sides(rows, first, second), level / 2)) is not None
        or distances[first, second] > margins[first, second] + LEAST_MOVED
    ]
    if not certain:
        return
    from drift.diagnose.relation import Related  # noqa: PLC0415 - only where one may have changed
    from drift.judge.related_movement import relation_tolerance  # noqa: PLC0415 - as above

    for first, second, sides in certain:
        tolerance = relation_tolerance(
            graded.reference[:, [first, second]], rows.teaching + rows.compared, rows.moments, span_hours
        )
        distance, margin = float(distances[first, second]), float(margins[first, second])
        by_margin = distance > margin + tolerance
        if by_margin or (sides is not None and min(distance, sides.beyond) > tolerance):
            yield Related(
                columns=(graded.names[first], graded.names[second]),
                statistic=graded.statistic,
                before=float(before.correlation[first, second]),
                now=float(now.correlation[first, second]),
                distance=distance,
                margin=margin,
                tolerance=tolerance,
                p_value=None if by_margin or sides is None else sides.p_value,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class _BySides:
    """By how much the medial correlation moved beyond chance, and how probable that is by chance."""

    beyond: float
    p_value: float


def _by_sides(before: Sides, now: Sides, level: float) -> _BySides | None:
    """Return how Blomqvist's medial correlation changed; None where chance explains that, or it is little."""
    of = before.same, before.rows, now.same, now.rows
    if not before.rows or not now.rows or 2 * share_distance(*of) <= LEAST_MOVED:
        return None
    both = (before.same + now.same) / (before.rows + now.rows)
    if share_distance(*of) ** 2 <= SELDOM**2 * both * (1 - both) * (1 / before.rows + 1 / now.rows):
        return None
    p_value = share_p_value(*of)
    if p_value > level:
        return None
    return _BySides(beyond=2 * (share_distance(*of) - share_margin(*of, level)), p_value=p_value)


def _chance(one: Related) -> str:
    if one.p_value is None:
        return f"where chance explains {one.margin:.2g}"
    told = f"about {one.p_value:.0e}" if one.p_value >= LEAST_TOLD else f"less than {LEAST_TOLD:.0e}"
    return f"which chance gives with a probability of {told},"


def _told(changed: list[Related]) -> Iterator[Finding]:
    """Yield the findings, each of the column that most of the relations left share, the largest first."""
    left = sorted(changed, key=lambda one: (-one.distance, one.columns))
    if not left:
        return
    from drift.diagnose.relation import diagnose_relation  # noqa: PLC0415 - only where one changed

    while left:
        shares = {name: sum(name in one.columns for one in left) for one in left for name in one.columns}
        column = max(shares, key=lambda name: shares[name])
        mine = tuple(one for one in left if column in one.columns)
        left = [one for one in left if column not in one.columns]
        diagnosis, foremost = diagnose_relation(column, mine), mine[0]
        yield Finding(
            check=CHECK,
            verdict="breach",
            column=None,
            statistic=foremost.statistic,
            why=(
                f"The batch {diagnosis.story}. It changed by {foremost.distance:.2f}, {_chance(foremost)} "
                f"and {foremost.tolerance:.2g} is tolerated."
            ),
            diagnosis=diagnosis,
        )
