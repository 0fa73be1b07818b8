"""Whether what was said is the truth, by cases that a person decided."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from breaking import broken
from drift.faults import Broken, names_right, parameters_right, share_right

NUMBERS = [float(place) for place in range(1, 101)]
THOUSAND = broken("unit_change: × 1000", NUMBERS)
HOURS = replace(THOUSAND, fault="time_shift", parameters={"offset": 19_800})


@pytest.mark.parametrize(
    ("named", "right"),
    [
        ({"unit_change"}, True),
        ({"unit_change", "shape"}, True),
        ({"unit_change", "sentinel"}, False),
        ({"shift"}, False),
        (set(), False),
    ],
)
def test_the_right_name_is_said_and_no_wrong_one(named: set[str], *, right: bool) -> None:
    assert names_right(THOUSAND, named) is right


@pytest.mark.parametrize(
    ("parameters", "right"),
    [
        ({"factor": 1000.0, "offset": 0.0, "from": None}, True),
        ({"factor": 1000.0000001, "offset": 0.0}, True),
        ({"factor": 1024.0, "offset": 0.0}, False),
        ({"factor": 1000.0, "offset": 5.0}, False),
        ({"factor": 1000.0}, False),
        ({"factor": None, "offset": 0.0}, False),
    ],
)
def test_a_factor_is_right_to_a_millionth(parameters: dict[str, object], *, right: bool) -> None:
    assert parameters_right(THOUSAND, "unit_change", parameters) is right


@pytest.mark.parametrize(
    "said", [19_800, "+05:30", "5.5 hours", "5.5 h", "330 min", "05:30:00", "PT5H30M", "PT19800S"]
)
def test_a_span_of_time_may_be_said_in_words(said: object) -> None:
    assert parameters_right(HOURS, "time_shift", {"offset": said})
    assert not parameters_right(replace(HOURS, parameters={"offset": 3_600}), "time_shift", {"offset": said})


@pytest.mark.parametrize(("said", "seconds"), [("-PT5H", -18_000), ("P1D", 86_400), ("-P2D", -172_800)])
def test_durations_have_a_sign_and_days(said: str, seconds: int) -> None:
    assert parameters_right(replace(HOURS, parameters={"offset": seconds}), "time_shift", {"offset": said})


@pytest.mark.parametrize(
    ("truth_of_it", "said", "right"),
    [
        ("min-max scaled", "minmax", True),
        ("min-max scaled", "min_max", True),
        ("standardised", "standardized", True),
        ("log1p", "log", False),
    ],
)
def test_a_transform_may_be_spelled_in_several_ways(truth_of_it: str, said: str, *, right: bool) -> None:
    found = replace(THOUSAND, fault="transform", parameters={"name": truth_of_it})
    assert parameters_right(found, "transform", {"name": said}) is right


def test_of_parsed_times_the_ratio_of_the_units_is_asked() -> None:
    found = replace(THOUSAND, fault="epoch_unit", parameters={"from": "second", "to": "millisecond"})
    assert parameters_right(found, "epoch_unit", {"from": "millisecond", "to": "microsecond"})
    assert not parameters_right(found, "epoch_unit", {"from": "millisecond", "to": "second"})
    assert not parameters_right(found, "epoch_unit", {})


def test_a_mapping_may_leave_out_rare_levels_but_say_nothing_wrong() -> None:
    found = replace(THOUSAND, fault="renamed_category", parameters={"mapping": {"a": "A", "b": "B"}})
    assert parameters_right(found, "renamed_category", {"mapping": {"a": "A"}})
    assert not parameters_right(found, "renamed_category", {"mapping": {"a": "B"}})
    assert not parameters_right(found, "renamed_category", {"mapping": {}})


@pytest.mark.parametrize(
    ("real", "said", "right"),
    [(0.2, 0.23, True), (0.2, 0.24, False), (0.01, 0.019, True), (0.01, 0.021, False), (0.2, None, False)],
)
def test_a_share_is_right_within_its_seventh_or_a_point(
    real: float, said: float | None, *, right: bool
) -> None:
    assert share_right(truth(real), said) is right


def truth(share: float) -> Broken:
    return replace(THOUSAND, share=share, rows=np.zeros(1, np.bool_))
