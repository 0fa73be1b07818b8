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
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NAMES_KEPT: Final = 4096  # columns whose names are read once, and not at every check


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitHint:
    """The unit that a column's name gives, and the word or words that gave it, in lower case."""

    unit: str
    dimension: str
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitWords:
    """How column names write one unit: words parted by commas, in four grades of trust.

    Attributes
    ----------
    unit : str
        As pint spells it.
    anywhere : str
        Enough wherever they stand, whatever stands beside them: ``days`` in `days_since_login`.
    suffix : str
        Enough at the end, unless the name speaks of another dimension: ``km`` in `trip_km`, but not in
        `price_km`.
    letter : str
        Enough at the end of two words, unless the name speaks of any other dimension, or of a code:
        ``m`` in `tree_m`, but neither in `revenue_m` nor in `gender_m`.
    context : str
        Never enough alone: the name has to speak of the dimension, too: ``f`` in `temp_f`.

    In a name that speaks of their dimension words of every grade count wherever they stand; a letter and
    a word of `context` only behind the word that does, for `min_delay` is a minimum.
    """

    unit: str
    anywhere: str = ""
    suffix: str = ""
    letter: str = ""
    context: str = ""


UNIT_WORDS: Final[Mapping[str, tuple[UnitWords, ...]]] = MappingProxyType(
    {
        "time": (
            UnitWords(unit="nanosecond", anywhere="nanoseconds, nanos, nsec", suffix="ns"),
            UnitWords(
                unit="microsecond", anywhere="microseconds, micros, usec, usecs, \u03bcs", context="us"
            ),
            UnitWords(
                unit="millisecond", anywhere="milliseconds, millisecond, millis, msec, msecs", suffix="ms"
            ),
            UnitWords(unit="second", anywhere="seconds, secs", suffix="sec", letter="s", context="second"),
            UnitWords(unit="minute", anywhere="minutes, mins", context="minute, min"),
            UnitWords(unit="hour", anywhere="hours", suffix="hrs", letter="h", context="hour, hr"),
            UnitWords(unit="day", anywhere="days", context="day"),
            UnitWords(unit="week", anywhere="weeks, wks", context="week"),
            UnitWords(unit="month", anywhere="months", context="month, mths"),
            UnitWords(unit="year", anywhere="years, yrs", context="year, yr"),
        ),
        "length": (
            UnitWords(unit="millimeter", anywhere="millimeters, millimetres, millimeter", suffix="mm"),
            UnitWords(unit="centimeter", anywhere="centimeters, centimetres, centimeter", suffix="cm"),
            UnitWords(unit="meter", anywhere="meters, metres", letter="m", context="meter, metre"),
            UnitWords(unit="kilometer", anywhere="kilometers, kilometres, kilometer", suffix="km, kms"),
            UnitWords(unit="inch", anywhere="inch, inches"),
            UnitWords(unit="foot", anywhere="feet", suffix="ft", context="foot"),
            UnitWords(unit="yard", anywhere="yards", suffix="yds", context="yd, yard"),
            UnitWords(unit="mile", anywhere="miles", suffix="mi", context="mile"),
            UnitWords(unit="nautical_mile", anywhere="nautical miles, nautical mile", suffix="nmi"),
        ),
        "mass": (
            UnitWords(unit="milligram", anywhere="milligrams, milligram", suffix="mg"),
            UnitWords(unit="gram", anywhere="grams", letter="g", context="gram"),
            UnitWords(unit="kilogram", anywhere="kilograms, kilogram", suffix="kg, kgs", context="kilos"),
            UnitWords(unit="metric_ton", anywhere="tonnes, metric tons, metric ton", suffix="tonne"),
            UnitWords(unit="ounce", anywhere="ounces", suffix="oz"),
            UnitWords(unit="pound", anywhere="lbs", suffix="lb, pounds", context="pound"),
        ),
        "temperature": (
            UnitWords(unit="degree_Celsius", anywhere="celsius, centigrade, degc, deg c", context="c"),
            UnitWords(unit="degree_Fahrenheit", anywhere="fahrenheit, degf, deg f", context="f"),
            UnitWords(unit="kelvin", anywhere="kelvin", context="k"),
        ),
        "area": (
            UnitWords(unit="meter ** 2", anywhere="m2, sqm, sq m, square meters, square metres"),
            UnitWords(unit="kilometer ** 2", anywhere="km2, sqkm, sq km, square kilometers"),
            UnitWords(unit="centimeter ** 2", anywhere="cm2, square centimeters"),
            UnitWords(
                unit="square_foot", anywhere="ft2, sqft, sq ft, square feet, square foot", context="sf"
            ),
            UnitWords(unit="square_mile", anywhere="sq mi, sqmi, square miles"),
            UnitWords(unit="hectare", anywhere="hectares, hectare", context="ha"),
            UnitWords(unit="acre", anywhere="acres", suffix="acre"),
        ),
        "volume": (
            UnitWords(unit="fluid_ounce", anywhere="fl oz, fluid ounces, floz", context="oz, ounces"),
            UnitWords(unit="milliliter", anywhere="milliliters, millilitres", context="ml, cc"),
            UnitWords(unit="liter", anywhere="liters, litres, liter, litre", context="l, ltr"),
            UnitWords(unit="meter ** 3", anywhere="m3, cubic meters, cubic metres, cbm"),
            UnitWords(unit="gallon", anywhere="gallons, gallon", context="gal"),
        ),
        "speed": (
            UnitWords(
                unit="meter_per_second",
                anywhere="meters per second, metres per second",
                suffix="m s, m sec",
                context="ms, mps",
            ),
            UnitWords(
                unit="kilometer_per_hour",
                anywhere="kmh, kph, kmph, km h, km hr, km per hour, kilometers per hour",
            ),
            UnitWords(unit="mile_per_hour", anywhere="mph, mi h, mi per hour, miles per hour"),
            UnitWords(unit="knot", anywhere="knots", suffix="kts, knot", context="kt, kn"),
            UnitWords(
                unit="foot_per_second", anywhere="feet per second, ft per s", suffix="ft s", context="fps"
            ),
        ),
        "pressure": (
            UnitWords(unit="pascal", anywhere="pascals, pascal", context="pa"),
            UnitWords(unit="hectopascal", anywhere="hpa, hectopascals"),
            UnitWords(unit="kilopascal", anywhere="kpa, kilopascals"),
            UnitWords(unit="millibar", anywhere="mbar, millibar, millibars", context="mb"),
            UnitWords(unit="bar", context="bar, bars"),
            UnitWords(unit="pound_force_per_square_inch", anywhere="psi"),
            UnitWords(unit="millimeter_Hg", anywhere="mmhg, mm hg", context="mm"),
            UnitWords(unit="inch_Hg", anywhere="inhg, in hg"),
            UnitWords(unit="standard_atmosphere", context="atm"),
        ),
        "energy": (
            UnitWords(unit="joule", anywhere="joules", suffix="joule", context="j"),
            UnitWords(unit="kilojoule", anywhere="kilojoules", suffix="kj"),
            UnitWords(unit="kilocalorie", anywhere="kcal, kcals, kilocalories"),
            UnitWords(unit="watt_hour", anywhere="watt hours", suffix="wh"),
            UnitWords(unit="kilowatt_hour", anywhere="kwh, kw h, kilowatt hours"),
            UnitWords(unit="megawatt_hour", anywhere="mwh, mw h, megawatt hours"),
        ),
        "power": (
            UnitWords(unit="watt", anywhere="watts", suffix="watt", context="w"),
            UnitWords(unit="kilowatt", anywhere="kilowatts, kilowatt", suffix="kw"),
            UnitWords(unit="megawatt", anywhere="megawatts, megawatt", suffix="mw"),
            UnitWords(unit="horsepower", anywhere="horsepower, bhp", context="hp"),
        ),
        "data": (
            UnitWords(unit="bit", anywhere="bits"),
            UnitWords(unit="byte", anywhere="bytes", suffix="byte", context="b"),
            UnitWords(unit="kilobyte", anywhere="kilobytes", suffix="kb"),
            UnitWords(unit="megabyte", anywhere="megabytes", suffix="mb"),
            UnitWords(unit="gigabyte", anywhere="gigabytes", suffix="gb"),
            UnitWords(unit="terabyte", anywhere="terabytes", suffix="tb"),
            UnitWords(unit="kibibyte", anywhere="kib, kibibytes"),
            UnitWords(unit="mebibyte", anywhere="mib, mebibytes"),
            UnitWords(unit="gibibyte", anywhere="gib, gibibytes"),
        ),
        "angle": (
            UnitWords(unit="degree", suffix="deg, degrees", context="degree"),
            UnitWords(unit="radian", anywhere="radians", suffix="rad, radian"),
        ),
        "fraction": (
            UnitWords(unit="percent", anywhere="pct, percent, percentage, perc, %"),
            UnitWords(unit="permille", anywhere="permille, \u2030"),
            UnitWords(unit="basis_point", anywhere="basis points", suffix="bps"),
            UnitWords(unit="dimensionless", anywhere="ratio, fraction, proportion", suffix="share"),
        ),
        "currency": (
            UnitWords(
                unit="currency_unit",
                anywhere="dollars, euros, $, \u20ac, \u00a3",
                suffix="usd, eur, gbp, chf, cad, aud, dollar, euro",
                context="pounds",
            ),
            UnitWords(unit="cent", anywhere="cents, pence, minor units, \u00a2", context="cent"),
        ),
    }
)
"""How each unit is written, by dimension."""

DIMENSION_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "time": (
            "duration time elapsed latency delay age since interval wait runtime uptime downtime lifetime "
            "timeout ttl lag eta rtt dwell recency tenure"
        ),
        "length": (
            "distance dist length height width depth mileage altitude elevation radius diameter perimeter "
            "thickness circumference rain rainfall precipitation precip prcp snow snowfall visibility visib"
        ),
        "mass": "weight mass",
        "temperature": "temp temperature dewpoint atemp tmin tmax dewp",
        "area": "area acreage",
        "volume": "volume",
        "speed": "speed velocity gust windspeed",
        "pressure": "pressure",
        "energy": "energy",
        "power": "power wattage",
        "data": "bytes memory storage",
        "angle": "angle bearing direction heading azimuth rotation lat latitude lon lng longitude",
        "fraction": "rate ratio share percent percentage humidity probability prob proportion confidence",
        "currency": (
            "price cost fare revenue fee tip toll tax salary income wage payment charge surcharge sales "
            "spend budget profit premium refund rent"
        ),
    }
)
"""Words that say what a column measures."""

WEAK_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {"data": "size", "fraction": "score", "currency": "amount total value balance"}
)
"""Words that say it only where no other does: `total_distance` is a length."""

CONTEXT_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "time": (
            "trip ride travel walk drive flight commute session call watch play work cook prep exec cpu took "
            "ts timestamp air response"
        ),
        "volume": "capacity tank fuel water milk dose engine displacement",
        "speed": "wind",
        "temperature": "dew feels outdoor indoor",
        "power": "engine motor vehicle",
        "fraction": "spread yield coupon margin interest fee",
        "data": "network bandwidth throughput bitrate traffic upload download disk file payload",
    }
)
"""Words beside which an unclear unit is clear, and which alone say nothing: `trip_min`, `trip_id`."""

OTHER_MEANINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "rate": "hourly daily nightly room exchange heart pulse respiratory frame bit sampling refresh flow",
        "size": "sample batch household family group team class lot font shoe",
        "weight": "sample class loss",
        "volume": "trade trading search sales order call traffic",
        "min": "age s ms us ns sec secs seconds hr hrs hours days",
        "bps": "network bandwidth throughput bitrate traffic link upload download tx rx",
    }
)
"""Words that measure something else behind one of these: a `heart_rate` is no share."""

CODE_WORDS: Final = (
    "id code type class category group kind zone key index idx count cnt rank status flag level name label "
    "bin bucket band list table path dir"
)
"""Words that, at the end, make a name one of codes or counts: `area_code`, `age_group`, `wait_list`."""

FLAG_WORDS: Final = "is has was"
"""Words that, at the start, make a name one of booleans."""

LEVEL_WORDS: Final = CODE_WORDS + " gender sex grade size blood option shirt plan"
"""Words behind which a single letter is a level: `gender_m`."""

RATE_WORDS: Final = "per 100"
"""Words that make what stands before them a part of a rate: `price_usd_per_kg`, `l_100km`."""

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
