"""Swapped columns: columns that carry each other's distribution, in pairs, rings or shifted by one place.

Each is far from its own reference and within chance and tolerance of another one's. A ring of two is an
exchange; of more, the columns moved round. Columns that carry their neighbours' values and do not close
to a ring are a run that moved by one place, as a broken CSV file gives: three at least.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from drift.diagnose.diagnosis import Diagnosis
from drift.diagnose.expression import column_text, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from drift.diagnose.resemblance import Resemblance


PAIR: Final = 2
LEAST_RUN: Final = 3  # columns that carry their neighbours' values without a ring; two may be a copy
LEAST_EXPLAINED: Final = 0.7  # of the distance that each has from its own reference
MOST_ACCIDENTS: Final = 0.05  # rings that would fit by accident, of all that could
MOST_TOLD: Final = 6  # columns in a sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A live column that carries the distribution of another column of the reference.

    Attributes
    ----------
    column, source : str
        The live column, and the column of the reference whose values it carries.
    own : float
        How far it is from its own reference.
    resemblance : Resemblance
        How far it is from the other one's.
    tolerance : float
        How far that one moves by itself.
    distinct : bool
        Whether its levels are known of that one, and not of itself.
    """

    column: str
    source: str
    own: float
    resemblance: Resemblance
    tolerance: float
    distinct: bool = False

    @property
    def explains(self) -> float:
        """The share of the distance that is gone when the other column is taken for it."""
        return max(0.0, 1 - self.resemblance.worst.distance / self.own) if self.own else 0.0

    @property
    def holds(self) -> bool:
        """Whether it fits, and far better than where it stands."""
        return self.resemblance.fits(self.tolerance) and (self.distinct or self.explains >= LEAST_EXPLAINED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """Columns that carry each other's values, each the next one's; a run if it does not close.

    `shift` is by how many places each moved, where that is the same for all: 1 to the right.
    """

    carried: tuple[Carried, ...]
    closed: bool
    shift: int | None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns whose values are another one's."""
        return tuple(one.column for one in self.carried)


def rings_of(carried: Iterable[Carried], order: Sequence[str]) -> tuple[Ring, ...]:
    """Return the rings and runs that columns make, of which each stands in one at most.

    Parameters
    ----------
    carried : iterable of Carried
        What each column may carry; of several that fit, the nearest that makes a ring is taken.
    order : sequence of str
        The columns in the order of the data, of one type.
    """
    place = {name: number for number, name in enumerate(order)}
    source = _sources([one for one in carried if one.holds], place)
    found, seen = [], set[str]()
    for start in order:
        chain = _chain(start, source, seen)
        if not chain:
            continue
        closed = chain[-1].source == chain[0].column
        shift = _shift(chain, place, closed=closed)
        enough = closed or (len(chain) >= LEAST_RUN and shift is not None)
        if enough and _surprises(chain, len(order)):
            found.append(Ring(carried=chain, closed=closed, shift=shift))
            seen |= {one.column for one in chain}
    return tuple(found)


def _sources(carried: list[Carried], place: Mapping[str, int]) -> dict[str, Carried]:
    """Return for each column the one that it carries, no column carried twice.

    Where several fit, mutual exchanges come first, then neighbours, then what is nearest.
    """
    both = {(one.column, one.source) for one in carried}

    def rank(one: Carried) -> tuple[bool, bool, float]:
        exchanged = (one.source, one.column) in both
        near = abs(place[one.source] - place[one.column]) == 1
        return (not exchanged, not near, one.resemblance.worst.distance)

    found: dict[str, Carried] = {}
    taken: set[str] = set()
    for one in sorted(carried, key=lambda one: (rank(one), place[one.column])):
        if one.column not in found and one.source not in taken:
            found[one.column] = one
            taken.add(one.source)
    return found


def _chain(start: str, source: Mapping[str, Carried], seen: set[str]) -> tuple[Carried, ...]:
    """Return the columns from one on, each carrying the next one's values, from the head of a run."""
    if start not in source or start in seen:
        return ()
    carriers = {one.source: name for name, one in source.items()}
    head = start
    while carriers.get(head) not in {None, start}:  # back to where a run begins
        head = carriers[head]
    head = start if carriers.get(head) == start else head  # a ring begins anywhere
    chain = [source[head]]
    while chain[-1].source in source and chain[-1].source != head:
        chain.append(source[chain[-1].source])
    return tuple(chain)


def _shift(chain: Sequence[Carried], place: Mapping[str, int], *, closed: bool) -> int | None:
    """Return by how many places all moved to the right; of a ring, all but the one that closes it."""
    steps = [place[one.column] - place[one.source] for one in chain]
    usual = max(set(steps), key=lambda step: (steps.count(step), -abs(step)))
    odd = len(steps) - steps.count(usual)
    return usual if abs(usual) == 1 and odd <= (1 if closed else 0) and len(chain) > PAIR else None


def _surprises(chain: Sequence[Carried], columns: int) -> bool:
    """Return whether columns that merely changed would hardly fit each other so by accident.

    However few values it has, a column that went so far from its own may have gone anywhere; and levels are
    those of another column by no accident.
    """
    accidents: float = columns ** len(chain) / len(chain)
    for one in chain:
        accidents *= 0.0 if one.distinct else one.resemblance.accident(one.tolerance, moved=True)
    return accidents <= MOST_ACCIDENTS


def diagnose_swapped(ring: Ring, one: Carried) -> Diagnosis:
    """Return the diagnosis of one column of a ring."""
    if len(ring.carried) == PAIR:
        story = f"carries the values of `{one.source}`, and `{one.source}` those of `{one.column}`"
    else:
        story = f"carries the values of `{one.source}`: {_ring_told(ring)}"
    return _diagnosis(ring, story, one.source, one.explains)


def diagnose_ring(ring: Ring) -> Diagnosis:
    """Return the diagnosis of all columns of a ring, as told of the batch: "has …"."""
    first = ring.carried[0]
    if len(ring.carried) == PAIR:
        story = f"has `{first.column}` and `{first.source}` exchanged: each carries the other's values"
    else:
        story = f"has {_ring_told(ring)}"
    return _diagnosis(ring, story, first.source, min(one.explains for one in ring.carried))


def _ring_told(ring: Ring) -> str:
    names = [f"`{name}`" for name in sorted(ring.columns)[:MOST_TOLD]]
    more = len(ring.columns) - len(names)
    listed = f"{', '.join(names)}{f' and {more:,} more' if more else ''}"
    if ring.shift is None:
        return f"{len(ring.columns):,} columns moved round among each other: {listed}"
    side = "left" if ring.shift > 0 else "right"
    return (
        f"{len(ring.columns):,} columns moved by one place, each with its {side} neighbour's values: {listed}"
    )


def _diagnosis(ring: Ring, story: str, source: str, explains: float) -> Diagnosis:
    undo = ", ".join(f"{column_text(one.column)}.alias({text_of(one.source)})" for one in ring.carried)
    cause = (
        "whether a separator within a value, or a column too many, moved them"
        if ring.shift is not None
        else "whether the columns were written in another order"
    )
    return Diagnosis(
        fault="swapped_columns",
        story=story,
        advice=f"Ask the producer {cause}; `df.with_columns({undo})` puts them back.",
        parameters={"with": source, "columns": sorted(ring.columns)},
        share=1.0,
        explains=round(explains, 4),
        proven=True,
        undo=undo,
    )
