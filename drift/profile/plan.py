"""What is to be kept of a table: profiles add up only if they were made by one plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be kept of a table.

    Attributes
    ----------
    sample : int
        Rows in the sample; 0 keeps none.
    pieces : {"none", "calendar"}
        Whether pieces are cut along `time`.
    time : str or None
        The column that dates each row.
    key : tuple of str
        The columns that together name a row, whose repeats are counted; without any, those of whole rows.
    hidden : tuple of str
        Columns that are read for what is above, and of which nothing else is kept.
    segments : tuple of str
        The columns whose levels are profiled apart.
    levels : int
        The most levels of each that are kept apart beside the named ones; the others are one.
    named : tuple of tuples of int
        The levels of each, by their hash, that are kept apart however many there are; empty for none.
    """

    sample: int = 0
    pieces: Literal["none", "calendar"] = "none"
    time: str | None = None
    key: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    levels: int = 0
    named: tuple[tuple[int, ...], ...] = ()

    def named_of(self, segment: str) -> frozenset[int]:
        """Return the hashes of the levels of a segment column that are kept apart in any case."""
        return frozenset(self.named[self.segments.index(segment)]) if self.named else frozenset()
