"""What a column's name says of its unit: `trip_ms` is in milliseconds, `temp_f` in degrees Fahrenheit.

A name is read in words, never in parts of words, so `massachusetts` has no mass. A name is a hint and
no proof: it breaks ties between conversions, and `drift init` shows it for a person to confirm, so a
doubtful name says nothing. Units are spelled as pint spells them; pint itself is not needed here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from drift.diagnose.unit_words import (
    CODE_WORDS,
    CONTEXT_WORDS,
    DIMENSION_WORDS,
    FLAG_WORDS,
    LEVEL_WORDS,
    OTHER_MEANINGS,
    RATE_WORDS,
    UNIT_WORDS,
    WEAK_WORDS,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NAMES_KEPT: Final = 4096  # columns whose names are read once, and not at every check


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitHint:
    """The unit that a column's name gives, and the word or words that gave it, in lower case."""

    unit: str
    dimension: str
    token: str


GRADES: Final = ("anywhere", "suffix", "letter", "context")
"""How far a word is trusted to be a unit: see `UnitWords`."""

STRENGTHS: Final = ("strong", "weak", "context")
"""How clearly a word speaks of its dimension, the clearest first."""

LONGEST_PHRASE: Final = 4  # words: kilometers / per / hour, with a capital in one of them
PIECES: Final = re.compile(r"[^\W\d_]+|\d+|[%\u2030$\u20ac\u00a3\u00a2]")
APOSTROPHES: Final = re.compile(r"['\u2019]")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    """A word or number of a name; `glued` if nothing parts it from the one before."""

    text: str
    glued: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """One unit that a word may stand for."""

    unit: str
    dimension: str
    grade: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mention:
    """A word that speaks of a dimension: as a measure (`strong`), vaguely (`weak`), or aside (`context`)."""

    place: int
    dimension: str
    strength: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Name:
    """A name in words, and what it speaks of."""

    words: tuple[_Word, ...]
    mentions: tuple[_Mention, ...]

    def speaks(self, *strengths: str) -> tuple[str, ...]:
        """Return the dimensions spoken of in one of these strengths, in the order of the words."""
        return tuple(one.dimension for one in self.mentions if one.strength in strengths)


@lru_cache(maxsize=NAMES_KEPT)
def unit_hint(column: str) -> UnitHint | None:
    """Return the unit that the column's name gives, or None where it gives none or a doubtful one.

    Words are parted by anything that is no letter or digit, by a capital (`tripMs`) and by digits. Units
    are looked for from the end, the longest first. A unit behind a number is a window or a place and not
    the unit (`sales_30d`, `temperature_2m`), one in front of ``per`` or of another unit is a part of one
    that is not known (`price_per_kg`, `glucose_mg_dl`).

    Examples
    --------
    >>> unit_hint("trip_duration_ms")
    UnitHint(unit='millisecond', dimension='time', token='ms')
    >>> unit_hint("Outside temp (\u00b0F)").unit
    'degree_Fahrenheit'
    >>> unit_hint("temp_min") is None
    True
    """
    name = _name(column)
    if name is None:
        return None
    found = [hint for start, end in _phrases(name) if (hint := _hint(name, start, end)) is not None]
    leading = [hint for hint in found if hint.dimension == "fraction" and hint.token == name.words[0].text]
    return next(iter(leading or found), None)


@lru_cache(maxsize=NAMES_KEPT)
def dimension_hint(column: str) -> str | None:
    """Return what the column's name says that it measures (`time`, `length`), or None.

    That is the dimension of its unit where the name gives one; else of the last word that speaks of a
    dimension, a weak word (`total`) only where no other does.

    Examples
    --------
    >>> dimension_hint("total_distance"), dimension_hint("tripMs"), dimension_hint("page")
    ('length', 'time', None)
    """
    if (hint := unit_hint(column)) is not None:
        return hint.dimension
    name = _name(column)
    if name is None:
        return None
    return next(iter((*name.speaks("strong")[::-1], *name.speaks("weak")[::-1])), None)


def _hint(name: _Name, start: int, end: int) -> UnitHint | None:
    """Return the unit that the words from `start` up to `end` give in this name."""
    words = name.words
    if not _stands_free(words, start, end):
        return None
    for token in _spellings(words[start:end]):
        readings = _readings().get(token, ())
        spoken = (
            one for strength in STRENGTHS for one in readings if _agrees(one, token, name, start, strength)
        )
        alone = (one for one in readings if _enough_alone(one, name, start, end))
        chosen = next(spoken, None) or next(alone, None)
        if chosen is not None and not _continues_a_unit(chosen, words, start):
            return UnitHint(unit=chosen.unit, dimension=chosen.dimension, token=token)
    return None


def _agrees(reading: _Reading, token: str, name: _Name, start: int, strength: str) -> bool:
    """Tell whether the name speaks of the unit's dimension in this strength, and in the right place."""
    if strength == "weak" and len(token) == 1:
        return False  # size_b is a level
    last = start if reading.grade in {"letter", "context"} else len(name.words)
    return any(
        one.place < last and one.dimension == reading.dimension and one.strength == strength
        for one in name.mentions
    )


def _enough_alone(reading: _Reading, name: _Name, start: int, end: int) -> bool:
    """Tell whether a word gives its unit in a name that does not speak of the dimension."""
    words = name.words
    at_end = all(word.text.isdecimal() for word in words[end:])
    if reading.grade == "suffix":
        return at_end and not name.speaks("strong")
    if reading.grade == "letter":
        before = words[start - 1].text if start else ""
        levels = any(word.text in LEVEL_WORDS.split() for word in words)
        return at_end and len(before) > 1 and not (levels or name.speaks("strong", "weak"))
    return reading.grade == "anywhere"


def _stands_free(words: tuple[_Word, ...], start: int, end: int) -> bool:
    """Tell whether the words are not a part of something else: of a window, a rate or a power."""
    if end < len(words):
        after = words[end]
        power = after.glued and after.text.isdecimal()
        spelled = len(after.text) == len(words[start].text) == 1 and after.text.isalpha()  # duration_h_m_s
        if power or spelled or after.text in RATE_WORDS.split():
            return False
    before = words[start - 1] if start else None
    if before is None:
        return True
    if before.text.isdecimal():  # p95_ms has a unit; sales_30d, last_30_days and temp2m have none of theirs
        return before.glued and not words[start].glued
    return before.text not in {"per", "of"} and not _means_other(words, start)


def _means_other(words: tuple[_Word, ...], place: int) -> bool:
    """Tell whether the word in front makes this one measure something else: `heart_rate`."""
    word = words[place].text
    others = OTHER_MEANINGS.get(word) or OTHER_MEANINGS.get(word.removesuffix("s"), "")
    return place > 0 and words[place - 1].text in others.split()


def _continues_a_unit(reading: _Reading, words: tuple[_Word, ...], start: int) -> bool:
    """Tell whether a unit of something else stands right in front: `kg_m3` is no volume."""
    if not start or reading.dimension == "fraction":
        return False
    before = [one for one in _readings().get(words[start - 1].text, ()) if one.grade != "context"]
    return bool(before) and all(one.dimension != reading.dimension for one in before)


def _phrases(name: _Name) -> Iterator[tuple[int, int]]:
    """Yield the runs of words that may be a unit, from the end of the name, the longest first."""
    for end in range(len(name.words), 0, -1):
        for start in range(max(0, end - LONGEST_PHRASE), end):
            yield start, end


def _spellings(words: tuple[_Word, ...]) -> Iterator[str]:
    """Yield a run of words as one, if nothing parts them (`k|Wh`), and as several (`km h`)."""
    if all(word.glued for word in words[1:]):
        yield "".join(word.text for word in words)
    if len(words) > 1:
        yield " ".join(word.text for word in words)


def _name(column: str) -> _Name | None:
    """Return the name in words; None where it has none, or names codes, counts or booleans."""
    words = tuple(_words(column))
    letters = [word.text for word in words if not word.text.isdecimal()]
    if not letters or letters[-1] in CODE_WORDS.split() or letters[0] in FLAG_WORDS.split():
        return None
    mentions = [
        _Mention(place=place, dimension=dimension, strength=strength)
        for place, word in enumerate(words)
        for dimension, strength in _dimensions().get(word.text, ())
        if not _means_other(words, place)
    ]
    return _Name(words=words, mentions=tuple(mentions))


def _words(column: str) -> Iterator[_Word]:
    """Yield the words of a name in lower case; letters that only look different become one."""
    text = APOSTROPHES.sub("", unicodedata.normalize("NFKC", column))
    last = -1
    for piece in PIECES.finditer(text):
        start = piece.start()
        for cut in [*_capitals(piece[0]), len(piece[0])]:
            yield _Word(text=text[start : piece.start() + cut].casefold(), glued=start == last)
            start = last = piece.start() + cut


def _capitals(run: str) -> list[int]:
    """Return where a run of letters is cut: `tripMs` before the M, `GPSSpeed` before the last S."""
    return [
        place
        for place in range(1, len(run))
        if run[place].isupper() and (run[place - 1].islower() or run[place + 1 : place + 2].islower())
    ]


@cache
def _readings() -> Mapping[str, tuple[_Reading, ...]]:
    """Return what each word or phrase may stand for, in the order of `UNIT_WORDS`."""
    found: dict[str, tuple[_Reading, ...]] = {}
    rows = [(dimension, row) for dimension, units in UNIT_WORDS.items() for row in units]
    for dimension, row in rows:
        grades = zip(GRADES, (row.anywhere, row.suffix, row.letter, row.context), strict=True)
        for grade, listed in grades:
            reading = _Reading(unit=row.unit, dimension=dimension, grade=grade)
            for token in filter(None, listed.split(", ")):
                found[token] = (*found.get(token, ()), reading)
    return found


@cache
def _dimensions() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Return what each word, and its plural, speaks of: a dimension and the strength of it."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for strength, table in zip(STRENGTHS, (DIMENSION_WORDS, WEAK_WORDS, CONTEXT_WORDS), strict=True):
        for dimension, listed in table.items():
            singular = listed.split()
            for word in (*singular, *(f"{one}s" for one in singular)):
                found[word] = (*found.get(word, ()), (dimension, strength))
    del found["times"]  # they are counted, not measured
    return found
