"""Concentrations of substances in blood, by mass and by amount: glucose in mg/dL and in mmol/L.

A factor between the two is the substance's molar mass, so only a column whose name tells the substance has
one. The masses are those of PubChem, in grams per mole; which units laboratories write is as the AMA
Manual of Style (11th edition, 17.5) lists them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from drift.diagnose.conversions import Conversion

MG_DL, G_DL, UG_DL, NG_ML, NG_DL = (
    *("milligram / deciliter", "gram / deciliter", "microgram / deciliter"),
    *("nanogram / milliliter", "nanogram / deciliter"),
)
MMOL_L, UMOL_L, NMOL_L = "millimole / liter", "micromole / liter", "nanomole / liter"

GRAMS_PER_LITER: Final = {MG_DL: 1e-2, G_DL: 10.0, UG_DL: 1e-5, NG_ML: 1e-6, NG_DL: 1e-8}
MOLES_PER_LITER: Final = {MMOL_L: 1e-3, UMOL_L: 1e-6, NMOL_L: 1e-9}
HBA1C: Final = (10.93, -23.50)  # mmol/mol (IFCC) of percent (NGSP): Hoelzel et al., Clin. Chem. 50, 2004
"""The master equation between the two ways in which glycated haemoglobin is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Substance:
    """A substance that laboratories measure.

    Attributes
    ----------
    name : str
        What people call it.
    words : str
        Words or phrases of column names that tell it, parted by commas, in lower case.
    molar_mass : float
        In grams per mole.
    by_mass, by_amount : str
        The units that it is told in, spelled as pint spells them.
    """

    name: str
    words: str
    molar_mass: float
    by_mass: str
    by_amount: str


SUBSTANCES: Final = (
    Substance(
        name="glucose",
        words="glucose, glu, fbg, blood sugar",
        molar_mass=180.156,
        by_mass=MG_DL,
        by_amount=MMOL_L,
    ),
    Substance(
        name="cholesterol",
        words="cholesterol, chol, ldl, hdl",
        molar_mass=386.65,
        by_mass=MG_DL,
        by_amount=MMOL_L,
    ),
    Substance(
        name="triglycerides",
        words="triglycerides, triglyceride, trig, trigs",
        molar_mass=885.4,
        by_mass=MG_DL,
        by_amount=MMOL_L,
    ),
    Substance(
        name="creatinine",
        words="creatinine, creat, crea, scr",
        molar_mass=113.12,
        by_mass=MG_DL,
        by_amount=UMOL_L,
    ),
    Substance(
        name="bilirubin", words="bilirubin, bili, tbil", molar_mass=584.7, by_mass=MG_DL, by_amount=UMOL_L
    ),
    Substance(
        name="urea nitrogen", words="bun, urea nitrogen", molar_mass=28.014, by_mass=MG_DL, by_amount=MMOL_L
    ),
    Substance(name="urea", words="urea", molar_mass=60.056, by_mass=MG_DL, by_amount=MMOL_L),
    Substance(name="uric acid", words="uric acid, urate", molar_mass=168.11, by_mass=MG_DL, by_amount=UMOL_L),
    Substance(name="calcium", words="calcium", molar_mass=40.08, by_mass=MG_DL, by_amount=MMOL_L),
    Substance(name="magnesium", words="magnesium", molar_mass=24.305, by_mass=MG_DL, by_amount=MMOL_L),
    Substance(
        name="phosphate", words="phosphate, phosphorus", molar_mass=30.974, by_mass=MG_DL, by_amount=MMOL_L
    ),
    Substance(name="lactate", words="lactate", molar_mass=90.08, by_mass=MG_DL, by_amount=MMOL_L),
    Substance(name="iron", words="iron, serum iron", molar_mass=55.84, by_mass=UG_DL, by_amount=UMOL_L),
    Substance(name="cortisol", words="cortisol", molar_mass=362.5, by_mass=UG_DL, by_amount=NMOL_L),
    Substance(
        name="vitamin D", words="vitamin d, calcidiol", molar_mass=400.6, by_mass=NG_ML, by_amount=NMOL_L
    ),
    Substance(name="testosterone", words="testosterone", molar_mass=288.4, by_mass=NG_DL, by_amount=NMOL_L),
    Substance(
        name="haemoglobin",
        words="hemoglobin, haemoglobin, hgb",
        molar_mass=16114.0,  # of one of its four chains with a heme, as laboratories count
        by_mass=G_DL,
        by_amount=MMOL_L,
    ),
)

IN_BLOOD: Final = " in blood"  # how the dimension of such a conversion ends
GLYCATED: Final = "hba1c, a1c, glycated hemoglobin"
NOT_A_CONCENTRATION: Final = frozenset(
    {
        "clearance",
        "ratio",
        "flag",
        "code",
        "index",
        "count",
        "change",
        "delta",
        "intake",
        "diet",
        "score",
        "group",
    }
)
"""Words beside a substance's name that make it something else."""

_WORDS: Final = re.compile(r"[a-z]+|\d+")
_HUMPS: Final = re.compile(r"(?<=[a-z\d])(?=[A-Z])")


@lru_cache(maxsize=4096)
def of_substance(column: str) -> tuple[Conversion, ...]:
    """Return the conversions of the substance that a column's name tells, the one by mass first.

    Examples
    --------
    >>> first, back = of_substance("glucose_mg_dl")
    >>> first.source, first.target, round(first.factor, 5)
    ('milligram / deciliter', 'millimole / liter', 0.05551)
    >>> of_substance("creatinine_clearance"), of_substance("glue")
    ((), ())
    """
    words = _WORDS.findall(_HUMPS.sub(" ", column).lower())
    if NOT_A_CONCENTRATION.intersection(words):
        return ()
    # hba1c parts into letters and digits, and so do the words that are looked for.
    text = f" {' '.join(words)} "
    if any(f" {' '.join(_WORDS.findall(word))} " in text for word in GLYCATED.split(", ")):
        return _glycated()
    found = [
        (text.index(f" {word} "), -len(word), one)
        for one in SUBSTANCES
        for word in one.words.split(", ")
        if f" {word} " in text
    ]
    return _both_ways(min(found, key=lambda one: one[:2])[2]) if found else ()


@cache
def _both_ways(one: Substance) -> tuple[Conversion, ...]:
    grams, moles = GRAMS_PER_LITER[one.by_mass], MOLES_PER_LITER[one.by_amount]
    factor = grams / one.molar_mass / moles
    return (
        _conversion(one.name, one.by_mass, one.by_amount, factor),
        _conversion(one.name, one.by_amount, one.by_mass, 1 / factor),
    )


@cache
def _glycated() -> tuple[Conversion, ...]:
    slope, offset = HBA1C
    name, percent, per_mole = "glycated haemoglobin", "percent", "millimole / mole"
    return (
        _conversion(name, percent, per_mole, slope, offset),
        _conversion(name, per_mole, percent, 1 / slope, -offset / slope),
    )


def _conversion(name: str, source: str, target: str, factor: float, offset: float = 0.0) -> Conversion:
    return Conversion(
        factor=factor, offset=offset, source=source, target=target, dimension=name + IN_BLOOD, commonness=0
    )
