"""The words that column names write units and dimensions with, and those that make them mean something else.

Units are spelled as pint spells them. What a name made of these words says is for `unit_names`.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


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
