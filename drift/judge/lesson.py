"""What training's sample taught of relations, as a reference keeps it: no check works it out again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from drift.profile.sample import Sample


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lesson:
    """What holds for one sample and for the rules that it was worked out by, and for nothing else.

    Attributes
    ----------
    rules : dict of str to number
        What it was worked out by.
    sample : int
        Which sample taught it, see `identity_of`.
    teaching : array of shape (rows of the sample,)
        How many copies of each row teach.
    numbers, categories : tuple of str
        The columns that were looked at, in this order.
    pairs : tuple of (str, str)
        The pairs of a category and another column that go together, the strongest first.
    """

    rules: Mapping[str, float]
    sample: int
    teaching: NDArray[np.int64]
    numbers: tuple[str, ...]
    categories: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]

    def to_dict(self) -> dict[str, Any]:
        """Return what of it is no array, as JSON has it."""
        return {
            "rules": dict(self.rules),
            "sample": str(self.sample),  # JSON has no number of 64 bits
            "numbers": list(self.numbers),
            "categories": list(self.categories),
            "pairs": [list(pair) for pair in self.pairs],
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any], teaching: NDArray[np.int64]) -> Lesson:
        """Return the lesson that `to_dict` took apart."""
        return cls(
            rules=stored["rules"],
            sample=int(stored["sample"]),
            teaching=teaching,
            numbers=tuple(stored["numbers"]),
            categories=tuple(stored["categories"]),
            pairs=tuple((one, other) for one, other in stored["pairs"]),
        )


def identity_of(sample: Sample) -> int:
    """Return a number that tells samples apart: the sum of the hashes of all copies, modulo 2 to the 64."""
    return int((sample.hashes * sample.counts.astype(np.uint64)).sum(dtype=np.uint64))
