"""Columns that carry each other's values: found among those in breach, told on each and once of the batch."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from drift.diagnose.distribution import ATOM_WIDTH, distribution
from drift.diagnose.resemblance import KNOWN, known_share, resemblance
from drift.diagnose.swapped_columns import LEAST_RUN, Carried, Ring, diagnose_ring, diagnose_swapped, rings_of
from drift.judge.column import judge_column
from drift.judge.neighbours import carried_by_neighbours
from drift.judge.result import ColumnResult, Finding
from drift.judge.stand_in import stand_in
from drift.judge.words import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from drift.judge.court import Court
    from drift.profile.column import ColumnProfile

CHECK: Final = "swapped"
MOST_PAIRS: Final = 10_000  # of columns in breach that are held against each other, in the order of the data
QUANTILES: Final = np.linspace(0.05, 0.95, 19)  # by which columns that are far apart are told at a glance
GLANCE: Final = 0.1  # beyond chance and tolerance, of a glance: it is not as exact


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The results of all columns, and the findings of the batch as a whole."""

    columns: tuple[ColumnResult, ...]
    findings: tuple[Finding, ...]


def tell_swapped(results: tuple[ColumnResult, ...], court: Court) -> Told:
    """Return the results with columns that carry each other's values told as that."""
    told = {one.name: one for one in results}
    breached = {one.name for one in results if one.verdict == "breach"}
    rings = [
        ring
        for names in _groups(results, court)
        for ring in rings_of(_carried(names, court), names)
        if breached.intersection(ring.columns)
    ]
    rings += _moved(results, {name for ring in rings for name in ring.columns}, court)
    for ring in rings:
        for one in ring.carried:
            told[one.column] = _swapped(told[one.column], ring, one, court)
    findings = [_of_batch(ring) for ring in rings]
    return Told(columns=tuple(told.values()), findings=tuple(findings))


def _moved(results: Iterable[ColumnResult], told: set[str], court: Court) -> list[Ring]:
    """Return the runs of columns, of whatever type, that carry their neighbours' values."""
    there = [column.name for column in court.reference.contract.columns]
    breached = {one.name for one in results if one.verdict == "breach" and one.name not in told}
    sides = (court.reference.profile.columns, court.live.profile.columns)
    if len(breached) < LEAST_RUN:
        return []
    names = [name for name in there if all(name in side for side in sides)]
    carried = (one for one in carried_by_neighbours(names, court) if one.column in breached)
    return [ring for ring in rings_of(carried, names) if len(ring.carried) >= LEAST_RUN]


def _groups(results: Iterable[ColumnResult], court: Court) -> Iterator[tuple[str, ...]]:
    """Yield the changed columns of each family, in the order of the data; those that both sides have.

    Of two columns that are nearly alike one may be in breach and the other only certainly changed. Where
    there are too many, those in breach are looked at alone.
    """
    families: dict[str, list[ColumnResult]] = {}
    for one in results:
        before, now = (side.profile.columns.get(one.name) for side in (court.reference, court.live))
        if _changed(one) and before and now and before.family == now.family:
            families.setdefault(before.family, []).append(one)
    most = int(MOST_PAIRS**0.5)
    for changed in families.values():
        breached = [one.name for one in changed if one.verdict == "breach"]
        names = [one.name for one in changed] if len(changed) <= most else breached[:most]
        if breached and len(names) > 1:
            yield tuple(names)


def _changed(one: ColumnResult) -> bool:
    """Return whether a column is in breach, or changed by more than chance explains."""
    warned = one.verdict == "warning" and any(found.statistic for found in one.findings)
    return one.verdict == "breach" or warned


def _carried(names: tuple[str, ...], court: Court) -> Iterator[Carried]:
    """Yield what each column may carry instead of its own values."""
    reference, live, kinds = (
        court.reference.profile.columns,
        court.live.profile.columns,
        court.reference.kinds,
    )
    glances = {name: _Glance.of(reference[name], live[name]) for name in names}
    for name in names:
        own = resemblance(reference[name], live[name], kinds[name].kind)
        if own is None:
            continue
        for source in names:
            if source == name or not glances[source].may_be(glances[name]):
                continue
            found = resemblance(reference[source], live[name], kinds[source].kind)
            if found is not None:
                yield Carried(
                    column=name,
                    source=source,
                    own=own.worst.distance,
                    resemblance=found,
                    tolerance=court.tolerance(source, found.worst.statistic),
                    distinct=kinds[source].kind == "category"
                    and reference[source].family == "text"
                    and known_share(reference[source], live[name]) >= KNOWN
                    and known_share(reference[name], live[name]) < KNOWN / 2,
                )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Glance:
    """Quantiles of numbers on both sides, by which most pairs of columns need not be compared."""

    before: NDArray[np.float64] | None
    now: NDArray[np.float64] | None
    slack: float

    @classmethod
    def of(cls, before: ColumnProfile, now: ColumnProfile) -> _Glance:
        """Return the quantiles of a column; none of what is no number."""
        if before.family != "number" or not before.cells.rows or not now.cells.rows:
            return cls(before=None, now=None, slack=0.0)
        sides = [
            np.array([distribution(one.cells).quantile(share) for share in QUANTILES])
            for one in (before, now)
        ]
        return cls(before=sides[0], now=sides[1], slack=GLANCE + 2 / np.sqrt(now.cells.rows))

    def may_be(self, live: _Glance) -> bool:
        """Return whether the live column may carry this one's values."""
        if self.before is None or live.now is None:
            return True
        low = np.interp(QUANTILES - self.slack - live.slack, QUANTILES, self.before)
        high = np.interp(QUANTILES + self.slack + live.slack, QUANTILES, self.before)
        inner = (QUANTILES - live.slack - self.slack >= QUANTILES[0]) & (
            QUANTILES + live.slack + self.slack <= QUANTILES[-1]
        )
        near = ATOM_WIDTH * np.abs(live.now)  # of a single value, a quantile lies anywhere in its atom
        return bool(((live.now >= low - near) & (live.now <= high + near))[inner].all())


def _swapped(result: ColumnResult, ring: Ring, one: Carried, court: Court) -> ColumnResult:
    """Return the result of a column: whose values it carries, and what is found of its own where they are."""
    diagnosis = diagnose_swapped(ring, one)
    carrier = next((other.column for other in ring.carried if other.source == one.column), None)
    rest: tuple[Finding, ...] = ()
    if carrier and court.live.profile.columns[carrier].family == (
        court.reference.profile.columns[one.column].family
    ):
        rest = judge_column(stand_in(one.column, carrier, court)).findings
    finding = Finding(
        check=CHECK,
        verdict="breach",
        column=one.column,
        statistic=None,
        why=sentence(one.column, diagnosis.story),
        diagnosis=diagnosis,
    )
    return replace(result, findings=(finding, *rest))


def _of_batch(ring: Ring) -> Finding:
    diagnosis = diagnose_ring(ring)
    return Finding(
        check=CHECK,
        verdict="breach",
        column=None,
        statistic=None,
        why=f"The batch {diagnosis.story}.",
        diagnosis=diagnosis,
    )
