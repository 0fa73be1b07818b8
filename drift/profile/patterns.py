"""The pattern of a text: which classes of characters stand in which order.

`ORD-2026-0001234` is `A-9-9`: letters are A or a, digits 9, runs of a class count once.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from string import ascii_lowercase, ascii_uppercase, digits
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drift.profile.column import TextDetail

PATTERN_CHARACTERS = 40  # of a pattern; free text would give one of its own to every row

_DIGITS = re.compile(r"\d+")
_RUNS = re.compile(r"(A|a)\1+")
_CLASSES = str.maketrans(
    {
        **dict.fromkeys(ascii_uppercase, "A"),
        **dict.fromkeys(ascii_lowercase, "a"),
        **dict.fromkeys(digits, "9"),
    }
)
_WORDS = re.compile(r"[^\W_]+")


def pattern(text: str) -> str:
    """Return the pattern of a text.

    Examples
    --------
    >>> pattern("ORD-2026-0001234"), pattern("Ann Lee"), pattern("")
    ('A-9-9', 'Aa Aa', '')
    """
    if text.isascii():  # nearly all texts are: a fifth of the time
        return _without_runs(text.translate(_CLASSES))[:PATTERN_CHARACTERS]
    classes = _DIGITS.sub("9", text)
    classes = "".join("A" if c.isupper() else "a" if c.isalpha() else c for c in classes)
    return _RUNS.sub(r"\1", classes)[:PATTERN_CHARACTERS]


def _without_runs(classes: str) -> str:
    """Return classes of characters with each run of a letter or digit as one."""
    for one in "a9A":
        while one + one in classes:
            classes = classes.replace(one + one, one)
    return classes


def count_patterns(detail: TextDetail) -> Counter[str]:
    """Return how many of the sampled distinct texts have each pattern; empty where no names are kept."""
    return Counter(map(pattern, kept_texts(detail)))


def kept_texts(detail: TextDetail) -> list[str]:
    """Return the sampled distinct texts whose names are kept, in the order of their hashes."""
    return [detail.names[key] for key in detail.distinct.hashes.tolist() if key in detail.names]


@lru_cache(maxsize=4096)  # of two sides whose texts are mostly the same
def frame(text: str) -> str:
    """Return what stands between the words of a text, and whether these have capitals and small letters.

    Digits and letters are one here, for those of a UUID come in any order.

    Examples
    --------
    >>> frame("ORD-2026-0001234"), frame("{3f2a-91}"), frame("31/01/2026")
    ('A w-w-w', 'a {w-w}', ' w/w/w')
    """
    cases = "A" * (text != text.lower()) + "a" * (text != text.upper())
    return f"{cases} {_WORDS.sub('w', text)}"[:PATTERN_CHARACTERS]
