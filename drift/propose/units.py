"""The unit of a column of numbers: what its name gives, or its name and its values give together.

A name often says what is measured and not in what: `temp`. Then the values may tell, for no air has
300 degrees Celsius. Where neither does, no unit is proposed: a wrong one is worse than none.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np

from drift.diagnose.unit_names import dimension_hint, unit_hint
from drift.diagnose.unit_words import DIMENSION_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from drift.propose.seen import Seen


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitGuess:
    """A unit as pint spells it, and what gave it away; no unit where nothing did."""

    unit: str | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Where the bulk of values in a unit is: from `least` to `most`, its upper end above `beyond`."""

    unit: str
    least: float
    most: float
    beyond: float = -np.inf


# Where the bulk of what is measured lies in each unit, the surest first; they do not overlap. Air on Earth
# is from 245 to 320 K and a warm day above 55 °F, which would be no weather in °C; from 0 to 1 is a scale
# of its own, and no temperature.
SCALES: Final[Mapping[str, tuple[Scale, ...]]] = MappingProxyType(
    {
        "temperature": (
            Scale(unit="kelvin", least=245, most=320),
            Scale(unit="degree_Fahrenheit", least=-60, most=130, beyond=55),
            Scale(unit="degree_Celsius", least=-60, most=55, beyond=1.5),
        ),
        "pressure": (
            Scale(unit="millibar", least=850, most=1090),
            Scale(unit="pascal", least=85_000, most=109_000),
            Scale(unit="kilopascal", least=85, most=109),
            Scale(unit="millimeter_Hg", least=640, most=815),
            Scale(unit="inch_Hg", least=25, most=32),
        ),
        "share": (
            Scale(unit="percent", least=0, most=100, beyond=1.5),
            Scale(unit="dimensionless", least=0, most=1),
        ),
        "direction": (
            Scale(unit="degree", least=0, most=360, beyond=6.3),
            Scale(unit="radian", least=-3.15, most=6.3, beyond=1.5),
        ),
        "place": (
            Scale(unit="degree", least=-180, most=180, beyond=3.15),
            Scale(unit="degree", least=-180, most=-3.15),
        ),
        "age": (Scale(unit="year", least=0, most=120, beyond=14),),
        "rain": (Scale(unit="millimeter", least=0, most=200, beyond=10),),
    }
)

# Words that say what is measured, and in which scales: beside those of `unit_names`, which only say a
# dimension. A word stands alone in a name, `hum` not in `human`.
SCALE_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "temperature": (
            f"{DIMENSION_WORDS['temperature']} temperatur lufttemperatur außentemperatur aussentemperatur"
        ),
        "pressure": "pressure barometer slp",
        "share": (
            "humidity hum humid rh clouds cloudiness cloud percent percentage probability prob proportion "
            "share discount euribor libor luftfeuchte luftfeuchtigkeit"
        ),
        "direction": "dir direction heading bearing azimuth course",
        "place": "lat latitude lon lng longitude",
        "age": "age",
        "rain": "rain rainfall precipitation precip prcp",
    }
)

# `t1` is a temperature beside wind and humidity, and a time or a test elsewhere.
SHORT_TEMPERATURE: Final = frozenset({"t", "tavg", "tmean"})
WEATHER_WORDS: Final = frozenset(
    {
        *("hum", "humid", "humidity", "wind", "windspeed", "gust", "rain", "precip", "precipitation"),
        *("snow", "weather", "clouds", "dewp"),
    }
)

# Speeds that were measured in whole units of the one kind, and written in another: the factor shows.
WHOLE_SPEEDS: Final = (
    ("mile_per_hour", 1.150779, "knots"),
    ("kilometer_per_hour", 1.852, "knots"),
    ("meter_per_second", 0.514444, "knots"),
    ("kilometer_per_hour", 1.609344, "miles per hour"),
    ("meter_per_second", 0.44704, "miles per hour"),
)
NEAR: Final = 2e-3  # from a whole number, of units: factors are written with four or more digits
MIN_STEPS: Final = 8  # distinct values that lie on the steps before they prove anything
INCH_STEP: Final = 0.01  # what a rain gauge in inches counts; one in millimetres counts tenths
MIN_FALLS: Final = 20  # distinct falls before the smallest tells what the gauge counts
EXTREME_WORDS: Final = frozenset({"record", "max", "total", "sum"})  # their smallest falls are large ones
MAX_RAIN_INCHES: Final = 25  # the most that the gauge may have counted
ROUNDED: Final = 0.005 + 1e-9  # what rounding to hundredths may move a value by
MILE_PARTS: Final = 16  # visibility in miles is told in sixteenths, quarters and whole ones, up to ten
MAX_VISIBILITY: Final = 10
HOTEL_RATE: Final = "adr"  # the average daily rate
COMMERCE_WORDS: Final = frozenset(
    {"basket", "cart", "order", "invoice", "purchase", "transaction", HOTEL_RATE}
)
CENTS: Final = 2  # decimal places of money in its major unit

# Units that a word ends with, glued to others: `pdays`.
GLUED: Final[Mapping[str, str]] = MappingProxyType(
    {"days": "day", "hours": "hour", "minutes": "minute", "seconds": "second", "weeks": "week"}
)
GERMAN: Final[Mapping[str, str]] = MappingProxyType(
    {"tage": "day", "stunden": "hour", "minuten": "minute", "sekunden": "second", "wochen": "week"}
)
NO_LENGTHS: Final = frozenset(
    {
        *("holidays", "birthdays", "weekdays", "workdays", "mondays", "tuesdays", "wednesdays", "thursdays"),
        *("fridays", "saturdays", "sundays"),
    }
)
COUNTED_DAYS: Final = frozenset({"days", "nights"})  # wherever they stand: `days_in_waiting_list`
MAX_RATIO: Final = 1e5  # between the largest values of two columns that are said to have one unit


def guess_units(columns: Iterable[Seen]) -> dict[str, UnitGuess]:
    """Return a guess for each column of numbers that measures something, by name.

    First each for itself; then those that nothing gave away take the unit of a column that measures
    the same and shares a word with it: `Cost Repair` that of `Cost Total $`.
    """
    measured = [one for one in columns if one.has_numbers and one.kind.kind == "number"]
    weather = any(WEATHER_WORDS.intersection(one.words) for one in measured)
    money = any(_speaks_of_money(one) for one in measured)
    guesses = {one.name: guess_unit(one, weather=weather, money=money) for one in measured}
    told = [one for one in measured if guesses[one.name].unit is not None]
    for one in measured:
        if guesses[one.name].unit is None:
            near = next((other for other in told if _alike(one, other)), None)
            if near is not None:
                unit = guesses[near.name].unit
                guesses[one.name] = UnitGuess(unit=unit, why=f"as {near.name}, whose name is like it")
    return guesses


def guess_unit(one: Seen, *, weather: bool = False, money: bool = False) -> UnitGuess:
    """Return the unit of a column of numbers; `weather` and `money` say that other columns speak of it."""
    hint = unit_hint(one.name)
    if hint is not None:
        return UnitGuess(unit=hint.unit, why=f"the name says {hint.token}")
    for end, unit in GLUED.items():
        if any(word.endswith(end) and word != end for word in {*one.words} - NO_LENGTHS):
            return UnitGuess(unit=unit, why=f"the name says {end}")
    german = next((word for word in one.words if word in GERMAN), None)
    if german is not None:
        return UnitGuess(unit=GERMAN[german], why=f"the name says {german}")
    if one.whole and COUNTED_DAYS & set(one.words):
        return UnitGuess(unit="day", why="the name counts days or nights")
    return _by_values(one, weather=weather, money=money)


def _by_values(one: Seen, *, weather: bool, money: bool) -> UnitGuess:
    """Return the unit that the values give, where the name says what they measure."""
    scale = _scale_word(one, weather=weather)
    dimension = dimension_hint(one.name)
    found: UnitGuess | None = None
    if scale is not None:
        return (_rain(one) if scale == "rain" else None) or _on_scale(one, scale)
    if dimension == "speed":
        found = _whole_speed(one)
    elif {"visib", "visibility"} & set(one.words):
        found = _in_mile_parts(one)
    elif dimension == "currency" or HOTEL_RATE in one.words:
        found = _money(one, money=money)
    measured = f": the name says {dimension} only" if dimension else ""
    return found or UnitGuess(unit=None, why=f"unit not told{measured}")


def _on_scale(one: Seen, name: str) -> UnitGuess:
    """Return the unit on whose scale the bulk of the values lies."""
    low, high = one.bulk
    for scale in SCALES[name]:
        if scale.least <= low and scale.beyond < high <= scale.most:
            return UnitGuess(unit=scale.unit, why=f"the name says {name}, the values {scale.unit}")
    return UnitGuess(unit=None, why=f"unit not told: the name says {name}, and the values fit no scale")


def _scale_word(one: Seen, *, weather: bool) -> str | None:
    """Return which of the `SCALES` the name speaks of."""
    if "year" in one.words or "month" in one.words:
        return None  # when it was measured: `record_temp_year`
    for scale, words in SCALE_WORDS.items():
        if set(words.split()) & set(one.words):
            return scale
    short = [word for word in one.words if not word.isdecimal()]
    return "temperature" if weather and len(short) == 1 and short[0] in SHORT_TEMPERATURE else None


def _rain(one: Seen) -> UnitGuess | None:
    """Return inches where the gauge counted hundredths, which no gauge in millimetres does."""
    step = one.column.number.step.value
    above = one.values[one.values > 0]
    hundredths = step is not None and abs(step - INCH_STEP) < INCH_STEP / 2 and above.size > 0
    if hundredths and above[0] <= INCH_STEP + ROUNDED and one.highest <= MAX_RAIN_INCHES:
        return UnitGuess(
            unit="inch", why="the name says rain, the values count hundredths as gauges in inches do"
        )
    extreme = EXTREME_WORDS & set(one.words)
    if not one.whole and above.size >= MIN_FALLS and above[0] >= INCH_STEP * 10 and not extreme:
        return UnitGuess(
            unit="millimeter",
            why=f"the name says rain, and no fall is below {above[0]:g}, as in gauges in millimetres",
        )
    return None


def _whole_speed(one: Seen) -> UnitGuess | None:
    """Return the unit in which whole knots or miles per hour were written."""
    if not one.column.cells.exact or one.whole or np.count_nonzero(one.values) < MIN_STEPS:
        return None
    for unit, factor, measured in WHOLE_SPEEDS:
        steps = one.values / factor
        if (np.abs(steps - np.rint(steps)) <= NEAR).all():
            return UnitGuess(unit=unit, why=f"all values are whole {measured} times {factor:g}")
    return None


def _in_mile_parts(one: Seen) -> UnitGuess | None:
    """Return miles where all values are sixteenths up to ten, rounded to hundredths, not all whole."""
    if not one.column.cells.exact or one.whole or not 0 <= one.lowest <= one.highest <= MAX_VISIBILITY:
        return None
    parts = np.rint(one.values * MILE_PARTS) / MILE_PARTS
    if (np.abs(parts - one.values) > ROUNDED).any():
        return None
    return UnitGuess(unit="mile", why="sixteenths and quarters up to ten, as visibility in miles is told")


def _money(one: Seen, *, money: bool) -> UnitGuess:
    """Return the major unit where there are cents after the point; whole numbers may be either."""
    if not (money or _speaks_of_money(one) or COMMERCE_WORDS & set(one.words)):
        return UnitGuess(unit=None, why="unit not told: the name may say money, or something else")
    if 0 < one.column.number.step.decimals <= CENTS:
        return UnitGuess(
            unit="currency_unit", why="the name says money, the values have cents after the point"
        )
    if one.whole:
        return UnitGuess(unit=None, why="unit not told: whole numbers may be of currency units or of cents")
    return UnitGuess(unit=None, why="unit not told: the name says money, the values are finer than cents")


def _speaks_of_money(one: Seen) -> bool:
    """Return whether a name says money in a word that says nothing else: a fare, and no total."""
    return bool(
        set(DIMENSION_WORDS["currency"].split()) & {*one.words, *(w.removesuffix("s") for w in one.words)}
    )


def _alike(one: Seen, other: Seen) -> bool:
    """Return whether two columns measure the same, share a word, and are of like size."""
    dimension = dimension_hint(one.name)
    if dimension is None or dimension != dimension_hint(other.name) or "year" in one.words:
        return False
    shared = {word for word in set(one.words) & set(other.words) if not word.isdecimal()}
    small, large = sorted((max(abs(one.highest), 1e-9), max(abs(other.highest), 1e-9)))
    return bool(shared) and large <= MAX_RATIO * small
