"""The kind of a column where it is not obvious: numbers that only name things, times written as numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from drift.propose.seen import Seen

# Words that, at the end of a name, make numbers the names of things: their mean and order say nothing.
CODE_WORDS: Final = frozenset(
    {
        *("code", "type", "class", "category", "kind", "zone", "status", "flag", "zip", "zipcode"),
        *("postcode", "plz", "season", "weather", "weathersit", "cluster", "segment"),
    }
)
REFERENCE_WORDS: Final = frozenset({"id", "ids", "key"})
MAX_CODES: Final = 256  # distinct numbers: more are identifiers, and nobody tells levels by them


@dataclass(frozen=True, slots=True, kw_only=True)
class KindGuess:
    """A kind that is worth a line in a config, and why."""

    kind: Literal["category", "identifier", "time"]
    why: str


def guess_kind(one: Seen) -> KindGuess | None:
    """Return the kind that a config should name; None where the data tells it well enough."""
    if not one.has_numbers:
        return None
    if one.kind.kind == "time":
        return KindGuess(kind="time", why=one.kind.reason)
    if one.kind.kind != "number" or not one.whole or not one.words or one.words[-1].isdecimal():
        return None
    few = one.column.cells.exact and one.column.cells.keys.size <= MAX_CODES
    if few and one.words[-1] in CODE_WORDS | REFERENCE_WORDS:
        return KindGuess(kind="category", why="numbers that only name things")
    if one.words[-1] in REFERENCE_WORDS:
        return KindGuess(kind="identifier", why="the name says that its numbers only name things")
    return None
