"""Ways to write the same level: case, white space, accents, encoding, escapes, marks, zeros.

Each is a function from a text to what is left of it when that way of writing does not matter. Two
levels are one, written in two ways, if that is the same for both.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Callable

_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_BETWEEN = re.compile("(?<=[^\\W_]|&)[\\s\\-_./:'\u2018\u2019\u02bc\u2010-\u2014]+(?=[^\\W_]|&)")
_NUMBER = re.compile(r"([+-]?)0*(\d+)(?:\.(\d*?)0*)?")
_ENCODINGS = ("cp1252", "latin-1", "cp437", "mac-roman")  # what UTF-8 is taken for
_TIMES_MANGLED = 2  # read wrongly and written again, twice
_REPLACEMENT = "\ufffd"  # what stands for bytes that are no character
_LOST = re.compile(r"[^\x00-\x7f]+|\?+")  # beyond ASCII, and what stands in its place
_LETTER = re.compile(r"[^\W_]")
_UNITS = re.compile(r"(?:\\u[0-9A-Fa-f]{4})+")
_BYTES = re.compile(r"(?:\\x[0-9A-Fa-f]{2})+")
_BYTES_LITERAL = re.compile(r"""b(?:'(.*)'|"(.*)")""", re.DOTALL)
# Letters that Unicode does not take apart.
_UNDIVIDED = str.maketrans(
    dict(zip("ØøŁłĐđÐðĦħŦŧı", "OoLlDdDdHhTti", strict=True))
    | {"Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe", "ß": "ss", "ẞ": "SS", "Þ": "Th", "þ": "th"}
)
_TWO_FOR_ONE = str.maketrans(
    {"Ä": "Ae", "ä": "ae", "Ö": "Oe", "ö": "oe", "Ü": "Ue", "ü": "ue", "Å": "Aa", "å": "aa"}
    | {"Ø": "Oe", "ø": "oe"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """A way in which writing may differ; `words` follow "its levels are written differently:".

    Where `beyond_ascii`, levels that are all of ASCII cannot differ in it. Where `loses`, one of two levels
    is written with characters beyond ASCII, and the other has lost them: of two that have them none is the
    other.
    """

    name: str
    words: str
    plain: Callable[[str], str]
    beyond_ascii: bool = False
    loses: bool = False

    def same(self, one: str, other: str) -> bool:
        """Return whether two texts that are plainly alike can be one level."""
        return not self.loses or _legible(one) != _legible(other)


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
    >>> without_accents("Évora"), without_accents("ﬁn"), without_accents("Tromsø")
    ('Evora', 'fin', 'Tromso')
    """
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text)
    return "".join(c for c in apart if not unicodedata.combining(c)).translate(_UNDIVIDED)


def in_two_letters(text: str) -> str:
    """Return a text with two letters for one, as German and Danish have them; the others without accents.

    Examples
    --------
    >>> in_two_letters("Zürich"), in_two_letters("Genève")
    ('Zuerich', 'Geneve')
    """
    if text.isascii():
        return text
    return without_accents(unicodedata.normalize("NFC", text).translate(_TWO_FOR_ONE))


def without_lost(text: str) -> str:
    """Return a text without what it takes more than ASCII to write, and without what stands in its place.

    A text of which no letter and no digit would be left stays as it is: it tells nothing any more.

    Examples
    --------
    >>> without_lost("Zürich"), without_lost("Z?rich"), without_lost("Zrich"), without_lost("東京")
    ('Zrich', 'Zrich', 'Zrich', '東京')
    """
    left = _LOST.sub("", text)
    return left if _LETTER.search(left) else text


def _legible(text: str) -> bool:
    """Return whether a text has characters beyond ASCII that are no marks of lost ones."""
    return not text.replace(_REPLACEMENT, "").isascii()


def unescaped(text: str) -> str:
    r"""Return a text without the escapes of HTML, URLs, JSON and bytes.

    Examples
    --------
    >>> unescaped("AT&amp;T"), unescaped("Z%C3%BCrich"), unescaped(r"Z\u00fcrich")
    ('AT&T', 'Zürich', 'Zürich')
    """
    if "&" in text:
        text = html.unescape(text)
    try:
        if "%" in text:
            text = unquote(text, errors="strict")
        if "\\" in text:
            text = _UNITS.sub(_of_units, _BYTES.sub(_of_bytes, text))
    except UnicodeError:  # it only looks like one
        pass
    return text


def of_bytes(text: str) -> str:
    """Return what stands in a text of Python's bytes; others as they are.

    Examples
    --------
    >>> of_bytes("b'Porto'"), of_bytes('b"Porto"'), of_bytes("Porto")
    ('Porto', 'Porto', 'Porto')
    """
    found = _BYTES_LITERAL.fullmatch(text)
    return unescaped(found[1] or found[2] or "") if found else text


def _of_units(found: re.Match[str]) -> str:
    """Return what escaped units of UTF-16 stand for."""
    return bytes.fromhex(found[0].replace("\\u", "")).decode("utf-16-be")


def _of_bytes(found: re.Match[str]) -> str:
    """Return what escaped bytes of UTF-8 stand for."""
    return bytes.fromhex(found[0].replace("\\x", "")).decode()


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
    bare = without_accents(without_space(repaired(unescaped(text)))).casefold()
    number = as_number(bare)
    return without_marks(bare) if number == bare else number


# The simplest first: of those that explain as much, the first is told.
WRITINGS = (
    Writing(name="white space", words="with other white space", plain=without_space),
    Writing(name="case", words="in upper or lower case", plain=str.casefold),
    Writing(name="accents", words="with or without accents", plain=without_accents, beyond_ascii=True),
    Writing(
        name="two letters",
        words="with two letters for one, as `ue` for `ü`",
        plain=in_two_letters,
        beyond_ascii=True,
    ),
    Writing(name="encoding", words="in a wrong encoding", plain=repaired, beyond_ascii=True),
    Writing(
        name="lost letters",
        words="with or without letters that an encoding loses",
        plain=without_lost,
        beyond_ascii=True,
        loses=True,
    ),
    Writing(name="escapes", words="with other escapes of characters", plain=unescaped),
    Writing(name="bytes", words="as Python writes bytes", plain=of_bytes),
    Writing(name="marks", words="with other marks between the words", plain=without_marks),
    Writing(name="numbers", words="as numbers with other zeros", plain=as_number),
    Writing(name="several", words="in several of these ways at once", plain=plain),
)
