"""How much two names are alike: whether one tells that it is the other under a new name.

A name is its words without its unit: `tripDuration`, `trip_duration` and `Trip duration (ms)` are the same.
A name tells if it holds all words of the other (`amount` and `amount_v2`), or where they differ in a word,
if this one is abbreviated (`amt`) or nearly spelled alike. `temp_min` and `temp_max`, or `item_1` and
`item_2`, tell that they are two.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from drift.diagnose.unit_names import unit_hint

SAME: Final = 1.0  # the same words
HOLDS: Final = 0.9  # all words of the one are in the other
ABBREVIATES: Final = 0.8  # the letters of the one stand in the other, in order, its first first
TELLING: Final = 0.75  # a name that is as much alike tells: below, letters are alike by chance
CLEARLY: Final = 0.05  # so much more alike is clearly more alike

LEAST_ABBREVIATION: Final = 3  # letters; fewer are in any name

_WORDS: Final = re.compile(r"[^\W\d_]+|\d+")
_HUMPS: Final = re.compile(r"(?<=[a-z\d])(?=[A-Z])")


def likeness(one: str, other: str) -> float:
    """Return how much two names are alike, from 0 to 1; from `TELLING` on it tells.

    Examples
    --------
    >>> likeness("tripDuration", "trip_duration_ms"), likeness("amount", "amount_v2")
    (1.0, 0.9)
    >>> likeness("amount", "amt"), likeness("temp_min", "temp_max") < TELLING
    (0.8, True)
    >>> likeness("tolls", "toll_amount")
    0.9
    """
    mine, theirs = _words(one), _words(other)
    if not mine or not theirs:
        return SAME if one == other else 0.0
    if mine == theirs:
        return SAME
    left = [word for word in mine if word not in theirs]
    right = [word for word in theirs if word not in mine]
    if not left or not right:
        return HOLDS
    short, long = sorted(("".join(left), "".join(right)), key=len)
    if short[0] != long[0] or short.isdecimal():
        return 0.0
    spelled = min(SequenceMatcher(None, short, long, autojunk=False).ratio(), ABBREVIATES)
    return ABBREVIATES if _abbreviates(short, long) else spelled


@lru_cache(maxsize=4096)
def _words(name: str) -> tuple[str, ...]:
    words = _WORDS.findall(_HUMPS.sub(" ", name).lower())
    hint = unit_hint(name)
    unit = _WORDS.findall(hint.token) if hint else []
    kept = [word for word in words if word not in unit] or words
    return tuple(_singular(word) for word in kept)


def _singular(word: str) -> str:
    """Return a word without the `s` of a plural: `toll` of `tolls`, but `glass` of `glass`."""
    plural = len(word) > LEAST_ABBREVIATION and word.endswith("s") and not word.endswith(("ss", "us", "is"))
    return word[:-1] if plural else word


def _abbreviates(short: str, long: str) -> bool:
    letters = iter(long)
    return len(short) >= LEAST_ABBREVIATION and all(letter in letters for letter in short)
