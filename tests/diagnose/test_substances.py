"""Concentrations in blood: the factors between mass and amount that clinicians know."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

import drift
from drift.diagnose.conversions import canonical
from drift.diagnose.substances import MOLES_PER_LITER, SUBSTANCES, of_substance

# Conversion factors to SI units as the AMA Manual of Style prints them, in the digits printed there.
PRINTED = [
    ("glucose", 0.0555),
    ("fasting_glucose_mg_dl", 0.0555),
    ("bloodSugar", 0.0555),
    ("total_cholesterol", 0.0259),
    ("LDL", 0.0259),
    ("triglycerides", 0.0113),
    ("serum_creatinine", 88.4),
    ("bilirubin_total", 17.104),
    ("BUN", 0.357),
    ("uric_acid", 59.485),
    ("calcium", 0.25),
    ("magnesium", 0.411),
    ("phosphate", 0.323),
    ("lactate", 0.111),
    ("serum_iron", 0.179),
    ("cortisol", 27.588),
    ("vitamin_d", 2.496),
    ("testosterone", 0.0347),
    ("hgb", 0.6206),
]


@pytest.mark.parametrize(("name", "factor"), PRINTED)
def test_the_factor_of_a_substance_is_the_printed_one(name: str, factor: float) -> None:
    there, back = of_substance(name)
    assert there.factor == pytest.approx(factor, rel=0.005)
    assert there.factor * back.factor == pytest.approx(1)
    assert (there.source, there.target) == (back.target, back.source)


@pytest.mark.parametrize("name", ["creatinine_clearance", "ldl_hdl_ratio", "glue", "bungalow", "price", ""])
def test_a_name_that_tells_no_concentration_has_no_factor(name: str) -> None:
    assert of_substance(name) == ()


def test_seven_percent_of_glycated_haemoglobin_are_53_per_mille_of_moles() -> None:
    """The pairs that laboratories print: 6.5 % is 48 mmol/mol, 7 % is 53, 8 % is 64."""
    there, back = of_substance("hba1c")
    assert [round(there.factor * percent + there.offset) for percent in (6.5, 7.0, 8.0)] == [48, 53, 64]
    assert back.factor * 53 + back.offset == pytest.approx(7.0, abs=0.05)


def test_units_are_spelled_as_pint_spells_them() -> None:
    spelled = {one.by_mass for one in SUBSTANCES} | set(MOLES_PER_LITER)
    assert {canonical(unit)[0] for unit in spelled} == spelled


@pytest.mark.parametrize("divisor", [18.0, 18.0182])
@pytest.mark.parametrize("unit", [None, "mg/dL"])
def test_glucose_in_another_unit_is_named_whichever_factor_the_laboratory_takes(
    divisor: float, unit: str | None
) -> None:
    random = np.random.default_rng(3)
    before, now = (random.lognormal(np.log(105), 0.25, rows).round() for rows in (20_000, 2_000))
    config = {"columns": {"glucose": {"unit": unit}}} if unit else None
    reference = drift.fit(pl.DataFrame({"glucose": before}), config=config)
    told = drift.check(pl.DataFrame({"glucose": (now / divisor).round(1)}), reference)["glucose"].diagnosis
    assert told is not None
    assert told.fault == "unit_change"
    assert (told.parameters["from"], told.parameters["to"]) == ("milligram / deciliter", "millimole / liter")
    assert told.parameters["factor"] == pytest.approx(1 / divisor, rel=0.005)
    assert "of glucose" in told.story
