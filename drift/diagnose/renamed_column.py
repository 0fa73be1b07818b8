"""Renamed columns: one went, and a new one carries its values.

A lost and a new column belong together if the new one carries the distribution of the lost one and its name
tells so, or if it is the only one that does and would hardly do so by accident. Where several would do as
well, none is named: the tie is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from drift.diagnose.diagnosis import Diagnosis, RunnerUp
from drift.diagnose.expression import column_text, text_of
from drift.diagnose.likeness import CLEARLY, TELLING, likeness
from drift.diagnose.place import ANYWHERE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drift.diagnose.resemblance import Resemblance


MOST_ACCIDENTS: Final = (
    0.05  # pairs that would fit by accident, of all that could; with more a name must tell
)
MOST_POSSIBLE: Final = 3  # new columns that a lost one could be; more are no help


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """A column that went and one that came, and what speaks for them being one.

    Attributes
    ----------
    before, now : str
        The column that went, and the one that came.
    resemblance : Resemblance or None
        How far the one is from the other; None where that is not compared.
    tolerance : float
        How far the column moves by itself.
    explained : bool
        Whether faults that come with the new name explain what is different.
    distinct : bool
        Whether its levels are known of no other column of the reference.
    place : float
        How easily another column would stand where the lost one stood: 1 where the new one stands elsewhere.
    """

    before: str
    now: str
    resemblance: Resemblance | None
    tolerance: float
    explained: bool = False
    distinct: bool = False
    place: float = ANYWHERE

    @property
    def fits(self) -> bool:
        """Whether the new column carries the distribution of the lost one."""
        return self.resemblance is not None and self.resemblance.fits(self.tolerance)

    @property
    def telling(self) -> float:
        """How much the names are alike, where that tells; else 0."""
        alike = likeness(self.before, self.now)
        return alike if alike >= TELLING else 0.0

    @property
    def rank(self) -> tuple[bool, float, float, float]:
        """The smaller, the better: names that tell, how alike they are, the place, how near the values."""
        distance = self.resemblance.worst.distance if self.resemblance else 1.0
        return (not self.telling, -self.telling, self.place, distance)

    def as_good_as(self, other: Pairing) -> bool:
        """Return whether nothing speaks more for the other one."""
        alike = abs(self.telling - other.telling) < CLEARLY
        return alike and self.fits >= other.fits and self.place <= other.place

    def holds(self, pairs: int) -> bool:
        """Return whether there is enough evidence, of so many pairs that could be one column."""
        if self.telling or self.resemblance is None:
            return bool(self.telling) and (self.fits or self.explained)
        hardly = pairs * self.resemblance.accident(self.tolerance) * self.place <= MOST_ACCIDENTS
        return self.fits and (hardly or self.distinct)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """Which columns are one.

    Attributes
    ----------
    pairs : tuple of Pairing
        Those that are.
    tied : dict of str to tuple of str
        Of lost columns that several new ones would do for as well, which.
    possible : dict of str to tuple of str
        Of other lost columns, the new ones that carry values like theirs, as many a column would.
    """

    pairs: tuple[Pairing, ...]
    tied: dict[str, tuple[str, ...]]
    possible: dict[str, tuple[str, ...]]


def match_columns(pairings: Iterable[Pairing], pairs: int) -> Matching:
    """Return the pairs of which nothing else is as good, the best first, of `pairs` that there could be."""
    left = sorted(pairings, key=lambda one: (one.rank, one.before, one.now))
    matched: list[Pairing] = []
    tied: dict[str, tuple[str, ...]] = {}
    while found := _matched([one for one in left if one.holds(pairs)], tied):
        matched += found
        left = [one for one in left if not any(_shares_an_end(one, other) for other in found)]
        lost, new = {one.before for one in left}, {one.now for one in left}
        pairs = len(lost) * len(new)  # fewer can fit by accident
    return Matching(pairs=tuple(matched), tied=tied, possible=_possible(left, tied))


def _matched(left: list[Pairing], tied: dict[str, tuple[str, ...]]) -> list[Pairing]:
    """Return the pairs of which nothing else is as good; lost columns of others go to `tied`."""
    matched: list[Pairing] = []
    left = [one for one in left if one.before not in tied]
    while left:
        best = left[0]
        rivals = [one for one in left[1:] if _shares_an_end(one, best) and one.as_good_as(best)]
        if rivals:
            torn = {best.before, *(one.before for one in rivals)}
            for name in sorted(torn):
                tied[name] = tuple(one.now for one in [best, *rivals] if one.before == name)
            left = [one for one in left if one.before not in torn]
        else:
            matched.append(best)
            left = [one for one in left if not _shares_an_end(one, best)]
    return matched


def _possible(left: Iterable[Pairing], tied: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return, of lost columns that nothing is known of, the few new ones that carry values like theirs."""
    found: dict[str, tuple[str, ...]] = {}
    for one in left:
        if one.fits and one.before not in tied:
            found[one.before] = (*found.get(one.before, ()), one.now)
    return {name: names for name, names in found.items() if len(names) <= MOST_POSSIBLE}


def _shares_an_end(one: Pairing, other: Pairing) -> bool:
    return one.before == other.before or one.now == other.now


def diagnose_renamed(pair: Pairing) -> Diagnosis:
    """Return the diagnosis of a column that came under another name, as told of the old one."""
    return Diagnosis(
        fault="renamed_column",
        story=f"came under another name, `{pair.now}`, which {_evidence(pair)}",
        advice=f"Ask the producer which name is to last; until then `{_undo(pair)}` brings the old one back.",
        parameters={"from": pair.before, "to": pair.now},
        share=1.0,
        explains=round(1 - pair.resemblance.worst.distance, 4) if pair.resemblance and pair.fits else None,
        proven=True,
        undo=_undo(pair),
    )


def diagnose_renaming(pair: Pairing) -> Diagnosis:
    """Return the same as told of the new column."""
    return Diagnosis(
        fault="renamed_column",
        story=f"is the new name of `{pair.before}`, and compared with it there",
        advice=f"Ask the producer which name is to last; until then `{_undo(pair)}` brings the old one back.",
        parameters={"from": pair.before, "to": pair.now},
        share=1.0,
        undo=_undo(pair),
    )


def tied_rival(before: str, names: tuple[str, ...]) -> RunnerUp:
    """Return the second explanation of a lost column that several new ones would do for as well."""
    return RunnerUp(fault="renamed_column", parameters={"from": before, "to": list(names)}, explains=1.0)


def tie_told(names: tuple[str, ...]) -> str:
    """Return the tie as a clause that follows the story of the lost column."""
    listed = " and ".join(f"`{name}`" for name in names)
    if len(names) == 1:
        return f"; {listed} could be it, and as well another column that went"
    return f"; {listed} could be it, and nothing tells which"


def possibility_told(names: tuple[str, ...]) -> str:
    """Return what a lost column could be, where nothing but its values says so, as a clause."""
    listed = " or ".join(f"`{name}`" for name in names)
    return f"; {listed} could be it: the values are alike, as those of many a column would be"


def _undo(pair: Pairing) -> str:
    return f"{column_text(pair.now)}.alias({text_of(pair.before)})"


def _evidence(pair: Pairing) -> str:
    if not pair.fits or pair.resemblance is None:
        return "carries its values, changed as told beside this"
    found = pair.resemblance.worst
    stands = "stands in its place and " if pair.place < ANYWHERE else ""
    told = f"{stands}carries its values"
    return f"{told}: the distance is {found.distance:.2g}, and chance explains {found.chance:.2g}"
