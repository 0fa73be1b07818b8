"""The units that are kept are pint's, digit for digit, and all that names and the curated list use."""

from __future__ import annotations

import decimal
from decimal import Decimal

import pint
import pytest

from drift.diagnose.conversions import CALCULATION, CURATED, EXTENSION
from drift.diagnose.unit_scales import SCALES
from drift.diagnose.unit_words import UNIT_WORDS


@pytest.fixture(scope="module")
def registry() -> pint.UnitRegistry[Decimal]:
    with decimal.localcontext(CALCULATION):
        found: pint.UnitRegistry[Decimal] = pint.UnitRegistry(non_int_type=Decimal)
        for definition in EXTENSION:
            found.define(definition)
    return found


@pytest.mark.parametrize("unit", SCALES)
def test_a_unit_is_measured_as_pint_measures_it(unit: str, registry: pint.UnitRegistry[Decimal]) -> None:
    with decimal.localcontext(CALCULATION):
        root = registry.get_root_units(registry.Unit(unit), check_nonmult=False)[1]
        zero, one = (Decimal(registry.convert(Decimal(value), unit, root)) for value in (0, 1))
    _, factor, offset = SCALES[unit]
    assert float(factor) == float(one - zero)
    assert float(offset) == float(zero)


def test_every_curated_unit_and_every_unit_of_a_name_is_kept_in_its_dimension() -> None:
    curated = {(unit, dimension) for dimension, units in CURATED.items() for unit in units}
    named = {(row.unit, dimension) for dimension, rows in UNIT_WORDS.items() for row in rows}
    assert {(unit, dimension) for unit, (dimension, *_) in SCALES.items()} == curated | named
