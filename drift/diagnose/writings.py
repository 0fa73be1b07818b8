"""Ways to write the same level: case, white space, accents, encoding, marks, numbers, an affix.

Each is a function from a text to what is left of it when that way of writing does not matter. Two
levels are one, written in two ways, if that is the same for both.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_BETWEEN = re.compile(r"(?<=[^\W_])[\s\-_./:]+(?=[^\W_])")
_NUMBER = re.compile(r"([+-]?)0*(\d+)(?:\.(\d*?)0*)?")
_ENCODINGS = ("cp1252", "latin-1", "cp437", "mac-roman")  # what UTF-8 is taken for
_TIMES_MANGLED = 2  # read wrongly and written again, twice


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """A way in which writing may differ; `words` follow "its levels are written differently:".

    Where `beyond_ascii`, `plain` leaves texts of ASCII as they are.
    """

    name: str
    words: str
    plain: Callable[[str], str]
    beyond_ascii: bool = False


def without_space(text: str) -> str:
    r"""Return a text with single spaces, none around it, and nothing invisible.

    Examples
    --------
    >>> without_space(" Vila\xa0 Real\u200b ")
    'Vila Real'
    """
    seen = text if text.isascii() else _INVISIBLE.sub("", text)
    return " ".join(seen.split())


def without_accents(text: str) -> str:
    """Return a text without accents, its characters in their plain forms.

    Examples
    --------
    >>> without_accents("Évora"), without_accents("ﬁn")
    ('Evora', 'fin')
    """
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def without_marks(text: str) -> str:
    """Return a text without what stands between its letters and digits.

    Marks at the ends stay: ``A+`` and ``A-`` are two grades.

    Examples
    --------
    >>> without_marks("credit-card"), without_marks("credit_card"), without_marks("A+")
    ('creditcard', 'creditcard', 'A+')
    """
    return _BETWEEN.sub("", text)


def repaired(text: str) -> str:
    """Return a text whose UTF-8 was read as another encoding as it was; others as they are.

    Examples
    --------
    >>> repaired("Ã‰vora"), repaired("Évora")
    ('Évora', 'Évora')
    """
    if text.isascii():
        return text
    for _ in range(_TIMES_MANGLED):
        once = next((one for one in (_decoded(text, encoding) for encoding in _ENCODINGS) if one), None)
        if once is None:
            break
        text = once
    return text


def _decoded(text: str, encoding: str) -> str | None:
    if text.isascii():
        return None
    try:
        return text.encode(encoding).decode("utf-8")
    except UnicodeError:
        pass
    if encoding != "cp1252":
        return None
    # Windows-1252 has no character for five bytes, which readers pass on as they are.
    try:
        return b"".join(_byte(character) for character in text).decode("utf-8")
    except (UnicodeError, ValueError):
        return None


def _byte(character: str) -> bytes:
    try:
        return character.encode("cp1252")
    except UnicodeError:
        return bytes([ord(character)])


def as_number(text: str) -> str:
    """Return a number without the zeros that say nothing; other texts as they are.

    Examples
    --------
    >>> as_number("007"), as_number("7.0"), as_number("7.50"), as_number("a7")
    ('7', '7', '7.5', 'a7')
    """
    found = _NUMBER.fullmatch(text.strip())
    if not found:
        return text
    sign, whole, decimals = found[1].replace("+", ""), found[2], found[3]
    return f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}"


def plain(text: str) -> str:
    """Return what is left of a text when no way of writing matters.

    Examples
    --------
    >>> plain(" CRÉDIT-card"), plain("credit card")
    ('creditcard', 'creditcard')
    """
    bare = without_accents(without_space(repaired(text))).casefold()
    number = as_number(bare)
    return without_marks(bare) if number == bare else number


# The simplest first: of those that explain as much, the first is told.
WRITINGS = (
    Writing(name="white space", words="with other white space", plain=without_space),
    Writing(name="case", words="in upper or lower case", plain=str.casefold),
    Writing(name="accents", words="with or without accents", plain=without_accents, beyond_ascii=True),
    Writing(name="encoding", words="in a wrong encoding", plain=repaired, beyond_ascii=True),
    Writing(name="marks", words="with other marks between the words", plain=without_marks),
    Writing(name="numbers", words="as numbers with other zeros", plain=as_number),
    Writing(name="several", words="in several of these ways at once", plain=plain),
)
