r"""Texts that bear a mark of damage: an encoding that lost letters or was taken for another, or escapes.

Each mark is looked for by itself, for training may have one of them for good: an address has `?` and `%20`.
Counted over the sampled distinct texts, one vote each; the shares of both sides are compared exactly.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drift.compare.share import share_measurement
from drift.profile.patterns import kept_texts

if TYPE_CHECKING:
    from drift.compare.statistic import Measurement
    from drift.profile.column import ColumnProfile

NAME = "garbled_share"

# A byte after the first of a character in UTF-8, read as Latin-1 or Windows-1252.
_OF_WINDOWS = bytes(sorted({*range(0x80, 0xA0)} - {0x81, 0x8D, 0x8F, 0x90, 0x9D})).decode("cp1252")
_AFTER = f"[\u0080-\u00bf{_OF_WINDOWS}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A mark of damage; `words` follow "has".

    A text has it only with each of the characters in `needs`, and where `beyond_ascii` with one of these.
    """

    name: str
    words: str
    found: re.Pattern[str]
    needs: str = ""
    beyond_ascii: bool = False


MARKS = (
    Mark(
        name="replacement",
        words="U+FFFD in place of letters",
        found=re.compile("\ufffd"),
        needs="\ufffd",
    ),
    Mark(
        name="question mark",
        words="question marks within words",
        found=re.compile(r"[^\W\d_]\?+[^\W\d_]"),
        needs="?",
    ),
    Mark(
        name="encoding",
        words="UTF-8 that was read in another encoding",
        found=re.compile(
            f"[\u00c2-\u00df]{_AFTER}|[\u00e0-\u00ef]{_AFTER}{{2}}|[\u00f0-\u00f4]{_AFTER}{{3}}"
        ),
        beyond_ascii=True,
    ),
    Mark(
        name="entities",
        words="escapes of HTML",
        found=re.compile(r"&(?:#\d{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z]{2,8});"),
        needs="&;",
    ),
    Mark(
        name="tags",
        words="tags of HTML",
        found=re.compile(r"</?(?:a|b|br|div|em|h\d|i|li|p|span|strong|td|tr|ul)\b[^<>]*>", re.IGNORECASE),
        needs="<>",
    ),
    Mark(name="url", words="escapes of URLs", found=re.compile(r"%[0-9A-F]{2}"), needs="%"),
    Mark(
        name="backslash",
        words="escapes with backslashes",
        found=re.compile(r"\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}|\\[nrt](?![a-z])|\\\""),
        needs="\\",
    ),
    Mark(name="quotes", words="quotes around the text", found=re.compile(r'\A".*"\Z', re.DOTALL), needs='"'),
    Mark(name="white space", words="white space around the text", found=re.compile(r"\A\s|\s\Z")),
)


def measure_garbled(reference: ColumnProfile, live: ColumnProfile, level: float) -> Measurement | None:
    """Return the share of texts with the mark that changed most; None where neither side has any."""
    sides = [kept_texts(side.text) for side in (reference, live)]
    if not all(sides):
        return None
    found = [
        share_measurement(NAME, *counts, level / len(MARKS))
        for counts in (counted(mark, *sides) for mark in MARKS)
        if counts[0] or counts[2]
    ]
    return max(found, key=lambda one: one.value - one.margin, default=None)


def counted(mark: Mark, before: list[str], now: list[str]) -> tuple[int, int, int, int]:
    """Return how many texts of training bear a mark, of how many, and the same of the batch."""
    return _bearing(mark, before), len(before), _bearing(mark, now), len(now)


def _bearing(mark: Mark, texts: list[str]) -> int:
    together = "\n".join(texts)
    if any(one not in together for one in mark.needs) or (mark.beyond_ascii and together.isascii()):
        return 0  # most columns have none of these
    return sum(mark.found.search(text) is not None for text in texts)
