"""Which conversions are tried: one of each kind, those that config and name tell first."""

from __future__ import annotations

import math

import pytest

from drift.diagnose.candidates import UNNAMED, Candidate, candidates
from drift.errors import ConfigError


def of_factor(found: tuple[Candidate, ...], factor: float, offset: float = 0.0) -> Candidate | None:
    matching = [
        one
        for one in found
        if math.isclose(one.conversion.factor, factor, rel_tol=1e-9)
        and math.isclose(one.conversion.offset, offset, abs_tol=1e-6)
    ]
    assert len(matching) <= 1
    return matching[0] if matching else None


@pytest.mark.parametrize(
    ("factor", "offset"),
    [
        (1000, 0),
        (0.001, 0),
        (60, 0),
        (1 / 3600, 0),
        (1.609344, 0),
        (2.54, 0),
        (100, 0),
        (1.8, 32),
        (1 / 1.8, -32 / 1.8),
        (1 / 0.45359237, 0),
        (1024, 0),
        (10, 0),
    ],
)
def test_the_slips_that_people_make_are_tried_whatever_the_name(factor: float, offset: float) -> None:
    """Factors by definition: a mile is 1,609.344 m, an inch 2.54 cm, a pound 0.45359237 kg."""
    found = of_factor(candidates("x", None), factor, offset)
    assert found is not None
    assert 0 <= found.rank < UNNAMED


def test_no_map_is_tried_twice_and_none_leaves_values_as_they_are() -> None:
    found = candidates("x", None)
    maps = [(f"{one.conversion.factor:.10g}", f"{one.conversion.offset:.10g}") for one in found]
    assert len(set(maps)) == len(maps)
    assert ("1", "0") not in maps


def test_a_declared_unit_speaks_louder_than_a_name_and_a_name_than_nothing() -> None:
    ranks = [
        found.rank
        for found in (
            of_factor(candidates("x", "second"), 1000),
            of_factor(candidates("wait_s", None), 1000),
            of_factor(candidates("x", None), 1000),
        )
        if found is not None
    ]
    assert len(ranks) == 3
    assert ranks == sorted(ranks)
    assert ranks[1] < 0 <= ranks[2]


def test_a_declared_unit_is_what_values_are_converted_from() -> None:
    found = of_factor(candidates("x", "mile"), 1.609344)
    assert found is not None
    assert (found.conversion.source, found.conversion.target) == ("mile", "kilometer")


def test_with_a_unit_in_the_name_another_dimension_is_a_rare_guess_at_best() -> None:
    found = candidates("duration_seconds", None)
    told = [one for one in found if one.rank < 0]
    assert {one.conversion.dimension for one in told} == {"time"}


def test_a_factor_that_the_data_suggests_comes_after_all_units() -> None:
    odd = of_factor(candidates("x", None, (7.77,)), 7.77)
    known = of_factor(candidates("x", None, (60.0,)), 60)
    assert odd is not None
    assert known is not None
    assert odd.rank >= UNNAMED > known.rank
    assert odd.conversion.source is None


def test_a_unit_that_is_none_is_refused_by_name() -> None:
    with pytest.raises(ConfigError, match="furlng"):
        candidates("x", "furlng")


@pytest.mark.parametrize("name", ["storm_diameter", "paid_total", "air_time", "glucose"])
def test_a_name_that_tells_another_dimension_leaves_no_nearby_slip_and_no_temperature(name: str) -> None:
    others = [one.conversion for one in candidates(name, None) if one.rank >= 0]
    assert {one.offset for one in others} == {0.0}
    assert not [one.factor for one in others if 1 / 3 < one.factor < 3]


def test_what_is_told_keeps_its_nearby_factors() -> None:
    assert of_factor(candidates("trip_distance", None), 1.609344, 0) is not None
    assert of_factor(candidates("dewpoint", None), 1.8, 32) is not None


def test_what_is_told_in_milliseconds_was_not_in_years() -> None:
    told = {(one.conversion.source, one.conversion.target) for one in candidates("latency_ms", None)}
    asked = {(one.conversion.source, one.conversion.target) for one in candidates("age", None)}
    assert ("year", "day") in asked - told
    assert ("millisecond", "second") in told
