"""What texts look like, in a form that people read: `YYYY-MM-DD`, `UUID`, `AAA-999999`."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from drift.profile.patterns import PATTERN_CHARACTERS, frame, pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST = 0.5  # of the texts have to have a form, for it to be theirs
LOOKED_AT = 500  # texts: enough to tell a form
MONTHS = 12

_DAY, _MONTH, _YEAR = r"(?:0[1-9]|[12]\d|3[01])", r"(?:0[1-9]|1[0-2])", r"(?:1[5-9]|20|21)\d\d"
_CLOCK = r"[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?"
FORMS = (
    ("YYYY-MM-DD", re.compile(f"{_YEAR}-{_MONTH}-{_DAY}")),
    ("YYYY/MM/DD", re.compile(f"{_YEAR}/{_MONTH}/{_DAY}")),
    ("YYYYMMDD", re.compile(f"{_YEAR}{_MONTH}{_DAY}")),
    ("YYYY-MM-DD hh:mm:ss", re.compile(f"{_YEAR}-{_MONTH}-{_DAY}{_CLOCK}")),
    ("UUID", re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")),
    ("UUID in capitals", re.compile(r"[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}")),
    ("UUID in braces", re.compile(r"\{[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\}")),
    ("an e-mail address", re.compile(r"[^@\s]+@[^@\s]+\.[a-zA-Z]+")),
    ("an IPv4 address", re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")),
    ("a URL", re.compile(r"[a-z]+://\S+")),
)
_SLASHED = re.compile(r"(\d{1,2})([/.-])(\d{1,2})[/.-](\d{4})")
_HEXADECIMAL = re.compile(r"[0-9a-f]+|[0-9A-F]+")
_LEAST_DIGITS = 6  # of a number in hexadecimal: a colour; shorter ones may be any letters and digits
_WORDS = re.compile(r"[^\W_]+(?: [^\W_]+)*")
_LETTER = re.compile(r"[^\W\d_]")


def written_form(texts: Sequence[str]) -> str:
    """Return the form that most of some texts have; of texts that have none in common the commonest."""
    common = common_form(texts)
    return common if common is not None else Counter(map(pattern, texts[:LOOKED_AT])).most_common(1)[0][0]


def common_form(texts: Sequence[str]) -> str | None:
    """Return the form that most of some texts have, as people read it; None where they have none in common.

    Examples
    --------
    >>> common_form(["2024-01-31", "2023-12-01"]), common_form(["31/01/2024", "01/12/2023"])
    ('YYYY-MM-DD', 'DD/MM/YYYY')
    >>> common_form(["ABC-004711", "XYZ-000001"]), common_form(["Ann Lee", "Bo Li"])
    ('AAA-999999', 'Aa Aa')
    >>> common_form(["Good coffee.", "we will come again", "LOUD!"]) is None
    True
    """
    looked_at = texts[:LOOKED_AT]
    enough = MOST * len(looked_at)
    for name, form in FORMS:
        if sum(form.fullmatch(text) is not None for text in looked_at) > enough:
            return name
    slashed = [found for text in looked_at if (found := _SLASHED.fullmatch(text))]
    if len(slashed) > enough:
        return _slashed(slashed)
    fine = _commonest(map(_fine, looked_at), enough)
    # C201599 is a letter and six digits, in whichever case; what has no such form may be in hexadecimal.
    if (fine is None or not _LETTER.search(fine)) and (digits := _hexadecimal_digits(looked_at)):
        return f"{digits} hexadecimal digits"
    for of in (pattern, frame):
        fine = fine or _commonest(map(of, looked_at), enough)
    return fine


def _commonest(forms: Iterable[str], enough: float) -> str | None:
    """Return the form that more than enough texts have; None where there is none."""
    (commonest, votes), *_ = Counter(forms).most_common(1)
    return commonest if votes > enough else None


def running(text: str) -> str:
    """Return how a text is built but for how many words follow each other: one more word is no other form.

    Examples
    --------
    >>> running("Nice staff, and good coffee!"), running("Nice, I say!"), running("nice, good!")
    ('Aa w, w!', 'Aa w, w!', 'a w, w!')
    """
    cases = "A" * (text != text.lower()) + "a" * (text != text.upper())
    return f"{cases} {_WORDS.sub('w', text)}"


def _hexadecimal_digits(texts: Sequence[str]) -> int | None:
    """Return how many hexadecimal digits all texts have, which are not all digits or all letters."""
    digits = len(texts[0])
    if digits < _LEAST_DIGITS or {len(text) for text in texts} != {digits}:
        return None
    if not all(_HEXADECIMAL.fullmatch(text) for text in texts):
        return None
    together = "".join(texts)
    return None if together.isdigit() or together.isalpha() else digits


def _slashed(found: list[re.Match[str]]) -> str:
    """Return whether the day or the month comes first, where a number beyond twelve tells."""
    mark = found[0][2]
    if any(int(one[1]) > MONTHS for one in found):
        return f"DD{mark}MM{mark}YYYY"
    if any(int(one[3]) > MONTHS for one in found):
        return f"MM{mark}DD{mark}YYYY"
    return f"DD{mark}MM{mark}YYYY or MM{mark}DD{mark}YYYY"


def _fine(text: str) -> str:
    """Return a text with 9 for each digit, A and a for each letter."""
    letters = _LETTER.sub(lambda one: "A" if one[0].isupper() else "a", text)
    return re.sub(r"\d", "9", letters)[:PATTERN_CHARACTERS]
