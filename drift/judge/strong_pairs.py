"""The pairs with a category that go together most in the half of training that teaches.

Most pairs do not, and which ones do no batch changes. So a reference keeps their names, and where these are
known no other pair is looked at: how strongly they go together is worked out as if all were.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from drift.judge.taught import Taught, TaughtLevels

LEAST_STRENGTH: Final = 0.2  # of a relation with a category in training, to be asked for
MOST_PAIRS: Final = 200  # with a category; the strongest
MOST_CATEGORIES: Final = 40  # in the order of the data: all pairs of them are looked at


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Beside:
    """A category with the grades that its levels have beside another column, one for each code."""

    name: str
    taught: TaughtLevels
    grades: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StrongPair:
    """Two columns that go together, of which the first is a category, and how strongly, 0 to 1."""

    first: Beside
    second: str | Beside  # a number, or another category
    strength: float

    @property
    def names(self) -> tuple[str, str]:
        """The columns."""
        return self.first.name, self.second if isinstance(self.second, str) else self.second.name


def strong_pairs(taught: Taught, numbers: tuple[str, ...], categories: tuple[str, ...]) -> list[StrongPair]:
    """Return the pairs of some columns that go together most, the strongest first.

    Parameters
    ----------
    taught : Taught
        What the half that teaches tells.
    numbers : tuple of str
        Numbers that vary there.
    categories : tuple of str
        At most `MOST_CATEGORIES`.
    """
    known = taught.known_pairs(numbers, categories)
    found = [
        one
        for one in (
            *_with_numbers(taught, numbers, categories, known),
            *_of_categories(taught, categories, known),
        )
        if one.strength >= LEAST_STRENGTH
    ]
    return sorted(found, key=lambda one: (-one.strength, one.names))[:MOST_PAIRS]


def _with_numbers(
    taught: Taught,
    numbers: tuple[str, ...],
    categories: tuple[str, ...],
    known: frozenset[tuple[str, str]] | None,
) -> Iterator[StrongPair]:
    for one in categories if numbers else ():
        places = [place for place, name in enumerate(numbers) if known is None or (one, name) in known]
        levels = taught.levels(one) if places else None
        # Of all numbers, though few are wanted: a sum of one column alone may end in other digits.
        learned = None if levels is None else taught.beside_numbers(one, numbers)
        if levels is None or learned is None:
            continue
        for place in places:
            yield StrongPair(
                first=Beside(name=one, taught=levels, grades=learned.grades[:, place]),
                second=numbers[place],
                strength=float(learned.strength[place]),
            )


def _of_categories(
    taught: Taught, categories: tuple[str, ...], known: frozenset[tuple[str, str]] | None
) -> Iterator[StrongPair]:
    for one, other in combinations(categories, 2):
        if known is not None and (one, other) not in known:
            continue
        mine, theirs = taught.levels(one), taught.levels(other)
        learned = None if mine is None or theirs is None else taught.beside_category(one, other)
        if mine is None or theirs is None or learned is None:
            continue
        yield StrongPair(
            first=Beside(name=one, taught=mine, grades=learned.first),
            second=Beside(name=other, taught=theirs, grades=learned.second),
            strength=learned.strength,
        )
