"""The pattern of a text: which classes of characters stand in which order.

`ORD-2026-0001234` is `A-9-9`: letters are A or a, digits 9, runs of a class count once.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drift.profile.column import TextDetail

PATTERN_CHARACTERS = 40  # of a pattern; free text would give one of its own to every row

_DIGITS = re.compile(r"\d+")
_RUNS = re.compile(r"(A|a)\1+")


def pattern(text: str) -> str:
    """Return the pattern of a text.

    Examples
    --------
    >>> pattern("ORD-2026-0001234"), pattern("Ann Lee"), pattern("")
    ('A-9-9', 'Aa Aa', '')
    """
    classes = _DIGITS.sub("9", text)
    classes = "".join("A" if c.isupper() else "a" if c.isalpha() else c for c in classes)
    return _RUNS.sub(r"\1", classes)[:PATTERN_CHARACTERS]


def count_patterns(detail: TextDetail) -> Counter[str]:
    """Return how many of the sampled distinct texts have each pattern; empty where no names are kept."""
    return Counter(
        pattern(detail.names[key]) for key in detail.distinct.hashes.tolist() if key in detail.names
    )
